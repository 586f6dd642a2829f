import { createCanvas } from './canvas.ts'
import type { Canvas, Colour } from './canvas.ts'
import { encodePng } from './png.ts'

/** Pictures that customers send, painted when they are needed. */
export type PictureName = 'cake' | 'broken-mug' | 'basket' | 'gift' | 'flowers' | 'receipt' | 'mugs'

const SIZE = 640

export function paintPicture(name: PictureName): Buffer {
  const canvas = SCENES[name]()
  return encodePng({ width: SIZE, height: SIZE, pixels: canvas.pixels })
}

const WHITE: Colour = [255, 252, 246]
const CREAM: Colour = [250, 232, 205]
const WOOD: Colour = [176, 122, 78]
const BERRY: Colour = [92, 36, 74]
const ROSE: Colour = [224, 122, 144]
const LEAF: Colour = [92, 138, 84]
const BROWN: Colour = [116, 70, 44]
const TEAL: Colour = [62, 128, 132]
const GOLD: Colour = [226, 172, 74]
const INK: Colour = [62, 52, 56]
const GREY: Colour = [196, 192, 188]

const SCENES: Readonly<Record<PictureName, () => Canvas>> = {
  cake() {
    const canvas = table([252, 224, 214], [244, 198, 178])
    canvas.box(0.16, 0.78, 0.68, 0.05, WHITE, 0.02)
    canvas.box(0.24, 0.46, 0.52, 0.32, CREAM, 0.03)
    canvas.box(0.24, 0.58, 0.52, 0.06, BERRY, 0.01)
    canvas.box(0.24, 0.44, 0.52, 0.08, ROSE, 0.03)
    for (const x of [0.28, 0.37, 0.47, 0.58, 0.67]) canvas.box(x, 0.48, 0.045, 0.1, ROSE, 0.022)
    for (const x of [0.3, 0.4, 0.5, 0.6, 0.7]) canvas.disc(x, 0.44, 0.028, BERRY)
    for (const x of [0.4, 0.5, 0.6]) {
      canvas.box(x - 0.008, 0.31, 0.016, 0.11, TEAL, 0.004)
      canvas.disc(x, 0.295, 0.016, GOLD)
    }
    return canvas
  },
  'broken-mug'() {
    const canvas = table([214, 222, 226], [190, 202, 208])
    canvas.ring(0.67, 0.52, 0.09, 0.035, TEAL)
    canvas.box(0.3, 0.36, 0.36, 0.38, TEAL, 0.04)
    canvas.disc(0.6, 0.35, 0.05, [206, 214, 219])
    canvas.line(0.56, 0.44, 0.5, 0.56, 0.012, INK)
    canvas.line(0.5, 0.56, 0.54, 0.66, 0.01, INK)
    canvas.line(0.2, 0.82, 0.27, 0.8, 0.04, TEAL)
    canvas.line(0.7, 0.84, 0.74, 0.8, 0.03, TEAL)
    canvas.line(0.8, 0.78, 0.83, 0.79, 0.025, TEAL)
    return canvas
  },
  basket() {
    const canvas = table([250, 238, 214], [240, 218, 180])
    canvas.ring(0.5, 0.5, 0.26, 0.03, BROWN)
    canvas.disc(0.36, 0.5, 0.1, ROSE)
    canvas.disc(0.5, 0.46, 0.12, GOLD)
    canvas.disc(0.64, 0.5, 0.1, LEAF)
    canvas.box(0.45, 0.3, 0.07, 0.22, BERRY, 0.02)
    canvas.box(0.2, 0.55, 0.6, 0.26, WOOD, 0.05)
    for (const y of [0.6, 0.67, 0.74]) canvas.line(0.22, y, 0.78, y, 0.012, BROWN)
    return canvas
  },
  gift() {
    const canvas = table([224, 236, 232], [196, 216, 210])
    canvas.box(0.24, 0.4, 0.52, 0.42, BERRY, 0.02)
    canvas.box(0.2, 0.34, 0.6, 0.1, BERRY, 0.02)
    canvas.box(0.46, 0.34, 0.08, 0.48, GOLD)
    canvas.ring(0.42, 0.28, 0.06, 0.03, GOLD)
    canvas.ring(0.58, 0.28, 0.06, 0.03, GOLD)
    canvas.disc(0.5, 0.33, 0.035, GOLD)
    return canvas
  },
  flowers() {
    const canvas = table([236, 232, 246], [216, 208, 234])
    for (const [x, y] of [
      [0.38, 0.36],
      [0.5, 0.28],
      [0.62, 0.36],
    ] as const)
      canvas.line(0.5, 0.7, x, y, 0.016, LEAF)
    for (const [x, y, colour] of [
      [0.38, 0.36, ROSE],
      [0.5, 0.28, GOLD],
      [0.62, 0.36, BERRY],
    ] as const) {
      for (const turn of [0, 1, 2, 3, 4, 5]) canvas.disc(x + Math.cos(turn) * 0.055, y + Math.sin(turn) * 0.055, 0.04, colour)
      canvas.disc(x, y, 0.035, WHITE)
    }
    canvas.box(0.38, 0.6, 0.24, 0.24, TEAL, 0.04)
    return canvas
  },
  receipt() {
    const canvas = table([232, 236, 230], [212, 220, 210])
    canvas.box(0.24, 0.08, 0.52, 0.84, WHITE, 0.02)
    canvas.disc(0.5, 0.24, 0.08, LEAF)
    canvas.line(0.465, 0.24, 0.49, 0.265, 0.018, WHITE)
    canvas.line(0.49, 0.265, 0.54, 0.21, 0.018, WHITE)
    canvas.line(0.34, 0.4, 0.66, 0.4, 0.028, INK)
    for (const y of [0.5, 0.57, 0.64, 0.71, 0.78]) {
      canvas.line(0.3, y, 0.44, y, 0.014, GREY)
      canvas.line(0.54, y, 0.7, y, 0.014, INK)
    }
    return canvas
  },
  mugs() {
    const canvas = table([246, 234, 220], [232, 214, 196])
    for (const [x, colour] of [
      [0.12, TEAL],
      [0.42, ROSE],
      [0.7, GOLD],
    ] as const) {
      canvas.ring(x + 0.2, 0.56, 0.05, 0.022, colour)
      canvas.box(x, 0.44, 0.19, 0.26, colour, 0.03)
    }
    return canvas
  },
}

function table(top: Colour, bottom: Colour): Canvas {
  const canvas = createCanvas(SIZE, top, bottom)
  canvas.box(-0.05, 0.74, 1.1, 0.3, WOOD)
  canvas.line(0, 0.88, 1, 0.88, 0.004, BROWN)
  return canvas
}
