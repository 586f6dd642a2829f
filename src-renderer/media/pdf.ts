import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
import rendererAddress from 'pdfjs-dist/build/pdf.renderer.min.mjs?worker&url'
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?worker&url'
import { PIXELS_MAX } from '#contract/media.ts'
import { startWorker } from './start-worker.ts'

export type OpenPdf = {
  pages: number
  /** Draws one page, counted from 1, at most so wide and high in CSS pixels, and says how large it became. */
  draw(input: {
    page: number
    canvas: HTMLCanvasElement
    width: number
    height: number
    density: number
  }): Promise<{ width: number; height: number }>
  close(): void
}

/**
 * A customer's PDF, read in one worker and drawn in another. Nothing of it runs: no scripts, no forms, no links, no compiled decoders, and
 * nothing else is fetched. Loaded only when there is a PDF to show. Rejects for what cannot be read, such as one with a password.
 */
export async function openPdf(address: string, signal?: AbortSignal): Promise<OpenPdf> {
  const workers = [startWorker(workerAddress), startWorker(rendererAddress)] as const
  const end = () => workers.forEach((worker) => worker.terminate())
  GlobalWorkerOptions.workerPort = workers[0]
  GlobalWorkerOptions.rendererPorts = [workers[1]]
  const task = getDocument({
    url: address,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    disableAutoFetch: true,
    maxImageSize: PIXELS_MAX,
    verbosity: 0,
  })
  signal?.addEventListener('abort', () => void task.destroy().finally(end), { once: true })
  try {
    const document = await task.promise
    return {
      pages: document.numPages,
      draw: (input) => draw(document, input),
      close() {
        void task.destroy().finally(end)
      },
    }
  } catch (cause) {
    end()
    throw cause
  }
}

async function draw(
  document: PDFDocumentProxy,
  { page: number, canvas, width, height, density }: Parameters<OpenPdf['draw']>[0],
): Promise<{ width: number; height: number }> {
  const page = await document.getPage(number)
  const whole = page.getViewport({ scale: 1 })
  const scale = Math.min(width / whole.width, height / whole.height)
  const viewport = page.getViewport({ scale: scale * density })
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  await page.render({ canvas, viewport, annotationMode: 0, background: '#ffffff' }).promise
  return { width: viewport.width / density, height: viewport.height / density }
}
