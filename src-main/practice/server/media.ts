import { invalidParameter, missingParameter, noSuchObject } from '../errors/graph-error.ts'
import { endlessly, toldHash } from '../world/media-store.ts'
import type { MediaStore, StoredMedia } from '../world/media-store.ts'
import { checkUpload, checkUploadedBytes } from '../world/upload-rules.ts'
import type { World } from '../world/world.ts'
import { ok, success } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { readMultipart } from './multipart.ts'

/** Where bytes are fetched: as at Meta a path without a version. */
export const DOWNLOAD_PATH = 'whatsapp_business/attachments/'

export function uploadMedia(call: GraphCall, world: World, keptMs: number): GraphAnswer {
  const parts = readMultipart(call.headers['content-type'] ?? '', call.bytes)
  if (parts === null) throw invalidParameter('The request must be multipart/form-data.')
  // As everywhere in Graph, a parameter may stand in the query.
  const text = (name: string) =>
    parts.find((part) => part.name === name && part.fileName === null)?.bytes.toString('utf8') ?? call.query.get(name) ?? undefined
  if (text('messaging_product') !== 'whatsapp') throw invalidParameter('The parameter messaging_product is required.')
  const file = parts.find((part) => part.name === 'file')
  if (file === undefined) throw missingParameter("Parameter 'file' is mandatory for media")
  const mimeType = file.mimeType ?? text('type') ?? ''
  checkUpload(mimeType, file.bytes.length)
  checkUploadedBytes(mimeType, file.bytes)
  const media = world.media.put({
    content: file.bytes,
    mimeType,
    keptMs,
    ...(file.fileName !== null && { fileName: file.fileName }),
  })
  return ok({ id: media.id })
}

export function getMedia(call: GraphCall, world: World, media: StoredMedia): GraphAnswer {
  const phoneNumberId = call.query.get('phone_number_id')
  if (phoneNumberId !== null && phoneNumberId !== world.account.phoneNumberId) throw noSuchObject('GET', media.id)
  return ok({
    messaging_product: 'whatsapp',
    url: downloadAddress({ origin: call.origin, id: media.id, media: world.media, now: world.clock.now() }),
    mime_type: media.mimeType,
    sha256: Buffer.from(toldHash(media), 'base64').toString('hex'),
    file_size: media.trouble.toldSizeBytes ?? media.sizeBytes,
    id: media.id,
  })
}

/** Good for five minutes. */
export function downloadAddress({ origin, id, media, now }: { origin: string; id: string; media: MediaStore; now: number }): string {
  return `${origin}/${DOWNLOAD_PATH}?mid=${id}&ext=${Math.floor(now / 1000) + 300}&hash=${media.issueTicket(id)}`
}

export function deleteMedia(world: World, media: StoredMedia): GraphAnswer {
  world.media.delete(media.id)
  return success()
}

/** An address that is too old, or that never was, is a plain 404. */
export function downloadMedia(query: URLSearchParams, world: World): GraphAnswer {
  const media = world.media.findByTicket(query.get('hash') ?? '')
  if (media === null) return { kind: 'page', http: 404, mimeType: 'text/plain', text: 'URL signature expired' }
  const { trouble } = media
  if (trouble.redirectTo !== undefined) return { kind: 'redirect', to: trouble.redirectTo }
  const isEndless = trouble.isEndless === true
  return {
    kind: 'stream',
    mimeType: trouble.servedAs ?? media.mimeType,
    // A length that is too long makes clients wait; one that is too short makes them stop early.
    sizeBytes: isEndless ? null : (trouble.toldSizeBytes ?? media.sizeBytes),
    chunks: isEndless ? endlessly(media.chunks()) : media.chunks(),
    bytesPerSecond: trouble.bytesPerSecond ?? null,
    cutAfterBytes: world.media.takeCut(media),
  }
}
