import type { ByteSource } from './byte-source.ts'
import type { FoundFacts } from './facts.ts'

const SEGMENTS_MAX = 256
/** Of a segment of metadata; the orientation stands in its first directory. */
const EXIF_BYTES = 64 * 1024

/** Walks the segments up to the first frame (ITU T.81, B.1). */
export async function jpegFacts(file: ByteSource): Promise<FoundFacts> {
  let orientation = 1
  let at = 2
  for (let count = 0; count < SEGMENTS_MAX; count += 1) {
    const head = await file.read(at, 9)
    if (head.length < 4 || head[0] !== 0xff) return {}
    const marker = head.readUInt8(1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    // Without content of their own.
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2
      continue
    }
    if (isFrame(marker)) {
      if (head.length < 9) return {}
      const [height, width] = [head.readUInt16BE(5), head.readUInt16BE(7)]
      return orientation >= 5 ? { width: height, height: width } : { width, height }
    }
    // The end, or pixels before there was a frame.
    if (marker === 0xd9 || marker === 0xda) return {}
    const sizeBytes = head.readUInt16BE(2)
    if (sizeBytes < 2) return {}
    if (marker === 0xe1) orientation = orientationOf(await file.read(at + 4, Math.min(sizeBytes - 2, EXIF_BYTES))) ?? orientation
    at += 2 + sizeBytes
  }
  return {}
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

const ORIENTATION = 0x0112

/** 1 to 8; from 5 on width and height change places (Exif 2.32, 4.6.4). Null when nothing is said. */
function orientationOf(segment: Buffer): number | null {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return null
  const tiff = segment.subarray(6)
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null
  const read16 = (at: number) => (at + 2 > tiff.length ? 0 : order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = read16(directory)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return null
    const value = read16(at + 8)
    if (read16(at) === ORIENTATION) return value >= 1 && value <= 8 ? value : null
  }
  return null
}
