/** A little painter: shapes with soft edges on an RGB field. Coordinates are 0…1 of the width, from the upper left. */
export type Colour = readonly [red: number, green: number, blue: number]

export type Canvas = {
  readonly size: number
  /** Three bytes a pixel, row by row. */
  readonly pixels: Buffer
  disc(x: number, y: number, radius: number, colour: Colour): void
  ring(x: number, y: number, radius: number, width: number, colour: Colour): void
  /** With rounded corners. */
  box(x: number, y: number, width: number, height: number, colour: Colour, corner?: number): void
  line(x1: number, y1: number, x2: number, y2: number, width: number, colour: Colour): void
}

export function createCanvas(size: number, top: Colour, bottom: Colour): Canvas {
  const pixels = Buffer.alloc(size * size * 3)
  for (let y = 0; y < size; y += 1) {
    const share = y / size
    for (let x = 0; x < size; x += 1) {
      const at = (y * size + x) * 3
      for (const part of [0, 1, 2] as const) pixels[at + part] = Math.round(top[part] * (1 - share) + bottom[part] * share)
    }
  }

  const clamp = (value: number) => Math.min(size - 1, Math.max(0, Math.round(value * size)))

  /** Paints where the signed distance to a shape's edge (in shares of the width) is negative. */
  function paint(
    left: number,
    upper: number,
    right: number,
    lower: number,
    colour: Colour,
    distance: (x: number, y: number) => number,
  ): void {
    for (let y = clamp(upper - 0.01); y <= clamp(lower + 0.01); y += 1) {
      for (let x = clamp(left - 0.01); x <= clamp(right + 0.01); x += 1) {
        const cover = Math.min(1, Math.max(0, 0.5 - distance(x / size, y / size) * size))
        if (cover === 0) continue
        const at = (y * size + x) * 3
        for (const part of [0, 1, 2] as const) pixels[at + part] = Math.round((pixels[at + part] ?? 0) * (1 - cover) + colour[part] * cover)
      }
    }
  }

  return {
    size,
    pixels,
    disc: (cx, cy, radius, colour) =>
      paint(cx - radius, cy - radius, cx + radius, cy + radius, colour, (x, y) => Math.hypot(x - cx, y - cy) - radius),
    ring(cx, cy, radius, width, colour) {
      const outer = radius + width
      paint(cx - outer, cy - outer, cx + outer, cy + outer, colour, (x, y) => Math.abs(Math.hypot(x - cx, y - cy) - radius) - width / 2)
    },
    box(left, upper, width, height, colour, corner = 0) {
      const [cx, cy] = [left + width / 2, upper + height / 2]
      paint(left, upper, left + width, upper + height, colour, (x, y) => {
        const [dx, dy] = [Math.abs(x - cx) - width / 2 + corner, Math.abs(y - cy) - height / 2 + corner]
        return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner
      })
    },
    line(x1, y1, x2, y2, width, colour) {
      const lengthSquared = (x2 - x1) ** 2 + (y2 - y1) ** 2
      paint(Math.min(x1, x2) - width, Math.min(y1, y2) - width, Math.max(x1, x2) + width, Math.max(y1, y2) + width, colour, (x, y) => {
        const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / lengthSquared))
        return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)) - width / 2
      })
    },
  }
}
