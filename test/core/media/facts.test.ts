import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bufferSource, type ByteSource } from '#core/media/byte-source.ts'
import { readFacts, type MediaFacts } from '#core/media/facts.ts'
import { fileTypes, type FileType } from '#core/media/file-types.ts'
import { sniff } from '#core/media/sniff.ts'
import { paintPicture } from '#practice/made/pictures.ts'
import { cutSticker } from '#practice/made/stickers.ts'
import { recordVoiceNote } from '#practice/made/voice-note.ts'
import { fileSamples, ftyp, isoBox, mp3Frame, oggOpus, oggPage } from '#test/support/file-samples.ts'

const nothing: MediaFacts = {
  width: null,
  height: null,
  durationMs: null,
  isAnimated: false,
  channels: null,
  codecs: [],
  isTooLarge: false,
  isTooLong: false,
}
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const u16 = (value: number) => hex(value.toString(16).padStart(4, '0'))
const u32 = (value: number) => hex(value.toString(16).padStart(8, '0'))

async function factsOf(...parts: readonly Buffer[]): Promise<MediaFacts> {
  const file = bufferSource(Buffer.concat(parts))
  return await readFacts(file, (await sniff(file)).type)
}

const pngHeader = (width: number, height: number) =>
  Buffer.concat([hex('89504e470d0a1a0a 0000000d'), Buffer.from('IHDR'), u32(width), u32(height), hex('0806000000 00000000')])
const segment = (marker: string, content: Buffer) => Buffer.concat([hex(marker), u16(content.length + 2), content])
const frame = (width: number, height: number, marker = 'ffc0') =>
  segment(marker, Buffer.concat([hex('08'), u16(height), u16(width), hex('03')]))
const exif = (order: 'II' | 'MM', orientation: number) =>
  segment(
    'ffe1',
    Buffer.concat([
      Buffer.from('Exif\0\0'),
      order === 'II'
        ? hex(`4949 2a00 08000000 0100 1201 0300 01000000 0${orientation}000000`)
        : hex(`4d4d 002a 00000008 0001 0112 0003 00000001 000${orientation}0000`),
    ]),
  )
const jpeg = (...segments: readonly Buffer[]) => Buffer.concat([hex('ffd8'), ...segments, hex('ffda0002')])

describe('a picture says its size', () => {
  it('as our own painter made it', async () => {
    expect(await factsOf(paintPicture('cake'))).toMatchObject({ isTooLarge: false, width: expect.any(Number), height: expect.any(Number) })
    expect(await factsOf(cutSticker('heart'))).toMatchObject({ width: 512, height: 512, isAnimated: false })
  })

  it('PNG, and whether it moves', async () => {
    const moving = Buffer.concat([u32(8), Buffer.from('acTL'), Buffer.alloc(12)])
    const pixels = Buffer.concat([u32(4), Buffer.from('IDAT'), Buffer.alloc(8)])
    const text = Buffer.concat([u32(3), Buffer.from('tEXt'), Buffer.alloc(7)])
    expect(await factsOf(pngHeader(640, 480), text, moving, pixels)).toEqual({ ...nothing, width: 640, height: 480, isAnimated: true })
    expect(await factsOf(pngHeader(640, 480), text, pixels, moving)).toEqual({ ...nothing, width: 640, height: 480 })
  })

  it('JPEG, whatever stands before its frame, and turned as EXIF says', async () => {
    const comment = segment('fffe', Buffer.alloc(60_000))
    expect(await factsOf(jpeg(segment('ffe0', Buffer.alloc(14)), comment, comment, hex('ff'), frame(800, 600, 'ffc2')))).toEqual({
      ...nothing,
      width: 800,
      height: 600,
    })
    for (const order of ['II', 'MM'] as const) {
      expect(await factsOf(jpeg(exif(order, 6), frame(800, 600)))).toMatchObject({ width: 600, height: 800 })
      expect(await factsOf(jpeg(exif(order, 3), frame(800, 600)))).toMatchObject({ width: 800, height: 600 })
    }
  })

  it('WebP in each of its three forms', async () => {
    const webp = (chunk: string, content: string) => Buffer.concat([Buffer.from('RIFF....WEBP'), Buffer.from(chunk), hex(content)])
    expect(await factsOf(webp('VP8X', '0a000000 02000000 ff0100 ff0100'))).toMatchObject({ width: 512, height: 512, isAnimated: true })
    expect(await factsOf(webp('VP8 ', '0a000000 000000 9d012a 4001 f000'))).toMatchObject({ width: 320, height: 240, isAnimated: false })
    expect(await factsOf(webp('VP8L', '0a000000 2f 3fc13b00 0000000000'))).toMatchObject({ width: 320, height: 240 })
  })

  it('GIF, of its screen or its larger first picture, and whether it moves', async () => {
    const picture = hex('2c 0000 0000 4001 f000 00 02 02 4c01 00')
    const start = Buffer.concat([Buffer.from('GIF89a'), hex('0a00 0a00 80 00 00 000000 ffffff'), hex('21f904 00000000 00')])
    expect(await factsOf(start, picture, hex('3b'))).toMatchObject({ width: 320, height: 240, isAnimated: false })
    expect(await factsOf(start, picture, hex('21f904 00000000 00'), picture, hex('3b'))).toMatchObject({ isAnimated: true })
  })

  it('T09: of 60 000 by 60 000 in a header, of one pixel too many, or of none that can be found, and is not to be decoded', async () => {
    expect(await factsOf(pngHeader(60_000, 60_000))).toEqual({ ...nothing, width: 60_000, height: 60_000, isTooLarge: true })
    expect(await factsOf(jpeg(frame(65_535, 65_535)))).toMatchObject({ isTooLarge: true })
    expect([(await factsOf(pngHeader(10_000, 5000))).isTooLarge, (await factsOf(pngHeader(10_000, 5001))).isTooLarge]).toEqual([
      false,
      true,
    ])
    expect(await factsOf(jpeg())).toEqual({ ...nothing, isTooLarge: true })
    expect(await factsOf(pngHeader(0, 10))).toMatchObject({ isTooLarge: true })
  })
})

