import { assertNever } from '../lib/assert.ts'
import type { WireObject } from './decode/read.ts'

/** A template as it is sent: which one, and what fills it. */
export type WireTemplate = { readonly kind: 'template'; readonly name: string; readonly language: string; readonly parts: TemplateParts }

/** Only what takes a value. A file is the position of one among the message's own. */
export type TemplateParts = {
  readonly header: TemplateHeader | null
  readonly body: readonly TemplateText[]
  readonly buttons: readonly TemplateButtonValue[]
  /** Epoch ms, of a limited-time offer that ends. */
  readonly offerEndsAt: number | null
  readonly cards: readonly TemplateCard[]
}

export type TemplateHeader =
  | { readonly kind: 'text'; readonly texts: readonly TemplateText[] }
  | TemplateMedia
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name: string
      readonly address: string
    }

export type TemplateMedia = {
  readonly kind: 'media'
  readonly media: 'image' | 'video' | 'document'
  readonly file: number
  readonly fileName: string | null
}

/** `name` of a named placeholder; null where they have only numbers, and then in their order. */
export type TemplateText = { readonly name: string | null; readonly text: string }

/** A one-time code is given to its button as the end of an address. */
export type TemplateButtonValue = { readonly index: number; readonly kind: 'quick-reply' | 'url' | 'copy-code'; readonly value: string }

export type TemplateCard = {
  readonly media: TemplateMedia
  readonly body: readonly TemplateText[]
  readonly buttons: readonly TemplateButtonValue[]
}

export function templateBody({ name, language, parts }: WireTemplate, remoteIds: readonly string[]): WireObject {
  const { header, body, buttons, offerEndsAt, cards } = parts
  const components = [
    ...(header === null ? [] : [headerBody(header, remoteIds)]),
    ...textsBody(body),
    ...(offerEndsAt === null ? [] : [offerBody(offerEndsAt)]),
    ...buttons.map(buttonBody),
    ...(cards.length === 0 ? [] : [{ type: 'carousel', cards: cards.map((card, index) => cardBody(card, index, remoteIds)) }]),
  ]
  return { name, language: { code: language, policy: 'deterministic' }, ...(components.length > 0 && { components }) }
}

/** How many files the message must have. */
export function filesOfTemplate({ header, cards }: TemplateParts): number {
  const positions = [...(header?.kind === 'media' ? [header.file] : []), ...cards.map(({ media }) => media.file)]
  return Math.max(0, ...positions.map((position) => position + 1))
}

function headerBody(header: TemplateHeader, remoteIds: readonly string[]): WireObject {
  switch (header.kind) {
    case 'text':
      return { type: 'header', parameters: header.texts.map(textBody) }
    case 'media':
      return { type: 'header', parameters: [mediaBody(header, remoteIds)] }
    case 'location': {
      const { latitude, longitude, name, address } = header
      return { type: 'header', parameters: [{ type: 'location', location: { latitude, longitude, name, address } }] }
    }
    default:
      return assertNever(header)
  }
}

function mediaBody({ media, file, fileName }: TemplateMedia, remoteIds: readonly string[]): WireObject {
  const inside = { id: remoteIds[file], ...(media === 'document' && fileName !== null && { filename: fileName }) }
  return { type: media, [media]: inside }
}

function textsBody(texts: readonly TemplateText[]): WireObject[] {
  return texts.length === 0 ? [] : [{ type: 'body', parameters: texts.map(textBody) }]
}

/** A template with numbers refuses a name, and one with names wants it. */
function textBody({ name, text }: TemplateText): WireObject {
  return { type: 'text', ...(name !== null && { parameter_name: name }), text }
}

function offerBody(endsAt: number): WireObject {
  return {
    type: 'limited_time_offer',
    parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: endsAt } }],
  }
}

function buttonBody({ index, kind, value }: TemplateButtonValue): WireObject {
  switch (kind) {
    case 'quick-reply':
      return { type: 'button', sub_type: 'quick_reply', index, parameters: [{ type: 'payload', payload: value }] }
    case 'url':
      return { type: 'button', sub_type: 'url', index, parameters: [{ type: 'text', text: value }] }
    case 'copy-code':
      return { type: 'button', sub_type: 'copy_code', index, parameters: [{ type: 'coupon_code', coupon_code: value }] }
    default:
      return assertNever(kind)
  }
}

function cardBody({ media, body, buttons }: TemplateCard, index: number, remoteIds: readonly string[]): WireObject {
  return {
    card_index: index,
    components: [{ type: 'header', parameters: [mediaBody(media, remoteIds)] }, ...textsBody(body), ...buttons.map(buttonBody)],
  }
}
