import { z } from 'zod'
import type { Contact, ContactId, StaffId } from '#contract'
import { defineCommand, type CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import type { ContactBookEvent, IdentityEvent, Person } from '../whatsapp/decoded.ts'
import { createIdentities, type Resolved } from './identities.ts'
import { createContactsRepository, type ContactsRepository, type NameColumn } from './repository.ts'
import { addressOf, newestOf, shownContact, type Address } from './shown-contact.ts'

export type Contacts = ReturnType<typeof createContacts>

/** Team state: what the shop calls somebody. */
const renameContact = defineCommand({
  kind: 'contacts.rename',
  payload: z.object({ contactId: z.number().int(), givenName: z.string().nullable() }),
  apply(db, command) {
    // The payload is ours: the id was a contact's when the command was decided.
    const contactId = command.payload.contactId as ContactId
    const repository = createContactsRepository({ db })
    repository.updateGivenName(contactId, command.payload.givenName)
    updateShown(repository, contactId)
  },
})

export function createContacts(deps: { db: Database; ids: Ids; commands: CommandLog }) {
  const { db, ids, commands } = deps
  const repository = createContactsRepository({ db })
  const identities = createIdentities({ repository })

  /** A contact that was merged answers as the one it went into. */
  function find(contactId: ContactId): Contact | undefined {
    const row = repository.find(contactId)
    if (row === undefined) return undefined
    if (row.merged_into !== null) return find(row.merged_into)
    const known = repository.listIdentities(row.id)
    return {
      contactId: row.id,
      givenName: row.given_name ?? row.book_name,
      profileName: row.profile_name,
      username: row.username,
      phone: row.shown_phone,
      userId: newestOf(known, 'user_id'),
      firstSeenAt: row.first_seen_at,
      messageCount: repository.countMessages(row.id),
      revision: row.revision,
    }
  }

  function get(contactId: ContactId): Contact {
    const contact = find(contactId)
    if (contact === undefined) throw new AppError('not-found', `No contact ${contactId}`)
    return contact
  }

  function learnNames(contactId: ContactId, names: readonly { column: NameColumn; name: string | null; at: number }[]): boolean {
    const changed = names.map(({ column, name, at }) => repository.updateName(contactId, column, { name, at }))
    return changed.includes(true)
  }

  /** Writes what is shown of each contact that may have changed, and answers those that somebody sees changed. */
  function finish(resolved: Resolved, learn: (contactId: ContactId) => boolean): Resolved {
    const mayHaveChanged = new Set(resolved.touched)
    if (learn(resolved.contactId)) mayHaveChanged.add(resolved.contactId)
    const touched = new Set(resolved.merged.map(({ into }) => into))
    for (const contactId of mayHaveChanged) {
      if (updateShown(repository, contactId)) touched.add(contactId)
    }
    return { ...resolved, touched }
  }

  return {
    find,
    get,

    /** The one contact of these ids, made or merged as needed, with what is newest of its names. Null when there is no id at all. */
    resolve(person: Person, at: number): Resolved | null {
      const resolved = identities.resolve(person, at)
      return resolved && finish(resolved, (contactId) => learnNames(contactId, namesOf(person, at)))
    },

    resolveGroup(groupId: string, at: number): Resolved {
      return finish(identities.resolveGroup(groupId, at), () => false)
    },

    /** WhatsApp's word that a person has another number or user id now. */
    move(event: IdentityEvent): Resolved | null {
      const resolved = identities.move(event.before, event.after, event.sentAt)
      return (
        resolved &&
        finish(resolved, (contactId) =>
          learnNames(contactId, [...namesOf(event.before, event.sentAt), ...namesOf(event.after, event.sentAt)]),
        )
      )
    },

    /** The phone app's address book; taking somebody out of it takes the name away, never the contact. */
    learnFromBook(event: ContactBookEvent): Resolved | null {
      const name = event.action === 'add' ? event.fullName : null
      const resolved = identities.resolve(event.person, event.at)
      return (
        resolved &&
        finish(resolved, (contactId) =>
          learnNames(contactId, [...namesOf(event.person, event.at), { column: 'book_name', name, at: event.at }]),
        )
      )
    },

    /** Where to send: `to` a phone exactly as WhatsApp wrote it, or to a user id as `recipient`. Null when there is no way. */
    address(contactId: ContactId): Address | null {
      return addressOf(repository.listIdentities(get(contactId).contactId))
    },

    rename(input: { contactId: ContactId; givenName: string; expectRevision: number; by: StaffId }): Contact {
      return db.transaction(() => {
        const { contactId, revision } = get(input.contactId)
        if (revision !== input.expectRevision) throw new AppError('changed-meanwhile', `Contact ${contactId} is at revision ${revision}`)
        commands.append(renameContact, {
          key: ids.ulid(),
          entity: `contact:${contactId}`,
          by: input.by,
          payload: { contactId, givenName: input.givenName === '' ? null : input.givenName },
        })
        return get(contactId)
      })
    },
  }
}

function updateShown(repository: ContactsRepository, contactId: ContactId): boolean {
  return repository.updateShown(contactId, shownContact(repository.get(contactId), repository.listIdentities(contactId)))
}

function namesOf(person: Person, at: number) {
  return [
    ...(person.profileName === null ? [] : [{ column: 'profile_name', name: person.profileName, at } as const]),
    ...(person.username === null ? [] : [{ column: 'username', name: person.username.replace(/^@/, ''), at } as const]),
  ]
}
