/** What a worker is asked. */
export type WorkerJob = {
  address: string
  what: 'picture' | 'poster' | 'peaks'
  /** As shown, from the facts: the size that the preview is made for. */
  width: number | null
  height: number | null
  /** The contract's, handed over: with it a worker would load everything that checks the contract. */
  limits: { pixels: number; previewBytes: number; peaks: number; waveformMs: number }
}

/** What came of it. `not-there`: the address answered no; `unreadable`: a file that this browser does not decode. */
export type WorkerAnswer =
  | { ok: true; preview: Blob | null; peaks: number[] | null; durationMs: number | null }
  | { ok: false; reason: 'not-there' | 'unreadable' }

/** Twice what a picture takes in a thread, for sharp screens. */
const PREVIEW_EDGE_PX = 640

export function previewSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, PREVIEW_EDGE_PX / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** A WebP that the core takes: coarser, and in the end smaller, until it fits. */
export async function toPreview(canvas: OffscreenCanvas, maxBytes: number): Promise<Blob> {
  let current = canvas
  for (;;) {
    for (const quality of [0.82, 0.6, 0.4]) {
      // One after the other: a coarser one is only needed when the finer one is too large.
      // oxlint-disable-next-line no-await-in-loop
      const blob = await current.convertToBlob({ type: 'image/webp', quality })
      if (blob.size <= maxBytes) return blob
    }
    const smaller = new OffscreenCanvas(Math.ceil(current.width / 2), Math.ceil(current.height / 2))
    smaller.getContext('2d')?.drawImage(current, 0, 0, smaller.width, smaller.height)
    current = smaller
  }
}
