import { TEXT_MAX_LENGTH, type MessageContent, type OutgoingContent } from '#contract'
import { AppError } from '../lib/app-error.ts'

/** What the thread shows of what is to go, and the words to search and preview. */
export function shownOutgoing(content: OutgoingContent): { shown: MessageContent; body: string | null } {
  switch (content.kind) {
    case 'text':
      if (content.body.trim() === '') throw new AppError('message-empty', 'A message needs a text')
      if (content.body.length > TEXT_MAX_LENGTH) {
        throw new AppError('message-too-long', 'Longer than WhatsApp takes', { facts: { limit: TEXT_MAX_LENGTH } })
      }
      return { shown: { kind: 'text', body: content.body }, body: content.body }
    case 'media':
    case 'location':
    case 'contacts':
    case 'buttons':
    case 'list':
    case 'link':
    case 'location-request':
    case 'contact-request':
    case 'template':
      throw new AppError('not-possible-now', `Nothing of kind ${content.kind} is sent yet`)
  }
}
