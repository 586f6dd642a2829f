import type { MessageContent } from '#contract'
import { plain, type Content } from './content-kinds.ts'
import { elementsOf, filledOf, firstFilled, objectOf, wordsOf, type WireObject } from './read.ts'

/** What the shop itself sent from the phone or another program, in the form in which such messages are sent. */

type Asked = Extract<MessageContent, { kind: 'interactive' }>
type Section = Asked['sections'][number]

/** Buttons, a list, a link or a question around a text; null for what says nothing. */
export function readAsked(raw: WireObject): Content | null {
  const header = objectOf(raw['header'])
  const headerText = wordsOf(header['text'])
  const body = wordsOf(objectOf(raw['body'])['text']) ?? headerText
  if (body === null || raw['action'] === undefined) return null
  const action = objectOf(raw['action'])
  const parameters = objectOf(action['parameters'])
  const media = ['image', 'video', 'document'].map((type) => objectOf(header[type])['id'])
  const form = formOf(raw, action)
  return plain(
    {
      kind: 'interactive',
      form,
      header: body === headerText ? null : headerText,
      body,
      footer: wordsOf(objectOf(raw['footer'])['text']),
      action: form === 'link' ? filledOf(parameters['display_text']) : filledOf(action['button']),
      url: form === 'link' ? filledOf(parameters['url']) : null,
      sections: form === 'buttons' ? sectionsOfButtons(action) : sectionsOf(action),
    },
    { body, mediaId: firstFilled(...media) },
  )
}

/** By what it is called, then by what it holds; products and the like are drawn as their text. */
function formOf(raw: WireObject, action: WireObject): Asked['form'] {
  switch ((firstFilled(raw['type'], action['name']) ?? '').toLowerCase()) {
    case 'button':
      return 'buttons'
    case 'list':
      return 'list'
    case 'cta_url':
      return 'link'
    case 'location_request_message':
    case 'send_location':
      return 'location-request'
    case 'contact_request':
    case 'request_contact_info':
      return 'contact-request'
    default:
      return action['sections'] === undefined ? 'buttons' : 'list'
  }
}

function sectionsOfButtons(action: WireObject): Section[] {
  const rows = elementsOf(action['buttons'], '').flatMap(({ value }) => {
    const button = objectOf(value)
    const title = firstFilled(objectOf(button['reply'])['title'], button['title'], button['text'])
    return title === null ? [] : [{ title, description: null }]
  })
  return rows.length === 0 ? [] : [{ title: '', rows }]
}

function sectionsOf(action: WireObject): Section[] {
  return elementsOf(action['sections'], '').map(({ value }) => {
    const section = objectOf(value)
    const rows = elementsOf(section['rows'], '').flatMap(({ value: each }) => {
      const title = filledOf(objectOf(each)['title'])
      return title === null ? [] : [{ title, description: wordsOf(objectOf(each)['description']) }]
    })
    return { title: filledOf(section['title']) ?? '', rows }
  })
}

/** An echo names the template and what filled it; its words only where they came along. */
export function readTemplate(raw: unknown): Content {
  const template = objectOf(raw)
  const components = elementsOf(template['components'], '').map(({ value }) => objectOf(value))
  const textOfComponent = (type: string) =>
    wordsOf(objectOf(template[type])['text']) ??
    wordsOf(components.find((component) => filledOf(component['type'])?.toLowerCase() === type)?.['text'])
  const text = textOfComponent('body') ?? wordsOf(template['text'])
  return plain(
    {
      kind: 'template',
      name: filledOf(template['name']) ?? '',
      language: firstFilled(objectOf(template['language'])['code'], template['language']),
      category: categoryOf(filledOf(template['category'])?.toLowerCase()),
      header: textOfComponent('header'),
      text,
      footer: textOfComponent('footer'),
      buttons: buttonsOf(components),
      offer: null,
      cards: [],
      location: null,
    },
    { body: text },
  )
}

function categoryOf(named: string | undefined): Extract<MessageContent, { kind: 'template' }>['category'] {
  return named === 'marketing' || named === 'utility' || named === 'authentication' ? named : null
}

function buttonsOf(components: readonly WireObject[]): { kind: string; text: string; value: string | null }[] {
  const listed = components.flatMap((component) => elementsOf(component['buttons'], ''))
  return listed.flatMap(({ value }) => {
    const button = objectOf(value)
    const text = filledOf(button['text'])
    const kind = filledOf(button['type'])?.toLowerCase().replaceAll('_', '-') ?? 'other'
    return text === null ? [] : [{ kind, text, value: firstFilled(button['url'], button['phone_number']) }]
  })
}
