import type { FileType } from './file-types.ts'

/** Two bits more than the eleven of the sync word tell AAC in ADTS (layer 0) from MPEG audio; a second frame in its place makes sure. */
export function mpegAudioOf(head: Buffer): FileType | null {
  if (head.length < 7 || head[0] !== 0xff || ((head[1] ?? 0) & 0xe0) !== 0xe0) return null
  if (((head[1] ?? 0) & 0xf6) === 0xf0) {
    const frameBytes = (((head[3] ?? 0) & 3) << 11) | ((head[4] ?? 0) << 3) | ((head[5] ?? 0) >> 5)
    const isNext = head.length <= frameBytes || (head[frameBytes] === 0xff && ((head[frameBytes + 1] ?? 0) & 0xf6) === 0xf0)
    return frameBytes >= 7 && isNext ? 'aac' : null
  }
  const first = mp3FrameAt(head, 0)
  if (first === null) return null
  return first.bytes + 4 > head.length || mp3FrameAt(head, first.bytes) !== null ? 'mp3' : null
}

const BIT_RATES = {
  v1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const

export type Mp3Frame = { readonly bytes: number; readonly bitsPerSecond: number; readonly sampleRate: number; readonly samples: number }

/** A frame of MPEG audio, layer III; null for anything else. */
export function mp3FrameAt(bytes: Buffer, at: number): Mp3Frame | null {
  if (at + 4 > bytes.length) return null
  const header = bytes.readUInt32BE(at)
  const version = (header >>> 19) & 3
  const layer = (header >>> 17) & 3
  const baseRate = SAMPLE_RATES[(header >>> 10) & 3]
  if (header >>> 21 !== 0x7ff || version === 1 || layer !== 1 || baseRate === undefined) return null
  const bitRate = BIT_RATES[version === 3 ? 'v1' : 'v2'][(header >>> 12) & 15]
  if (bitRate === undefined || bitRate === 0) return null
  const sampleRate = version === 3 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4
  const samples = version === 3 ? 1152 : 576
  const padding = (header >>> 9) & 1
  return {
    bytes: Math.floor((samples / 8) * ((bitRate * 1000) / sampleRate)) + padding,
    bitsPerSecond: bitRate * 1000,
    sampleRate,
    samples,
  }
}
