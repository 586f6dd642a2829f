import type { MessageContent, Referral } from '#contract'

/**
 * What a webhook body says, item by item, in our words. The decoder never throws and loses nothing: what it does not know is
 * an `unknown` item with its raw JSON. Times are epoch ms, clamped to sane years; ids are kept exactly as they came.
 */
export type DecodedBody =
  | { readonly kind: 'events'; readonly items: readonly DecodedItem[] }
  /** Signed perhaps, but not a JSON object. */
  | { readonly kind: 'not-json' }
  /** JSON of another product, or with no `entry` at all. */
  | { readonly kind: 'not-ours'; readonly object: string | null }

export type DecodedItem = {
  /** Where in the body, such as `entry.0.changes.2.value.messages.5`: stable for the same body. */
  readonly path: string
  readonly event: DecodedEvent
}

export type DecodedEvent =
  | MessageEvent
  | ReactionEvent
  | EditEvent
  | RevokeEvent
  | StatusEvent
  | IdentityEvent
  | ContactBookEvent
  | AccountEvent
  | ErrorEvent
  | UnknownEvent

/** A person as one webhook names them; any field may be absent, but never all of the ids. */
export type Person = {
  /** Business-scoped user id, opaque and case-sensitive. */
  readonly userId: string | null
  readonly parentUserId: string | null
  /** Digits as WhatsApp wrote them; a Brazilian mobile may lack its ninth digit. Always sent to exactly as it came. */
  readonly waId: string | null
  readonly profileName: string | null
  readonly username: string | null
}

type Located = {
  /** `metadata.phone_number_id`: what everything is routed by. Empty when the body does not say. */
  readonly numberId: string
}

export type MessageSource = 'live' | 'echo' | 'history'

/** What one side did in the chat: said, reacted, edited or deleted. */
type Said = Located & {
  readonly wamid: string
  readonly source: MessageSource
  readonly direction: 'in' | 'out'
  /** The customer, whichever way the message went. */
  readonly person: Person
  readonly sentAt: number
}

export type MessageEvent = Said & {
  readonly kind: 'message'
  readonly content: MessageContent
  /** Words to search and preview: text, caption, titles. */
  readonly body: string | null
  /** Meta's media id for a later download. */
  readonly mediaId: string | null
  /** Empty: it answers one that WhatsApp does not name. */
  readonly quotedWamid: string | null
  readonly forwarded: 'no' | 'once' | 'often'
  /** The ad or post that the customer came by. */
  readonly referral: Referral | null
  /** The product of the shop's catalogue that they ask about. */
  readonly productId: string | null
  /** An `unsupported` message may be followed by the real one under the same id, which replaces it. */
  readonly isGhost: boolean
  readonly groupId: string | null
  readonly errors: readonly WireError[]
}

export type ReactionEvent = Said & {
  readonly kind: 'reaction'
  readonly targetWamid: string
  /** Empty: taken back. */
  readonly emoji: string
}

export type EditEvent = Said & {
  readonly kind: 'edit'
  readonly targetWamid: string
  readonly content: MessageContent
  readonly body: string | null
}

export type RevokeEvent = Said & {
  readonly kind: 'revoke'
  readonly targetWamid: string
}

export type StatusEvent = Located & {
  readonly kind: 'status'
  readonly wamid: string
  readonly status: 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'deleted'
  readonly at: number
  readonly person: Person | null
  /** Group member or other recipient the status is about; empty for a plain chat. */
  readonly recipient: string
  readonly tracker: string | null
  readonly errors: readonly WireError[]
  readonly pricing: {
    readonly model: string | null
    readonly type: string | null
    readonly category: string | null
    readonly billable: boolean | null
  } | null
}

/**
 * A `system` message: the same person under another number or id. It is also a line in the thread.
 * When Meta does not say who they were, `before` is the same as `after`.
 */
export type IdentityEvent = Located & {
  readonly kind: 'identity'
  readonly wamid: string
  readonly change: 'changed-number' | 'changed-user-id' | 'identity-changed' | 'other'
  readonly before: Person
  readonly after: Person
  readonly sentAt: number
  readonly text: string | null
}

/** The phone app's address book, of a number that is on both. */
export type ContactBookEvent = Located & {
  readonly kind: 'contact-book'
  readonly action: 'add' | 'remove'
  readonly person: Person
  readonly fullName: string | null
  readonly at: number
}

/**
 * Anything about the account, number, templates, flows, groups, calls, preferences: kept as a fact under its field.
 * Also, under `contacts`, a contact that nothing beside it names, and under `history`, how far an import has come.
 */
export type AccountEvent = {
  readonly kind: 'account'
  readonly entryId: string
  readonly field: string
  readonly numberId: string | null
  readonly at: number | null
  readonly value: unknown
}

/** `value.errors[]`: something went wrong at WhatsApp that belongs to no message. */
type ErrorEvent = {
  readonly kind: 'error'
  readonly entryId: string
  readonly numberId: string | null
  readonly error: WireError
}

type UnknownEvent = {
  readonly kind: 'unknown'
  readonly reason: string
  readonly value: unknown
}

/** Decide on `code` and `details`, never on the title. */
export type WireError = {
  readonly code: number | null
  readonly title: string | null
  readonly details: string | null
}