const movieHeader = (timescale: number, duration: number) =>
  isoBox('mvhd', Buffer.alloc(12), u32(timescale), u32(duration), Buffer.alloc(80))
const PLAIN = '00010000 00000000 00000000 00000000 00010000 00000000 00000000 00000000 40000000'
const TURNED = '00000000 00010000 00000000 ffff0000 00000000 00000000 00000000 00000000 40000000'
const track = (handler: string, codec: string, { matrix = PLAIN, size = '00000000 00000000' } = {}) =>
  isoBox(
    'trak',
    isoBox('tkhd', Buffer.alloc(40), hex(matrix), hex(size)),
    isoBox(
      'mdia',
      isoBox('hdlr', Buffer.alloc(8), Buffer.from(handler), Buffer.alloc(12)),
      isoBox(
        'minf',
        isoBox('stbl', isoBox('stsd', hex('00000000 00000001'), isoBox(codec, Buffer.alloc(16), hex('0002'), Buffer.alloc(10)))),
      ),
    ),
  )

describe('a film says how long and how large it is', () => {
  const size = '05000000 02d00000'
  it('with its movie box at the end, behind hours of pictures', async () => {
    const movie = isoBox('moov', movieHeader(1000, 12_345), track('vide', 'avc1', { size }), track('soun', 'mp4a'))
    expect(await factsOf(ftyp('isom', 'mp41'), isoBox('free'), isoBox('mdat', Buffer.alloc(1_000_000)), movie)).toEqual({
      ...nothing,
      width: 1280,
      height: 720,
      durationMs: 12_345,
      channels: 2,
      codecs: ['avc1', 'mp4a'],
    })
  })

  it('turned as the phone was held', async () => {
    const movie = isoBox('moov', movieHeader(600, 600), track('vide', 'hvc1', { matrix: TURNED, size }))
    expect(await factsOf(ftyp('3gp4'), movie)).toMatchObject({ width: 720, height: 1280, durationMs: 1000 })
  })

  it('with sizes in 64 bits, too', async () => {
    const movie = isoBox('moov', movieHeader(1, 5))
    const long = Buffer.concat([u32(1), Buffer.from('mdat'), u32(0), u32(16)])
    expect(await factsOf(ftyp('mp42'), long, movie)).toMatchObject({ durationMs: 5000 })
  })

  it('or not, where it was cut short', async () => {
    expect(await factsOf(ftyp('mp42'), u32(500), Buffer.from('mdat'))).toEqual(nothing)
  })
})

