import type { Attachment, Message, OutgoingContent } from '#contract'
import { assertNever } from '../lib/assert.ts'

/** What a person typed of a message that is taken back. What was chosen and not typed, such as a template or a place, is chosen again. */
export function textToDraft(content: OutgoingContent): string {
  switch (content.kind) {
    case 'text':
    case 'buttons':
    case 'list':
    case 'link':
    case 'location-request':
    case 'contact-request':
      return content.body
    case 'media':
      return content.caption?.trim() ?? ''
    case 'location':
    case 'contacts':
    case 'template':
      return ''
    default:
      return assertNever(content)
  }
}

export function filesToDraft({ content, files }: Message): Attachment[] {
  if (content.kind === 'template') return []
  return files.flatMap(({ mediaId, fileName, facts }) => (facts === null ? [] : [{ mediaId, fileName, facts }]))
}
