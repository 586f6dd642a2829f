import { placeholdersOf } from '#practice/world/templates.ts'
import { length, wordOf } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { badTemplate, templateError } from './refusals.ts'

const BUTTONS_MAX = 10
/** How many of a kind there may be; kinds that are not here do not exist. */
const MOST_OF_KIND: Readonly<Record<string, number>> = {
  QUICK_REPLY: 10,
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  CATALOG: 1,
  MPM: 1,
  SPM: 1,
  VOICE_CALL: 1,
  REQUEST_CONTACT_INFO: 1,
}
/** WhatsApp writes the words of these. */
const WORDLESS = ['COPY_CODE', 'REQUEST_CONTACT_INFO', 'SPM']

export function checkButtons(buttons: readonly Fields[], { isOffer, where }: { isOffer: boolean; where: string }): void {
  if (buttons.length === 0) throw badTemplate('Missing buttons', `${where}: there is no button`)
  if (buttons.length > BUTTONS_MAX) throw badTemplate('Too many buttons', `${where}: there can be at most ${BUTTONS_MAX} buttons`)
  const kinds = buttons.map((button) => wordOf(button['type']).toUpperCase())
  for (const kind of new Set(kinds)) {
    const most = MOST_OF_KIND[kind]
    if (most === undefined) throw badTemplate('Unknown button', `${where}: "${kind}" is not a button of this template`)
    if (kinds.filter((each) => each === kind).length > most)
      throw badTemplate('Too many buttons', `${where}: there can be at most ${most} of ${kind}`)
  }
  const groups = kinds.filter((kind, index) => kind === 'QUICK_REPLY' && kinds[index - 1] !== 'QUICK_REPLY').length
  if (groups > 1) throw badTemplate('Invalid order of buttons', `${where}: quick replies must be grouped together`)
  const labels = new Set<string>()
  for (const [index, button] of buttons.entries()) {
    const at = `${where}: button ${index}`
    const kind = kinds[index] ?? ''
    if (!WORDLESS.includes(kind)) {
      const label = checkLabel(button, at)
      if (labels.has(label)) throw badTemplate('Same button twice', `${at} has the words of another button`)
      labels.add(label)
    }
    checkKind(kind, button, { at, isOffer })
  }
}

function checkLabel(button: Fields, at: string): string {
  const text = button['text']
  if (typeof text !== 'string' || text.trim() === '') throw badTemplate('Missing text', `${at} has no text`)
  if (length(text) > 25) throw templateError(2388040, `${at}: the text must be at most 25 characters long`)
  if (/[{}\n]|\p{Extended_Pictographic}/u.test(text)) throw badTemplate('Button text', `${at}: no variables, line breaks or emojis`)
  return text
}

function checkKind(kind: string, button: Fields, { at, isOffer }: { at: string; isOffer: boolean }): void {
  switch (kind) {
    case 'URL':
      checkLink(button, at)
      return
    case 'PHONE_NUMBER':
      if (!/^\+?[\d ()-]{5,20}$/.test(wordOf(button['phone_number']))) throw badTemplate('Phone number', `${at} needs a phone number`)
      return
    case 'COPY_CODE': {
      const code: unknown = Array.isArray(button['example']) ? button['example'][0] : button['example']
      const most = isOffer ? 15 : 20
      if (typeof code !== 'string' || code === '') throw badTemplate('Samples required', `${at} needs a sample code`)
      if (length(code) > most) throw templateError(2388040, `${at}: the code must be at most ${most} characters long`)
      return
    }
    case 'FLOW':
      if (!['flow_id', 'flow_name', 'flow_json'].some((name) => typeof button[name] === 'string'))
        throw badTemplate('Flow', `${at} needs one of flow_id, flow_name, flow_json`)
      return
    default:
      return
  }
}

function checkLink(button: Fields, at: string): void {
  const url = wordOf(button['url'])
  if (length(url) > 2000) throw templateError(2388040, `${at}: the address must be at most 2000 characters long`)
  if (!/^https?:\/\/[^\s{}]+(\{\{1\}\})?$/.test(url))
    throw badTemplate('Address', `${at} needs an address, with {{1}} at its end or nowhere`)
  const example: unknown = Array.isArray(button['example']) ? button['example'][0] : button['example']
  if (placeholdersOf(url).length > 0 && (typeof example !== 'string' || example === ''))
    throw badTemplate('Samples required', `${at}: the variable needs a sample`)
}
