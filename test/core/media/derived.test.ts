import { expect, it, test } from 'vitest'
import { PEAKS_COUNT, type MediaId, type MethodParsed } from '#contract'
import { codeOf } from '#test/support/code-of.ts'
import { fileSamples, oggOpus } from '#test/support/file-samples.ts'
import { isHere, pictureOf, setUpMedia } from '#test/support/media.ts'
import { actor } from '#test/support/shop.ts'

const ana = actor({ staffId: 'ana', role: 'attendant' })
const bia = actor({ staffId: 'bia', role: 'attendant', scope: 'own' })
const here = (by = ana) => ({ by, assertStillMay: () => undefined })
const NOTHING = { preview: null, peaks: null, durationMs: null, pages: null }

/** An extended WebP as far as its header says so, of this many bytes. */
function webpOf({ width = 320, height = 240, sizeBytes = 200, flags = 0 } = {}): string {
  const bytes = Buffer.alloc(sizeBytes)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(sizeBytes - 8, 4)
  bytes.write('WEBPVP8X', 8, 'latin1')
  bytes.writeUInt32LE(10, 16)
  bytes.writeUInt8(flags, 20)
  bytes.writeUIntLE(width - 1, 24, 3)
  bytes.writeUIntLE(height - 1, 27, 3)
  return bytes.toString('base64')
}

async function setUp(bytes: Buffer) {
  const shop = setUpMedia()
  const messageId = await shop.hearFile('m1', bytes)
  await shop.until(() => isHere(shop.messages.get(messageId)))
  const mediaId = shop.fileOf(messageId)?.mediaId ?? ('' as MediaId)
  const save = (derived: Partial<MethodParsed<'media.saveDerived'>>, context = here()) =>
    shop.media().saveDerived({ ...NOTHING, mediaId, ...derived }, context)
  return { ...shop, messageId, mediaId, save, facts: () => shop.fileOf(messageId)?.facts }
}

it('keeps the first preview that somebody’s page made, tells it, and gives it out', async () => {
  const shop = await setUp(pictureOf())
  const events = shop.listen()
  const before = (await shop.askAs(ana, { path: `preview/${shop.mediaId}` })).status
  await shop.save({ preview: webpOf() })
  await shop.save({ preview: webpOf({ width: 100 }) })
  const after = await shop.askAs(ana, { path: `preview/${shop.mediaId}` })
  expect([before, after.status, after.headers['content-type'], after.body.toString('base64')]).toEqual([404, 200, 'image/webp', webpOf()])
  expect([shop.facts()?.hasPreview, events[0]?.event]).toEqual([true, 'message.changed'])
})

test.each([
  ['no WebP', pictureOf().toString('base64')],
  ['a page', Buffer.from('<html><script>x</script>').toString('base64')],
  ['wider than 640 pixels', webpOf({ width: 641 })],
  ['higher than 640 pixels', webpOf({ height: 641 })],
  ['one that moves', webpOf({ flags: 2 })],
  ['more than 96 KiB', webpOf({ sizeBytes: 96 * 1024 + 1 })],
  ['nothing', ''],
])('takes no preview that is %s', async (_name, preview) => {
  const shop = await setUp(pictureOf())
  expect(await codeOf(() => shop.save({ preview }))).toBe('invalid-input')
  expect(shop.facts()?.hasPreview).toBe(false)
})

it('takes one of exactly 640 pixels and 96 KiB', async () => {
  const shop = await setUp(pictureOf())
  await shop.save({ preview: webpOf({ width: 640, height: 640, sizeBytes: 96 * 1024 }) })
  expect(shop.facts()?.hasPreview).toBe(true)
})

it('keeps the heights of a recording, once, and only of a recording', async () => {
  const peaks = Array.from({ length: PEAKS_COUNT }, (_, index) => index)
  const voice = await setUp(oggOpus())
  const known = voice.facts()?.durationMs
  await voice.save({ peaks, durationMs: 77, pages: 3, preview: webpOf() })
  await voice.save({ peaks: peaks.toReversed() })
  expect(voice.facts()).toMatchObject({ peaks, durationMs: known, pages: null, hasPreview: false })
  const picture = await setUp(pictureOf())
  await picture.save({ peaks, durationMs: 77, pages: 3 })
  expect(picture.facts()).toMatchObject({ peaks: null, durationMs: null, pages: null })
})

it('keeps the number of pages of a PDF', async () => {
  const shop = await setUp(fileSamples.pdf?.[0] ?? Buffer.alloc(0))
  await shop.save({ pages: 12 })
  await shop.save({ pages: 13 })
  expect(shop.facts()?.pages).toBe(12)
})

it('is refused to whoever does not see the file, or has gone', async () => {
  const shop = await setUp(pictureOf())
  const gone = {
    by: ana,
    assertStillMay() {
      throw new Error('gone')
    },
  }
  expect(await codeOf(() => shop.save({ preview: webpOf() }, here(bia)))).toBe('not-found')
  await expect(shop.save({ preview: webpOf() }, gone)).rejects.toThrow('gone')
  expect(shop.facts()?.hasPreview).toBe(false)
})
