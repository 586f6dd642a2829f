import { MEDIA_MAX_BYTES } from './media.ts'
import { checkButtons, templateButtonLimits } from './template-buttons.ts'
import {
  charactersIn,
  checkGiven,
  checkPlaceholders,
  hasFormatting,
  hasWideGap,
  placeholdersOf,
  problem,
  type Examples,
} from './template-placeholders.ts'
import type { TemplateDefinition, TemplateDraft, TemplateProblem } from './templates.ts'

// What Meta takes as a template, so that page and core can say it before Meta does: the message templates pages and errors 2388….

/** In characters. */
export const templateLimits = {
  name: 512,
  header: 60,
  body: 1024,
  bodyOfOffer: 600,
  footer: 60,
  offerText: 16,
  cardBody: 160,
  cardLineBreaks: 2,
  lineBreaksInARow: 2,
  cardsFewest: 2,
  cards: 10,
  oneTimeCode: 15,
  expiryMinutes: 90,
} as const

const LANGUAGE = /^[a-z]{2,3}(_[A-Z]{2})?$/
/** What the resumable upload takes. */
const sampleTypes = { image: ['image/jpeg', 'image/png'], video: ['video/mp4'], document: ['application/pdf'] } as const
/** Seconds for which WhatsApp may try to deliver, by category. */
const timesToLive = { authentication: [30, 900], utility: [30, 43_200], marketing: [43_200, 2_592_000] } as const

/** All that is wrong with a draft; empty when Meta has no reason but its content. Never throws. */
export function checkTemplateDraft({ name, language, category, definition }: TemplateDraft): TemplateProblem[] {
  const problems: TemplateProblem[] = []
  if (name === '') problems.push(problem('name', 'empty'))
  else if (!/^[a-z0-9_]+$/.test(name)) problems.push(problem('name', 'name-characters'))
  if (charactersIn(name) > templateLimits.name) problems.push(problem('name', 'too-long', templateLimits.name))
  if (language === '') problems.push(problem('language', 'empty'))
  else if (!LANGUAGE.test(language)) problems.push(problem('language', 'name-characters'))

  const [fewest, most] = timesToLive[category]
  const seconds = definition.timeToLiveSeconds
  if (seconds !== null && seconds < fewest) problems.push(problem('timeToLiveSeconds', 'not-with-this-category', fewest))
  if (seconds !== null && seconds > most) problems.push(problem('timeToLiveSeconds', 'not-with-this-category', most))
  return [...problems, ...(category === 'authentication' ? checkAuthentication(definition) : checkOrdinary(definition, category))]
}

/** WhatsApp writes its words: a code, an advice, how long it holds; the button is all that is ours. */
function checkAuthentication({ header, footer, buttons, offer, cards }: TemplateDefinition): TemplateProblem[] {
  const problems: TemplateProblem[] = []
  if (header !== null) problems.push(problem('header', 'not-with-this-category'))
  if (offer !== null) problems.push(problem('offer', 'not-with-this-category'))
  if (cards.length > 0) problems.push(problem('cards', 'not-with-this-category'))
  if (footer !== null && minutesIn(footer) === null)
    problems.push(problem('footer', 'not-with-this-category', templateLimits.expiryMinutes))
  buttons.forEach(({ kind }, index) => {
    if (kind !== 'one-time-code') problems.push(problem(`buttons.${index}`, 'not-with-this-category'))
  })
  if (buttons.length === 0) problems.push(problem('buttons', 'empty'))
  return [...problems, ...checkButtons(buttons, { at: 'buttons', most: 1, codeLimit: templateButtonLimits.code })]
}

/** From the footer of an authentication template, whose words are WhatsApp's: after how many minutes the code is worth nothing. */
export function minutesIn(footer: string): number | null {
  const minutes = Number(/\d+/.exec(footer)?.[0] ?? 0)
  return minutes >= 1 && minutes <= templateLimits.expiryMinutes ? minutes : null
}

