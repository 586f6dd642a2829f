import type { ByteSource } from './byte-source.ts'
import type { FoundFacts } from './facts.ts'

const TOP_BOXES_MAX = 1024
const MOVIE_MAX_BYTES = 4 * 1024 * 1024
const BOXES_MAX = 4096
const TRACKS_MAX = 16

/** MP4, 3GP and QuickTime, by the movie box, wherever it stands (ISO 14496-12, 8.2 to 8.5). */
export async function isoMediaFacts(file: ByteSource): Promise<FoundFacts> {
  const movie = await movieOf(file)
  if (movie === null) return {}
  const boxes = boxesOf(movie)
  const header = boxes.find(({ type }) => type === 'mvhd')?.content ?? null
  const tracks = boxes.filter(({ type }) => type === 'trak').slice(0, TRACKS_MAX)
  const facts = tracks.map(({ content }) => trackOf(content))
  const picture = facts.find(({ handler }) => handler === 'vide')
  const sound = facts.find(({ handler }) => handler === 'soun')
  return {
    durationMs: header === null ? null : durationOf(header),
    width: picture?.size?.width ?? null,
    height: picture?.size?.height ?? null,
    channels: sound?.channels ?? null,
    codecs: facts.flatMap(({ codec }) => (codec === null ? [] : [codec])),
  }
}

async function movieOf(file: ByteSource): Promise<Buffer | null> {
  let at = 0
  for (let count = 0; count < TOP_BOXES_MAX; count += 1) {
    const head = await file.read(at, 16)
    if (head.length < 8) return null
    const short = head.readUInt32BE(0)
    const isLong = short === 1 && head.length === 16
    const sizeBytes = isLong ? Number(head.readBigUInt64BE(8)) : short
    const headBytes = isLong ? 16 : 8
    // 0: to the end of the file.
    if (head.toString('latin1', 4, 8) === 'moov') {
      const contentBytes = short === 0 ? file.sizeBytes - at - headBytes : sizeBytes - headBytes
      return await file.read(at + headBytes, Math.min(contentBytes, MOVIE_MAX_BYTES))
    }
    if (sizeBytes < headBytes) return null
    at += sizeBytes
  }
  return null
}

type Box = { readonly type: string; readonly content: Buffer }

function boxesOf(bytes: Buffer): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= bytes.length && boxes.length < BOXES_MAX;) {
    const sizeBytes = bytes.readUInt32BE(at)
    if (sizeBytes < 8) break
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, at + sizeBytes) })
    at += sizeBytes
  }
  return boxes
}

function find(bytes: Buffer, ...path: readonly string[]): Buffer | null {
  let inside: Buffer | null = bytes
  for (const name of path) inside = inside === null ? null : (boxesOf(inside).find(({ type }) => type === name)?.content ?? null)
  return inside
}

function durationOf(header: Buffer): number | null {
  const isLong = header[0] === 1
  if (header.length < (isLong ? 32 : 20)) return null
  const timescale = header.readUInt32BE(isLong ? 20 : 12)
  const duration = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  // All ones: not known.
  return timescale === 0 || duration === 0xffffffff ? null : (duration / timescale) * 1000
}

type Track = {
  readonly handler: string | null
  readonly codec: string | null
  readonly channels: number | null
  readonly size: { readonly width: number; readonly height: number } | null
}

function trackOf(track: Buffer): Track {
  const handler = find(track, 'mdia', 'hdlr')?.toString('latin1', 8, 12) ?? null
  const samples = find(track, 'mdia', 'minf', 'stbl', 'stsd')
  const entry = samples === null ? undefined : boxesOf(samples.subarray(8))[0]
  const header = find(track, 'tkhd')
  return {
    handler,
    codec: entry !== undefined && /^[\w. -]{4}$/.test(entry.type) ? entry.type : null,
    channels: handler === 'soun' && entry !== undefined && entry.content.length >= 18 ? entry.content.readUInt16BE(16) : null,
    size: header === null ? null : sizeOf(header),
  }
}

/** A phone films as it is held, and says in the matrix how to turn it. */
function sizeOf(header: Buffer): Track['size'] {
  const matrixAt = header[0] === 1 ? 52 : 40
  if (header.length < matrixAt + 44) return null
  const width = header.readUInt32BE(matrixAt + 36) / 65_536
  const height = header.readUInt32BE(matrixAt + 40) / 65_536
  const isTurned = header.readInt32BE(matrixAt) === 0 && header.readInt32BE(matrixAt + 4) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}
