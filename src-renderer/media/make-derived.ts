import { PEAKS_COUNT, PIXELS_MAX, PREVIEW_MAX_BYTES, WAVEFORM_MAX_MS } from '#contract'
import pictureAddress from './picture.worker.ts?worker&url'
import recordingAddress from './recording.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'
import { previewSize, type WorkerAnswer, type WorkerJob } from './worker-job.ts'

/** What a page makes of a file for itself and for all that come after. */
export type DerivedWork = {
  address: string
  what: 'picture' | 'poster' | 'peaks' | 'pdf'
  width: number | null
  height: number | null
}
export type Derived = { preview: Blob | null; peaks: number[] | null; durationMs: number | null; pages: number | null }
export type DerivedAnswer = ({ ok: true } & Derived) | Extract<WorkerAnswer, { ok: false }>

const limits = { pixels: PIXELS_MAX, previewBytes: PREVIEW_MAX_BYTES, peaks: PEAKS_COUNT, waveformMs: WAVEFORM_MAX_MS }

/** What takes longer is given up: a file can be made to be slow to read. */
const GIVE_UP_AFTER_MS = 30_000

/** Does one piece of such work in a worker of its own, which is gone afterwards with whatever it took. Never rejects. */
export async function makeDerived(work: DerivedWork): Promise<DerivedAnswer> {
  if (work.what === 'pdf') return firstPage(work.address)
  const worker = startWorker(work.what === 'picture' ? pictureAddress : recordingAddress)
  try {
    return await withinTime(ask(worker, { ...work, what: work.what, limits }))
  } finally {
    worker.terminate()
  }
}

function ask(worker: Worker, job: WorkerJob): Promise<DerivedAnswer> {
  return new Promise((resolve) => {
    // Only our own worker answers there.
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => resolve(data.ok ? { ...data, pages: null } : data))
    worker.addEventListener('error', () => resolve({ ok: false, reason: 'unreadable' }))
    worker.postMessage(job, [])
  })
}

function withinTime(work: Promise<DerivedAnswer>): Promise<DerivedAnswer> {
  let timer: ReturnType<typeof setTimeout>
  const tooLong = new Promise<DerivedAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: 'unreadable' }), GIVE_UP_AFTER_MS)
  })
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer))
}

async function firstPage(address: string): Promise<DerivedAnswer> {
  try {
    const { openPdf } = await import('./pdf.ts')
    const pdf = await openPdf(address, AbortSignal.timeout(GIVE_UP_AFTER_MS))
    try {
      const canvas = document.createElement('canvas')
      const { width, height } = previewSize({ width: 10_000, height: 10_000 })
      await pdf.draw({ page: 1, canvas, width, height, density: 1 })
      return { ok: true, preview: await toWebp(canvas), peaks: null, durationMs: null, pages: pdf.pages }
    } finally {
      pdf.close()
    }
  } catch {
    // Broken, or with a password: it is shown by its name alone.
    return { ok: false, reason: 'unreadable' }
  }
}

function toWebp(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.7))
}
