import type { ContactId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { seenContactCondition, type Viewer } from '../inbox/reach.ts'

export type ContactRow = {
  readonly id: ContactId
  readonly given_name: string | null
  readonly profile_name: string | null
  readonly profile_name_at: number | null
  readonly username: string | null
  readonly username_at: number | null
  readonly book_name: string | null
  readonly book_name_at: number | null
  readonly shown_name: string
  readonly shown_phone: string | null
  readonly search_text: string
  readonly search_names: string
  readonly first_seen_at: number
  readonly merged_into: ContactId | null
  readonly revision: number
}

export type IdentityKind = 'user_id' | 'parent_user_id' | 'wa_id' | 'match_key' | 'group_id'

export type IdentityRow = {
  readonly kind: IdentityKind
  readonly value: string
  readonly contact_id: ContactId
  readonly first_seen_at: number
  readonly seen_at: number
  readonly user_id: string | null
  readonly user_id_at: number | null
  readonly held_since: number | null
  readonly left_at: number | null
}

/** The ids that one event names for a person. */
export type NamedIds = {
  readonly userId: string | null
  readonly parentUserId: string | null
  readonly waId: string | null
  readonly matchKey: string | null
}

/** A name that arrives with a time, of which the newest is kept. */
export type NameColumn = 'profile_name' | 'username' | 'book_name'

const nameColumns = {
  profile_name: { name: sql`profile_name`, at: sql`profile_name_at` },
  username: { name: sql`username`, at: sql`username_at` },
  book_name: { name: sql`book_name`, at: sql`book_name_at` },
}

export function createContactsRepository(deps: { db: Database }) {
  const { db } = deps
  return {
    find(contactId: ContactId): ContactRow | undefined {
      return db.find<ContactRow>(sql`SELECT * FROM contacts WHERE id = ${contactId}`)
    },
    /**
     * As `viewer` sees it; a merged one is the one it went into. What is not there and what they do not see cost the same one statement.
     */
    findSeen(contactId: ContactId, viewer: Viewer): ContactRow | undefined {
      return db.find<ContactRow>(findSeenContactQuery(contactId, viewer))
    },
    listMergedInto(contactId: ContactId): ContactId[] {
      return db.list<{ id: ContactId }>(sql`SELECT id FROM contacts WHERE merged_into = ${contactId}`).map(({ id }) => id)
    },
    get(contactId: ContactId): ContactRow {
      return db.get<ContactRow>(sql`SELECT * FROM contacts WHERE id = ${contactId}`)
    },
    insert(row: { firstSeenAt: number }): ContactId {
      // The row id that the insert gave.
      return db.run(sql`INSERT INTO contacts (first_seen_at) VALUES (${row.firstSeenAt})`).lastInsertRowid as ContactId
    },
    /** Answers whether it is earlier than what was known. */
    updateFirstSeen(contactId: ContactId, at: number): boolean {
      return db.run(sql`UPDATE contacts SET first_seen_at = ${at} WHERE id = ${contactId} AND first_seen_at > ${at}`).changes > 0
    },
    updateName(contactId: ContactId, column: NameColumn, value: { name: string | null; at: number }): void {
      const { name, at } = nameColumns[column]
      db.run(sql`UPDATE contacts SET ${name} = ${value.name}, ${at} = ${value.at} WHERE id = ${contactId}`)
    },
    updateGivenName(contactId: ContactId, givenName: string | null): void {
      db.run(sql`UPDATE contacts SET given_name = ${givenName}, revision = revision + 1 WHERE id = ${contactId}`)
    },
    /** Answers whether anybody sees a difference. */
    updateShown(contactId: ContactId, shown: { name: string; phone: string | null; searchText: string; searchNames: string }): boolean {
      const { changes } = db.run(sql`
        UPDATE contacts SET shown_name = ${shown.name}, shown_phone = ${shown.phone}, search_text = ${shown.searchText},
          search_names = ${shown.searchNames}
        WHERE id = ${contactId}
          AND (shown_name <> ${shown.name} OR shown_phone IS NOT ${shown.phone} OR search_text <> ${shown.searchText}
            OR search_names <> ${shown.searchNames})`)
      if (changes === 0) return false
      db.run(sql`INSERT OR REPLACE INTO contact_search (rowid, search_text) VALUES (${contactId}, ${shown.searchText})`)
      return true
    },
    updateMergedInto(from: ContactId, into: ContactId): void {
      db.run(sql`UPDATE contacts SET merged_into = ${into} WHERE id = ${from} OR merged_into = ${from}`)
      db.run(sql`UPDATE contacts SET revision = revision + 1 WHERE id = ${into}`)
      db.run(sql`DELETE FROM contact_search WHERE rowid = ${from}`)
    },
    findIdentity(kind: IdentityKind, value: string): IdentityRow | undefined {
      return db.find<IdentityRow>(sql`SELECT * FROM identities WHERE kind = ${kind} AND value = ${value}`)
    },
    listIdentitiesNamed(named: NamedIds): IdentityRow[] {
      return db.list<IdentityRow>(listIdentitiesNamedQuery(named))
    },
    /** Newest first. */
    listIdentities(contactId: ContactId): IdentityRow[] {
      return db.list<IdentityRow>(listIdentitiesQuery(contactId))
    },
    insertIdentity(row: { kind: IdentityKind; value: string; contactId: ContactId; seenAt: number }): void {
      db.run(sql`
        INSERT INTO identities (kind, value, contact_id, first_seen_at, seen_at)
        VALUES (${row.kind}, ${row.value}, ${row.contactId}, ${row.seenAt}, ${row.seenAt})`)
    },
    /** Of what is known as somebody's already; its times only widen. */
    updateIdentityTimes(row: { kind: IdentityKind; value: string; seenAt: number }): void {
      db.run(sql`
        UPDATE identities SET first_seen_at = min(first_seen_at, ${row.seenAt}), seen_at = max(seen_at, ${row.seenAt})
        WHERE kind = ${row.kind} AND value = ${row.value}`)
    },
    /** Whose it is now; its times only widen. */
    updateIdentitySeen(row: { kind: IdentityKind; value: string; contactId: ContactId; seenAt: number }): void {
      db.run(sql`
        UPDATE identities SET contact_id = ${row.contactId}, first_seen_at = min(first_seen_at, ${row.seenAt}), seen_at = max(seen_at, ${row.seenAt})
        WHERE kind = ${row.kind} AND value = ${row.value}`)
    },
    updateIdentityUser(matchKey: string, user: { userId: string | null; at: number | null }): void {
      db.run(sql`UPDATE identities SET user_id = ${user.userId}, user_id_at = ${user.at} WHERE kind = 'match_key' AND value = ${matchKey}`)
    },
    updateIdentityHeldSince(matchKey: string, heldSince: number): void {
      db.run(sql`UPDATE identities SET held_since = ${heldSince} WHERE kind = 'match_key' AND value = ${matchKey}`)
    },
    updateIdentityLeft(matchKey: string, leftAt: number | null): void {
      db.run(sql`UPDATE identities SET left_at = ${leftAt} WHERE kind = 'match_key' AND value = ${matchKey}`)
    },
    updateIdentityContact(from: ContactId, into: ContactId): void {
      db.run(sql`UPDATE identities SET contact_id = ${into} WHERE contact_id = ${from}`)
    },
    deleteIdentity(kind: IdentityKind, value: string): void {
      db.run(sql`DELETE FROM identities WHERE kind = ${kind} AND value = ${value}`)
    },
  }
}

export type ContactsRepository = ReturnType<typeof createContactsRepository>

/** Exported for the test of its plan. */
export function findSeenContactQuery(contactId: ContactId, viewer: Viewer): Sql {
  return sql`
    SELECT k.* FROM contacts f CROSS JOIN contacts k ON k.id = coalesce(f.merged_into, f.id)
    WHERE f.id = ${contactId} AND ${seenContactCondition(viewer)}`
}

export function listIdentitiesNamedQuery({ userId, parentUserId, waId, matchKey }: NamedIds) {
  return sql`
    SELECT * FROM identities WHERE kind = 'user_id' AND value = ${userId}
    UNION ALL SELECT * FROM identities WHERE kind = 'parent_user_id' AND value = ${parentUserId}
    UNION ALL SELECT * FROM identities WHERE kind = 'wa_id' AND value = ${waId}
    UNION ALL SELECT * FROM identities WHERE kind = 'match_key' AND value = ${matchKey}`
}

export function listIdentitiesQuery(contactId: ContactId) {
  return sql`SELECT * FROM identities WHERE contact_id = ${contactId} ORDER BY seen_at DESC, kind, value LIMIT 1000`
}
