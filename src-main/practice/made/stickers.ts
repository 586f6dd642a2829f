import { encodeAnimatedWebp, encodeWebp } from './webp.ts'
import type { Rgba, WebpImage } from './webp.ts'

export type StickerName = 'heart' | 'smile'

const SIZE = 512
const CLEAR: Rgba = [0, 0, 0, 0]
const WHITE: Rgba = [255, 255, 255, 255]

export function cutSticker(name: StickerName): Buffer {
  return encodeWebp(drawn(name, 1))
}

/** The heart, beating. */
export function cutAnimatedSticker(): Buffer {
  return encodeAnimatedWebp(
    [1, 0.9, 0.8, 0.9].map((scale) => drawn('heart', scale)),
    150,
  )
}

function drawn(name: StickerName, scale: number): WebpImage {
  const pixels = new Uint8Array(SIZE * SIZE)
  const shape = name === 'heart' ? heart : smile
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) pixels[y * SIZE + x] = shape(((x / SIZE) * 2 - 1) / scale, ((y / SIZE) * 2 - 1) / scale)
  }
  const fill: Rgba = name === 'heart' ? [214, 64, 96, 255] : [250, 200, 70, 255]
  const dark: Rgba = name === 'heart' ? [244, 150, 168, 255] : [84, 58, 34, 255]
  return { width: SIZE, height: SIZE, palette: [CLEAR, WHITE, fill, dark], pixels }
}

/** Colour by place, −1…1: 0 outside, 1 the white edge, 2 the shape, 3 what is on it. */
function heart(x: number, y: number): number {
  const inside = (scale: number) => {
    const [u, v] = [(x / scale) * 1.25, (-(y + 0.02) / scale) * 1.25]
    return (u * u + v * v - 1) ** 3 - u * u * v ** 3 < 0
  }
  if (Math.hypot(x + 0.34, y + 0.34) < 0.1) return 3
  return inside(0.86) ? 2 : inside(0.96) ? 1 : 0
}

function smile(x: number, y: number): number {
  const radius = Math.hypot(x, y)
  const isEye = Math.hypot((Math.abs(x) - 0.3) * 1.4, y + 0.2) < 0.14
  const isMouth = y > 0.12 && Math.abs(Math.hypot(x, y - 0.05) - 0.45) < 0.05
  if (isEye || isMouth) return 3
  return radius < 0.84 ? 2 : radius < 0.93 ? 1 : 0
}
