import { z } from 'zod'
import type { Contact, ContactId, FieldMasks } from '#contract'
import { defineCommand, type CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import { displayPhone } from '../whatsapp/phone.ts'
import type { ContactBookEvent, IdentityEvent, Person } from '../whatsapp/decoded.ts'
import { wholeShop, type Viewer } from '../inbox/reach.ts'
import { createIdentities, type AnsweredSend, type Resolved } from './identities.ts'
import { isPhoneShown, shownContactTo, shownName } from './masks.ts'
import { learnNames, type TimedName } from './names.ts'
import { phoneKey } from './phone-key.ts'
import { recognise, type Recognised } from './recognise.ts'
import { createContactsRepository, type ContactRow, type ContactsRepository } from './repository.ts'
import { addressOf, newestOf, shownContact, type Address } from './shown-contact.ts'

export type Contacts = ReturnType<typeof createContacts>

/** Team state: what the shop calls somebody. */
const renameContact = defineCommand({
  kind: 'contacts.rename',
  payload: z.object({ contactId: z.number().int(), givenName: z.string().nullable() }),
  journal: {
    action: 'contact.renamed',
    // The payload is ours, here and below: the id was a contact's when the command was decided.
    subject: (payload) => ({ contactId: payload.contactId as ContactId }),
    details: (db, { contactId, givenName }) => ({
      before: createContactsRepository({ db }).get(contactId as ContactId).given_name,
      after: givenName,
    }),
  },
  apply(db, command) {
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
    const row = repository.findSeen(contactId, wholeShop)
    return row === undefined ? undefined : toContact(row)
  }

  function get(contactId: ContactId): Contact {
    return getSeen(contactId, wholeShop)
  }

  function getSeen(contactId: ContactId, viewer: Viewer): Contact {
    const row = repository.findSeen(contactId, viewer)
    if (row === undefined) throw new AppError('not-found', `No contact ${contactId}`)
    return toContact(row)
  }

  function toContact(row: ContactRow): Contact {
    return {
      contactId: row.id,
      givenName: row.given_name ?? row.book_name,
      profileName: row.profile_name,
      username: row.username,
      phone: row.shown_phone,
      userId: newestOf(repository.listIdentities(row.id), 'user_id'),
      firstSeenAt: row.first_seen_at,
      revision: row.revision,
    }
  }

  /** Learns the names, writes what is shown of each contact that may have changed, and answers those that somebody sees changed. */
  function finish(resolved: Resolved, names: readonly TimedName[], waId: string | null): Resolved {
    const { contactId } = resolved
    const contact = repository.get(contactId)
    const mayHaveChanged = new Set(resolved.touched)
    if (learnNames(repository, contact, names)) mayHaveChanged.add(contactId)
    if (resolved.isSeenLater && !isShownAs(contact, waId)) mayHaveChanged.add(contactId)
    const touched = new Set(resolved.merged.map(({ into }) => into))
    if (resolved.isSeenEarlier) touched.add(contactId)
    for (const changedId of mayHaveChanged) {
      if (updateShown(repository, changedId)) touched.add(changedId)
    }
    return { ...resolved, touched }
  }

  function resolve(person: Person, at: number, names: readonly TimedName[]): Resolved | null {
    const known = recognise(repository, person, at)
    if (known !== null) return finishKnown(known, names, person.waId)
    const resolved = identities.resolve(person, at)
    return resolved && finish(resolved, names, person.waId)
  }

  function finishKnown({ contact, isSeenLater }: Recognised, names: readonly TimedName[], waId: string | null): Resolved {
    const mayHaveChanged = learnNames(repository, contact, names) || (isSeenLater && !isShownAs(contact, waId))
    const isChanged = mayHaveChanged && updateShown(repository, contact.id)
    return { contactId: contact.id, merged: [], touched: new Set(isChanged ? [contact.id] : []), isSeenLater, isSeenEarlier: false }
  }

  return {
    /** As the program itself sees it, for services that act for nobody or have asked already. */
    find,
    get,

    /** As a person sees it; `not-found` for whom they do not see, exactly as for who is not there. */
    getSeen(contactId: ContactId, viewer: Viewer): Contact {
      return shownContactTo(getSeen(contactId, viewer), viewer)
    },

    /** The whole of what the person's role shows the end of; `not-allowed` for a role that never does. */
    reveal({ contactId, field }: { contactId: ContactId; field: keyof FieldMasks }, by: Viewer): string | null {
      const contact = getSeen(contactId, by)
      if (by.masks[field] === 'hidden') throw new AppError('not-allowed', `The ${field} of contacts is hidden from this role`)
      return contact[field]
    },

    /** For a line that names them; null for whom the person does not see. */
    findNameSeen(contactId: ContactId, viewer: Viewer): { contactId: ContactId; name: string } | null {
      const row = repository.findSeen(contactId, viewer)
      return row === undefined ? null : { contactId: row.id, name: shownName(row.shown_name, row.shown_phone, viewer) }
    },

    /** Its own id, and those of contacts that turned out to be the same person: what was kept under any of these is about them. */
    everyIdOf(contactId: ContactId): ContactId[] {
      const id = find(contactId)?.contactId ?? contactId
      return [id, ...repository.listMergedInto(id)]
    },

    /** The one contact of these ids, made or merged as needed, with what is newest of its names. Null when there is no id at all. */
    resolve(person: Person, at: number): Resolved | null {
      return resolve(person, at, namesOf(person, at))
    },

    /** Who has this phone now, in either of its writings; null when nobody is known to. */
    findByPhone(waId: string): ContactId | null {
      const phone = repository.findIdentity('match_key', phoneKey(waId))
      return phone === undefined || phone.left_at !== null ? null : phone.contact_id
    },

    resolveGroup(groupId: string, at: number): Resolved {
      return finish(identities.resolveGroup(groupId, at), [], null)
    },

    /** WhatsApp's word that a person has another number or user id now. */
    move({ before, after, sentAt }: IdentityEvent): Resolved | null {
      const resolved = identities.move(before, after, sentAt)
      return resolved && finish(resolved, [...namesOf(before, sentAt), ...namesOf(after, sentAt)], null)
    },

    /** The phone app's address book, or a card; taking somebody out of it takes the name away, never the contact. */
    learnFromBook({ person, action, fullName, at }: Pick<ContactBookEvent, 'person' | 'action' | 'fullName' | 'at'>): Resolved | null {
      const bookName = { column: 'book_name', name: action === 'add' ? fullName : null, at } as const
      return resolve(person, at, [...namesOf(person, at), bookName])
    },

    /**
     * The answer to a send may name the person by another phone or user id than the one written to. Source: Meta, "Phone number formats".
     * Answers whether anybody sees a difference. In the caller's transaction.
     */
    learnFromAnswer(contactId: ContactId, send: AnsweredSend, at: number): boolean {
      const learned = identities.learn(get(contactId).contactId, send, at)
      return learned !== null && finish(learned, [], null).touched.size > 0
    },

    /** Where to send: `to` a phone exactly as WhatsApp wrote it, or to a user id as `recipient`. Null when there is no way. */
    address(contactId: ContactId): Address | null {
      return addressOf(repository.listIdentities(get(contactId).contactId))
    },

    /** `onRenamed` runs in the same transaction, so that a name which is kept is always told. */
    rename(
      input: { contactId: ContactId; givenName: string; expectRevision: number; onRenamed?(contactId: ContactId): void },
      by: Viewer,
    ): Contact {
      return db.transaction(() => {
        const contact = getSeen(input.contactId, by)
        const { contactId, revision } = contact
        if (revision !== input.expectRevision) throw new AppError('changed-meanwhile', `Contact ${contactId} is at revision ${revision}`)
        // The end of a phone, which is all that they are shown of a name, is no new name.
        const shown = shownContactTo(contact, by)
        if (!isPhoneShown(by) && input.givenName === shown.givenName) return shown
        commands.append(renameContact, {
          key: ids.ulid(),
          entity: `contact:${contactId}`,
          by: by.staffId,
          payload: { contactId, givenName: input.givenName === '' ? null : input.givenName },
        })
        input.onRenamed?.(contactId)
        return shownContactTo(get(contactId), by)
      })
    },
  }
}

/** Nearly every message comes from the phone that is shown already. */
function isShownAs(contact: ContactRow, waId: string | null): boolean {
  return waId !== null && contact.shown_phone === displayPhone(waId)
}

function updateShown(repository: ContactsRepository, contactId: ContactId): boolean {
  return repository.updateShown(contactId, shownContact(repository.get(contactId), repository.listIdentities(contactId)))
}

function namesOf(person: Person, at: number): TimedName[] {
  return [
    ...(person.profileName === null ? [] : [{ column: 'profile_name', name: person.profileName, at } as const]),
    ...(person.username === null ? [] : [{ column: 'username', name: person.username.replace(/^@/, ''), at } as const]),
  ]
}
