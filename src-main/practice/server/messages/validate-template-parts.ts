import { codeError, invalidParameter, missingParameter } from '#practice/errors/graph-error.ts'
import { placeholdersOf } from '#practice/world/templates.ts'
import type { TemplateComponent } from '#practice/world/templates.ts'
import { isFields, length, wordOf } from '../fields.ts'
import type { Fields } from '../fields.ts'

export type PostedPart = Fields & { readonly type: string }

export function partsOf(posted: unknown): readonly PostedPart[] {
  const parts = Array.isArray(posted) ? posted.filter(isFields) : []
  return parts.map((part) => ({ ...part, type: wordOf(part['type']).toLowerCase() }))
}

export function parametersOf(part: Fields | undefined): readonly Fields[] {
  return part !== undefined && Array.isArray(part['parameters']) ? part['parameters'].filter(isFields) : []
}

export function checkHeader(components: readonly TemplateComponent[], parts: readonly PostedPart[]): void {
  const header = components.find(({ type }) => type === 'HEADER')
  const given = parametersOf(parts.find(({ type }) => type === 'header'))
  const expected = header?.format ?? 'UNKNOWN'
  const received = wordOf(given[0]?.['type']).toUpperCase() || 'UNKNOWN'
  const isText = given.length === 0 || ['TEXT', 'CURRENCY', 'DATE_TIME'].includes(received)
  if (isText && (expected === 'TEXT' || expected === 'UNKNOWN')) {
    const wanted = placeholdersOf(header?.text ?? '').length
    if (given.length === wanted) return
    throw codeError(
      132000,
      `header: number of localizable_params (${given.length}) does not match the expected number of params (${wanted})`,
    )
  }
  if (received !== expected) throw codeError(132012, `header: Format mismatch, expected ${expected}, received ${received}`)
  const value = given[0]?.[expected.toLowerCase()]
  if (expected !== 'LOCATION') return
  const isPlace =
    isFields(value) && ['latitude', 'longitude'].every((name) => value[name] !== undefined && Number.isFinite(Number(value[name])))
  if (!isPlace) throw codeError(132012, 'header: a location needs latitude and longitude')
}

/** In the words of the refusal that senders of other kinds report. */
const BUTTON_KINDS = [
  'BOOKING_CONFIRMATION',
  'CATALOG',
  'COPY_CODE',
  'FLOW',
  'MPM',
  'ORDER_DETAILS',
  'QUICK_REPLY',
  'REMINDER',
  'URL',
  'VOICE_CALL',
]
const CODE_MAX = 20
const OFFER_CODE_MAX = 15

export function checkButtons(components: readonly TemplateComponent[], parts: readonly PostedPart[]): void {
  const buttons = components.find(({ type }) => type === 'BUTTONS')?.buttons ?? []
  const isOffer = components.some(({ type }) => type === 'LIMITED_TIME_OFFER')
  const given = new Set<number>()
  for (const [at, part] of parts.entries()) {
    if (part.type !== 'button') continue
    const kind = String(part['sub_type']).toUpperCase()
    if (!BUTTON_KINDS.includes(kind)) {
      throw invalidParameter(
        `Param template['components'][${at}]['sub_type'] must be one of {${BUTTON_KINDS.join(', ')}} - got "${String(part['sub_type'])}".`,
      )
    }
    const index = Number(part['index'])
    const button = buttons[index]
    if (button === undefined || button['type'] !== kind) {
      const type = wordOf(button?.['type']) || 'none'
      throw invalidParameter('Invalid parameter', `buttons: Button at index ${index} is of type ${type} and does not support parameters`)
    }
    if (kind === 'COPY_CODE') checkCode(part, index, isOffer ? OFFER_CODE_MAX : CODE_MAX)
    given.add(index)
  }
  for (const [index, button] of buttons.entries()) {
    const needsValue = button['type'] === 'COPY_CODE' || (button['type'] === 'URL' && placeholdersOf(wordOf(button['url'])).length > 0)
    if (!needsValue || given.has(index)) continue
    const type = button['type'] === 'URL' ? 'Url' : 'CopyCode'
    throw missingParameter(`buttons: Button at index ${index} of type ${type} requires a parameter`)
  }
}

function checkCode(part: PostedPart, index: number, most: number): void {
  const code = wordOf(parametersOf(part)[0]?.['coupon_code'])
  if (code === '' || length(code) > most) throw codeError(132018, `buttons: the code at index ${index} must have 1 to ${most} characters`)
}

export function checkOffer(components: readonly TemplateComponent[], parts: readonly PostedPart[], now: number): void {
  const offer = components.find(({ type }) => type === 'LIMITED_TIME_OFFER')?.['limited_time_offer']
  const given = parametersOf(parts.find(({ type }) => type === 'limited_time_offer'))[0]?.['limited_time_offer']
  if (!isFields(offer)) {
    if (given === undefined) return
    throw codeError(132012, 'limited_time_offer: the template has no offer')
  }
  if (offer['has_expiration'] !== true) return
  const endsAt = Number(isFields(given) ? given['expiration_time_ms'] : Number.NaN)
  if (!Number.isFinite(endsAt)) throw missingParameter("Parameter 'expiration_time_ms' is mandatory for limited_time_offer")
  if (endsAt <= now) throw codeError(132018, 'limited_time_offer: the time of expiration is in the past')
}

/** Each card of the template gets its own values, in its own place. */
export function checkCards(
  components: readonly TemplateComponent[],
  parts: readonly PostedPart[],
  checkCard: (components: readonly TemplateComponent[], parts: readonly PostedPart[]) => void,
): void {
  const carousel = components.find(({ type }) => type === 'CAROUSEL')
  const part = parts.find(({ type }) => type === 'carousel')
  if (carousel === undefined) {
    if (part === undefined) return
    throw codeError(132012, 'carousel: the template has no cards')
  }
  const cards = Array.isArray(carousel['cards']) ? carousel['cards'].filter(isFields) : []
  const given = Array.isArray(part?.['cards']) ? part['cards'].filter(isFields) : []
  if (given.length !== cards.length)
    throw codeError(132000, `carousel: number of cards (${given.length}) does not match the expected number (${cards.length})`)
  for (const [index, card] of cards.entries()) {
    const values = given.find((each) => Number(each['card_index']) === index)
    if (values === undefined) throw missingParameter(`carousel: there are no values for card_index ${index}`)
    // Cards were checked when the template was written: their components are of the same kind.
    checkCard(card['components'] as readonly TemplateComponent[], partsOf(values['components']))
  }
}
