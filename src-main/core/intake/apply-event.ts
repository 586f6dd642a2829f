import type { ContactId, ConversationId, DeliveryProblem, NumberId } from '#contract'
import type { Contacts } from '../contacts/service.ts'
import type { Resolved } from '../contacts/identities.ts'
import type { Inbox } from '../inbox/service.ts'
import { assertNever } from '../lib/assert.ts'
import type { Changes } from '../messages/changes.ts'
import type { Messages } from '../messages/service.ts'
import type {
  AccountEvent,
  ContactBookEvent,
  DecodedEvent,
  EditEvent,
  IdentityEvent,
  MessageEvent,
  ReactionEvent,
  RevokeEvent,
  StatusEvent,
} from '../whatsapp/decoded.ts'
import { explainError } from '../whatsapp/error-table.ts'
import type { IntakeRepository } from './repository.ts'

/** What became of one item. `kept` is on disk, to be read again; the reason says why. */
export type Outcome = { readonly kind: 'applied' } | { readonly kind: 'duplicate' } | { readonly kind: 'kept'; readonly reason: string }

/** `ownNumberId` is null while no number is connected: then every number's events are taken. */
export type Origin = { readonly rawEventId: number; readonly ownNumberId: string | null }

/** Of another number than the shop's; read again when that number is connected. */
export const NOT_OURS = 'not-ours'

/**
 * Applies one event in the caller's transaction. Whatever the order and however often, the same events make the same state:
 * each is kept as a fact, and what is shown is derived from the facts.
 */
