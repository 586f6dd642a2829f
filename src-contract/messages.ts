import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { clientKey, conversationId, epochMs, messageId, staffId } from './ids.ts'
import { mediaKind, messageFile } from './media.ts'
import { contactCard, outgoingContent } from './outgoing.ts'
import { shownTemplate } from './templates.ts'

/** An answer in a form. What it is made of is in `items`, of a list without names, and `value` is empty then. */
export type FormField = { name: string; value: string; items?: FormField[] | undefined }
const formField: z.ZodType<FormField> = z.object({
  name: z.string(),
  value: z.string(),
  items: z.lazy(() => z.array(formField)).optional(),
})

/** All that was answered, for where there is no room for fields. */
export function valuesOfForm(fields: readonly FormField[]): string {
  const values = fields.map(({ value, items = [] }) => (value === '' ? valuesOfForm(items) : value))
  return values.filter((value) => value !== '').join(' · ')
}

/** What a message says, as the interface draws it. Its files are beside it, in `message.files`. */
export const messageContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), body: z.string() }),
  z.object({
    kind: z.literal('media'),
    media: mediaKind,
    caption: z.string().nullable(),
    fileName: z.string().nullable(),
    mimeType: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    name: z.string().nullable(),
    address: z.string().nullable(),
    url: z.string().nullable().default(null),
  }),
  z.object({ kind: z.literal('contacts'), contacts: z.array(contactCard) }),
  /** A tap on a template button, a reply button or a list row. */
  z.object({ kind: z.literal('choice'), title: z.string(), description: z.string().nullable() }),
  /** The answers of a form (WhatsApp Flow), in the order they came; empty when they could not be read. */
  z.object({ kind: z.literal('form'), name: z.string().nullable(), fields: z.array(formField) }),
  z.object({
    kind: z.literal('order'),
    text: z.string().nullable(),
    items: z.array(z.object({ productId: z.string(), quantity: z.number(), price: z.number(), currency: z.string() })),
  }),
  z.object({ kind: z.literal('call-permission'), accepted: z.boolean() }),
  /** Buttons, a list, a link, or a question that the customer answers with a tap; `header` is null where a file is shown instead. */
  z.object({
    kind: z.literal('interactive'),
    form: z.enum(['buttons', 'list', 'link', 'location-request', 'contact-request']),
    header: z.string().nullable(),
    body: z.string(),
    footer: z.string().nullable(),
    /** What opens the list, or the words of the link. */
    action: z.string().nullable(),
    url: z.string().nullable(),
    sections: z.array(z.object({ title: z.string(), rows: z.array(z.object({ title: z.string(), description: z.string().nullable() })) })),
  }),
  /** `durationMs` of one that was answered, on the phone. */
  z.object({
    kind: z.literal('call'),
    direction: z.enum(['in', 'out']),
    outcome: z.enum(['missed', 'answered', 'rejected', 'failed', 'unknown']),
    durationMs: z.number().int().nullable(),
  }),
  z.object({
    kind: z.literal('system'),
    /** `welcome`: they opened the conversation before a word was written. */
    event: z.enum(['changed-number', 'changed-user-id', 'identity-changed', 'welcome', 'call', 'other']),
    /** What WhatsApp says of it, in English; null where the event says it all. */
    text: z.string().nullable(),
  }),
  shownTemplate.extend({ kind: z.literal('template') }),
  /** WhatsApp itself could not pass it on; `rawType` is what it was, when Meta says so, `problem` the error table's row. */
  z.object({ kind: z.literal('unsupported'), rawType: z.string().nullable(), problem: z.string().nullable().default(null) }),
  /** A type this version does not know; kept whole, and read again after an upgrade. */
  z.object({ kind: z.literal('unknown'), rawType: z.string() }),
])
export type MessageContent = z.infer<typeof messageContent>

export const deliveryStatus = z.enum([
  'queued',
  'attempting',
  'waiting',
  'reconciling',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'unconfirmed',
  'cancelled',
])
export type DeliveryStatus = z.infer<typeof deliveryStatus>

/** Why a message did not go, or waits: a row of the error table, by key; the code only for support. */
export const deliveryProblem = z.object({
  key: z.string(),
  code: z.number().int().nullable(),
  /** Meta's own details, in English, for the copy button. Never shown as the explanation. */
  details: z.string().nullable(),
})
export type DeliveryProblem = z.infer<typeof deliveryProblem>

export const delivery = z.object({
  status: deliveryStatus,
  problem: deliveryProblem.nullable(),
  /** While this lies ahead, the message is held and can be taken back. */
  undoUntil: epochMs.nullable(),
})
export type Delivery = z.infer<typeof delivery>

