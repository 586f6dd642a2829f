import { invalidParameter, invalidValue, missingParameter } from '#practice/errors/graph-error.ts'
import { isFields, length, optionalText, requireFields, requireList, requireText } from '../fields.ts'
import type { Fields } from '../fields.ts'

const SUPPORTED = [
  'button',
  'list',
  'cta_url',
  'location_request_message',
  'flow',
  'product',
  'product_list',
  'catalog_message',
  'request_contact_info',
  'contact_request',
  'call_permission_request',
  'carousel',
  'voice_call',
  'address_message',
] as const

/** Checks an interactive message and returns its words. */
export function checkInteractive(interactive: Fields): string {
  const type = requireText(interactive, 'type', "type 'interactive'")
  if (!SUPPORTED.some((known) => known === type)) {
    throw invalidParameter(`Param interactive['type'] must be one of {${SUPPORTED.join(', ')}} - got "${type}".`)
  }
  const bodyMost = type === 'list' ? 4096 : 1024
  const words = type === 'product' || type === 'carousel' ? bodyText(interactive, bodyMost, false) : bodyText(interactive, bodyMost, true)
  checkHeader(interactive, type)
  if (interactive['footer'] !== undefined) {
    between('Footer text', requireText(requireFields(interactive, 'footer'), 'text', 'footer'), 1, 60)
  }
  const action = requireFields(interactive, 'action', "type 'interactive'")
  switch (type) {
    case 'button':
      checkButtons(action)
      break
    case 'list':
      checkList(action)
      break
    case 'cta_url':
      checkLink(action)
      break
    case 'location_request_message':
      expectName(action, 'send_location')
      break
    case 'request_contact_info':
    // Meta's first pages name the type this way; senders that copied them are still about.
    case 'contact_request':
      expectName(action, 'request_contact_info')
      break
    case 'carousel':
      checkCards(interactive, action)
      break
    case 'product_list':
      checkProducts(action)
      break
    case 'flow': {
      expectName(action, 'flow')
      const parameters = requireFields(action, 'parameters', "action 'flow'")
      between('Flow CTA', requireText(parameters, 'flow_cta', "action 'flow'"), 1, 30)
      break
    }
    default:
      break
  }
  return words
}

function bodyText(interactive: Fields, most: number, isRequired: boolean): string {
  if (interactive['body'] === undefined && !isRequired) return ''
  const text = requireText(requireFields(interactive, 'body', "type 'interactive'"), 'text', 'body')
  between('Body text', text, 1, most)
  return text
}

function checkHeader(interactive: Fields, type: string): void {
  if (interactive['header'] === undefined) {
    if (type === 'product_list') throw missingParameter("Parameter 'header' is mandatory for type 'product_list'")
    return
  }
  if (type === 'product') throw invalidValue('Header is not supported for product messages')
  const header = requireFields(interactive, 'header')
  const kind = requireText(header, 'type', 'header')
  if ((type === 'list' || type === 'product_list') && kind !== 'text') throw invalidValue(`Header type must be text for ${type} messages`)
  if (kind === 'text') {
    between('Header text', requireText(header, 'text', 'header'), 1, 60)
    return
  }
  if (kind !== 'image' && kind !== 'video' && kind !== 'document') throw invalidValue('Header type is invalid')
  const media = requireFields(header, kind, 'header')
  if (optionalText(media, 'id') === null && optionalText(media, 'link') === null) throw invalidValue('Header media must have id or link')
}

function checkButtons(action: Fields): void {
  const buttons = requireList(action, 'buttons', "type 'button'")
  if (buttons.length < 1 || buttons.length > 3) throw invalidValue('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3')
  const seenIds = new Set<string>()
  const seenTitles = new Set<string>()
  for (const button of buttons) {
    if (!isFields(button) || button['type'] !== 'reply') throw invalidValue('Button type must be reply')
    const reply = requireFields(button, 'reply', 'button')
    const id = requireText(reply, 'id', 'button reply')
    const title = requireText(reply, 'title', 'button reply')
    between('Button id', id, 1, 256)
    between('Button title', title, 1, 20)
    if (seenIds.has(id)) throw invalidValue('Duplicated button ids are not allowed')
    if (seenTitles.has(title)) throw invalidValue('Duplicated button titles are not allowed')
    seenIds.add(id)
    seenTitles.add(title)
  }
}

