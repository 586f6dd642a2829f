import type { ConversationId, StaffId, TeamId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Standing } from '../dispatch/actor.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids } from '../ports.ts'
import { assign, forgetTeam, handOver, moveToTeam } from './commands.ts'
import { sees, type Holding, type Viewer } from './reach.ts'
import type { InboxRepository, ShownConversationRow } from './repository.ts'
import type { Unread } from './unread.ts'
import type { WaitingCounts } from './waiting-counts.ts'

/** What is to be known of colleagues and teams before anything is given to them. */
export type Colleagues = {
  /** Null for somebody who may not come in. */
  standingOf(staffId: StaffId): Standing | null
  teamIds(): readonly TeamId[]
}

/** A window follows as many changes faster than it reads its page again. */
const TOLD_ONE_BY_ONE = 40
/** An answer that was on its way when a colleague's came first: longer than any call takes. */
const ANSWER_GRACE_MS = 5000
/** Beyond this many, those whose time is over are forgotten. */
const GRACES_KEPT = 100

/** Who looks after which conversation. `tell` says after the commit how a conversation looks now, to whoever sees it then. */
export function createAssignments(deps: {
  db: Database
  clock: Clock
  ids: Ids
  commands: CommandLog
  publish: Publish
  repository: InboxRepository
  counts: WaitingCounts
  unread: Unread
  colleagues: Colleagues
  tell(conversationId: ConversationId): void
}) {
  const { db, clock, ids, commands, publish, repository, counts, unread, colleagues } = deps
  /** Whose a conversation was until the first answer to it, which has just been given. */
  const answered = new Map<ConversationId, { readonly before: Holding; readonly at: number }>()

  function command(entity: string, by: StaffId | null) {
    return { key: ids.ulid(), entity, by }
  }

  /** Runs what changes hands; whoever no longer sees a conversation is told that it is gone, before whoever does is told anything. */
  function moving(conversationIds: readonly ConversationId[], act: () => void): void {
    if (conversationIds.length > TOLD_ONE_BY_ONE) {
      act()
      counts.noteMuch()
      unread.noteMuch()
      publish('conversations.stale', {})
      return
    }
    const before = conversationIds.map((id) => repository.getHolding(id))
    act()
    conversationIds.forEach((id, index) => {
      const was = before[index]
      const is = repository.getHolding(id)
      if (was === undefined) return
      const isWaiting = repository.getDerived(id).waiting_since !== null
      counts.note({ before: { isWaiting, holding: () => was }, after: { isWaiting, holding: () => is } })
      unread.noteHeld(id, is)
      tellGone(id, was, () => is)
    })
  }

  function tellGone(conversationId: ConversationId, before: Holding, after: () => Holding): void {
    publish('conversation.gone', { conversationId }, (actor) => sees(actor, () => before) && !sees(actor, after))
  }

  function give(row: ShownConversationRow, to: StaffId | null, by: StaffId, because: 'chosen' | 'answered'): void {
    moving([row.id], () =>
      commands.append(assign, {
        ...command(`conversation:${row.id}`, by),
        payload: { conversationId: row.id, from: row.assigned_to, to, because },
      }),
    )
  }

  /** `not-possible-now` for somebody who is not here any more, or who sees no conversations at all. */
  function assertCanHold(id: StaffId): void {
    const canView = colleagues.standingOf(id)?.grant.permissions.includes('conv.view') ?? false
    if (!canView) throw new AppError('not-possible-now', `Staff member ${id} could not see it`)
  }

  function tellAll(conversationIds: readonly ConversationId[]): void {
    if (conversationIds.length <= TOLD_ONE_BY_ONE) for (const id of conversationIds) deps.tell(id)
    db.afterCommit(counts.tell)
  }

  return {
    tellGone,

    claim(row: ShownConversationRow, { isMine, expect, by }: { isMine: boolean; expect: StaffId | null; by: StaffId }): void {
      assertExpected(row.id, row.assigned_to, expect)
      const to = isMine ? by : null
      if (row.assigned_to === to) return
      if (!isMine && row.assigned_to !== by) throw new AppError('not-possible-now', `Conversation ${row.id} is a colleague’s`)
      give(row, to, by, 'chosen')
      tellAll([row.id])
    },

    assign(row: ShownConversationRow, { to, expect, by }: { to: StaffId | null; expect: StaffId | null; by: StaffId }): void {
      assertExpected(row.id, row.assigned_to, expect)
      if (row.assigned_to === to) return
      if (to !== null) assertCanHold(to)
      give(row, to, by, 'chosen')
      tellAll([row.id])
    },

    moveToTeam(row: ShownConversationRow, { to, expect, by }: { to: TeamId | null; expect: TeamId | null; by: StaffId }): void {
      assertExpected(row.id, row.team_id, expect)
      if (row.team_id === to) return
      if (to !== null && !colleagues.teamIds().includes(to)) throw new AppError('not-found', `No team ${to}`)
      moving([row.id], () =>
        commands.append(moveToTeam, {
          ...command(`conversation:${row.id}`, by),
          payload: { conversationId: row.id, from: row.team_id, to },
        }),
      )
      tellAll([row.id])
    },

    /** Who answers first looks after it from then on. The answer itself tells how the conversation looks. */
    claimByAnswer(row: ShownConversationRow, by: StaffId): void {
      if (row.assigned_to !== null) return
      const before = repository.getHolding(row.id)
      give(row, by, by, 'answered')
      db.afterCommit(() => {
        const now = clock.monotonic()
        if (answered.size > GRACES_KEPT) for (const [id, { at }] of answered) if (now - at >= ANSWER_GRACE_MS) answered.delete(id)
        answered.set(row.id, { before, at: now })
      })
    },

    /** Whether somebody saw it until a moment ago, when a colleague answered first: what they wrote meanwhile is not lost. */
    hasJustLost(conversationId: ConversationId, viewer: Viewer): boolean {
      const just = answered.get(conversationId)
      return just !== undefined && clock.monotonic() - just.at < ANSWER_GRACE_MS && sees(viewer, () => just.before)
    },

    /** Everything that one person looks after; answers how many conversations that was. In the caller's transaction, or its own. */
    handOver({ from, to, by }: { from: StaffId; to: StaffId | null; by: StaffId | null }): number {
      return db.transaction(() => {
        if (to !== null) assertCanHold(to)
        const conversationIds = repository.listAssigned(from)
        if (conversationIds.length === 0) return 0
        moving(conversationIds, () => commands.append(handOver, { ...command(`staff:${from}`, by), payload: { from, to } }))
        tellAll(conversationIds)
        return conversationIds.length
      })
    },

    /** The team is about to go: what was its own belongs to no team. */
    forgetTeam(id: TeamId, by: StaffId): void {
      const conversationIds = repository.listOfTeam(id)
      if (conversationIds.length === 0) return
      moving(conversationIds, () => commands.append(forgetTeam, { ...command(`team:${id}`, by), payload: { teamId: id } }))
      tellAll(conversationIds)
    },
  }
}

function assertExpected(id: ConversationId, actual: string | null, expect: string | null): void {
  if (actual !== expect) throw new AppError('changed-meanwhile', `Conversation ${id} is in other hands meanwhile`)
}
