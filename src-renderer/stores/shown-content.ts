import type { MessageContent, OutgoingInput } from '#contract'

type Interactive = Extract<MessageContent, { kind: 'interactive' }>
type Header = Extract<OutgoingInput, { kind: 'buttons' }>['header']

/** How a thread shows what is about to go, before the core has it. A template is shown by whoever fills it. */
export function shownContent(content: Exclude<OutgoingInput, { kind: 'template' }>, mimeType: string | null = null): MessageContent {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', body: content.body }
    case 'media':
      return { kind: 'media', media: content.media, caption: content.caption, fileName: content.fileName, mimeType }
    case 'location':
      return { ...content, name: content.name || null, address: content.address || null, url: null }
    case 'contacts':
      return { kind: 'contacts', contacts: content.contacts }
    case 'buttons': {
      const rows = content.buttons.map((title) => ({ title, description: null }))
      return interactive(content.kind, content.body, {
        header: headerText(content.header),
        footer: content.footer,
        sections: [{ title: '', rows }],
      })
    }
    case 'list':
      return interactive(content.kind, content.body, {
        header: content.header,
        footer: content.footer,
        action: content.button,
        sections: content.sections,
      })
    case 'link':
      return interactive(content.kind, content.body, {
        header: headerText(content.header),
        footer: content.footer,
        action: content.text,
        url: content.url,
      })
    case 'location-request':
    case 'contact-request':
      return interactive(content.kind, content.body, {})
  }
}

function interactive(form: Interactive['form'], body: string, parts: Partial<Interactive>): Interactive {
  return { kind: 'interactive', form, body, header: null, footer: null, action: null, url: null, sections: [], ...parts }
}

function headerText(header: Header): string | null {
  return header?.kind === 'text' ? header.text : null
}
