import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import { ownGraphProblem, type GraphClient } from '../whatsapp/graph-client.ts'
import type { RemoteMedia } from '../whatsapp/graph-media.ts'
import type { FetchFailure } from './after-fetch.ts'
import type { MediaFiles, WrittenFile } from './media-files.ts'
import type { Progress } from './progress.ts'
import type { MediaRow } from './repository.ts'

export type Fetched = { readonly kind: 'fetched'; readonly file: WrittenFile } | FetchFailure

export type FetchOptions = {
  readonly client: Pick<GraphClient, 'getMedia' | 'downloadMedia'>
  readonly files: MediaFiles
  readonly maxBytes: number
  /** Nothing more is wanted: whatever came of it is thrown away. */
  readonly signal: AbortSignal
  progress(progress: Progress): void
}

/** An address lives for five minutes; one that was given a moment ago and is refused was given wrongly. */
const ADDRESSES = 2

/**
 * One try: asks where the file is, fetches it, and compares it with what WhatsApp says it is. Throws what the disk does: `disk-full`,
 * `read-only`. Nothing of a file stays that is not whole.
 */
export async function fetchFile(row: Pick<MediaRow, 'source_id' | 'number_id'>, options: FetchOptions): Promise<Fetched> {
  const { client, maxBytes } = options
  assert(row.source_id !== null && row.number_id !== null, 'only what came from a number waits to be fetched')
  for (let address = 0; address < ADDRESSES; address += 1) {
    const asked = await client.getMedia({ mediaId: row.source_id, phoneNumberId: row.number_id })
    if (!asked.ok) return { kind: 'problem', problem: asked.problem }
    const remote = asked.value
    if ((remote.sizeBytes ?? 0) > maxBytes) return { kind: 'too-large' }
    const download = await client.downloadMedia({ url: remote.url, maxBytes })
    if (!download.ok) return { kind: 'problem', problem: download.problem }
    if (download.value.kind === 'too-large') return { kind: 'too-large' }
    if (download.value.kind === 'streaming') return await receive(download.value, remote, options)
  }
  return { kind: 'problem', problem: ownGraphProblem('media-download-failed') }
}

async function receive(
  download: { readonly chunks: AsyncIterable<Buffer>; abort(): void },
  remote: RemoteMedia,
  { files, maxBytes, signal, progress }: FetchOptions,
): Promise<Fetched> {
  const writer = files.create({ maxBytes })
  const leave = () => download.abort()
  signal.addEventListener('abort', leave)
  try {
    let doneBytes = 0
    for await (const chunk of download.chunks) {
      signal.throwIfAborted()
      await writer.write(chunk)
      doneBytes += chunk.length
      progress({ doneBytes, totalBytes: remote.sizeBytes })
    }
    signal.throwIfAborted()
    const file = await writer.finish()
    if (isAsSaid(file, remote)) return { kind: 'fetched', file }
    files.delete(file.fileId)
    return { kind: 'damaged' }
  } catch (cause) {
    await writer.abort()
    if (!(cause instanceof AppError)) throw cause
    if (cause.code === 'offline') return { kind: 'problem', problem: ownGraphProblem('offline') }
    if (cause.code === 'media-too-large') return { kind: 'too-large' }
    throw cause
  } finally {
    signal.removeEventListener('abort', leave)
    download.abort()
  }
}

function isAsSaid({ sha256, sizeBytes }: WrittenFile, remote: RemoteMedia): boolean {
  return (remote.sha256 === null || remote.sha256 === sha256) && (remote.sizeBytes === null || remote.sizeBytes === sizeBytes)
}
