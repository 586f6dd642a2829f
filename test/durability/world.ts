import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeskStatus, MethodInput, MethodName, MethodOutput } from '#contract'
import { createCore, type Core } from '#core/create-core.ts'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Http, HttpRequest, HttpResult, Ports, Secrets } from '#core/ports.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'
import { createFakeGraph, json } from '#test/support/fake-graph.ts'
import { streamed } from '#test/support/fake-http.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import type { FaultPoint } from '#test/support/fault-points.ts'
import { fakePasswords } from '#test/support/shop.ts'

/** Besides disk and database: just before the keychain is written, and before a request leaves or its answer comes. */
export type Point = FaultPoint | { readonly kind: 'network' | 'keychain'; readonly name: string }
export type Reach = (point: Point) => void

/** What a customer got, as only WhatsApp knows. */
export type Received = { readonly text: string; readonly tracker: string; readonly wamid: string; readonly to: string; readonly at: number }

export const OWNER = {
  shopName: 'Mercadinho',
  name: 'Dona Rosa',
  login: 'rosa',
  password: 'um cavalo na chuva',
  language: 'pt-BR',
} as const
export const APP_SECRET = 'app-secret-of-the-tests'
/** Told as well: what comes after may be otherwise then. */
export const KEYCHAIN_REFUSED = 'the keychain refused'
export const STARTS_AT = Date.UTC(2026, 10, 23, 12, 0, 0)
/** At how many points one after the other a disk fails that stays full for a while. */
export const FAILURES_IN_A_ROW = 10
const LIFE_MS = 10 * 60_000
/** More than any waiting of the program before it tries again after a failure. */
const TRY_AGAIN_MS = 6000
/** More than a disk that stays full for a while refuses. */
const MOST_TRIES = 2 + FAILURES_IN_A_ROW

/** An answer that says no: the code is what a person's words are chosen by. */
export class Refused extends Error {
  readonly code: string
  constructor(code: string, what: string) {
    super(`${what} was refused: ${code}`)
    this.code = code
  }
}

export const shopFolder = (home: string) => join(home, 'shop')
const keychainFile = (home: string) => join(home, 'keychain.json')
const receivedFile = (home: string) => join(home, 'received.jsonl')
const toldFile = (home: string) => join(home, 'told.jsonl')
const phoneFile = (home: string) => join(home, 'phone')

export type World = ReturnType<typeof openWorld>
export type Desk = { readonly core: Core; readonly status: DeskStatus; readonly call: Call }
type Call = <Name extends MethodName>(method: Name, input: MethodInput<Name>) => Promise<MethodOutput<Name>>

/**
 * All that outlives a process lies in the folder `home`: the shop, the keychain, what customers got, and what was told to somebody. This
 * is one life of the program in it. `reach` hears of the keychain's and the network's points; a throw is a keychain that does not answer,
 * or a connection that fails before or after the request.
 */
export function openWorld(home: string, options: { life: number; reach?: Reach }) {
  const reach = options.reach ?? (() => {})
  const clock = createFakeClock(STARTS_AT + (options.life - 1) * LIFE_MS)
  const log = createFakeLog()
  const secrets = createFileSecrets(home, reach)
  const refusals: string[] = []
  let core: Core | null = null

  /** As a person or WhatsApp does: what is refused is tried again after a moment. */
  async function insist<Result>(act: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await act()
      } catch (cause) {
        if (!(cause instanceof Refused) || tries === MOST_TRIES) throw cause
        refusals.push(cause.code)
        await clock.advance(TRY_AGAIN_MS)
      }
    }
  }

  return {
    home,
    clock,
    log,
    secrets,
    /** Codes of what was refused and tried again. */
    refusals,
    insist,
    tell: (fact: string) => tell(home, fact),
    told: () => readTold(home),
    /** What the owner's authenticator app is given before anybody knows whether it counts. */
    keepInPhone: (secret: string) => writeFileSync(phoneFile(home), secret),
    phone: () => readFileSync(phoneFile(home), 'utf8'),
    received: () => readReceived(home),

    /** `expected`: a reason to stay locked out that is no refusal. */
    async openShop(expected: string | null = null): Promise<Desk> {
      const ports: Ports = {
        secrets,
        clock,
        log,
        ids: createSystemIds({ clock }),
        http: createWire(home, { reach, now: clock.now }),
        passwords: fakePasswords,
        practice: { start: () => Promise.reject(new Error('No practice here')), stop: async () => undefined },
      }
      const opened = await createCore(ports, {
        folders: { shop: shopFolder(home), practice: join(home, 'practice') },
        openAtStart: null,
        graphUrl: 'https://graph.test',
      })
      core = opened
      const call = openWindow(opened)
      const status = await insist(async () => {
        const answer = await call('desk.openShop', {})
        if (answer.phase === 'locked-out' && answer.problem !== expected) throw new Refused(answer.problem, 'Opening')
        return answer
      })
      return { core: opened, status, call }
    },

    /** Lets time pass until it holds; throws when it never does. */
    async until(what: string, check: () => Promise<boolean>): Promise<void> {
      for (let turn = 0; turn < 60; turn += 1) {
        await settle()
        if (await check()) return
        await clock.advance(TRY_AGAIN_MS)
      }
      throw new Error(`Never: ${what}`)
    },

    async close(): Promise<void> {
      let isClosed = core === null
      void core?.close().then(() => (isClosed = true))
      for (let turn = 0; !isClosed && turn < 100; turn += 1) await clock.advance(100)
      if (!isClosed) throw new Error('Never: closed')
      core = null
    },
  }
}

