/** How a picture lies in its place: so many times larger than fitting, moved by pixels from the middle. */
export type Zoom = { scale: number; x: number; y: number }

export const FITTING: Zoom = { scale: 1, x: 0, y: 0 }
const LARGEST = 8
const STEP = 1.4

/** Larger or smaller around a point, which stays where it is; the point is measured from the middle of the place. */
export function zoomAt(zoom: Zoom, factor: number, point: { x: number; y: number } = { x: 0, y: 0 }): Zoom {
  const scale = Math.min(LARGEST, Math.max(1, zoom.scale * factor))
  const by = scale / zoom.scale
  return { scale, x: point.x - (point.x - zoom.x) * by, y: point.y - (point.y - zoom.y) * by }
}

export const zoomIn = (zoom: Zoom): Zoom => zoomAt(zoom, STEP)
export const zoomOut = (zoom: Zoom): Zoom => zoomAt(zoom, 1 / STEP)

/** Moved, and never so far that the picture leaves its place. `size` is of the picture as it fits, `place` of what it lies in. */
export function keepInside(zoom: Zoom, size: { width: number; height: number }, place: { width: number; height: number }): Zoom {
  const most = (length: number, room: number) => Math.max(0, (length * zoom.scale - room) / 2)
  return { scale: zoom.scale, x: clamp(zoom.x, most(size.width, place.width)), y: clamp(zoom.y, most(size.height, place.height)) }
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value))
}
