import { createHash, randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { MediaId, Message, MessageId, NumberId, StaffId } from '#contract'
import type { Actor } from '#core/dispatch/actor.ts'
import type { JournalEntryToWrite } from '#core/journal/service.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createMedia, type Media } from '#core/media/service.ts'
import type { MessageEvent } from '#core/whatsapp/decoded.ts'
import { ownGraphProblem, type GraphClient, type GraphResult } from '#core/whatsapp/graph-client.ts'
import type { MediaDownload, RemoteMedia } from '#core/whatsapp/graph-media.ts'
import { NUMBER, text } from './decoded-events.ts'
import { createReceiving } from './receiving.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** What a test has WhatsApp do with a file. */
export type RemoteFate = {
  readonly described?: Partial<RemoteMedia> | GraphResult<RemoteMedia>
  readonly download?: GraphResult<MediaDownload>
  /** In place of the bytes. */
  readonly chunks?: () => AsyncIterable<Buffer>
}

/** A second or two. */
const TURNS_MAX = 20_000

/** Files at WhatsApp, by its ids, and what was asked for. */
function createFakeRemoteFiles() {
  const files = new Map<string, Buffer>()
  /** The fates of the next tries for a file; after them it is as it should be. */
  const fates = new Map<string, RemoteFate[]>()
  const asked: string[] = []
  const uploaded: { mimeType: string; fileName: string; bytes: Buffer }[] = []
  const current = new Map<string, RemoteFate>()
  let beforePiece: () => Promise<void> = () => Promise.resolve()
  let uploadProblem: GraphResult<string> | null = null

  const client = {
    async getMedia({ mediaId }: { mediaId: string }): Promise<GraphResult<RemoteMedia>> {
      asked.push(mediaId)
      const fate = fates.get(mediaId)?.shift() ?? {}
      current.set(mediaId, fate)
      const bytes = files.get(mediaId)
      if (fate.described !== undefined && 'ok' in fate.described) return fate.described
      if (bytes === undefined) return { ok: false, problem: ownGraphProblem('object-not-found') }
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return {
        ok: true,
        value: { url: `https://files.test/${mediaId}`, mimeType: null, sha256, sizeBytes: bytes.length, ...fate.described },
      }
    },
    async downloadMedia({ url, maxBytes }: { url: string; maxBytes: number }): Promise<GraphResult<MediaDownload>> {
      const id = url.slice('https://files.test/'.length)
      const fate = current.get(id) ?? {}
      if (fate.download !== undefined) return fate.download
      const bytes = files.get(id) ?? Buffer.alloc(0)
      const chunks = limited(fate.chunks ?? (() => inPieces(bytes)), maxBytes)
      return { ok: true, value: { kind: 'streaming', mimeType: null, sizeBytes: bytes.length, chunks, abort: () => undefined } }
    },
    async uploadMedia(input: { mimeType: string; fileName: string; read(): AsyncIterable<Buffer> }): Promise<GraphResult<string>> {
      const pieces: Buffer[] = []
      for await (const piece of input.read()) {
        pieces.push(Buffer.from(piece))
        await beforePiece()
      }
      if (uploadProblem !== null) return uploadProblem
      uploaded.push({ mimeType: input.mimeType, fileName: input.fileName, bytes: Buffer.concat(pieces) })
      return { ok: true, value: `uploaded-${uploaded.length}` }
    },
  }
  return {
    files,
    fates,
    asked,
    uploaded,
    beforeUploadedPiece: (act: () => Promise<void>) => void (beforePiece = act),
    refuseUploads: (problem: GraphResult<string> | null) => void (uploadProblem = problem),
    // The part of it that files need.
    client: client as unknown as GraphClient,
  }
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += 100_000) yield bytes.subarray(from, from + 100_000)
}

async function* limited(chunks: () => AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let left = maxBytes
  for await (const chunk of chunks()) {
    left -= chunk.length
    if (left < 0) throw new AppError('media-too-large', 'Too large')
    yield chunk
  }
}

