import { createHash } from 'node:crypto'
import { AppError } from '#core/lib/app-error.ts'
import type { HttpAnswer, HttpRequest, HttpResult, HttpStreamResult } from '#core/ports.ts'
import { graphError, json } from '#test/support/fake-graph.ts'
import { streamed } from '#test/support/fake-http.ts'
import type { Chance } from './chance.ts'
import type { Weather } from './fates.ts'
import type { Faults } from './faults.ts'
import { GRAPH_URL } from './graph-url.ts'
import type { WorldClock } from './world-clock.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const KEPT_MS = 7 * DAY_MS
const ADDRESS_GOOD_MS = 5 * MINUTE_MS
const BREAKS_OFF = 'x-breaks-off'

/** What a customer sent, as WhatsApp has it. */
export type KeptFile = {
  readonly bytes: Buffer
  readonly sha256: string
  readonly goneAt: number
  /** How often it, or what was said of it, came otherwise than it is. */
  falsified: number
}

/** Files at WhatsApp: those of customers, and what the shop uploaded. */
export function createMetaFiles(deps: { chance: Chance; clock: WorldClock; faults: Faults; weather(): Weather }) {
  const { chance, clock, faults } = deps
  const kept = new Map<string, KeptFile>()
  const uploads = new Map<string, Buffer>()
  const addresses = new Map<
    string,
    { readonly mediaId: string; readonly givenAt: number; readonly how: 'whole' | 'other' | 'broken off' | 'late' }
  >()
  let bodies = 0

  function isBad(): boolean {
    const weather = deps.weather()
    return weather === 'bad' ? chance.is(0.6) : weather !== 'clear' && chance.is(0.15)
  }

  function describe(mediaId: string): HttpResult {
    const file = kept.get(mediaId)
    if (file === undefined || clock.now() >= file.goneAt) {
      faults.meet('M gone')
      return json(400, notThere())
    }
    const fate = isBad() ? chance.oneOf('refused', 'page', 'elsewhere', 'hash', 'other', 'broken off', 'late') : 'whole'
    const { sha256 } = file
    const told = { sha256, file_size: file.bytes.length, mime_type: 'text/plain', id: mediaId }
    const url = `${GRAPH_URL}/files/${mediaId}/${addresses.size}`
    switch (fate) {
      case 'refused':
        faults.meet('M fails')
        return json(500, graphError(131000))
      case 'page':
        faults.meet('M fails')
        return page()
      case 'elsewhere':
        faults.meet('M elsewhere')
        return json(200, { ...told, url: `https://elsewhere.test/${mediaId}` })
      case 'hash':
        faults.meet('M hash')
        file.falsified += 1
        addresses.set(url, { mediaId, givenAt: clock.now(), how: 'whole' })
        return json(200, { ...told, url, sha256: createHash('sha256').update(url).digest('hex') })
      case 'other':
        faults.meet('M hash')
        file.falsified += 1
        break
      case 'broken off':
        faults.meet('M broken off')
        break
      case 'late':
        faults.meet('M expired')
        break
      case 'whole':
        break
      default:
        throw new Error(`No such fate: ${JSON.stringify(fate satisfies never)}`)
    }
    addresses.set(url, { mediaId, givenAt: clock.now(), how: fate })
    return json(200, { ...told, url })
  }

  function download(url: string): HttpAnswer {
    const address = addresses.get(url)
    const file = address === undefined ? undefined : kept.get(address.mediaId)
    if (address === undefined || file === undefined || address.how === 'late' || clock.now() - address.givenAt > ADDRESS_GOOD_MS)
      return { kind: 'answered', status: 404, headers: {}, body: Buffer.alloc(0) }
    const headers = address.how === 'broken off' ? { [BREAKS_OFF]: 'yes' } : {}
    return { kind: 'answered', status: 200, headers, body: address.how === 'other' ? falsified(file.bytes) : file.bytes }
  }

  /** What came of the body; null where reading it failed on the other side. */
  async function upload({ body }: HttpRequest): Promise<HttpResult> {
    const pieces: Buffer[] = []
    if (typeof body === 'object' && 'chunks' in body) {
      try {
        for await (const piece of body.chunks()) pieces.push(Buffer.from(piece))
      } catch {
        return { kind: 'maybe-sent', reason: 'reset' }
      }
    }
    const fate = isBad() ? chance.oneOf('refused', 'trouble', 'page', 'reset', 'cut') : 'taken'
    bodies += 1
    const id = `UPLOAD${bodies}`
    if (fate !== 'refused' && (fate === 'taken' || chance.is(0.5))) uploads.set(id, Buffer.concat(pieces))
    switch (fate) {
      case 'taken':
        return json(200, { id })
      case 'refused':
        faults.meet('U refused')
        return json(400, graphError(131053))
      case 'trouble':
        faults.meet('U fails')
        return json(500, graphError(131000))
      case 'page':
        faults.meet('U unknown')
        return page()
      case 'reset':
        faults.meet('U unknown')
        return { kind: 'maybe-sent', reason: 'reset' }
      case 'cut':
        faults.meet('U fails')
        return { kind: 'nothing-sent', reason: 'reset' }
      default:
        throw new Error(`No such fate: ${JSON.stringify(fate satisfies never)}`)
    }
  }

  return {
    kept,
    uploads,
    /** A customer sends a file: WhatsApp has it for seven days, or as good as not at all. */
    take(mediaId: string): void {
      const isLarge = chance.is(0.05)
      const bytes = Buffer.from(`${mediaId} `.repeat(isLarge ? 12_000 : chance.between(1, 100)))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const keptMs = chance.is(0.1) ? chance.below(60 * MINUTE_MS) : KEPT_MS
      kept.set(mediaId, { bytes, sha256, goneAt: clock.now() + keptMs, falsified: 0 })
    },
    isThere: (mediaId: string) => clock.now() < (kept.get(mediaId)?.goneAt ?? -Infinity),
    /** Null for what is not about files. */
    answer(request: HttpRequest): Promise<HttpResult> | null {
      const path = new URL(request.url).pathname
      const last = path.split('/').at(-1) ?? ''
      if (request.method === 'GET' && path.startsWith('/files/')) return Promise.resolve(download(request.url))
      if (request.method === 'GET' && last.startsWith('MEDIA')) return Promise.resolve(describe(last))
      if (request.method === 'POST' && last === 'media') return upload(request)
      return null
    },
  }
}
export type MetaFiles = ReturnType<typeof createMetaFiles>

/** In pieces, as it comes; or not to its end. */
export async function streamedFile(answered: Promise<HttpResult>): Promise<HttpStreamResult> {
  const result = await streamed(answered)
  return result.kind === 'answered' && BREAKS_OFF in result.headers ? { ...result, body: half(result.body) } : result
}

async function* half(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  for await (const piece of body) {
    yield piece.subarray(0, piece.length / 2)
    break
  }
  throw new AppError('offline', 'The connection broke off')
}

function falsified(bytes: Buffer): Buffer {
  const other = Buffer.from(bytes)
  other.writeUInt8(other.readUInt8(0) ^ 1, 0)
  return other
}

function notThere() {
  const { error } = graphError(100) as { error: object }
  return { error: { ...error, error_subcode: 33 } }
}

function page(): HttpResult {
  return { kind: 'answered', status: 502, headers: {}, body: Buffer.from('<html>Bad gateway</html>') }
}
