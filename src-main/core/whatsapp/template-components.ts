import { minutesIn, placeholdersOf, type TemplateButton, type TemplateCategory, type TemplateDefinition } from '#contract'
import { assertNever } from '../lib/assert.ts'
import type { WireObject } from './decode/read.ts'

/** What `POST /{WABA_ID}/message_templates` takes for a definition whose samples have their handles. */
export function componentsOf(definition: TemplateDefinition, category: TemplateCategory): readonly WireObject[] {
  if (category === 'authentication') return authenticationOf(definition)
  const { parameterFormat: format, header, body, bodyExamples, footer, buttons, offer, cards } = definition
  return [
    ...(header === null ? [] : [headerOf(header, format)]),
    ...(offer === null ? [] : [{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: offer.text, has_expiration: offer.hasEnd } }]),
    bodyOf(body, bodyExamples, format),
    ...(footer === null ? [] : [{ type: 'FOOTER', text: footer }]),
    ...buttonsOf(buttons),
    ...(cards.length === 0 ? [] : [{ type: 'CAROUSEL', cards: cards.map((card) => cardOf(card, format)) }]),
  ]
}

/** WhatsApp writes the words in each language; we say what they shall be about. */
function authenticationOf({ footer, buttons }: TemplateDefinition): readonly WireObject[] {
  const minutes = footer === null ? null : minutesIn(footer)
  const text = buttons.find((button) => button.kind === 'one-time-code')?.text ?? null
  return [
    { type: 'BODY', add_security_recommendation: true },
    ...(minutes === null ? [] : [{ type: 'FOOTER', code_expiration_minutes: minutes }]),
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', ...(text !== null && { text }) }] },
  ]
}

type Format = TemplateDefinition['parameterFormat']

function headerOf(header: NonNullable<TemplateDefinition['header']>, format: Format): WireObject {
  switch (header.kind) {
    case 'text':
      return { type: 'HEADER', format: 'TEXT', text: header.text, ...exampleOf('header_text', header.text, header.examples, format) }
    case 'media':
      return mediaHeaderOf(header)
    case 'location':
      return { type: 'HEADER', format: 'LOCATION' }
    default:
      return assertNever(header)
  }
}

function mediaHeaderOf({ media, sample }: { media: string; sample: { handle: string | null } }): WireObject {
  return {
    type: 'HEADER',
    format: media.toUpperCase(),
    ...(sample.handle !== null && { example: { header_handle: [sample.handle] } }),
  }
}

function bodyOf(text: string, examples: Readonly<Record<string, string>>, format: Format): WireObject {
  return { type: 'BODY', text, ...exampleOf('body_text', text, examples, format) }
}

function exampleOf(
  name: 'body_text' | 'header_text',
  text: string,
  examples: Readonly<Record<string, string>>,
  format: Format,
): { example?: WireObject } {
  const keys = placeholdersOf(text)
  if (keys.length === 0) return {}
  const words = keys.map((key) => examples[key] ?? '')
  if (format === 'named')
    return { example: { [`${name}_named_params`]: keys.map((key, index) => ({ param_name: key, example: words[index] })) } }
  return { example: { [name]: name === 'body_text' ? [words] : words } }
}

function buttonsOf(buttons: readonly TemplateButton[]): readonly WireObject[] {
  return buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons: buttons.map(buttonOf) }]
}

function buttonOf(button: TemplateButton): WireObject {
  switch (button.kind) {
    case 'quick-reply':
      return { type: 'QUICK_REPLY', text: button.text }
    case 'url':
      return { type: 'URL', text: button.text, url: button.url, ...(button.example !== null && { example: [button.example] }) }
    case 'phone':
      return { type: 'PHONE_NUMBER', text: button.text, phone_number: button.phone.replace(/[^\d+]/g, '') }
    case 'copy-code':
      return { type: 'COPY_CODE', example: button.example }
    case 'contact-request':
      return { type: 'REQUEST_CONTACT_INFO' }
    case 'one-time-code':
      return { type: 'OTP', otp_type: 'COPY_CODE', ...(button.text !== null && { text: button.text }) }
    case 'other':
      return { type: button.rawType, text: button.text }
    default:
      return assertNever(button)
  }
}

function cardOf(card: TemplateDefinition['cards'][number], format: Format): WireObject {
  return {
    components: [
      mediaHeaderOf(card),
      ...(card.body === '' ? [] : [bodyOf(card.body, card.bodyExamples, format)]),
      ...buttonsOf(card.buttons),
    ],
  }
}
