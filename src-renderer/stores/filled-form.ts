import type { Attachment, MessageFile, OutgoingInput } from '#contract'
import { emptyForm, type MessageForm } from './message-forms.ts'

type Header = Extract<OutgoingInput, { kind: 'buttons' }>['header']

/** The form that a message was made with, filled in again; null for what has none. */
export function filledForm(content: OutgoingInput, files: readonly MessageFile[]): MessageForm | null {
  switch (content.kind) {
    case 'text':
    case 'media':
    case 'template':
      return null
    case 'location': {
      const { latitude, longitude, name, address } = content
      return { ...emptyForm, kind: 'location', place: { where: `${latitude}, ${longitude}`, name: name ?? '', address: address ?? '' } }
    }
    case 'contacts': {
      const [card] = content.contacts
      const name = card?.name ?? ''
      const organization = card?.organization ?? ''
      const [phone, email] = [card?.phones[0]?.phone ?? '', card?.emails[0]?.email ?? '']
      return { ...emptyForm, kind: 'contact', card: { name, phone, email, organization } }
    }
    case 'buttons':
      return { ...emptyForm, kind: 'buttons', ...headerOf(content.header, files), ...wordsOf(content), buttons: content.buttons }
    case 'list': {
      const sections = content.sections.map(({ title, rows }) => ({
        title,
        rows: rows.map((row) => ({ title: row.title, description: row.description ?? '' })),
      }))
      return { ...emptyForm, kind: 'list', header: content.header ?? '', ...wordsOf(content), listButton: content.button, sections }
    }
    case 'link': {
      const { text: linkText, url: linkUrl } = content
      return { ...emptyForm, kind: 'link', ...headerOf(content.header, files), ...wordsOf(content), linkText, linkUrl }
    }
    case 'location-request':
    case 'contact-request':
      return { ...emptyForm, kind: content.kind, body: content.body }
  }
}

function wordsOf({ body, footer }: { body: string; footer: string | null }): Pick<MessageForm, 'body' | 'footer'> {
  return { body, footer: footer ?? '' }
}

function headerOf(header: Header, files: readonly MessageFile[]): Pick<MessageForm, 'header' | 'headerFile'> {
  if (header === null) return { header: '', headerFile: null }
  if (header.kind === 'text') return { header: header.text, headerFile: null }
  return { header: '', headerFile: files.find((file): file is MessageFile & Attachment => file.facts !== null) ?? null }
}
