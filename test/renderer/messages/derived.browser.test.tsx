import { expect, test } from 'vitest'
import { PREVIEW_MAX_BYTES, type MethodInput } from '#contract'
import { makeDerived } from '#renderer/media/make-derived.ts'
import { buildFacts, buildFile, buildMedia, mediaIdOf, sound } from './message-builders.ts'
import { openMessages } from './open-messages.tsx'
import { filmFile, pdfFile, pictureFile, serveFiles, soundFile } from './sample-files.ts'

const frames = async (count: number) => {
  for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
}
const scroller = () => document.querySelector('[data-area="messages"]')
const pictures = () => [...document.querySelectorAll<HTMLImageElement>('article img')]

test('a picture is made small in a worker, shown, and given to the core; nothing on the screen moves', async () => {
  const { callsOf } = await openMessages({
    messages: [
      ...Array.from({ length: 12 }, (_, at) =>
        buildMedia(at + 1, 'image', buildFile(`picture-${at}`, null), { sentAt: Date.now() - 9_000_000 + at * 100_000 }),
      ),
      buildMedia(20, 'image', buildFile('picture'), { sentAt: Date.now() - 60_000 }),
    ],
    handlers: { 'media.saveDerived': () => ({}) },
    mediaOptions: serveFiles({ [mediaIdOf('picture')]: await pictureFile(1200, 900) }),
  })
  await expect.poll(() => document.querySelectorAll('article').length).toBe(13)
  await frames(5)
  const before = [scroller()?.scrollHeight, document.querySelector('article:last-of-type')?.getBoundingClientRect().top]
  await expect.poll(() => pictures().length, { timeout: 10_000 }).toBe(1)
  await expect.poll(() => pictures()[0]?.naturalWidth).toBe(640)
  await frames(5)
  expect([scroller()?.scrollHeight, document.querySelector('article:last-of-type')?.getBoundingClientRect().top]).toEqual(before)

  await expect.poll(() => callsOf('media.saveDerived').length).toBe(1)
  // What the store calls with is what the contract says.
  const [saved] = callsOf('media.saveDerived') as Array<MethodInput<'media.saveDerived'>>
  const bytes = Uint8Array.from(atob(saved?.preview ?? ''), (letter) => letter.charCodeAt(0))
  expect({
    ...saved,
    preview: [String.fromCharCode(...bytes.slice(8, 12)), bytes.length > 0 && bytes.length <= PREVIEW_MAX_BYTES],
  }).toEqual({
    mediaId: mediaIdOf('picture'),
    preview: ['WEBP', true],
    peaks: null,
    durationMs: null,
    pages: null,
  })
})

test('a picture over fifty megapixels is never decoded, only offered for saving', async () => {
  const asked: string[] = []
  await openMessages({
    messages: [buildMedia(1, 'image', buildFile('huge', { width: 60_000, height: 60_000 }))],
    mediaOptions: {
      ...serveFiles({}),
      make: async ({ address }) => {
        asked.push(address)
        return { ok: false, reason: 'unreadable' }
      },
    },
  })
  await expect.poll(() => document.querySelector('article')?.textContent).toContain('Too large to be shown here.')
  await frames(5)
  expect({ asked, pictures: pictures().length }).toEqual({ asked: [], pictures: 0 })
  expect(await makeDerived({ address: '/never', what: 'picture', width: 60_000, height: 60_000 })).toEqual({
    ok: false,
    reason: 'unreadable',
  })
})

test('the heights of a recording come from a worker, quiet where it is quiet', async () => {
  const address = URL.createObjectURL(soundFile(4))
  const made = await makeDerived({ address, what: 'peaks', width: null, height: null })
  if (!made.ok || made.peaks === null) throw new Error('no heights')
  expect({
    durationMs: made.durationMs,
    count: made.peaks.length,
    first: made.peaks[0],
    last: made.peaks.at(-1),
    grows: (made.peaks[30] ?? 0) < (made.peaks[45] ?? 0),
  }).toEqual({
    durationMs: 4_000,
    count: 48,
    first: 0,
    last: 100,
    grows: true,
  })
})

test('a film has a picture of its own, and a PDF its first page and the number of them', async () => {
  const film = await makeDerived({ address: URL.createObjectURL(await filmFile()), what: 'poster', width: 320, height: 180 })
  const pdf = await makeDerived({ address: URL.createObjectURL(pdfFile(3)), what: 'pdf', width: null, height: null })
  if (!film.ok || !pdf.ok) throw new Error(`nothing was made: ${film.ok} ${pdf.ok}`)
  const sizes = await Promise.all(
    [film.preview, pdf.preview].map(async (blob) =>
      blob === null ? null : await createImageBitmap(blob).then(({ width, height }) => ({ width, height })),
    ),
  )
  expect({ sizes, pages: pdf.pages }).toEqual({
    sizes: [
      { width: 320, height: 180 },
      { width: 452, height: 640 },
    ],
    pages: 3,
  })
})

test.each([
  ['a picture that is none', 'picture'],
  ['a recording that is none', 'peaks'],
  ['a film that is none', 'poster'],
  ['a PDF that is none', 'pdf'],
] as const)('%s is given up', async (_, what) => {
  const address = URL.createObjectURL(new Blob(['<html>no</html>']))
  expect(await makeDerived({ address, what, width: 10, height: 10 })).toEqual({ ok: false, reason: 'unreadable' })
})

test('when files are elsewhere since a lock, the address is asked for again, once, and the work done there', async () => {
  let asked = 0
  const seen: string[] = []
  await openMessages({
    messages: [buildMedia(1, 'voice', buildFile('moved', sound))],
    handlers: { 'media.address': () => ({ prefix: `/at-${++asked}` }), 'media.saveDerived': () => ({}) },
    mediaOptions: {
      make: async ({ address }) => {
        seen.push(address)
        return address.startsWith('/at-1')
          ? { ok: false, reason: 'not-there' }
          : { ok: true, preview: null, peaks: Array.from({ length: 48 }, () => 50), durationMs: 3_000, pages: null }
      },
    },
  })
  await expect.poll(() => document.querySelector('article')?.textContent).toContain('0:03')
  expect({ asked, seen }).toEqual({ asked: 2, seen: [`/at-1/file/${mediaIdOf('moved')}`, `/at-2/file/${mediaIdOf('moved')}`] })
})

test('at most two files are worked on at once, and those that were scrolled away are left out', async () => {
  let running = 0
  let most = 0
  const begun: string[] = []
  const ends: Array<() => void> = []
  await openMessages({
    messages: Array.from({ length: 40 }, (_, at) =>
      buildMedia(at + 1, 'image', buildFile(`many-${at}`, buildFacts()), { sentAt: Date.now() - 9_000_000 + at * 100_000 }),
    ),
    mediaOptions: {
      make: async ({ address }) => {
        begun.push(address)
        running += 1
        most = Math.max(most, running)
        await new Promise<void>((resolve) => ends.push(resolve))
        running -= 1
        return { ok: false, reason: 'unreadable' }
      },
    },
  })
  await expect.poll(() => begun.length).toBe(2)
  await frames(5)
  for (let at = 0; at < 40; at += 1) {
    ends.shift()?.()
    await frames(1)
  }
  expect({
    most,
    isAll: begun.length === 40,
    hasLast: begun.some((address) => address.endsWith('many-39')),
    hasFirst: begun.some((address) => address.endsWith('many-0')),
  }).toEqual({
    most: 2,
    isAll: false,
    hasLast: true,
    hasFirst: false,
  })
})
