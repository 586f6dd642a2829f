import type { MessageContent, OutgoingContent } from '#contract'
import { assertNever } from '../lib/assert.ts'
import type { InteractiveContent } from '../whatsapp/interactive-body.ts'
import type { CheckedFile } from './outgoing-files.ts'

export type Shown = {
  readonly content: MessageContent
  /** Words to search and preview. */
  readonly body: string | null
}

/** What the thread shows of what is to go. A template is shown by whoever fills it. */
export function shownOutgoing(content: Exclude<OutgoingContent, { kind: 'template' }>, file: CheckedFile | null): Shown {
  switch (content.kind) {
    case 'text':
      return { content: { kind: 'text', body: content.body }, body: content.body }
    case 'media': {
      const caption = filled(content.caption)
      const fileName = content.fileName ?? file?.fileName ?? null
      const { media } = content
      return { content: { kind: 'media', media, caption, fileName, mimeType: file?.mimeType ?? null }, body: caption ?? fileName }
    }
    case 'location': {
      const { latitude, longitude } = content
      const [name, address] = [filled(content.name), filled(content.address)]
      return { content: { kind: 'location', latitude, longitude, name, address, url: null }, body: together(name, address) }
    }
    case 'contacts':
      return { content: { kind: 'contacts', contacts: content.contacts }, body: content.contacts.map(({ name }) => name).join(', ') }
    case 'buttons':
    case 'list':
    case 'link':
    case 'location-request':
    case 'contact-request':
      return { content: { kind: 'interactive', form: content.kind, ...interactiveParts(content) }, body: content.body }
    default:
      return assertNever(content)
  }
}

type InteractiveParts = Omit<Extract<MessageContent, { kind: 'interactive' }>, 'kind' | 'form'>

function interactiveParts(content: InteractiveContent): InteractiveParts {
  const plain = { header: null, body: content.body, footer: null, action: null, url: null, sections: [] }
  switch (content.kind) {
    case 'buttons': {
      const rows = content.buttons.map((title) => ({ title, description: null }))
      return { ...plain, header: headerText(content.header), footer: content.footer, sections: [{ title: '', rows }] }
    }
    case 'list': {
      const { header, footer, button, sections } = content
      return { ...plain, header, footer, action: button, sections }
    }
    case 'link':
      return { ...plain, header: headerText(content.header), footer: content.footer, action: content.text, url: content.url }
    case 'location-request':
    case 'contact-request':
      return plain
    default:
      return assertNever(content)
  }
}

/** A file in its place is among the message's files. */
function headerText(header: Extract<InteractiveContent, { kind: 'buttons' }>['header']): string | null {
  return header?.kind === 'text' ? header.text : null
}

function filled(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text
}

function together(...parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(' · ') || null
}
