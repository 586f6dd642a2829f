import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { sees, viewerKey, wholeShop, type Holding, type Viewer } from './reach.ts'
import type { InboxRepository } from './repository.ts'

/**
 * How many wait, of those that each person sees: counted once for each reach, then kept, as counting thousands anew at each message would
 * take longer than the message.
 */
export type WaitingCounts = {
  of(viewer: Viewer): number
  /** In the transaction that changes a conversation; it counts from the commit on. */
  note(change: { before: Place; after: Place }): void
  /** So much changed, or in such a way, that it is counted anew. */
  noteMuch(): void
  /** Tells each person whose number is another than they were told. Those who never asked for theirs are told when they see everything. */
  tell(): void
}

export type Place = { readonly isWaiting: boolean; readonly holding: () => Holding }

type Count = { readonly viewer: Viewer; value: number | null; told: number | null }

/** A shop has tens of people; roles and teams that changed leave some behind. */
const KEPT = 200

export function createWaitingCounts(deps: { db: Database; publish: Publish; repository: InboxRepository }): WaitingCounts {
  const { db, publish, repository } = deps
  const counts = new Map<string, Count>()
  addCount(wholeShop)

  function addCount(viewer: Viewer): Count {
    if (counts.size >= KEPT) for (const key of counts.keys()) if (key !== viewerKey(wholeShop)) counts.delete(key)
    const count = { viewer, value: null, told: null }
    counts.set(viewerKey(viewer), count)
    return count
  }

  function valueOf(count: Count): number {
    count.value ??= repository.countWaiting(count.viewer)
    return count.value
  }

  return {
    of(viewer) {
      const count = counts.get(viewerKey(viewer)) ?? addCount(viewer)
      const value = valueOf(count)
      // Now they know of another than they were told: when it is that one again, it is news.
      if (value !== count.told) count.told = null
      return value
    },
    note({ before, after }) {
      for (const count of counts.values()) {
        // Of several changes in one transaction the first may have it counted, which is then true of all of them.
        if (count.value === null) continue
        const isIn = ({ isWaiting, holding }: Place) => Number(isWaiting && sees(count.viewer, holding))
        const more = isIn(after) - isIn(before)
        if (more !== 0) db.afterCommit(() => (count.value = count.value === null ? null : count.value + more))
      }
    },
    noteMuch() {
      db.afterCommit(() => {
        for (const count of counts.values()) count.value = null
      })
    },
    tell() {
      for (const [key, count] of counts) {
        if (count.value !== null && count.value === count.told) continue
        const say = () => {
          const waiting = valueOf(count)
          if (waiting === count.told) return null
          count.told = waiting
          return { waiting }
        }
        // Of one person's it is found out only when they hear it.
        const payload = count.viewer === wholeShop ? say() : say
        if (payload !== null) publish('conversations.counted', payload, (actor) => viewerKey(actor) === key)
      }
    },
  }
}
