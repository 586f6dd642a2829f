import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import type { CallFailure, EventFrame } from '#contract'
import { createCore } from '#core/create-core.ts'
import type { MediaAnswer, MediaRequest } from '#core/media/request.ts'
import type { HttpRequest, HttpResult, Ports } from '#core/ports.ts'
import { fakePasswords } from '#test/support/shop.ts'
import { storageError, type FaultPoint } from '#test/support/fault-points.ts'
import type { Chance } from './chance.ts'
import type { Faults } from './faults.ts'
import type { Folders } from './folders.ts'
import type { Keychain } from './keychain.ts'
import { closeConnection, createLife, faultsOfKill, noteWritten, remembering, type Life } from './life.ts'
import type { LogWatch } from './log-watch.ts'
import { GRAPH_URL } from './graph-url.ts'
import { streamedFile } from './meta-files.ts'
import type { Meta } from './meta.ts'
import type { WorldClock } from './world-clock.ts'

class Killed extends Error {}

export type Reply =
  | { readonly kind: 'ok'; readonly output: unknown }
  | { readonly kind: 'refused'; readonly error: CallFailure }
  | { readonly kind: 'lost' }

export type Window = {
  /** `lost`: the program was killed before it answered, or does not answer at all. */
  call(method: string, input: unknown): Promise<Reply>
  /** An address below the window's own; null when nobody answers. */
  serve(request: { method: 'GET' | 'POST'; path: string; bytes?: Buffer }): Promise<{ status: number; body: Buffer } | null>
  /** Somebody moves in front of it. */
  touch(): void
  readonly events: EventFrame[]
  isOpen(): boolean
}

/** Events of the world that one call or start may wait for. */
const PATIENCE = 400
const PATIENCE_MS = 10 * 60_000

/**
 * The program under test as the computer runs it: the whole core on a real folder, started, closed, killed at any point and started again
 * on what the killed one left. A killed one is alone in its world: no port of it answers, no timer fires, nothing it does reaches
 * the folder.
 */
