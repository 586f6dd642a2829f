import type { ErrorKey, OutgoingContent } from '#contract'
import { assertNever } from '../lib/assert.ts'
import { contactBody } from './contact-body.ts'
import type { WireObject } from './decode/read.ts'
import { interactiveBody } from './interactive-body.ts'
import { limits } from './limits.ts'
import { filesOfTemplate, templateBody, type WireTemplate } from './template-body.ts'

/** A phone or a wa_id goes into `to`, exactly as it came; a business-scoped user id only ever into `recipient`. */
export type SendTarget = { readonly to: string } | { readonly recipient: string }

/** What the shop says, a template with its values put in; or a reaction, which an empty `emoji` takes back. */
export type WireContent =
  | Exclude<OutgoingContent, { kind: 'template' }>
  | WireTemplate
  | { readonly kind: 'reaction'; readonly wamid: string; readonly emoji: string }

export type SendMessage = SendTarget & {
  readonly phoneNumberId: string
  readonly content: WireContent
  /** Meta's ids of the message's files, uploaded to this number, in their order. */
  readonly remoteIds?: readonly string[]
  /** The wamid to quote; Meta leaves the quote out silently when it is over 30 days old. */
  readonly replyTo: string | null
  /** Comes back in each status; at most 512 characters, no personal data. */
  readonly tracker: string
}

/** What Meta would refuse, or worse, would take and do something else with. Null when the message may go. */
export function checkMessage(message: SendMessage): ErrorKey | null {
  const { content, tracker, remoteIds = [] } = message
  if (content.kind === 'text' && content.body.trim() === '') return 'message-empty'
  if (content.kind === 'text' && content.body.length > limits.textMaxLength) return 'message-too-long'
  if (remoteIds.length < fileCountOf(content)) return 'could-not-prepare'
  if (tracker.length > limits.trackerMaxLength) return 'request-invalid'
  if ('to' in message === 'recipient' in message) return 'recipient-invalid'
  // Meta strips a user id in `to` to its digits, accepts that, and the message fails later or reaches a stranger.
  if ('to' in message) return /^\+?\d{5,20}$/.test(message.to) ? null : 'recipient-invalid'
  return /^[A-Za-z]{2}\.[\w.-]{1,140}$/.test(message.recipient) ? null : 'recipient-invalid'
}

/** The body of `POST /{PHONE_ID}/messages`. */
export function bodyOf(message: SendMessage): WireObject {
  const { content, replyTo, tracker, remoteIds = [] } = message
  const isReply = replyTo !== null && content.kind !== 'reaction'
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...('to' in message ? { to: message.to } : { recipient: message.recipient }),
    ...contentBody(content, remoteIds),
    ...(isReply ? { context: { message_id: replyTo } } : {}),
    biz_opaque_callback_data: tracker,
  }
}

function contentBody(content: WireContent, remoteIds: readonly string[]): WireObject {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { body: content.body, ...(content.hasLinkPreview && { preview_url: true }) } }
    case 'media':
      return mediaBody(content, remoteIds[0])
    case 'location': {
      const { latitude, longitude, name, address } = content
      return { type: 'location', location: { latitude, longitude, ...(name && { name }), ...(address && { address }) } }
    }
    case 'contacts':
      return { type: 'contacts', contacts: content.contacts.map(contactBody) }
    case 'buttons':
    case 'list':
    case 'link':
    case 'location-request':
    case 'contact-request':
      return { type: 'interactive', interactive: interactiveBody(content, remoteIds[0]) }
    case 'template':
      return { type: 'template', template: templateBody(content, remoteIds) }
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: content.wamid, emoji: content.emoji } }
    default:
      return assertNever(content)
  }
}

/** A voice note is an audio that says so. */
function mediaBody({ media, caption, fileName }: Extract<WireContent, { kind: 'media' }>, remoteId: string | undefined): WireObject {
  const type = media === 'voice' ? 'audio' : media
  const inside = {
    id: remoteId,
    ...(caption !== null && takesCaption(media) && { caption }),
    ...(media === 'document' && fileName !== null && { filename: fileName }),
    ...(media === 'voice' && { voice: true }),
  }
  return { type, [type]: inside }
}

/** Meta refuses a caption with the others. */
export function takesCaption(media: Extract<WireContent, { kind: 'media' }>['media']): boolean {
  return media === 'image' || media === 'video' || media === 'document'
}

function fileCountOf(content: WireContent): number {
  switch (content.kind) {
    case 'media':
      return 1
    case 'buttons':
    case 'link':
      return content.header?.kind === 'media' ? 1 : 0
    case 'template':
      return filesOfTemplate(content.parts)
    case 'text':
    case 'location':
    case 'contacts':
    case 'list':
    case 'location-request':
    case 'contact-request':
    case 'reaction':
      return 0
    default:
      return assertNever(content)
  }
}
