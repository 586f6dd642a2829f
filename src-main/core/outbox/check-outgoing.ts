import { interactiveLimits, TEXT_MAX_LENGTH, type OutgoingContent } from '#contract'
import { AppError, type ErrorFacts } from '../lib/app-error.ts'
import { assertNever } from '../lib/assert.ts'
import { takesCaption } from '../whatsapp/message-body.ts'

type Of<Kind extends OutgoingContent['kind']> = Extract<OutgoingContent, { kind: Kind }>

/**
 * What WhatsApp would refuse and the shape of a content cannot say. Throws `message-empty`, `message-too-long`, or `invalid-input` with
 * the `field` and what is wrong there. A template is checked by whoever fills it.
 */
export function checkOutgoing(content: Exclude<OutgoingContent, { kind: 'template' }>): void {
  switch (content.kind) {
    case 'text':
      return checkText(content)
    case 'media':
      return checkMedia(content)
    case 'contacts':
      return checkContacts(content)
    case 'buttons':
      return checkDifferent(content.buttons, 'buttons')
    case 'list':
      return checkList(content)
    case 'link':
      return checkLink(content)
    case 'location':
    case 'location-request':
    case 'contact-request':
      return
    default:
      return assertNever(content)
  }
}

function checkText({ body }: Of<'text'>): void {
  if (body.trim() === '') throw new AppError('message-empty', 'A message needs a text')
  if (body.length > TEXT_MAX_LENGTH)
    throw new AppError('message-too-long', 'Longer than WhatsApp takes', { facts: { limit: TEXT_MAX_LENGTH } })
}

function checkMedia({ media, caption }: Of<'media'>): void {
  if (caption !== null && caption.trim() !== '' && !takesCaption(media)) throw wrong('caption', 'not-with-this-kind')
}

function checkContacts({ contacts }: Of<'contacts'>): void {
  for (const [at, { phones, birthday }] of contacts.entries()) {
    const empty = phones.findIndex(({ phone }) => phone.trim() === '')
    if (empty >= 0) throw wrong(`contacts.${at}.phones.${empty}`, 'empty')
    if (birthday !== null && !/^\d{4}-\d{2}-\d{2}$/.test(birthday)) throw wrong(`contacts.${at}.birthday`, 'malformed')
  }
}

function checkList({ sections }: Of<'list'>): void {
  const rows = sections.flatMap((section) => section.rows)
  if (rows.length > interactiveLimits.rows) throw wrong('sections', 'too-many', { limit: interactiveLimits.rows })
  for (const [at, section] of sections.entries()) {
    if (sections.length > 1 && section.title === '') throw wrong(`sections.${at}.title`, 'empty')
    checkDifferent(
      section.rows.map(({ title }) => title),
      `sections.${at}.rows`,
    )
  }
}

/** WhatsApp demands it of buttons; of two rows that read alike nobody could tell which was tapped. */
function checkDifferent(titles: readonly string[], field: string): void {
  const twice = titles.findIndex((title, index) => titles.indexOf(title) < index)
  if (twice >= 0) throw wrong(`${field}.${twice}`, 'twice')
}

function checkLink({ url }: Of<'link'>): void {
  if (/\s/.test(url) || !URL.canParse(url)) throw wrong('url', 'malformed')
}

function wrong(field: string, reason: string, facts: ErrorFacts = {}): AppError {
  return new AppError('invalid-input', `WhatsApp would refuse ${field}: ${reason}`, { facts: { field, reason, ...facts } })
}