function tell(home: string, fact: string): void {
  appendFileSync(toldFile(home), `${JSON.stringify(fact)}\n`)
}

/** What was told to somebody: a 200 to WhatsApp, an answer to a window, a printed kit. */
export function readTold(home: string): string[] {
  return readLines<string>(toldFile(home))
}

export function readReceived(home: string): Received[] {
  return readLines<Received>(receivedFile(home))
}

export function readKeychain(home: string): Record<string, string> {
  if (!existsSync(keychainFile(home))) return {}
  // Written by the fake keychain alone.
  return JSON.parse(readFileSync(keychainFile(home), 'utf8')) as Record<string, string>
}

export function emptyKeychain(home: string): void {
  writeFileSync(keychainFile(home), '{}')
}

function readLines<Line>(path: string): Line[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  // Written by this module alone, whole lines only.
  return lines.map((line) => JSON.parse(line) as Line)
}

/** A keychain in one file, replaced as a whole: a kill never leaves half of it. */
function createFileSecrets(home: string, reach: Reach): Secrets {
  const path = keychainFile(home)
  function write(name: string, entries: Record<string, string>): void {
    try {
      reach({ kind: 'keychain', name })
    } catch (cause) {
      tell(home, KEYCHAIN_REFUSED)
      throw cause
    }
    writeFileSync(`${path}.tmp`, JSON.stringify(entries))
    renameSync(`${path}.tmp`, path)
    reach({ kind: 'committed', name: `keychain ${name}` })
  }
  /** The part that is the same in each shop. */
  const nameOf = (account: string) => account.replace(/^[0-9a-f]{32}/, 'ID')
  return {
    async get(account) {
      const value = readKeychain(home)[account]
      return value === undefined ? null : new Redacted(value)
    },
    async set(account, value) {
      write(`set ${nameOf(account)}`, { ...readKeychain(home), [account]: value.reveal() })
    },
    async delete(account) {
      const rest = Object.entries(readKeychain(home)).filter(([name]) => name !== account)
      write(`delete ${nameOf(account)}`, Object.fromEntries(rest))
    },
  }
}

/** A customer's file, as WhatsApp has it. */
export const FILE = { id: 'MEDIA1', bytes: Buffer.from('Tem pão? '.repeat(9000)) } as const
/** What WhatsApp calls a file of the shop. */
export const UPLOAD_ID = 'UPLOAD1'

/** WhatsApp: takes every message and file, and writes down at once what the customer got. */
function createWire(home: string, { reach, now }: { reach: Reach; now(): number }): Http {
  const graph = createFakeGraph()
  const sha256 = createHash('sha256').update(FILE.bytes).digest('hex')
  graph.answers.set(`GET ${FILE.id}`, json(200, { url: 'https://graph.test/files/FILE', sha256, file_size: FILE.bytes.length }))
  graph.answers.set('GET FILE', { kind: 'answered', status: 200, headers: {}, body: FILE.bytes })
  graph.answers.set('POST media', json(200, { id: UPLOAD_ID }))
  graph.fate = ({ body, tracker, to }) => {
    const wamid = `wamid.OUT${readReceived(home).length + 1}`
    const received: Received = { text: body, tracker, wamid, to, at: now() }
    appendFileSync(receivedFile(home), `${JSON.stringify(received)}\n`)
    return { kind: 'accepted', wamid }
  }
  async function send(request: HttpRequest): Promise<HttpResult> {
    const name = `${request.method} ${new URL(request.url).pathname.split('/').at(-1) ?? ''}`
    try {
      reach({ kind: 'network', name })
    } catch {
      return { kind: 'nothing-sent', reason: 'refused' }
    }
    if (!(await isWhole(request))) return { kind: 'maybe-sent', reason: 'reset' }
    const result = await graph.http.send(request)
    try {
      reach({ kind: 'network', name: `answer to ${name}` })
    } catch {
      return { kind: 'maybe-sent', reason: 'reset' }
    }
    return result
  }
  return { send, stream: (request) => streamed(send(request)) }
}

/** Whether a file that goes out could be read to its end. */
async function isWhole({ body }: HttpRequest): Promise<boolean> {
  if (typeof body !== 'object' || !('chunks' in body)) return true
  let sizeBytes = 0
  try {
    for await (const chunk of body.chunks()) sizeBytes += chunk.length
  } catch {
    return false
  }
  return sizeBytes === body.sizeBytes
}

/** Somebody sits at it, and the page says so. */
function openWindow(core: Core): Call {
  const connection = core.connect({ reach: 'desk', device: 'desk', push() {} })
  let lastId = 0
  return async <Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> => {
    lastId += 2
    await connection.call({ id: lastId - 1, method: 'session.touch', input: {} })
    const reply = await connection.call({ id: lastId, method, input })
    if (!reply.ok) throw new Refused(reply.error.code, method)
    // The dispatcher parsed the output with this method's own schema.
    return reply.output as MethodOutput<Name>
  }
}

/** What a failing port throws, by the point at which it fails. */
export function keychainError(code: 'keychain-unavailable' | 'keychain-locked'): Error {
  return new AppError(code, 'The keychain does not answer')
}