/** Everything from a webhook to a sealed file in a folder, with a WhatsApp that has files. */
export function setUpMedia(options: { start?: boolean; freeBytes?: number | null } = {}) {
  const folder = makeTemporaryFolder()
  const remote = createFakeRemoteFiles()
  const saved: JournalEntryToWrite[] = []
  const storageFailures: unknown[] = []
  const callers = new Map<string, Actor>()
  const refusals: string[] = []
  const ready = new Set<() => void>()
  let isReachable = true
  let media: Media
  const shop = createReceiving({
    fetching: { isFetching: (id) => media.fetching.isFetching(id), wake: () => media.fetching.wake() },
  })

  function createOne(): Media {
    return createMedia({
      ...shop,
      ids: { ulid: () => randomBytes(13).toString('hex'), randomBytes },
      folder,
      freeBytes: () => options.freeBytes ?? null,
      numbers: {
        // Any number of digits is one.
        numberId: () => NUMBER as NumberId,
        reader: () => (isReachable ? remote.client : null),
        onReady: (listener) => void ready.add(listener),
      },
      journal: { append: (entry) => void saved.push(entry) },
      messages: () => shop.messages,
      inbox: () => shop.inbox,
      findCaller: (token) =>
        callers.has(token)
          ? { actor: () => callers.get(token) ?? null, noteRefusal: (method, code) => void refusals.push(`${method} ${code}`) }
          : null,
      storageFailed: (cause) => void storageFailures.push(cause),
    })
  }
  media = createOne()
  if (options.start !== false) media.start()
  onTestFinished(() => media.stop())

  /** Real files take real time: looks again at each turn until it holds, with what is due at once. */
  async function until(check: () => boolean): Promise<void> {
    for (let turns = 0; !check(); turns += 1) {
      if (turns > TURNS_MAX) throw new Error('What was waited for did not happen')
      await shop.clock.advance(0)
    }
  }

  return {
    ...shop,
    folder,
    remote,
    saved,
    storageFailures,
    refusals,
    callers,
    media: () => media,
    /** Ends this life of it, and begins another on the same rows and files. */
    async restart() {
      await media.stop()
      media = createOne()
      media.start()
    },
    setReachable(isNow: boolean) {
      isReachable = isNow
      if (isNow) for (const listener of ready) listener()
    },
    until,
    /** A customer sends a file, which WhatsApp has under this id. Answers the message. */
    async hearFile(sourceId: string, bytes: Buffer | null, overrides: Partial<MessageEvent> = {}): Promise<MessageId> {
      if (bytes !== null) remote.files.set(sourceId, bytes)
      const wamid = overrides.wamid ?? `wamid.${sourceId}`
      await shop.receive(fileMessage(sourceId, { wamid, ...overrides }))
      const id = shop.messages.findByWamid(NUMBER as NumberId, wamid)
      if (id === undefined) throw new Error('What was heard is there')
      return id
    },
    fileOf: (id: MessageId) => shop.messages.get(id).files[0],
    /** Somebody uploads a file at their window. */
    async stage(bytes: Buffer, { by, fileName = 'file.bin' }: { by: Actor; fileName?: string }): Promise<MediaId> {
      const answer = await askAs(by, { method: 'POST', path: `upload?name=${encodeURIComponent(fileName)}`, bytes })
      if (answer.status !== 200) throw new Error(`The upload was answered ${answer.status} ${answer.body.toString()}`)
      return JSON.parse(answer.body.toString()).mediaId as MediaId
    },
    askAs,
  }

  async function askAs(
    by: Actor,
    {
      method = 'GET',
      path,
      range = null,
      bytes,
    }: { method?: 'GET' | 'HEAD' | 'POST'; path: string; range?: string | null; bytes?: Buffer },
  ) {
    const token = tokenOf(by.staffId)
    callers.set(token, by)
    const { status, headers, body } = await media.door.serve({
      method,
      path: `${token}/${path}`,
      range,
      body: bytes === undefined ? null : inPieces(bytes),
    })
    const pieces: Uint8Array[] = []
    for await (const piece of body ?? []) pieces.push(Buffer.from(piece))
    return { status, headers, body: Buffer.concat(pieces) }
  }
}

export function tokenOf(staffId: StaffId): string {
  return createHash('sha256').update(staffId).digest('base64url').slice(0, 22)
}

function fileMessage(sourceId: string, overrides: Partial<MessageEvent> = {}): MessageEvent {
  return text('', {
    content: { kind: 'media', media: 'image', caption: null, fileName: null, mimeType: 'image/jpeg' },
    body: null,
    mediaId: sourceId,
    ...overrides,
  })
}

export function isHere(message: Pick<Message, 'files'>): boolean {
  return message.files[0]?.state === 'here'
}

/** A picture as far as its header says so. */
export function pictureOf({ width = 40, height = 30 }: { width?: number; height?: number } = {}): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806000000', 'hex')
  header.writeUInt32BE(width, 16)
  header.writeUInt32BE(height, 20)
  return Buffer.concat([header, Buffer.alloc(200, 7)])
}