describe('a recording says how long it is', () => {
  it('Opus, by its last page, less what is skipped at the start', async () => {
    expect(await factsOf(oggOpus({ seconds: 90 }))).toEqual({ ...nothing, durationMs: 90_000, channels: 1, codecs: ['opus'] })
    const pageWithoutEnd = oggPage({ packet: Buffer.alloc(50), granule: -1 })
    expect(await factsOf(oggOpus({ seconds: 3 }), pageWithoutEnd)).toMatchObject({ durationMs: 3000 })
    expect(await factsOf(recordVoiceNote(4, 'low'))).toMatchObject({ channels: 1, codecs: ['opus'], durationMs: expect.closeTo(4000, -3) })
  })

  it('T09: of ten hours, and gets no waveform', async () => {
    expect(await factsOf(oggOpus({ seconds: 36_000 }))).toMatchObject({ durationMs: 36_000_000, isTooLong: true })
    expect(await factsOf(oggOpus({ seconds: 1800 }))).toMatchObject({ isTooLong: false })
  })

  it('MP3 by its size and rate, behind its tag, or by the frames it counts', async () => {
    const tag = Buffer.concat([Buffer.from('ID3'), hex('0300 00 00000114'), Buffer.alloc(148)])
    const second = Array.from({ length: 38 }, mp3Frame)
    expect(await factsOf(tag, ...second)).toMatchObject({ durationMs: expect.closeTo(38 * 26, -2), channels: 2, codecs: ['mp3'] })
    const counting = mp3Frame()
    counting.write('Xing', 36)
    counting.writeUInt32BE(1, 40)
    counting.writeUInt32BE(1000, 44)
    expect(await factsOf(counting, mp3Frame())).toMatchObject({ durationMs: Math.round((1000 * 1152 * 1000) / 44_100) })
  })

  it('WAV, FLAC, AAC and AMR', async () => {
    const format = Buffer.concat([Buffer.from('fmt '), hex('10000000 0100 0100 401f0000 803e0000 0200 1000')])
    const data = Buffer.concat([Buffer.from('data'), hex('00fa0000'), Buffer.alloc(64_000)])
    expect(await factsOf(Buffer.from('RIFF....WAVE'), format, data)).toMatchObject({ durationMs: 4000, channels: 1 })
    const flac = Buffer.concat([Buffer.from('fLaC'), hex('00000022 1000 1000 000000 000000 0ac442f0 0006baa8'), Buffer.alloc(16)])
    expect(await factsOf(flac)).toMatchObject({ durationMs: 10_000, channels: 2, codecs: ['flac'] })
    const adts = Buffer.concat([hex('fff15080 0d ff fc'), Buffer.alloc(104)])
    expect(await factsOf(...Array.from({ length: 100 }, () => adts))).toMatchObject({
      durationMs: Math.round((100 * 1024 * 1000) / 44_100),
      channels: 2,
    })
    const amrFrame = Buffer.concat([hex('3c'), Buffer.alloc(31)])
    expect(await factsOf(Buffer.from('#!AMR\n'), ...Array.from({ length: 50 }, () => amrFrame))).toMatchObject({ durationMs: 1000 })
  })
})

describe('a hostile file', () => {
  // The keys are those of the record, which is written out by type.
  const types = Object.keys(fileTypes) as FileType[]
  const parsed = types.filter((type) => fileTypes[type].fileClass.startsWith('inline-') || type === 'amr')
  const real = [
    ...parsed.flatMap((type) => fileSamples[type] ?? []),
    jpeg(exif('II', 6), frame(8, 8)),
    oggOpus(),
    Buffer.concat([ftyp('isom'), isoBox('moov', movieHeader(1, 1), track('vide', 'avc1'))]),
    Buffer.concat([Buffer.from('ID3'), hex('0300 00 7f7f7f7f')]),
  ]

  it('T09: is read for a bounded part, and never throws, whatever is in it', async () => {
    const hostile = fc
      .tuple(
        fc.constantFrom(...real),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 12 }),
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(2000),
      )
      .map(([start, changes, noise, cut]) => {
        const bytes = Buffer.concat([start.subarray(0, Math.max(12, cut)), Buffer.from(noise)])
        for (const [place, value] of changes) if (place < bytes.length) bytes[place] = value
        return bytes
      })
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom(...parsed), async (bytes, type) => {
        const facts = await readFacts(bufferSource(bytes), type)
        for (const value of [facts.width, facts.height, facts.durationMs])
          expect(value === null || (Number.isSafeInteger(value) && value > 0)).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it.each(parsed)('T09: of a terabyte costs no more than a small one: %s', async (type) => {
    const pattern = randomBytes(64 * 1024)
    const start = fileSamples[type]?.[0] ?? Buffer.alloc(0)
    let bytes = 0
    const endless: ByteSource = {
      sizeBytes: 2 ** 40,
      read(from, length) {
        bytes += length
        return Promise.resolve(
          from === 0 ? Buffer.concat([start, Buffer.alloc(Math.max(0, length - start.length), pattern)]) : Buffer.alloc(length, pattern),
        )
      },
    }
    await readFacts(endless, type)
    expect(bytes).toBeLessThanOrEqual(8 * 1024 * 1024)
  })
})
