import type { ContactId, ConversationId } from '#contract'
import type { Audience } from '../dispatch/event-hub.ts'
import type { InboxRepository } from './repository.ts'
import { sees, type Holding, type Viewer } from './reach.ts'

/** Who is told of what, as it is now; whose each conversation is, is read once, and only where somebody's scope asks for it. */
export type Audiences = {
  sees(viewer: Viewer, conversationId: ConversationId): boolean
  of(conversationId: ConversationId): Audience
  /** Of a customer with no conversation: whoever sees everything. */
  ofContact(contactId: ContactId): Audience
}

export function createAudiences({ repository }: { repository: InboxRepository }): Audiences {
  const holdings = new Map<ConversationId, Holding>()

  function holdingOf(id: ConversationId): Holding {
    const known = holdings.get(id) ?? repository.getHolding(id)
    holdings.set(id, known)
    return known
  }

  const isSeen = (viewer: Viewer, id: ConversationId) => sees(viewer, () => holdingOf(id))
  return {
    sees: isSeen,
    of: (id) => (actor) => isSeen(actor, id),
    ofContact: (contactId) => (actor) => actor.scope === 'all' || repository.listByContact(contactId).some(({ id }) => isSeen(actor, id)),
  }
}
