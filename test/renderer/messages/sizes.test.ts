import { expect, test } from 'vitest'
import { FITTING, keepInside, zoomAt } from '#renderer/features/viewer/zoom.ts'
import { mediaBox } from '#renderer/features/messages/media-box.ts'

test.each([
  [
    { width: 1200, height: 900 },
    { inlineSize: '320px', aspectRatio: '320 / 240' },
  ],
  [
    { width: 900, height: 1200 },
    { inlineSize: '255px', aspectRatio: '255 / 340' },
  ],
  [
    { width: 10, height: 4_000 },
    { inlineSize: '120px', aspectRatio: '120 / 340' },
  ],
  [
    { width: null, height: null },
    { inlineSize: '280px', aspectRatio: '280 / 210' },
  ],
])('a picture of %o takes %o before any of it is loaded', (facts, box) => expect(mediaBox(facts)).toEqual(box))

test('the point under the wheel stays where it is, and a picture never leaves its place', () => {
  const zoom = zoomAt(FITTING, 2, { x: 50, y: -20 })
  expect(zoom).toEqual({ scale: 2, x: -50, y: 20 })
  expect(keepInside({ scale: 2, x: 900, y: 900 }, { width: 300, height: 100 }, { width: 400, height: 300 })).toEqual({
    scale: 2,
    x: 100,
    y: 0,
  })
  expect([zoomAt(FITTING, 0.1).scale, zoomAt(FITTING, 100).scale]).toEqual([1, 8])
})