function checkOrdinary(definition: TemplateDefinition, category: 'marketing' | 'utility'): TemplateProblem[] {
  const { parameterFormat: format, header, body, bodyExamples, footer, buttons, offer, cards } = definition
  const problems: TemplateProblem[] = []
  if (header?.kind === 'text') problems.push(...checkHeaderText(header.text, header.examples, format))
  if (header?.kind === 'media') problems.push(...checkSample(header.sample, header.media, 'header'))
  const bodyLimit = offer === null ? templateLimits.body : templateLimits.bodyOfOffer
  problems.push(...checkBody(body, bodyExamples, { at: 'body', examplesAt: 'bodyExamples', format, limit: bodyLimit }))
  if (footer !== null) problems.push(...checkFooter(footer))
  const codeLimit = offer === null ? templateButtonLimits.code : templateButtonLimits.codeOfOffer
  problems.push(...checkButtons(buttons, { at: 'buttons', most: templateButtonLimits.buttons, codeLimit }))
  buttons.forEach(({ kind }, index) => {
    if (kind === 'one-time-code') problems.push(problem(`buttons.${index}`, 'not-with-this-category'))
  })
  if (offer !== null) problems.push(...checkOffer(definition, category))
  if (cards.length > 0) problems.push(...checkCards(definition, category))
  return problems
}

function checkHeaderText(text: string, examples: Examples, format: TemplateDefinition['parameterFormat']): TemplateProblem[] {
  const at = 'header.text'
  if (text.trim() === '') return [problem(at, 'empty')]
  const problems = checkPlaceholders(text, { at, format, most: 1, isProse: false })
  if (charactersIn(text) > templateLimits.header) problems.push(problem(at, 'too-long', templateLimits.header))
  if (/[\n\r]/.test(text)) problems.push(problem(at, 'line-breaks', 0))
  if (hasFormatting(text)) problems.push(problem(at, 'formatting-not-allowed'))
  return [...problems, ...checkGiven(placeholdersOf(text), examples, { at: 'header.examples', missing: 'example-missing' })]
}

function checkBody(
  text: string,
  examples: Examples,
  options: { at: string; examplesAt: string; format: TemplateDefinition['parameterFormat']; limit: number },
): TemplateProblem[] {
  const { at, examplesAt, format, limit } = options
  if (text.trim() === '') return [problem(at, 'empty')]
  const problems = checkPlaceholders(text, { at, format, isProse: true })
  if (charactersIn(text) > limit) problems.push(problem(at, 'too-long', limit))
  if (/(?:\r?\n[ \t]*){3}/.test(text)) problems.push(problem(at, 'line-breaks', templateLimits.lineBreaksInARow))
  if (hasWideGap(text)) problems.push(problem(at, 'value-spaces', 4))
  return [...problems, ...checkGiven(placeholdersOf(text), examples, { at: examplesAt, missing: 'example-missing' })]
}

function checkFooter(text: string): TemplateProblem[] {
  if (text.trim() === '') return [problem('footer', 'empty')]
  const problems: TemplateProblem[] = []
  if (charactersIn(text) > templateLimits.footer) problems.push(problem('footer', 'too-long', templateLimits.footer))
  if (/[\n\r]/.test(text)) problems.push(problem('footer', 'line-breaks', 0))
  if (hasFormatting(text)) problems.push(problem('footer', 'formatting-not-allowed'))
  if (/\{\{|\}\}/.test(text)) problems.push(problem('footer', 'too-many-placeholders', 0))
  return problems
}

type Sample = TemplateDefinition['cards'][number]['sample']

function checkSample({ handle, file }: Sample, media: 'image' | 'video' | 'document', at: string): TemplateProblem[] {
  if (file === null) return handle === null ? [problem(`${at}.sample`, 'sample-missing')] : []
  const types: readonly string[] = sampleTypes[media]
  if (!types.includes(file.facts.mimeType)) return [problem(`${at}.sample`, 'sample-wrong-type')]
  return file.facts.sizeBytes > MEDIA_MAX_BYTES[media] ? [problem(`${at}.sample`, 'too-long', MEDIA_MAX_BYTES[media])] : []
}

