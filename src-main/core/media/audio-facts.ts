import type { ByteSource } from './byte-source.ts'
import type { FoundFacts } from './facts.ts'
import { mp3FrameAt } from './mpeg-audio.ts'

const LOOK_BYTES = 64 * 1024

/** By the number of frames where the first one has it, as encoders of variable rates write it; otherwise by size and rate. */
export async function mp3Facts(file: ByteSource): Promise<FoundFacts> {
  const start = tagBytes(await file.read(0, 10))
  const head = await file.read(start, LOOK_BYTES)
  for (let at = 0; at + 4 <= head.length; at += 1) {
    const frame = mp3FrameAt(head, at)
    const isFollowed = frame !== null && (at + frame.bytes + 4 > head.length || mp3FrameAt(head, at + frame.bytes) !== null)
    if (frame === null || !isFollowed) continue
    const channels = head.readUInt8(at + 3) >> 6 === 3 ? 1 : 2
    const frames = frameCountOf(head.subarray(at, at + 64))
    const seconds =
      frames === null ? ((file.sizeBytes - start - at) * 8) / frame.bitsPerSecond : (frames * frame.samples) / frame.sampleRate
    return { durationMs: seconds * 1000, channels, codecs: ['mp3'] }
  }
  return {}
}

/** ID3v2, 3.1: a size of four times seven bits. */
function tagBytes(head: Buffer): number {
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (head.readUInt8(at) & 0x7f), 0)
  return 10 + size
}

function frameCountOf(frame: Buffer): number | null {
  const at = Math.max(frame.indexOf('Xing'), frame.indexOf('Info'))
  if (at === -1 || at + 12 > frame.length || (frame.readUInt32BE(at + 4) & 1) === 0) return null
  return frame.readUInt32BE(at + 8)
}

const WAV_CHUNKS_MAX = 64

export async function wavFacts(file: ByteSource): Promise<FoundFacts> {
  let format: { channels: number; bytesPerSecond: number } | null = null
  let at = 12
  for (let count = 0; count < WAV_CHUNKS_MAX; count += 1) {
    const chunk = await file.read(at, 24)
    if (chunk.length < 8) return {}
    const [name, sizeBytes] = [chunk.toString('latin1', 0, 4), chunk.readUInt32LE(4)]
    if (name === 'fmt ' && chunk.length === 24) format = { channels: chunk.readUInt16LE(10), bytesPerSecond: chunk.readUInt32LE(16) }
    if (name === 'data' && format !== null) {
      // What is written while recording does not know its size yet.
      const dataBytes = Math.min(sizeBytes, file.sizeBytes - at - 8)
      return { channels: format.channels, durationMs: (dataBytes / format.bytesPerSecond) * 1000, codecs: ['pcm'] }
    }
    at += 8 + sizeBytes + (sizeBytes % 2)
  }
  return {}
}

/** RFC 9639, 8.2. */
export async function flacFacts(file: ByteSource): Promise<FoundFacts> {
  const head = await file.read(0, 42)
  if (head.length < 42) return {}
  const rate = head.readUIntBE(18, 3) >> 4
  const channels = ((head.readUInt8(20) >> 1) & 7) + 1
  const samples = (head.readUInt8(21) & 15) * 2 ** 32 + head.readUInt32BE(22)
  return { channels, codecs: ['flac'], durationMs: (samples / rate) * 1000 }
}

const AAC_RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350]
const AAC_SAMPLES = 1024

/** By the first frames, taken for the rest. */
export async function aacFacts(file: ByteSource): Promise<FoundFacts> {
  const head = await file.read(0, LOOK_BYTES)
  if (head.length < 7) return {}
  const rate = AAC_RATES[(head.readUInt8(2) >> 2) & 15]
  const channels = ((head.readUInt8(2) & 1) << 2) | (head.readUInt8(3) >> 6)
  let frames = 0
  let at = 0
  while (at + 7 <= head.length && head[at] === 0xff) {
    const frameBytes = ((head.readUInt8(at + 3) & 3) << 11) | (head.readUInt8(at + 4) << 3) | (head.readUInt8(at + 5) >> 5)
    if (frameBytes < 7) break
    frames += 1
    at += frameBytes
  }
  if (rate === undefined || frames === 0) return {}
  return { channels, codecs: ['aac'], durationMs: ((file.sizeBytes / (at / frames)) * AAC_SAMPLES * 1000) / rate }
}

/** Bytes of a frame of 20 ms with its first byte, by mode (RFC 4867, 5.3). */
const AMR_FRAME_BYTES = [13, 14, 16, 18, 20, 21, 27, 32, 6]
const AMR_WIDE_FRAME_BYTES = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6]
const AMR_FRAME_MS = 20

/** By the first frames, taken for the rest. */
export async function amrFacts(file: ByteSource): Promise<FoundFacts> {
  const head = await file.read(0, LOOK_BYTES)
  const isWide = head.subarray(0, 9).toString('latin1') === '#!AMR-WB\n'
  const sizes = isWide ? AMR_WIDE_FRAME_BYTES : AMR_FRAME_BYTES
  const start = isWide ? 9 : 6
  let frames = 0
  let at = start
  while (at < head.length) {
    const frameBytes = sizes[(head.readUInt8(at) >> 3) & 15]
    if (frameBytes === undefined) break
    frames += 1
    at += frameBytes
  }
  if (frames === 0) return {}
  return {
    channels: 1,
    codecs: [isWide ? 'amr-wb' : 'amr'],
    durationMs: ((file.sizeBytes - start) / ((at - start) / frames)) * AMR_FRAME_MS,
  }
}
