import type { Client, Contact, ContactId, ErrorCode } from '#contract'
import { createStore } from 'zustand/vanilla'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'
import type { Outcome } from './outcome.ts'

export type ContactsState = {
  byId: ReadonlyMap<ContactId, Contact>
  failed: ReadonlyMap<ContactId, ErrorCode>
  load(contactId: ContactId): void
  /** The whole number, which goes on record; kept nowhere. */
  revealPhone(contactId: ContactId): Promise<string | null>
  /** An empty name gives the person's own profile name back. */
  rename(contact: Contact, givenName: string): Promise<Outcome>
}

export function createContactsStore({ client }: { client: Client }) {
  let wanted: ContactId | null = null

  const store = createStore<ContactsState>(() => ({
    byId: new Map(),
    failed: new Map(),
    load(contactId) {
      wanted = contactId
      client.call('contacts.get', { contactId }).then(
        ({ contact }) => put(contact),
        (cause: unknown) => store.setState({ failed: new Map(store.getState().failed).set(contactId, codeOf(cause)) }),
      )
    },
    revealPhone: async (contactId) => (await client.call('contacts.reveal', { contactId, field: 'phone' })).value,
    async rename({ contactId, revision }, givenName) {
      try {
        const { contact } = await client.call('contacts.rename', { contactId, givenName, expectRevision: revision })
        put(contact)
        return { ok: true, value: true }
      } catch (cause) {
        const error = codeOf(cause)
        // Somebody else was faster: show what they wrote.
        if (error === 'changed-meanwhile') store.getState().load(contactId)
        return { ok: false, error }
      }
    },
  }))

  function put(contact: Contact): void {
    const { byId, failed } = store.getState()
    const known = byId.get(contact.contactId)
    if (known !== undefined && known.revision > contact.revision) return
    const stillFailed = new Map(failed)
    stillFailed.delete(contact.contactId)
    store.setState({ byId: new Map(byId).set(contact.contactId, contact), failed: stillFailed })
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'contact.changed' && store.getState().byId.has(event.payload.contact.contactId)) put(event.payload.contact)
    },
    reload() {
      if (wanted !== null) store.getState().load(wanted)
    },
    stop() {
      wanted = null
      store.setState({ byId: new Map(), failed: new Map() })
    },
  })
}
