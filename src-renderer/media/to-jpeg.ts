import { MEDIA_MAX_BYTES, PIXELS_MAX } from '#contract'
import jpegAddress from './jpeg.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'

export type JpegJob = { file: Blob; maxBytes: number; maxPixels: number }
export type JpegAnswer = { ok: true; jpeg: Blob } | { ok: false }

const GIVE_UP_AFTER_MS = 30_000

/** The picture as a JPEG that WhatsApp takes, under the same name with another ending. Null when this browser cannot read it. */
export async function toJpeg(file: File): Promise<File | null> {
  const worker = startWorker(jpegAddress)
  const job: JpegJob = { file, maxBytes: MEDIA_MAX_BYTES.image, maxPixels: PIXELS_MAX }
  try {
    const answer = await new Promise<JpegAnswer>((resolve) => {
      // Only our own worker answers there.
      worker.addEventListener('message', ({ data }: MessageEvent<JpegAnswer>) => resolve(data))
      worker.addEventListener('error', () => resolve({ ok: false }))
      setTimeout(() => resolve({ ok: false }), GIVE_UP_AFTER_MS)
      worker.postMessage(job, [])
    })
    return answer.ok ? new File([answer.jpeg], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' }) : null
  } finally {
    worker.terminate()
  }
}
