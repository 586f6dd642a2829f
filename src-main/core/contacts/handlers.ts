import type { ContactId } from '#contract'
import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Contacts } from './service.ts'

/** `onRenamed` tells everybody who shows the name, after the commit of the transaction it is called in. */
export function createContactHandlers(deps: {
  contacts: Contacts
  onRenamed(contactId: ContactId): void
}): Pick<Handlers, 'contacts.get' | 'contacts.reveal' | 'contacts.rename'> {
  const { contacts, onRenamed } = deps
  return {
    'contacts.get': ({ contactId }, context) => ({ contact: contacts.getSeen(contactId, actorOf(context)) }),
    'contacts.reveal': (input, context) => ({ value: contacts.reveal(input, actorOf(context)) }),
    'contacts.rename': (input, context) => ({ contact: contacts.rename({ ...input, onRenamed }, actorOf(context)) }),
  }
}
