import type { JpegJob, JpegAnswer } from './to-jpeg.ts'

/** Turns a picture into a JPEG that fits, away from the page. */
self.addEventListener('message', (event: MessageEvent<JpegJob>) => {
  void convert(event.data).then((answer: JpegAnswer) => self.postMessage(answer, {}))
})

/** The long edge that WhatsApp itself shows at most; a larger picture only takes longer to arrive. */
const LONG_EDGE_PX = 4096

async function convert({ file, maxBytes, maxPixels }: JpegJob): Promise<JpegAnswer> {
  try {
    const bitmap = await createImageBitmap(file)
    if (bitmap.width * bitmap.height > maxPixels) return { ok: false }
    let scale = Math.min(1, LONG_EDGE_PX / Math.max(bitmap.width, bitmap.height))
    for (;;) {
      const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)))
      const context = canvas.getContext('2d')
      if (context === null) return { ok: false }
      // A JPEG has no transparency, and black is what would be left of it.
      context.fillStyle = '#ffffff'
      context.fillRect(0, 0, canvas.width, canvas.height)
      context.imageSmoothingQuality = 'high'
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
      for (const quality of [0.92, 0.82]) {
        // One after the other: a coarser one is only needed when the finer one is too large.
        // oxlint-disable-next-line no-await-in-loop
        const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality })
        if (jpeg.size <= maxBytes) return { ok: true, jpeg }
      }
      scale *= 0.75
    }
  } catch {
    // Not a picture that this browser reads.
    return { ok: false }
  }
}
