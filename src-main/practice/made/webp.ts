/**
 * A lossless WebP of four colours (RFC 9649): a palette, two bits a pixel, and codes of equal length. Bigger than it could
 * be, but a sticker fits its 100 KB, and there is nothing to go wrong.
 */
export function encodeWebp(image: WebpImage): Buffer {
  return riff([chunk('VP8L', bitstream(image))])
}

/** The same with several frames, shown over and over for `frameMs` each. */
export function encodeAnimatedWebp(frames: readonly WebpImage[], frameMs: number): Buffer {
  const { width, height } = frames[0] ?? { width: 1, height: 1 }
  const extended = Buffer.alloc(10)
  extended[0] = HAS_ALPHA | HAS_ANIMATION
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  return riff([
    chunk('VP8X', extended),
    chunk('ANIM', Buffer.alloc(6)),
    ...frames.map((frame) => {
      const header = Buffer.alloc(16)
      header.writeUIntLE(frame.width - 1, 6, 3)
      header.writeUIntLE(frame.height - 1, 9, 3)
      header.writeUIntLE(frameMs, 12, 3)
      header[15] = REPLACES_WHAT_WAS_THERE
      return chunk('ANMF', Buffer.concat([header, chunk('VP8L', bitstream(frame))]))
    }),
  ])
}

const HAS_ANIMATION = 0x02
const HAS_ALPHA = 0x10
const REPLACES_WHAT_WAS_THERE = 0x03

export type WebpImage = {
  readonly width: number
  readonly height: number
  readonly palette: readonly [Rgba, Rgba, Rgba, Rgba]
  readonly pixels: Uint8Array
}

function bitstream({ width, height, palette, pixels }: WebpImage): Buffer {
  const bits = createBitWriter()
  bits.write(0x2f, 8)
  bits.write(width - 1, 14)
  bits.write(height - 1, 14)
  bits.write(1, 1) // alpha is used
  bits.write(0, 3)
  bits.write(1, 1) // a transform follows
  bits.write(3, 2) // colour indexing
  bits.write(palette.length - 1, 8)
  writeImage(bits, differences(palette), { isMain: false })
  bits.write(0, 1) // no more transforms
  writeImage(
    bits,
    packedRows(width, height, pixels).map((green) => [255, 0, green, 0]),
    { isMain: true },
  )
  return bits.bytes()
}

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number]
type Argb = readonly [alpha: number, red: number, green: number, blue: number]
type BitWriter = { write(value: number, count: number): void; bytes(): Buffer }

/** Colour tables are stored as differences to the entry before. */
function differences(palette: readonly Rgba[]): readonly Argb[] {
  let before: Rgba = [0, 0, 0, 0]
  return palette.map((colour) => {
    const [r, g, b, a] = [0, 1, 2, 3].map((part) => ((colour[part] ?? 0) - (before[part] ?? 0)) & 255)
    before = colour
    return [a ?? 0, r ?? 0, g ?? 0, b ?? 0]
  })
}

function packedRows(width: number, height: number, pixels: Uint8Array): number[] {
  const packed: number[] = []
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 4) {
      let byte = 0
      for (let part = 0; part < 4; part += 1) byte |= ((x + part < width ? pixels[y * width + x + part] : 0) ?? 0) << (part * 2)
      packed.push(byte)
    }
  }
  return packed
}

function writeImage(bits: BitWriter, pixels: readonly Argb[], { isMain }: { isMain: boolean }): void {
  bits.write(0, 1) // no colour cache
  if (isMain) bits.write(0, 1) // one set of codes for the whole image
  const isFlat = isMain
  writeEvenCode(bits, 280)
  if (isFlat) {
    // Only green varies once colours are indexed.
    writeSingleCode(bits, 0)
    writeSingleCode(bits, 0)
    writeSingleCode(bits, 255)
  } else {
    for (let channel = 0; channel < 3; channel += 1) writeEvenCode(bits, 256)
  }
  writeSingleCode(bits, 0) // distances, unused
  for (const [alpha, red, green, blue] of pixels) {
    bits.write(reversed(green), 8)
    if (isFlat) continue
    for (const value of [red, blue, alpha]) bits.write(reversed(value), 8)
  }
}

/** Each of the first 256 symbols gets the eight bits of its own value; lengths after them are zero. */
function writeEvenCode(bits: BitWriter, alphabet: number): void {
  bits.write(0, 1) // not a simple code
  const order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8]
  bits.write(order.length - 4, 4)
  for (const symbol of order) bits.write(symbol === 0 || symbol === 8 ? 1 : 0, 3)
  bits.write(0, 1) // lengths for the whole alphabet follow
  for (let symbol = 0; symbol < alphabet; symbol += 1) bits.write(symbol < 256 ? 1 : 0, 1)
}

function writeSingleCode(bits: BitWriter, symbol: number): void {
  bits.write(1, 1) // simple
  bits.write(0, 1) // one symbol
  bits.write(1, 1) // of eight bits
  bits.write(symbol, 8)
}

/** Codes are written from their highest bit, everything else from its lowest. */
function reversed(value: number): number {
  let result = 0
  for (let bit = 0; bit < 8; bit += 1) result |= ((value >> bit) & 1) << (7 - bit)
  return result
}

function createBitWriter(): BitWriter {
  const bytes: number[] = []
  let held = 0
  let count = 0
  return {
    write(value, width) {
      for (let bit = 0; bit < width; bit += 1) {
        held |= ((value >> bit) & 1) << count
        count += 1
        if (count === 8) {
          bytes.push(held)
          held = 0
          count = 0
        }
      }
    },
    bytes: () => Buffer.from(count === 0 ? bytes : [...bytes, held]),
  }
}

function chunk(name: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(name, 0, 'latin1')
  header.writeUInt32LE(data.length, 4)
  return Buffer.concat([header, data, Buffer.alloc(data.length % 2)])
}

function riff(chunks: readonly Buffer[]): Buffer {
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks]))
}
