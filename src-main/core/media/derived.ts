import { PEAKS_COUNT, PREVIEW_MAX_BYTES, type FileClass, type MethodParsed } from '#contract'
import { AppError } from '../lib/app-error.ts'
import { bufferSource } from './byte-source.ts'
import { inspect, type KeptFacts } from './inspect.ts'

export type Derived = Omit<MethodParsed<'media.saveDerived'>, 'mediaId'>

const PREVIEW_MAX_PIXELS = 640
const PICTURED: ReadonlySet<FileClass> = new Set(['inline-image', 'inline-video', 'pdf'])
const HEARD: ReadonlySet<FileClass> = new Set(['inline-audio', 'inline-video'])

/** A WebP of one picture, small in bytes and in pixels; `invalid-input` for anything else. */
export async function previewOf(base64: string): Promise<Buffer> {
  const webp = Buffer.from(base64, 'base64')
  const { type, width, height, isAnimated } = await inspect(bufferSource(webp))
  const isSmall = webp.length <= PREVIEW_MAX_BYTES && isWithin(width) && isWithin(height)
  if (type !== 'webp' || isAnimated || !isSmall) throw new AppError('invalid-input', 'Not a small WebP', { facts: { field: 'preview' } })
  return webp
}

function isWithin(pixels: number | null): boolean {
  return pixels !== null && pixels <= PREVIEW_MAX_PIXELS
}

/** Whether a preview is of any use to such a file. */
export function takesPreview({ fileClass }: KeptFacts): boolean {
  return PICTURED.has(fileClass)
}

/** What is known of the file already stays: only gaps are filled, and only where such a thing can be known. */
export function filledIn(facts: KeptFacts, { peaks, durationMs, pages }: Derived): KeptFacts {
  const isHeard = HEARD.has(facts.fileClass)
  return {
    ...facts,
    peaks: facts.peaks ?? (isHeard && peaks?.length === PEAKS_COUNT ? peaks : null),
    durationMs: facts.durationMs ?? (isHeard ? durationMs : null),
    pages: facts.pages ?? (facts.fileClass === 'pdf' ? pages : null),
  }
}
