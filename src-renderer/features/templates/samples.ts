import type { TemplateDefinition } from '#contract'
import type { PreviewFile } from './template-preview.tsx'

/** The files of a preview without values: the samples, as far as they are here. */
export function previewFilesOfSamples({ header, cards }: TemplateDefinition): PreviewFile[] {
  const ofHeader = header?.kind === 'media' ? [{ media: header.media, file: header.sample.file }] : []
  return [...ofHeader, ...cards.map(({ media, sample }) => ({ media, file: sample.file }))]
}
