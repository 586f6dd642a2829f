import type { MediaId } from './ids.ts'
import type { FileFacts } from './media.ts'
import type { TemplateValues } from './outgoing.ts'
import { checkCode, takesValue, templateButtonLimits } from './template-buttons.ts'
import { charactersIn, checkGiven, fillPlaceholders, placeholdersOf, problem, type Examples } from './template-placeholders.ts'
import { templateLimits } from './template-rules.ts'
import type { ShownTemplate, Template, TemplateButton, TemplateDefinition, TemplateProblem } from './templates.ts'

type GivenButtons = TemplateValues['buttons']

/** A blank for each thing that the template takes; cards begin when their file is chosen. */
export function emptyValues(definition: TemplateDefinition): TemplateValues {
  const { header, body, buttons } = definition
  const headerKeys = header?.kind === 'text' ? placeholdersOf(header.text) : []
  return {
    header: headerKeys.length === 0 ? null : { kind: 'text', values: blanks(headerKeys) },
    body: blanks(placeholdersOf(body)),
    buttons: buttons.flatMap((button, index) => (takesValue(button) ? { index, value: '' } : [])),
    cards: [],
    offerEndsAt: null,
  }
}

function blanks(keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, '']))
}

/** All that keeps these values from going. `factsOf` tells what is known of a file, when it is here; without it, types are not looked at. */
export function checkTemplateValues(
  definition: TemplateDefinition,
  values: TemplateValues,
  { now, factsOf = () => null }: { now: number; factsOf?: (mediaId: MediaId) => Pick<FileFacts, 'mimeType'> | null },
): TemplateProblem[] {
  const { body, buttons, offer, cards } = definition
  const codeLimit = offer === null ? templateButtonLimits.code : templateButtonLimits.codeOfOffer
  const bodyLimit = offer === null ? templateLimits.body : templateLimits.bodyOfOffer
  const problems = [
    ...checkHeader(definition, values.header, factsOf),
    ...checkText(body, values.body, { at: 'body', valuesAt: 'body', limit: bodyLimit }),
    ...checkGivenButtons(buttons, values.buttons, { at: 'buttons', codeLimit }),
  ]
  // The code stands in the text and behind the button.
  if (buttons.some(({ kind }) => kind === 'one-time-code')) {
    for (const key of placeholdersOf(body)) {
      if (charactersIn(values.body[key] ?? '') > templateLimits.oneTimeCode)
        problems.push(problem(`body.${key}`, 'code-too-long', templateLimits.oneTimeCode))
    }
  }
  if (values.cards.length !== cards.length) problems.push(problem('cards', 'cards-count', cards.length))
  cards.forEach((card, index) => {
    const given = values.cards[index]
    if (given === undefined) return
    const at = `cards.${index}`
    problems.push(
      ...checkFile(given.mediaId, card.media, { at: `${at}.mediaId`, factsOf }),
      ...checkText(card.body, given.body, { at: `${at}.body`, valuesAt: `${at}.body`, limit: templateLimits.cardBody }),
      ...checkGivenButtons(card.buttons, given.buttons, { at: `${at}.buttons`, codeLimit }),
    )
  })
  if (offer?.hasEnd === true) {
    if (values.offerEndsAt === null) problems.push(problem('offerEndsAt', 'value-missing'))
    else if (values.offerEndsAt <= now) problems.push(problem('offerEndsAt', 'date-past'))
  } else if (values.offerEndsAt !== null) problems.push(problem('offerEndsAt', 'value-unknown'))
  return problems
}

type FactsOf = (mediaId: MediaId) => Pick<FileFacts, 'mimeType'> | null

function checkHeader({ header }: TemplateDefinition, given: TemplateValues['header'], factsOf: FactsOf): TemplateProblem[] {
  if (header === null || header.kind === 'text') {
    if (given !== null && given.kind !== 'text') return [problem('header', 'value-unknown')]
    return checkText(header?.text ?? '', given?.values ?? {}, { at: 'header', valuesAt: 'header', limit: templateLimits.header })
  }
  if (given === null) return [problem('header', 'value-missing')]
  if (given.kind !== header.kind) return [problem('header', 'value-unknown')]
  if (given.kind === 'media') return header.kind === 'media' ? checkFile(given.mediaId, header.media, { at: 'header', factsOf }) : []
  if (given.kind !== 'location') return []
  return (['name', 'address'] as const).flatMap((part) => (given[part].trim() === '' ? problem(`header.${part}`, 'value-missing') : []))
}