function checkOffer({ header, footer, offer, buttons }: TemplateDefinition, category: 'marketing' | 'utility'): TemplateProblem[] {
  const text = offer?.text ?? ''
  const problems: TemplateProblem[] = []
  if (category !== 'marketing') problems.push(problem('offer', 'not-with-this-category'))
  if (text.trim() === '') problems.push(problem('offer.text', 'empty'))
  if (charactersIn(text) > templateLimits.offerText) problems.push(problem('offer.text', 'too-long', templateLimits.offerText))
  if (/\{\{|\}\}/.test(text)) problems.push(problem('offer.text', 'too-many-placeholders', 0))
  if (header !== null && !(header.kind === 'media' && header.media !== 'document'))
    problems.push(problem('header', 'not-with-this-category'))
  if (footer !== null) problems.push(problem('footer', 'not-with-this-category'))
  buttons.forEach(({ kind }, index) => {
    if (kind !== 'copy-code' && kind !== 'url') problems.push(problem(`buttons.${index}`, 'not-with-this-category'))
  })
  const hasCodeFirst = buttons[0]?.kind === 'copy-code'
  if (!buttons.some(({ kind }) => kind === 'url') || (offer?.hasEnd === true && !hasCodeFirst))
    problems.push(problem('buttons', 'offer-buttons'))
  return problems
}

function checkCards(definition: TemplateDefinition, category: 'marketing' | 'utility'): TemplateProblem[] {
  const { header, footer, buttons, offer, cards, parameterFormat: format } = definition
  const problems: TemplateProblem[] = []
  if (category !== 'marketing') problems.push(problem('cards', 'not-with-this-category'))
  if (header !== null) problems.push(problem('header', 'not-with-this-category'))
  if (footer !== null) problems.push(problem('footer', 'not-with-this-category'))
  if (buttons.length > 0) problems.push(problem('buttons', 'not-with-this-category'))
  if (offer !== null) problems.push(problem('offer', 'not-with-this-category'))
  if (cards.length < templateLimits.cardsFewest) problems.push(problem('cards', 'cards-count', templateLimits.cardsFewest))
  if (cards.length > templateLimits.cards) problems.push(problem('cards', 'cards-count', templateLimits.cards))
  cards.slice(0, templateLimits.cards + 1).forEach((card, index) => {
    const at = `cards.${index}`
    if (shapeOf(card) !== shapeOf(cards[0])) problems.push(problem(at, 'cards-differ'))
    problems.push(...checkSample(card.sample, card.media, at))
    // A card may have no words at all, as long as none has.
    if (card.body !== '') {
      const limit = templateLimits.cardBody
      problems.push(...checkBody(card.body, card.bodyExamples, { at: `${at}.body`, examplesAt: `${at}.bodyExamples`, format, limit }))
      if (card.body.split('\n').length - 1 > templateLimits.cardLineBreaks)
        problems.push(problem(`${at}.body`, 'line-breaks', templateLimits.cardLineBreaks))
    }
    const options = { at: `${at}.buttons`, most: templateButtonLimits.ofCard, codeLimit: templateButtonLimits.code }
    if (card.buttons.length === 0) problems.push(problem(`${at}.buttons`, 'empty'))
    problems.push(...checkButtons(card.buttons, options))
    card.buttons.forEach(({ kind }, place) => {
      if (kind !== 'quick-reply' && kind !== 'url' && kind !== 'phone')
        problems.push(problem(`${at}.buttons.${place}`, 'not-with-this-category'))
    })
  })
  return problems
}

/** What all cards of a carousel have in common. */
function shapeOf(card: TemplateDefinition['cards'][number] | undefined): string {
  return card === undefined ? '' : JSON.stringify([card.media, card.body !== '', card.buttons.map(({ kind }) => kind)])
}
