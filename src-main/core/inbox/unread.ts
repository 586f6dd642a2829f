import type { ConversationId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Derived } from './derived.ts'
import { sees, viewerKey, type Holding, type Viewer } from './reach.ts'
import type { InboxRepository } from './repository.ts'

/**
 * Which conversations each person has not read, of those they see, kept in memory, so that the few there usually are need not be looked for
 * among all. May name some that are read or no longer seen: whoever asks still compares.
 */
export type Unread = {
  listOf(viewer: Viewer): ReadonlySet<ConversationId>
  /** In the transaction that changes them; it counts from the commit on. */
  noteDerived(conversationId: ConversationId, change: { before: Derived; after: Derived; holding: () => Holding }): void
  noteRead(conversationId: ConversationId, staffId: StaffId): void
  /** Somebody else may see it now, who has perhaps not read it. */
  noteHeld(conversationId: ConversationId, after: Holding): void
  /** Threads became one, or changed hands in numbers: what is unread then follows no rule but counting. */
  noteMuch(): void
}

type OfOne = { readonly viewer: Viewer; readonly ids: Set<ConversationId> }

export function createUnread(deps: { db: Database; repository: InboxRepository }): Unread {
  const { db, repository } = deps
  const byStaff = new Map<StaffId, OfOne>()

  function addWhereSeen(conversationId: ConversationId, holding: () => Holding): void {
    for (const { viewer, ids } of byStaff.values()) {
      if (!ids.has(conversationId) && sees(viewer, holding)) db.afterCommit(() => ids.add(conversationId))
    }
  }

  return {
    listOf(viewer) {
      const known = byStaff.get(viewer.staffId)
      if (known !== undefined && viewerKey(known.viewer) === viewerKey(viewer)) return known.ids
      const ids = new Set(repository.listUnread(viewer).map(({ id }) => id))
      byStaff.set(viewer.staffId, { viewer, ids })
      return ids
    },
    noteDerived(conversationId, { before, after, holding }) {
      if (after.inbound_count > before.inbound_count) addWhereSeen(conversationId, holding)
    },
    noteRead(conversationId, staffId) {
      db.afterCommit(() => byStaff.get(staffId)?.ids.delete(conversationId))
    },
    noteHeld(conversationId, after) {
      addWhereSeen(conversationId, () => after)
    },
    noteMuch() {
      db.afterCommit(() => byStaff.clear())
    },
  }
}
