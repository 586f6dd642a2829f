import {
  placeholdersOf,
  templateStatus,
  type TemplateButton,
  type TemplateCategory,
  type TemplateDefinition,
  type TemplateStatus,
} from '#contract'
import { booleanOf, elementsOf, filledOf, firstFilled, numberOf, objectOf, textOf, type WireObject } from './read.ts'

/** A template as the account's list has it. */
export type ListedTemplate = {
  readonly templateId: string
  readonly name: string
  readonly language: string
  readonly status: TemplateStatus
  readonly category: TemplateCategory
  readonly previousCategory: TemplateCategory | null
  readonly correctCategory: TemplateCategory | null
  readonly quality: Quality
  readonly rejectedReason: string | null
  readonly isAutomatic: boolean
  readonly definition: TemplateDefinition
}

export type Quality = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'
type Examples = Record<string, string>

/** Null for what has no id or no name: it could be neither sent nor deleted. */
export function listedTemplateOf(json: WireObject): ListedTemplate | null {
  const templateId = idOf(json['id'])
  const name = filledOf(json['name'])
  const language = firstFilled(json['language'], objectOf(json['language'])['code'])
  if (templateId === null || name === null || language === null) return null
  const category = categoryOf(json['category']) ?? 'utility'
  return {
    templateId,
    name,
    language,
    status: statusOf(json['status']),
    category,
    previousCategory: categoryOf(json['previous_category']),
    correctCategory: categoryOf(json['correct_category']),
    quality: qualityOf(objectOf(json['quality_score'])['score'] ?? json['quality_score']),
    rejectedReason: reasonOf(json['rejected_reason']),
    isAutomatic: [json['source'], json['sub_category']].some((word) => wordOf(word) === 'AUTO_GENERATED'),
    definition: definitionOf(json, category),
  }
}

/** Digits alone, as a number or as text. */
export function idOf(value: unknown): string | null {
  const id = filledOf(value)
  return id !== null && /^\d{1,32}$/.test(id) ? id : null
}

export function statusOf(value: unknown): TemplateStatus {
  const word = wordOf(value)
  // What is said by webhook alone: a flagged template can still be sent, and one that is locked cannot.
  if (word === 'REINSTATED' || word === 'FLAGGED') return 'approved'
  if (word === 'LOCKED') return 'paused'
  const status = templateStatus.safeParse(word.toLowerCase().replaceAll('_', '-'))
  return status.success ? status.data : 'unknown'
}

export function categoryOf(value: unknown): TemplateCategory | null {
  const word = wordOf(value)
  if (word === 'MARKETING') return 'marketing'
  if (word === 'UTILITY') return 'utility'
  return word === 'AUTHENTICATION' ? 'authentication' : null
}

export function qualityOf(value: unknown): Quality {
  const word = wordOf(value)
  return word === 'GREEN' || word === 'YELLOW' || word === 'RED' ? word : 'UNKNOWN'
}

/** `NONE` is Meta's word for no reason. */
export function reasonOf(value: unknown): string | null {
  const word = filledOf(value)
  return word === null || word.toUpperCase() === 'NONE' ? null : word
}

function wordOf(value: unknown): string {
  return filledOf(value)?.toUpperCase() ?? ''
}

function definitionOf(json: WireObject, category: TemplateCategory): TemplateDefinition {
  const parts = partsOf(json['components'])
  const body = parts.find(({ type }) => type === 'BODY')
  const text = textOf(body?.json['text']) ?? ''
  const format = formatOf(json['parameter_format'], text)
  const carousel = parts.find(({ type }) => type === 'CAROUSEL')
  const cards = carousel === undefined ? [] : cardsOf(carousel.json)
  const offer = parts.find(({ type }) => type === 'LIMITED_TIME_OFFER')
  const header = headerOf(parts)
  const seconds = numberOf(json['message_send_ttl_seconds'])
  return {
    parameterFormat: format,
    header: header ?? null,
    body: text,
    bodyExamples: examplesOf(body?.json, 'body_text', text),
    footer: textOf(parts.find(({ type }) => type === 'FOOTER')?.json['text']),
    buttons: [
      ...buttonsOf(parts, category),
      // Nothing that we could fill; shown, so that nobody takes the template for a plainer one.
      ...(header === undefined ? [{ kind: 'other' as const, rawType: 'HEADER', text: '' }] : []),
      ...(cards === null ? [{ kind: 'other' as const, rawType: 'CAROUSEL', text: '' }] : []),
      ...parts.filter(({ type }) => !KNOWN_PARTS.has(type)).map(({ type }) => ({ kind: 'other' as const, rawType: type, text: '' })),
    ],
    offer: offer === undefined ? null : offerOf(objectOf(offer.json['limited_time_offer'])),
    cards: cards ?? [],
    timeToLiveSeconds: seconds === null || seconds <= 0 ? null : Math.trunc(seconds),
  }
}

const KNOWN_PARTS = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER'])

type Part = { readonly type: string; readonly json: WireObject }

/** Casing varies. */
function partsOf(components: unknown): readonly Part[] {
  return elementsOf(components, '').flatMap(({ value }) => {
    const json = objectOf(value)
    const type = wordOf(json['type'])
    return type === '' ? [] : { type, json }
  })
}

