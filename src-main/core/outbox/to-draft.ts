import type { DraftFile, Message, OutgoingContent } from '#contract'
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

/** What has a form of its own, which takes all of it again. */
export function formToFill(content: OutgoingContent): OutgoingContent | null {
  return content.kind === 'text' || content.kind === 'media' || content.kind === 'template' ? null : content
}

/** As what they were to go. The file above buttons or in a template is chosen again with them. */
export function filesToDraft({ content, files }: Message): DraftFile[] {
  if (content.kind !== 'media') return []
  const { media: sendAs } = content
  return files.flatMap(({ mediaId, fileName, facts }) => (facts === null ? [] : [{ mediaId, fileName, facts, sendAs, caption: '' }]))
}
