import type { OutgoingContent } from '#contract'
import { assertNever } from '../lib/assert.ts'
import type { WireObject } from './decode/read.ts'

export type InteractiveContent = Extract<OutgoingContent, { kind: 'buttons' | 'list' | 'link' | 'location-request' | 'contact-request' }>
type Header = Extract<InteractiveContent, { kind: 'buttons' }>['header']

/** Ids of buttons and rows say only where they stood: what a tap answers is known by its words. */
export function interactiveBody(content: InteractiveContent, remoteId: string | undefined): WireObject {
  const body = { text: content.body }
  switch (content.kind) {
    case 'buttons':
      return {
        type: 'button',
        ...headerBody(content.header, remoteId),
        body,
        ...footerBody(content.footer),
        action: { buttons: content.buttons.map((title, index) => ({ type: 'reply', reply: { id: `button-${index + 1}`, title } })) },
      }
    case 'list':
      return {
        type: 'list',
        ...(content.header !== null && { header: { type: 'text', text: content.header } }),
        body,
        ...footerBody(content.footer),
        action: { button: content.button, sections: content.sections.map(sectionBody) },
      }
    case 'link':
      return {
        type: 'cta_url',
        ...headerBody(content.header, remoteId),
        body,
        ...footerBody(content.footer),
        action: { name: 'cta_url', parameters: { display_text: content.text, url: content.url } },
      }
    case 'location-request':
      return { type: 'location_request_message', body, action: { name: 'send_location' } }
    case 'contact-request':
      return { type: 'request_contact_info', body, action: { name: 'request_contact_info' } }
    default:
      return assertNever(content)
  }
}

function headerBody(header: Header, remoteId: string | undefined): WireObject {
  if (header === null) return {}
  if (header.kind === 'text') return { header: { type: 'text', text: header.text } }
  const { media, fileName } = header
  const file = { id: remoteId, ...(media === 'document' && fileName !== null && { filename: fileName }) }
  return { header: { type: media, [media]: file } }
}

function footerBody(text: string | null): WireObject {
  return text === null ? {} : { footer: { text } }
}

/** The title of a single section may be left out. */
function sectionBody({ title, rows }: Extract<InteractiveContent, { kind: 'list' }>['sections'][number], index: number): WireObject {
  return {
    ...(title !== '' && { title }),
    rows: rows.map((row, at) => ({
      id: `row-${index + 1}-${at + 1}`,
      title: row.title,
      ...(row.description !== null && { description: row.description }),
    })),
  }
}
