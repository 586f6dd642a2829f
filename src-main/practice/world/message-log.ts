import type { Person } from './people.ts'

/** A message the business had accepted. Content is what was posted, unchanged. */
export type Outgoing = {
  readonly wamid: string
  /** Null: the number is on no phone. */
  readonly person: Person | null
  readonly recipientId: string
  readonly type: string
  readonly content: unknown
  /** The words of it, for people to react to: text, caption, body of buttons, filled template. */
  readonly text: string
  /** What it is billed as: `service`, or the template's category. */
  readonly category: string
  readonly tracker: string | null
  readonly quotes: string | null
  /** The quick replies of a template, in the order of its buttons. */
  readonly quickReplies: readonly QuickReply[]
  readonly at: number
}

export type QuickReply = { readonly text: string; readonly payload: string }

/** What really arrived on a customer's phone. */
export type Received = {
  readonly customer: string
  readonly wamid: string
  readonly tracker: string | null
  readonly type: string
  readonly text: string
  readonly content: unknown
  readonly at: number
}

export type MessageLog = {
  addOutgoing(message: Outgoing): void
  addReceived(message: Received): void
  addIncoming(message: { wamid: string; person: Person; at: number }): void
  findIncoming(wamid: string): { wamid: string; person: Person; at: number } | null
  markRead(wamid: string): void
  showTyping(wamid: string): void
  readonly outgoing: readonly Outgoing[]
  readonly received: readonly Received[]
  /** Ids of customers' messages that the business marked as read, in order. */
  readonly read: readonly string[]
  readonly typing: readonly string[]
}

export function createMessageLog(): MessageLog {
  const outgoing: Outgoing[] = []
  const received: Received[] = []
  const read: string[] = []
  const typing: string[] = []
  const incomingById = new Map<string, { wamid: string; person: Person; at: number }>()

  return {
    addOutgoing: (message) => void outgoing.push(message),
    addReceived: (message) => void received.push(message),
    addIncoming: (message) => void incomingById.set(message.wamid, message),
    findIncoming: (wamid) => incomingById.get(wamid) ?? null,
    markRead: (wamid) => void read.push(wamid),
    showTyping: (wamid) => void typing.push(wamid),
    outgoing,
    received,
    read,
    typing,
  }
}