/** Lists of older templates do not say. */
function formatOf(value: unknown, text: string): 'named' | 'positional' {
  const word = wordOf(value)
  if (word === 'NAMED') return 'named'
  return word !== 'POSITIONAL' && placeholdersOf(text).some((key) => !/^\d+$/.test(key)) ? 'named' : 'positional'
}

/** Null when there is none, undefined for one that we cannot fill, such as a product. */
function headerOf(parts: readonly Part[]): TemplateDefinition['header'] | undefined {
  const header = parts.find(({ type }) => type === 'HEADER')?.json
  if (header === undefined) return null
  const format = wordOf(header['format'])
  const media = mediaOf(format)
  if (media !== null) return { kind: 'media', media, sample: sampleOf(header) }
  if (format === 'LOCATION') return { kind: 'location' }
  if (format !== 'TEXT' && format !== '') return undefined
  const text = textOf(header['text']) ?? ''
  return { kind: 'text', text, examples: examplesOf(header, 'header_text', text) }
}

function mediaOf(format: string): 'image' | 'video' | 'document' | null {
  if (format === 'IMAGE') return 'image'
  if (format === 'VIDEO' || format === 'GIF') return 'video'
  return format === 'DOCUMENT' ? 'document' : null
}

/** The list gives an address instead of the handle, and Meta takes only handles back. */
function sampleOf(header: WireObject): { handle: string | null; file: null } {
  const handle = filledOf(elementsOf(objectOf(header['example'])['header_handle'], '')[0]?.value)
  return { handle: handle === null || /^https?:/i.test(handle) ? null : handle, file: null }
}

/** `body_text` is a list of lists, `header_text` a list; named ones are under a name of their own. */
function examplesOf(part: WireObject | undefined, name: 'body_text' | 'header_text', text: string): Examples {
  const example = objectOf(part?.['example'])
  const keys = placeholdersOf(text)
  const named = elementsOf(example[`${name}_named_params`], '').flatMap(({ value }): [string, string][] => {
    const { param_name: key, example: word } = objectOf(value)
    const own = filledOf(key)
    return own === null || !keys.includes(own) ? [] : [[own, textOf(word) ?? '']]
  })
  if (named.length > 0) return Object.fromEntries(named)
  const words = elementsOf(example[name], '').flatMap(({ value }) => textOf(value) ?? [])
  return Object.fromEntries(keys.flatMap((key) => ownExample(words, key)))
}

function ownExample(words: readonly string[], key: string): [string, string][] {
  const word = words[Number(key) - 1]
  return word === undefined ? [] : [[key, word]]
}

function buttonsOf(parts: readonly Part[], category: TemplateCategory | null): TemplateButton[] {
  const buttons = parts.find(({ type }) => type === 'BUTTONS')?.json['buttons']
  return elementsOf(buttons, '').map(({ value }) => buttonOf(objectOf(value), category))
}

function buttonOf(json: WireObject, category: TemplateCategory | null): TemplateButton {
  const type = wordOf(json['type'])
  const text = textOf(json['text']) ?? ''
  const url = textOf(json['url']) ?? ''
  const example = filledOf(elementsOf(json['example'], '')[0]?.value)
  // An authentication template is listed as it looks inside: a link with the code at its end.
  if (type === 'OTP' || (category === 'authentication' && type === 'URL')) return { kind: 'one-time-code', text: filledOf(text) }
  switch (type) {
    case 'QUICK_REPLY':
      return { kind: 'quick-reply', text }
    case 'URL':
      return { kind: 'url', text, url, example: wholeExample(url, example) }
    case 'PHONE_NUMBER':
      return { kind: 'phone', text, phone: textOf(json['phone_number']) ?? '' }
    case 'COPY_CODE':
      return { kind: 'copy-code', example: example ?? '' }
    case 'REQUEST_CONTACT_INFO':
      return { kind: 'contact-request' }
    default:
      return { kind: 'other', rawType: type, text }
  }
}

/** Some have been given only what comes at the end. */
function wholeExample(url: string, example: string | null): string | null {
  if (example === null || placeholdersOf(url).length === 0) return null
  return /^https?:/i.test(example) ? example : url.replace(/\{\{.*$/s, example)
}

function offerOf(json: WireObject): TemplateDefinition['offer'] {
  return { text: textOf(json['text']) ?? '', hasEnd: booleanOf(json['has_expiration']) ?? false }
}

/** Null for cards of products, which we cannot fill. */
function cardsOf(carousel: WireObject): TemplateDefinition['cards'] | null {
  const cards = elementsOf(carousel['cards'], '').map(({ value }) => {
    const parts = partsOf(objectOf(value)['components'])
    const header = parts.find(({ type }) => type === 'HEADER')?.json ?? {}
    const media = mediaOf(wordOf(header['format']))
    if (media === null || media === 'document') return null
    const body = parts.find(({ type }) => type === 'BODY')?.json
    const text = textOf(body?.['text']) ?? ''
    return {
      media,
      sample: sampleOf(header),
      body: text,
      bodyExamples: examplesOf(body, 'body_text', text),
      buttons: buttonsOf(parts, null),
    }
  })
  return cards.every((card) => card !== null) ? cards : null
}
