// oxlint-disable eslint/no-restricted-globals -- a worker reads the file that it was told of, and calls nobody else
import { previewSize, toPreview, type WorkerAnswer, type WorkerJob } from './worker-job.ts'

/** Makes a small picture of a large one, away from the page: what decodes hostile files must not hold up whoever types. */
self.addEventListener('message', (event: MessageEvent<WorkerJob>) => {
  void answer(event.data).then((said) => self.postMessage(said, {}))
})

async function answer({ address, width, height, limits }: WorkerJob): Promise<WorkerAnswer> {
  if (width === null || height === null || width * height > limits.pixels) return { ok: false, reason: 'unreadable' }
  try {
    const response = await fetch(address)
    if (!response.ok) return { ok: false, reason: 'not-there' }
    const size = previewSize({ width, height })
    const bitmap = await createImageBitmap(await response.blob(), {
      resizeWidth: size.width,
      resizeHeight: size.height,
      resizeQuality: 'high',
    })
    const canvas = new OffscreenCanvas(size.width, size.height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return { ok: true, preview: await toPreview(canvas, limits.previewBytes), peaks: null, durationMs: null }
  } catch {
    // Not a picture after all, or one that this browser does not know: there is none to show, and the file can be saved.
    return { ok: false, reason: 'unreadable' }
  }
}