export function createProgram(deps: {
  chance: Chance
  clock: WorldClock
  faults: Faults
  folders: Folders
  folder: string
  keychain: Keychain
  meta(): Meta
  log: LogWatch
  turns: { note(): void; settle(): Promise<void> }
  ulid(): string
  randomBytes(length: number): Buffer
  broken(what: string): void
  trace(line: string): void
  /** Of what staff were told is queued, something never came to the network. */
  hasUntried(): boolean
}) {
  const { chance, clock, faults, folders, keychain, log, turns } = deps
  let folder = deps.folder
  let life: Life | null = null
  let isAsleep = false
  let isDiskFull = false
  /** Points until the kill, or until one write fails; 0 is not at all. */
  let killIn = 0
  let failIn = 0
  let failTimes = 0
  let failsAtAnswer = false
  let isMakingShop = false
  let isStarting = false
  let kills = 0
  /** The simulator itself copies files. */
  let isOwnHand = false
  let hasFailed = false
  let pointsReached = 0

  /** Called by the simulator for each point that anything in this thread reaches. */
  function reach(point: FaultPoint): void {
    const current = life
    if (current === null || isOwnHand) return
    if (point.kind === 'close' || point.kind === 'rollback') {
      if (point.kind === 'rollback') current.written.clear()
      return
    }
    if (current.isDead) {
      // Its folder is nobody's any more.
      if (point.kind === 'file') return
      throw new Killed('This program was killed before')
    }
    if (point.database !== undefined && point.database !== current.connection) {
      current.connection = point.database
      current.reading = null
    }
    pointsReached += 1
    turns.note()
    failWhenDue(point)
    noteWritten(current, point)
    pass(`${point.kind} ${point.name}`)
  }

  /** Besides those of disk and database: points at the ports. */
  function pass(name: string): void {
    if (life === null || life.isDead || killIn === 0) return
    killIn -= 1
    if (killIn === 0) {
      kill(name)
      throw new Killed(`Killed at ${name}`)
    }
  }

  function failWhenDue({ kind, name }: FaultPoint): void {
    const isWrite = kind === 'commit' || (kind === 'sql' && !name.startsWith('BEGIN') && !name.startsWith('SAVEPOINT'))
    const isFileWrite = kind === 'file' && /^(write|open)/.test(name)
    if (isDiskFull && (kind === 'commit' || (isWrite && chance.is(0.3)))) throw storageError('SQLITE_FULL')
    if (isDiskFull && isFileWrite) throw storageError('ENOSPC')
    if (failIn === 0 || !(isWrite || isFileWrite)) return
    failIn -= 1
    if (failIn > 0) return
    failTimes -= 1
    failIn = failTimes > 0 ? 1 : 0
    faults.meet('F16-')
    hasFailed = true
    deps.trace(`  one write fails: ${kind} ${name}`)
    throw storageError(isFileWrite ? 'ENOSPC' : chance.oneOf('SQLITE_FULL', 'SQLITE_IOERR'))
  }

  function kill(where: string): void {
    const current = life
    if (current === null || current.isDead) return
    deps.trace(`  killed at ${where}`)
    kills += 1
    for (const fault of faultsOfKill(current, { hasUntried: deps.hasUntried(), isMakingShop, isStarting })) faults.meet(fault)
    killIn = 0
    isOwnHand = true
    folder = folders.image(current.folder)
    isOwnHand = false
    current.isDead = true
    current.clock.die()
    for (const post of current.posts) post.dropped()
    current.posts.clear()
  }

  function createPorts(current: Life): Ports {
    return {
      secrets: keychain.forLife(current, (name) => pass(name)),
      clock: current.clock.clock,
      ids: { ulid: deps.ulid, randomBytes: deps.randomBytes },
      log: log.forLife(current),
      http: { send: (request) => exchange(current, request), stream: (request) => streamedFile(exchange(current, request)) },
      passwords: fakePasswords,
      practice: { start: () => Promise.reject(new Error('No practice shop here')), stop: () => Promise.resolve() },
    }
  }

  function exchange(current: Life, request: HttpRequest): Promise<HttpResult> {
    if (current.isDead) return new Promise(() => {})
    if (new URL(request.url).origin !== GRAPH_URL) deps.broken(`the token goes to ${new URL(request.url).origin}`)
    return new Promise((resolve) => {
      const isMessage = deps.meta().isMessage(request)
      const isWatched = isMessage || isOfFile(request)
      if (isWatched && dies(current, 'before the first byte')) return
      if (isMessage) current.attempt = 'none'
      const { sent, result } = deps.meta().send(request)
      if (sent?.wamid !== null && sent !== null) current.unkept.add(sent.tracker)
      if (isWatched && dies(current, 'after the last byte')) return
      void result.then((answer) => {
        const hand = () => {
          if (current.isDead || (isWatched && dies(current, 'when the answer comes'))) return
          if (sent !== null) sent.isAnswered = true
          if (isMessage && failsAtAnswer) failNow()
          turns.note()
          resolve(answer)
        }
        if (isAsleep) current.whenAwake.push(hand)
        else hand()
      })
    })
  }

  /** The disk is full in the moment in which an answer is to be kept, and a little longer. */
  function failNow(): void {
    failsAtAnswer = false
    failIn = 1
    failTimes = chance.between(1, 4)
  }

  function dies(current: Life, name: string): boolean {
    try {
      pass(name)
    } catch {
      // Whoever called has its answer: none.
    }
    return current.isDead
  }

  /** Lets time pass until it is answered; null when it never is. */
  async function until<Value>(current: Life, promise: Promise<Value>): Promise<{ value: Value } | null> {
    let done: { value: Value } | null = null
    let failure: { cause: unknown } | null = null
    promise.then(
      (value) => void (done = { value }),
      (cause: unknown) => void (failure = { cause }),
    )
    await turns.settle()
    const end = clock.now() + PATIENCE_MS
    for (let step = 0; done === null && failure === null && !current.isDead && step < PATIENCE && clock.now() < end; step += 1)
      await clock.passToNext(1000)
    if (current.isDead) return null
    if (failure !== null) throw (failure as { cause: unknown }).cause
    return done
  }

  async function start(): Promise<void> {
    if (life !== null) throw new Error('It runs already')
    const wal = join(folder, 'shop.db-wal')
    if (existsSync(wal) && statSync(wal).size > 0) faults.meet('F22')
    if (!keychain.isOpen()) faults.meet('F61')
    const current = createLife(folder, clock)
    life = current
    isStarting = true
    const options = { folders: { shop: folder, practice: join(folder, 'practice') }, openAtStart: 'shop', graphUrl: GRAPH_URL } as const
    const started = await until(current, createCore(createPorts(current), options))
    isStarting = false
    if (started === null && !current.isDead) deps.broken('I10: the core does not start')
    current.core = started?.value ?? null
  }

  /** Clears away what was killed. */
  async function bury(): Promise<void> {
    const current = life
    if (current === null || !current.isDead) return
    await turns.settle()
    life = null
    closeConnection(current)
    if (current.folder !== folder) folders.remove(current.folder)
  }

  async function close(): Promise<void> {
    const current = life
    if (current === null || current.core === null || current.isDead) return
    try {
      if ((await until(current, current.core.close())) === null && !current.isDead) deps.broken('the core does not close')
    } catch (cause) {
      deps.broken(`closing threw ${String(cause)}`)
    }
    if (current.isDead) return await bury()
    current.clock.die()
    current.isDead = true
    life = null
    closeConnection(current)
  }

  return {
    reach,
    pass,
    start,
    close,
    bury,
    kill: (where: string) => {
      kill(where)
    },
    folder: () => folder,
    isUp: () => life !== null && !life.isDead && life.core !== null,
    isKilled: () => life?.isDead === true,
    /** Of the shop that is open; for looking into it while nothing runs. */
    connection: (): Sqlite.Database | null => {
      if (life === null || life.isDead || life.connection?.open !== true) return null
      life.reading ??= remembering(life.connection)
      return life.reading
    },
    /** Grows with everything that is written. */
    points: () => pointsReached,
    kills: () => kills,
    killAfter(points: number) {
      killIn = points
    },
    /** `times`: so many in a row. */
    failAfter(writes: number, times = 1) {
      failIn = writes
      failTimes = times
    },
    failAtAnswer() {
      failsAtAnswer = true
    },
    /** What failed before is no excuse any more. */
    beginStep() {
      hasFailed = false
    },
    disarm() {
      killIn = 0
      failIn = 0
      failsAtAnswer = false
      hasFailed = false
    },
    /** Since it was last disarmed. */
    hadStorageTrouble: () => isDiskFull || hasFailed,
    makesShop(isMaking: boolean) {
      isMakingShop = isMaking
    },
    fillDisk(isFull: boolean) {
      isDiskFull = isFull
    },
    isDiskFull: () => isDiskFull,
    isAsleep: () => isAsleep,
    /** The computer's own screen is locked. */
    lock(): void {
      if (life !== null && !life.isDead) life.core?.lock()
    },
    async sleep(ms: number): Promise<void> {
      isAsleep = true
      await clock.sleep(ms)
      isAsleep = false
      for (const hand of life?.whenAwake.splice(0) ?? []) hand()
      await turns.settle()
    },
    /** A webhook comes; null when nobody answers. */
    async receive(post: { body: Buffer; signature: string | null }): Promise<number | null> {
      const current = life
      const core = current?.core ?? null
      if (current === null || core === null || current.isDead || isAsleep) return null
      if (isDiskFull) faults.meet('F12 in')
      return await new Promise((resolve) => {
        const pending = { isStored: false, dropped: () => resolve(null) }
        current.posts.add(pending)
        core.receiveWebhook(post).then(
          ({ status }) => {
            if (current.isDead || dies(current, 'before the 200')) return
            current.posts.delete(pending)
            turns.note()
            resolve(status)
          },
          (cause: unknown) => {
            if (!current.isDead) deps.broken(`receiveWebhook threw ${String(cause)}`)
            resolve(null)
          },
        )
      })
    },
    openWindow(): Window | null {
      const current = life
      const core = current?.core ?? null
      if (current === null || core === null || current.isDead) return null
      const events: EventFrame[] = []
      const connection = core.connect({ reach: 'desk', device: 'desk', push: (frame) => void ('event' in frame && events.push(frame)) })
      let lastId = 0
      return {
        events,
        isOpen: () => !current.isDead && life === current,
        touch() {
          if (current.isDead || life !== current || isAsleep) return
          lastId += 1
          void connection.call({ id: lastId, method: 'session.touch', input: {} })
        },
        async serve({ method, path, bytes }) {
          if (current.isDead || life !== current) return null
          const request: MediaRequest = { method, path, range: null, body: bytes === undefined ? null : once(bytes) }
          const served = core.serveMedia(request).then(async ({ status, body }) => ({ status, body: await readAll(body) }))
          return (await until(current, served))?.value ?? null
        },
        async call(method, input) {
          if (current.isDead || life !== current) return { kind: 'lost' }
          lastId += 1
          const answered = await until(current, connection.call({ id: lastId, method, input }))
          if (answered === null) return { kind: 'lost' }
          const reply = answered.value
          if (!reply.ok && reply.error.code === 'internal' && !isDiskFull) deps.trace(`  ${method} failed inside`)
          return reply.ok ? { kind: 'ok', output: reply.output } : { kind: 'refused', error: reply.error }
        },
      }
    },
  }
}
export type Program = ReturnType<typeof createProgram>

function isOfFile({ url, body }: HttpRequest): boolean {
  return url.includes('/MEDIA') || (typeof body === 'object' && 'chunks' in body)
}

async function readAll(body: MediaAnswer['body']): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body ?? []) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array, void> {
  yield bytes
}