function checkList(action: Fields): void {
  between('Button label', requireText(action, 'button', "type 'list'"), 1, 20)
  const sections = requireList(action, 'sections', "type 'list'")
  if (sections.length < 1 || sections.length > 10)
    throw invalidValue('Invalid sections count. Min allowed sections: 1, Max allowed sections: 10')
  let total = 0
  const seenIds = new Set<string>()
  for (const section of sections) {
    if (!isFields(section)) throw invalidValue('Section must be an object')
    const title = optionalText(section, 'title')
    if (title === null && sections.length > 1) throw invalidValue('Section title is required when there is more than one section')
    if (title !== null) between('Section title', title, 1, 24)
    for (const row of requireList(section, 'rows', 'section')) {
      if (!isFields(row)) throw invalidValue('Row must be an object')
      total += 1
      const id = requireText(row, 'id', 'row')
      between('Row id', id, 1, 200)
      between('Row title', requireText(row, 'title', 'row'), 1, 24)
      const description = optionalText(row, 'description')
      if (description !== null) between('Row description', description, 0, 72)
      if (seenIds.has(id)) throw invalidValue('Duplicated row ids are not allowed')
      seenIds.add(id)
    }
  }
  if (total < 1 || total > 10) throw invalidValue('Total row count exceed max allowed count: 10')
}

function checkLink(action: Fields): void {
  expectName(action, 'cta_url')
  const parameters = requireFields(action, 'parameters', "action 'cta_url'")
  between('CTA display text', requireText(parameters, 'display_text', "action 'cta_url'"), 1, 20)
  if (!/^https?:\/\/\S+$/.test(requireText(parameters, 'url', "action 'cta_url'"))) throw invalidValue('CTA url is invalid')
}

/** Two to ten, numbered from 0, all with a picture or all with a video; nothing above or below but the words. */
function checkCards(interactive: Fields, action: Fields): void {
  if (interactive['header'] !== undefined || interactive['footer'] !== undefined)
    throw invalidValue('Header and footer are not supported for carousel messages')
  const cards = requireList(action, 'cards', "type 'carousel'")
  if (cards.length < 2 || cards.length > 10) throw invalidValue('Invalid cards count. Min allowed cards: 2, Max allowed cards: 10')
  const kinds = new Set<string>()
  for (const [index, card] of cards.entries()) {
    if (!isFields(card) || card['card_index'] !== index) throw invalidValue('Card index must run from 0, without gaps')
    if (card['header'] !== undefined) {
      const header = requireFields(card, 'header', 'card')
      kinds.add(requireText(header, 'type', 'header'))
      checkHeaderMedia(header)
    }
    if (card['body'] === undefined) continue
    const text = requireText(requireFields(card, 'body', 'card'), 'text', 'body')
    between('Card body text', text, 1, 160)
    if (text.split('\n').length > 3) throw invalidValue('Card body text must have at most 2 line breaks')
  }
  if (kinds.size > 1) throw invalidValue('All cards must have the same type of header')
}

function checkHeaderMedia(header: Fields): void {
  const kind = requireText(header, 'type', 'header')
  if (kind !== 'image' && kind !== 'video') throw invalidValue('Header type is invalid')
  const media = requireFields(header, kind, 'header')
  if (optionalText(media, 'id') === null && optionalText(media, 'link') === null) throw invalidValue('Header media must have id or link')
}

function checkProducts(action: Fields): void {
  const sections = requireList(action, 'sections', "type 'product_list'")
  if (sections.length < 1 || sections.length > 10)
    throw invalidValue('Invalid sections count. Min allowed sections: 1, Max allowed sections: 10')
  const total = sections.reduce<number>(
    (sum, section) => sum + (isFields(section) ? requireList(section, 'product_items', 'section').length : 0),
    0,
  )
  if (total < 1 || total > 30) throw invalidValue('Total product count exceed max allowed count: 30')
}

function expectName(action: Fields, name: string): void {
  if (action['name'] !== name) throw invalidValue(`Action name must be ${name}`)
}

function between(what: string, text: string, least: number, most: number): void {
  const count = length(text)
  if (count < least || count > most) throw invalidValue(`${what} length invalid. Min length: ${least}, Max length: ${most}`)
}