export const messageAuthor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer') }),
  z.object({ kind: z.literal('staff'), staffId }),
  /** Sent from the phone app of a number that is on both. */
  z.object({ kind: z.literal('phone') }),
  z.object({ kind: z.literal('system') }),
])

/** The ad or post by which a customer came. */
export const referral = z.object({
  sourceType: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  headline: z.string().nullable(),
  body: z.string().nullable(),
})
export type Referral = z.infer<typeof referral>

export const reaction = z.object({
  emoji: z.string(),
  from: z.enum(['customer', 'shop']),
  /** Of the shop's: whether WhatsApp has taken it. */
  state: z.enum(['sending', 'sent', 'failed']),
})

export const message = z.object({
  messageId,
  conversationId,
  direction: z.enum(['in', 'out']),
  author: messageAuthor,
  content: messageContent,
  sentAt: epochMs,
  /** The quoted message; all of it is null when it is not in the history. `kind` is as in the preview of a list: `revoked` when it was deleted. */
  replyTo: z
    .object({
      messageId: messageId.nullable(),
      direction: z.enum(['in', 'out']).nullable(),
      kind: z.string().nullable(),
      preview: z.string().nullable(),
    })
    .nullable(),
  reactions: z.array(reaction),
  forwarded: z.enum(['no', 'once', 'often']),
  /** Pictures and other files, in order; of a carousel one a card. */
  files: z.array(messageFile),
  referral: referral.nullable(),
  /** The product of the shop's catalogue that the customer asks about. */
  productId: z.string().nullable(),
  /** Somebody in the shop listened to it. */
  isHeard: z.boolean(),
  isEdited: z.boolean(),
  isRevoked: z.boolean(),
  /** Null for what came in. */
  delivery: delivery.nullable(),
})
export type Message = z.infer<typeof message>

export const messageMethods = defineMethods({
  /** A page of one thread in order of `(sentAt, messageId)`; with no anchor, the newest. */
  'messages.list': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    journal: 'conversation.opened',
    input: z.object({
      conversationId,
      anchor: z
        .discriminatedUnion('at', [
          z.object({ at: z.literal('before'), messageId }),
          z.object({ at: z.literal('after'), messageId }),
          z.object({ at: z.literal('around'), messageId }),
        ])
        .optional(),
      limit: z.number().int().min(1).max(100),
    }),
    output: z.object({ messages: z.array(message), hasBefore: z.boolean(), hasAfter: z.boolean() }),
  },
  /**
   * `seen`: the newest message that was in view. When a colleague has written since, `colleague-replied` with `by` and `seconds` stops it, and
   * `sendAnyway` goes past that. Refuses as well what `checkOutgoing` finds: `message-empty`, `message-too-long`, `media-…`, `template-…`. A template takes
   * `template.use` as well, also to be sent again or later: `not-allowed`.
   */
  'messages.send': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({
      conversationId,
      clientKey,
      content: outgoingContent,
      replyTo: messageId.nullable(),
      seen: messageId.nullable().default(null),
      sendAnyway: z.boolean().default(false),
    }),
    output: z.object({ message }),
  },
  /**
   * The shop's one reaction to a message, an empty `emoji` takes it back. It counts as an answer. Tried again by itself: the same reaction
   * twice is one. `window-closed`; `not-possible-now` for a message that is over 30 days old or was never WhatsApp's.
   */
  'messages.react': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ messageId, emoji: z.string().max(32) }),
    output: z.object({ message }),
  },
  /** What it said before each edit, oldest first. */
  'messages.versions': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({ messageId }),
    output: z.object({ versions: z.array(z.object({ at: epochMs, content: messageContent })) }),
  },
  /**
   * Takes a held message back; `already-sent` when it has left. Text and files return as the caller's draft; what is filled into a form, such
   * as a place or buttons, returns as `content` instead, to whoever wrote it.
   */
  'messages.undo': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ messageId }),
    output: z.object({ message, text: z.string(), content: outgoingContent.nullable() }),
  },
  /** What a person decides about a failed or unconfirmed message. Only this ever sends anything a second time. */
  'messages.decide': {
    access: { permission: 'msg.resend_ambiguous' },
    reach: 'remote',
    input: z.object({ messageId, decision: z.enum(['send-again', 'arrived', 'drop']) }),
    output: z.object({ message }),
  },
})

export const messageEvents = defineEvents({
  /** A message came, went, or changed: its status, a reaction, an edit. */
  'message.changed': { access: { permission: 'conv.view' }, payload: z.object({ message }) },
})
