import type { ByteSource } from './byte-source.ts'
import type { FoundFacts } from './facts.ts'

const CHUNKS_MAX = 64

/** The size stands first, and whether it moves before the pixels (PNG third edition, 11.2 and 11.3.4). */
export async function pngFacts(file: ByteSource): Promise<FoundFacts> {
  const head = await file.read(0, 33)
  if (head.length < 33 || head.toString('latin1', 12, 16) !== 'IHDR') return {}
  const size = { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
  let at = 33
  for (let count = 0; count < CHUNKS_MAX; count += 1) {
    const chunk = await file.read(at, 8)
    const name = chunk.toString('latin1', 4, 8)
    if (chunk.length < 8 || name === 'IDAT' || name === 'IEND') break
    if (name === 'acTL') return { ...size, isAnimated: true }
    at += chunk.readUInt32BE(0) + 12
  }
  return size
}

/** RFC 9649. */
export async function webpFacts(file: ByteSource): Promise<FoundFacts> {
  const head = await file.read(0, 30)
  if (head.length < 30) return {}
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1, isAnimated: (head.readUInt8(20) & 2) !== 0 }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    default:
      return {}
  }
}

const GIF_BYTES = 1024 * 1024
const EXTENSION = 0x21
const IMAGE = 0x2c

/** The screen, or the first picture where that is larger; a second one makes it move (GIF89a, 18 to 20). */
export async function gifFacts(file: ByteSource): Promise<FoundFacts> {
  const bytes = await file.read(0, GIF_BYTES)
  if (bytes.length < 13) return {}
  let width = bytes.readUInt16LE(6)
  let height = bytes.readUInt16LE(8)
  let pictures = 0
  let at = 13 + paletteBytes(bytes.readUInt8(10))
  while (at + 10 <= bytes.length && pictures < 2) {
    const kind = bytes.readUInt8(at)
    if (kind === IMAGE) {
      pictures += 1
      width = Math.max(width, bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5))
      height = Math.max(height, bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7))
      at = afterBlocks(bytes, at + 11 + paletteBytes(bytes.readUInt8(at + 9)))
    } else if (kind === EXTENSION) at = afterBlocks(bytes, at + 2)
    else break
  }
  return { width, height, isAnimated: pictures > 1 }
}

function paletteBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}

function afterBlocks(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== 0) at += (bytes[at] ?? 0) + 1
  return at + 1
}
