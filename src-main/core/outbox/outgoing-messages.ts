import type { Conversation, ConversationId, NumberId } from '#contract'
import type { Contacts } from '../contacts/service.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { Inbox } from '../inbox/service.ts'
import type { Messages } from '../messages/service.ts'
import type { SendResult, SendTarget } from '../whatsapp/graph-client.ts'

/** The thread a message goes to, as far as sending must know it. */
export type OutgoingThread = {
  /** Of the thread that a merged one went into. */
  readonly conversationId: ConversationId
  readonly numberId: NumberId
  /** Null when nobody can be written to: a group, or a person known by name alone. */
  readonly target: SendTarget | null
  readonly windowExpiresAt: number | null
}

export type OutgoingThreads = {
  find(conversationId: ConversationId): OutgoingThread | null
  /** Null as well for what the person does not see. */
  findSeen(conversationId: ConversationId, viewer: Viewer): OutgoingThread | null
  findNewestInboundWamid(conversationId: ConversationId): string | null
  /** What the answer to a send says about whom it went to. In the caller's transaction. */
  noteAnswer(conversationId: ConversationId, send: AcceptedSend): void
}

export type AcceptedSend = {
  readonly target: SendTarget
  readonly result: Extract<SendResult, { kind: 'accepted' }>
  readonly at: number
}

export function createOutgoingThreads({
  inbox,
  contacts,
  messages,
}: {
  inbox: Inbox
  contacts: Contacts
  messages: Messages
}): OutgoingThreads {
  function threadOf(found: Conversation | undefined): OutgoingThread | null {
    if (found === undefined) return null
    const { conversationId, numberId, windowExpiresAt, contactId } = found
    return { conversationId, numberId, windowExpiresAt, target: contacts.address(contactId) }
  }

  return {
    find: (id) => threadOf(inbox.find(id)),
    findSeen: (id, viewer) => threadOf(inbox.findSeen(id, viewer)),
    findNewestInboundWamid: (id) => messages.findNewestInboundWamid(id),
    noteAnswer(id, { target, result, at }) {
      const contactId = inbox.contactOf(id)
      const writtenTo = 'to' in target ? { waId: target.to, userId: null } : { waId: null, userId: target.recipient }
      if (contacts.learnFromAnswer(contactId, { writtenTo, answered: result }, at)) messages.tellContact(contactId)
    },
  }
}
