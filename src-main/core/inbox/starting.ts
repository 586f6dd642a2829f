import type { ContactId, ConversationId, NumberId } from '#contract'
import { isPhoneShown } from '../contacts/masks.ts'
import type { Contacts } from '../contacts/service.ts'
import type { Database } from '../db/database.ts'
import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../ports.ts'
import { toWaId } from '../whatsapp/phone.ts'
import type { Viewer } from './reach.ts'
import type { Inbox } from './service.ts'

/** Conversations that the shop begins. */
export function createStarting(deps: {
  db: Database
  clock: Clock
  contacts: Contacts
  inbox: Inbox
  numberId(): NumberId | null
  /** Tells everybody who shows the contact, after the commit. */
  onContactChanged(contactId: ContactId): void
}) {
  const { db, clock, contacts, inbox } = deps

  /** Known by the name on the card until the customer says another. */
  function learn(waId: string, name: string): ContactId {
    const person = { waId, userId: null, parentUserId: null, profileName: null, username: null }
    const at = clock.now()
    const resolved = name === '' ? contacts.resolve(person, at) : contacts.learnFromBook({ person, action: 'add', fullName: name, at })
    if (resolved === null) throw new Error('Broken invariant: a phone is an id')
    for (const contactId of resolved.touched) deps.onContactChanged(contactId)
    return resolved.contactId
  }

  return {
    start({ phone, name }: { phone: string; name: string }, by: Viewer): ConversationId {
      // Whoever sees the end of phones only would find out the rest by trying.
      if (!isPhoneShown(by)) throw new AppError('not-allowed', 'Conversations are begun by those who see phones')
      const waId = toWaId(phone)
      if (waId === null) throw new AppError('not-a-phone', 'No phone with its country')
      return db.transaction(() => {
        const numberId = deps.numberId()
        if (numberId === null) throw new AppError('no-number', 'No number is connected')
        const known = contacts.findByPhone(waId)
        const existing = known === null ? null : inbox.findWith(numberId, known)
        if (existing !== null) return inbox.getSeen(existing, by).conversationId
        const conversationId = inbox.ensure(numberId, known ?? learn(waId, name))
        inbox.start(conversationId, by.staffId)
        return conversationId
      })
    },
  }
}

export type Starting = ReturnType<typeof createStarting>

export function createStartingHandlers({ starting }: { starting: Starting }): Pick<Handlers, 'conversations.start'> {
  return { 'conversations.start': (input, context) => ({ conversationId: starting.start(input, actorOf(context)) }) }
}
