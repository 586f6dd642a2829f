import type { ConversationId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Derived } from './derived.ts'
import type { InboxRepository } from './repository.ts'

/**
 * Which conversations each person has not read, kept in memory, so that the few there usually are need not be looked for among all.
 * May name some that are read: whoever asks still compares the counts.
 */
export type Unread = {
  listOf(staffId: StaffId): ReadonlySet<ConversationId>
  /** In the transaction that changes them; it counts from the commit on. */
  noteDerived(conversationId: ConversationId, change: { before: Derived; after: Derived }): void
  noteRead(conversationId: ConversationId, staffId: StaffId): void
  /** Two threads became one: their counts follow no rule but counting. */
  noteMerged(): void
}

export function createUnread(deps: { db: Database; repository: InboxRepository }): Unread {
  const { db, repository } = deps
  const byStaff = new Map<StaffId, Set<ConversationId>>()

  return {
    listOf(staffId) {
      const known = byStaff.get(staffId)
      if (known !== undefined) return known
      const counted = new Set(repository.listUnread(staffId).map(({ id }) => id))
      byStaff.set(staffId, counted)
      return counted
    },
    noteDerived(conversationId, { before, after }) {
      if (after.inbound_count <= before.inbound_count) return
      db.afterCommit(() => {
        for (const ids of byStaff.values()) ids.add(conversationId)
      })
    },
    noteRead(conversationId, staffId) {
      db.afterCommit(() => byStaff.get(staffId)?.delete(conversationId))
    },
    noteMerged() {
      db.afterCommit(() => byStaff.clear())
    },
  }
}