export function createEventApplier(deps: {
  contacts: Contacts
  inbox: Inbox
  messages: Messages
  repository: IntakeRepository
  onStatus(event: StatusEvent): void
  /** Each fact about the account once; of those that name no time, the time is null. */
  onAccount(event: AccountEvent): void
  onMerged(merged: { from: ConversationId; into: ConversationId }): void
}) {
  const { contacts, inbox, messages, repository } = deps

  function apply(event: DecodedEvent, { rawEventId, ownNumberId }: Origin, changes: Changes): Outcome {
    if (isAnotherNumbers(event, ownNumberId)) return { kind: 'kept', reason: NOT_OURS }
    switch (event.kind) {
      case 'message':
        return applyMessage(event, rawEventId, changes)
      case 'reaction':
        return applyReaction(event, changes)
      case 'edit':
      case 'revoke':
        return applyChange(event, changes)
      case 'status':
        return applyStatus(event, changes)
      case 'identity':
        return applyIdentity(event, rawEventId, changes)
      case 'contact-book':
        return applyContactBook(event, changes)
      case 'account':
        return applyAccount(event, rawEventId)
      case 'error': {
        const { entryId, numberId, error } = event
        return outcomeOf(repository.insertAccountEvent({ entryId, numberId, rawEventId, field: 'errors', at: null, value: error }))
      }
      case 'unknown':
        return { kind: 'kept', reason: event.reason }
      default:
        return assertNever(event)
    }
  }

  function applyMessage(event: MessageEvent, rawEventId: number, changes: Changes): Outcome {
    const resolved =
      event.groupId === null ? contacts.resolve(event.person, event.sentAt) : contacts.resolveGroup(event.groupId, event.sentAt)
    if (resolved === null) return NOBODY
    const isPersonNews = takeOver(resolved, changes)
    const place = placeOf(event.numberId, resolved.contactId, rawEventId)
    const isNews = messages.incoming.saveMessage(event, place, changes)
    const isWindowNews = opensWindow(event) && openWindow(place.conversationId, event.sentAt, changes)
    return outcomeOf(isNews || isWindowNews || isPersonNews)
  }

  function applyReaction(event: ReactionEvent, changes: Changes): Outcome {
    const resolved = contacts.resolve(event.person, event.sentAt)
    if (resolved === null) return NOBODY
    const isPersonNews = takeOver(resolved, changes)
    const conversationId = inbox.ensure(event.numberId, resolved.contactId)
    const isNews = messages.incoming.saveReaction(event, conversationId, changes)
    const isWindowNews = opensWindow(event) && openWindow(conversationId, event.sentAt, changes)
    return outcomeOf(isNews || isWindowNews || isPersonNews)
  }

  function applyChange(event: EditEvent | RevokeEvent, changes: Changes): Outcome {
    const resolved = contacts.resolve(event.person, event.sentAt)
    if (resolved === null) return NOBODY
    const isPersonNews = takeOver(resolved, changes)
    return outcomeOf(messages.incoming.saveChange(event, changes) || isPersonNews)
  }

  function applyStatus(event: StatusEvent, changes: Changes): Outcome {
    // Statuses often name a phone and a user id together, which is how the two are learned to be one person.
    const resolved = event.person === null ? null : contacts.resolve(event.person, event.at)
    const isPersonNews = resolved !== null && takeOver(resolved, changes)
    const isNews = messages.incoming.saveStatus(event, problemOf(event), changes)
    deps.onStatus(event)
    return outcomeOf(isNews || isPersonNews)
  }

  function applyIdentity(event: IdentityEvent, rawEventId: number, changes: Changes): Outcome {
    const resolved = contacts.move(event)
    if (resolved === null) return NOBODY
    const isPersonNews = takeOver(resolved, changes)
    const isNews = messages.incoming.saveIdentityLine(event, placeOf(event.numberId, resolved.contactId, rawEventId), changes)
    return outcomeOf(isNews || isPersonNews)
  }

  function applyAccount(event: AccountEvent, rawEventId: number): Outcome {
    const isNews = repository.insertAccountEvent({ ...event, rawEventId })
    if (isNews) deps.onAccount(event)
    return outcomeOf(isNews)
  }

  function applyContactBook(event: ContactBookEvent, changes: Changes): Outcome {
    const resolved = contacts.learnFromBook(event)
    return resolved === null ? NOBODY : outcomeOf(takeOver(resolved, changes))
  }

  /** Brings the threads of merged contacts along. Answers whether anything about a person is new. */
  function takeOver(resolved: Resolved, changes: Changes): boolean {
    for (const { from, into } of resolved.merged) {
      for (const merged of inbox.mergeContact(from, into)) {
        messages.moveThread(merged.from, merged.into, changes)
        deps.onMerged(merged)
      }
    }
    for (const contactId of resolved.touched) changes.contacts.add(contactId)
    return resolved.touched.size > 0
  }

  function placeOf(numberId: string, contactId: ContactId, rawEventId: number) {
    // Meta's `phone_number_id`, exactly as it came.
    return { conversationId: inbox.ensure(numberId, contactId), numberId: numberId as NumberId, rawEventId }
  }

  function openWindow(conversationId: ConversationId, at: number, changes: Changes): boolean {
    const isNews = inbox.openWindow(conversationId, at)
    if (isNews) changes.conversations.add(conversationId)
    return isNews
  }

  return apply
}

const NOBODY: Outcome = { kind: 'kept', reason: 'names-nobody' }

function outcomeOf(isNews: boolean): Outcome {
  return { kind: isNews ? 'applied' : 'duplicate' }
}

function isAnotherNumbers(event: DecodedEvent, own: string | null): boolean {
  // Errors and facts about the account are kept whatever number they name.
  if (own === null || event.kind === 'account' || event.kind === 'error' || event.kind === 'unknown') return false
  return event.numberId !== own
}

/** Only what a customer does live: imported history and what was sent from the phone do not. Source: Meta, "Customer service windows". */
function opensWindow(event: MessageEvent | ReactionEvent): boolean {
  return event.direction === 'in' && event.source === 'live'
}

function problemOf(event: StatusEvent): DeliveryProblem | null {
  const error = event.errors[0]
  if (error === undefined && event.status !== 'failed') return null
  const code = error?.code ?? null
  const details = error?.details ?? error?.title ?? null
  return { key: explainError({ code, details }).key, code, details }
}