const typesOfMedia = { image: /^image\/(jpeg|png)$/, video: /^video\/(mp4|3gpp)$/, document: /./ } as const

function checkFile(
  mediaId: MediaId,
  media: 'image' | 'video' | 'document',
  { at, factsOf }: { at: string; factsOf: FactsOf },
): TemplateProblem[] {
  const facts = factsOf(mediaId)
  return facts === null || typesOfMedia[media].test(facts.mimeType) ? [] : [problem(at, 'media-wrong-type')]
}

function checkText(text: string, given: Examples, options: { at: string; valuesAt: string; limit: number }): TemplateProblem[] {
  const { at, valuesAt, limit } = options
  const keys = placeholdersOf(text)
  const problems = checkGiven(keys, given, { at: valuesAt, missing: 'value-missing' })
  for (const key of Object.keys(given)) if (!keys.includes(key)) problems.push(problem(`${valuesAt}.${key}`, 'value-unknown'))
  if (charactersIn(fillPlaceholders(text, given)) > limit) problems.push(problem(at, 'value-too-long', limit))
  return problems
}

function checkGivenButtons(
  buttons: readonly TemplateButton[],
  given: GivenButtons,
  { at, codeLimit }: { at: string; codeLimit: number },
): TemplateProblem[] {
  const problems = buttons.flatMap((button, index) => checkGivenButton(button, valueAt(given, index), { at: `${at}.${index}`, codeLimit }))
  given.forEach(({ index }, place) => {
    const button = buttons[index]
    const isTaken = button !== undefined && (takesValue(button) || button.kind === 'quick-reply')
    if (!isTaken || given.findIndex((each) => each.index === index) !== place) problems.push(problem(`${at}.${index}`, 'value-unknown'))
  })
  return problems
}

function checkGivenButton(button: TemplateButton, value: string, { at, codeLimit }: { at: string; codeLimit: number }): TemplateProblem[] {
  if (!takesValue(button)) return []
  if (button.kind !== 'url') return checkCode(value, { at, limit: codeLimit, missing: 'value-missing' })
  if (value.trim() === '') return [problem(at, 'value-missing')]
  if (/\s/.test(value)) return [problem(at, 'url-malformed')]
  const limit = templateButtonLimits.url
  return charactersIn(fillUrl(button.url, value)) > limit ? [problem(at, 'value-too-long', limit)] : []
}

function valueAt(given: GivenButtons, index: number): string {
  return given.find((each) => each.index === index)?.value ?? ''
}

function fillUrl(url: string, value: string): string {
  return fillPlaceholders(url, { '1': value })
}

/** As the customer will see it. What has no value yet stays as a placeholder, so that a preview shows where it goes. */
export function fillTemplate(
  { name, language, category, definition }: Pick<Template, 'name' | 'language' | 'category' | 'definition'>,
  values: TemplateValues,
): ShownTemplate {
  const { header, body, footer, buttons, offer, cards } = definition
  const headerValues = values.header?.kind === 'text' ? values.header.values : {}
  const codeAt = buttons.findIndex(({ kind }) => kind === 'copy-code')
  const place = values.header?.kind === 'location' ? values.header : null
  return {
    name,
    language,
    category,
    header: header?.kind === 'text' ? fillPlaceholders(header.text, headerValues) : null,
    text: fillPlaceholders(body, values.body),
    footer,
    buttons: shownButtons(buttons, values.buttons),
    offer: offer === null ? null : { text: offer.text, code: valueAt(values.buttons, codeAt) || null, endsAt: values.offerEndsAt },
    cards: cards.map((card, index) => ({
      text: fillPlaceholders(card.body, values.cards[index]?.body ?? {}),
      buttons: shownButtons(card.buttons, values.cards[index]?.buttons ?? []),
    })),
    location: place === null ? null : { latitude: place.latitude, longitude: place.longitude, name: place.name, address: place.address },
  }
}

function shownButtons(buttons: readonly TemplateButton[], given: GivenButtons): ShownTemplate['buttons'] {
  return buttons.map((button, index) => {
    const value = valueAt(given, index)
    switch (button.kind) {
      case 'url':
        return { kind: button.kind, text: button.text, value: fillUrl(button.url, value) }
      case 'phone':
        return { kind: button.kind, text: button.text, value: button.phone }
      case 'copy-code':
        return { kind: button.kind, text: '', value: value === '' ? null : value }
      case 'contact-request':
        return { kind: button.kind, text: '', value: null }
      case 'quick-reply':
      case 'one-time-code':
      case 'other':
        return { kind: button.kind, text: button.text ?? '', value: null }
    }
  })
}
