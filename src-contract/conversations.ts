import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { contactId, conversationId, epochMs, messageId, numberId, staffId, teamId } from './ids.ts'
import { attachment, mediaKind } from './media.ts'
import { deliveryStatus } from './messages.ts'
import { CAPTION_MAX_LENGTH, TEXT_MAX_LENGTH } from './outgoing.ts'

/** The one lifelong thread between a number and a contact, as the inbox shows it. The same for every colleague. */
export const conversation = z.object({
  conversationId,
  contactId,
  numberId,
  /** Profile name, else username, else phone, else the end of the business-scoped id. */
  contactName: z.string(),
  /** Meant to be shown beside the name; null for people without a phone number. Its end only, for roles that do not see it. */
  contactPhone: z.string().nullable(),
  /** Time of the newest message; null while there is none. */
  lastAt: epochMs.nullable(),
  preview: z
    .object({
      direction: z.enum(['in', 'out']),
      /** `text`, or the kind of content the interface has words for, such as `image` or `location`; `revoked` for what was deleted. */
      kind: z.string(),
      /** Text or caption, cut to one line. */
      text: z.string(),
      status: deliveryStatus.nullable(),
    })
    .nullable(),
  /** Since when the customer waits: the first message nobody has answered. Null when the shop has the last word. */
  waitingSince: epochMs.nullable(),
  /** When free text stops being allowed; null when the customer never wrote. */
  windowExpiresAt: epochMs.nullable(),
  /** The customer came by an ad and was answered within a day: until then everything is free. */
  freeEntryUntil: epochMs.nullable(),
  /** How many messages ever came in. Grows only; what a person has not seen is this less their `readCount`. */
  inboundCount: z.number().int(),
  /** Who looks after it; null while nobody does. The first answer to one that nobody has claims it. */
  assignedTo: staffId.nullable(),
  teamId: teamId.nullable(),
})
export type Conversation = z.infer<typeof conversation>

export const conversationRow = conversation.extend({
  /** Of the caller: how many of `inboundCount` they have seen. */
  readCount: z.number().int(),
  /** Of the caller: the text they were writing, cut to one line; empty for a draft without words, null when there is none. */
  draftPreview: z.string().nullable(),
  /** Of the caller: how many files are in their draft. */
  draftFiles: z.number().int(),
})
export type ConversationRow = z.infer<typeof conversationRow>

export const inboxView = z.enum(['all', 'mine', 'unassigned', 'waiting', 'unread', 'drafts', 'closing'])
export type InboxView = z.infer<typeof inboxView>

/** At most so many files in one go. */
export const ATTACHMENTS_MAX = 30

/** A file that somebody is about to send: as what (null: as what it is), and with which words, besides those of the draft itself. */
export const draftFile = attachment.extend({
  sendAs: mediaKind.nullable().default(null),
  caption: z.string().max(CAPTION_MAX_LENGTH).default(''),
})
export type DraftFile = z.output<typeof draftFile>

export const draft = z.object({
  text: z.string().max(TEXT_MAX_LENGTH),
  replyTo: messageId.nullable(),
  files: z.array(draftFile).max(ATTACHMENTS_MAX),
  savedAt: epochMs,
})
export type Draft = z.infer<typeof draft>

export const conversationMethods = defineMethods({
  /**
   * Those who wait first, the longest wait first; then the rest, newest activity first. In `closing` are those whose window closes within four
   * hours, the first to close first. `cursor` is opaque.
   */
  'conversations.list': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    journal: 'conversation.searched',
    input: z.object({
      view: inboxView,
      /** Narrows to contacts whose name, username or phone contains this. */
      filter: z.string().trim().max(80).optional(),
      cursor: z.string().max(120).optional(),
      limit: z.number().int().min(1).max(100),
    }),
    output: z.object({ conversations: z.array(conversationRow), nextCursor: z.string().nullable() }),
  },
  'conversations.get': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({ conversationId }),
    output: z.object({ conversation: conversationRow, draft: draft.nullable() }),
  },
  /** For the badge: how many conversations wait for the shop, of those within the caller's reach. */
  'conversations.counts': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ waiting: z.number().int() }),
  },
  /** The caller has seen the thread up to `inboundCount`; the customer's newest message gets its blue ticks. */
  'conversations.markRead': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ conversationId, readCount: z.number().int().min(0) }),
    output: z.object({ readCount: z.number().int() }),
  },
  /** The caller takes it, or gives up their own. `expect` is who had it when the caller looked; `changed-meanwhile` when somebody else has. */
  'conversations.claim': {
    access: { permission: 'conv.assign_self' },
    reach: 'remote',
    input: z.object({ conversationId, isMine: z.boolean(), expect: staffId.nullable() }),
    output: z.object({ conversation }),
  },
  /** Gives it to a colleague, who must be able to see it then, or to nobody. */
  'conversations.assign': {
    access: { permission: 'conv.assign_other' },
    reach: 'remote',
    input: z.object({ conversationId, to: staffId.nullable(), expect: staffId.nullable() }),
    output: z.object({ conversation }),
  },
  'conversations.moveToTeam': {
    access: { permission: 'conv.assign_other' },
    reach: 'remote',
    input: z.object({ conversationId, to: teamId.nullable(), expect: teamId.nullable() }),
    output: z.object({ conversation }),
  },
  /**
   * The conversation with whoever has this phone, made when there is none, and then the caller's; what is said first is a template. For those
   * who see phones only; `not-found` when it is a colleague's that the caller does not see, `not-a-phone` without the country's code.
   */
  'conversations.start': {
    access: { permission: 'template.use' },
    reach: 'remote',
    input: z.object({
      phone: z.string().trim().min(1).max(40),
      /** What a card calls them. */
      name: z.string().trim().max(200).default(''),
    }),
    output: z.object({ conversationId }),
  },
  /** Shows "typing" to the customer for up to 25 seconds. Repeated calls within that time do nothing. */
  'conversations.typing': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ conversationId }),
    output: z.object({}),
  },
  /** Keeps what the caller is writing, for the caller alone; empty text, no quote and no file remove it. */
  'conversations.saveDraft': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({
      conversationId,
      text: z.string().max(TEXT_MAX_LENGTH),
      replyTo: messageId.nullable(),
      files: draft.shape.files.default([]),
    }),
    output: z.object({ draft: draft.nullable() }),
  },
})

export const conversationEvents = defineEvents({
  'conversation.changed': { access: { permission: 'conv.view' }, payload: z.object({ conversation }) },
  /** Only to the other windows of the same person. */
  'conversation.read': { access: { permission: 'conv.view' }, payload: z.object({ conversationId, readCount: z.number().int() }) },
  /** The receiver may no longer see it: a window forgets everything of it at once. */
  'conversation.gone': { access: { permission: 'conv.view' }, payload: z.object({ conversationId }) },
  /** Two threads turned out to be one person: everything of `from` is in `into` now. */
  'conversation.merged': { access: { permission: 'conv.view' }, payload: z.object({ from: conversationId, into: conversationId }) },
  /**
   * More conversations and messages changed at once than are worth telling one by one: what a window knows of them is to be read again.
   * Then none of these changes is told as `conversation.changed`, `message.changed` or `contact.changed`.
   */
  'conversations.stale': { access: { permission: 'conv.view' }, payload: z.object({}) },
  'conversations.counted': { access: { permission: 'conv.view' }, payload: z.object({ waiting: z.number().int() }) },
})
