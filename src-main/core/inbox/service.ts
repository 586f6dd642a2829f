import {
  ATTACHMENTS_MAX,
  TEXT_MAX_LENGTH,
  type Attachment,
  type ContactId,
  type Conversation,
  type ConversationId,
  type ConversationRow as PersonalConversation,
  type Draft,
  type InboxView,
  type MessageId,
  type StaffId,
  type TeamId,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import { publishMasked } from '../contacts/masks.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids } from '../ports.ts'
import { limits } from '../whatsapp/limits.ts'
import { createAssignments, type Colleagues } from './assignments.ts'
import { createAudiences, type Audiences } from './audience.ts'
import { markRead, start } from './commands.ts'
import { answeredAt, type Derived } from './derived.ts'
import { listConversations } from './list-conversations.ts'
import { wholeShop, type Viewer } from './reach.ts'
import { createInboxRepository, type DraftRow, type InboxRepository, type ShownConversationRow } from './repository.ts'
import { rowToConversation, rowToDraft, rowToPersonal } from './rows.ts'
import { createUnread } from './unread.ts'
import { createWaitingCounts } from './waiting-counts.ts'

export type Inbox = ReturnType<typeof createInbox>

/** `onRead` runs in the transaction in which a person saw something new of a thread. */
export function createInbox(deps: {
  db: Database
  clock: Clock
  ids: Ids
  commands: CommandLog
  publish: Publish
  colleagues: Colleagues
  onRead(conversationId: ConversationId): void
}) {
  const { db, clock, ids, commands, publish } = deps
  const repository = createInboxRepository({ db })
  const counts = createWaitingCounts({ db, publish, repository })
  const unread = createUnread({ db, repository })
  const assignments = createAssignments({ ...deps, repository, counts, unread, tell })

  /** Follows a merge to where everything is now. */
  function find(conversationId: ConversationId): ShownConversationRow | undefined {
    return repository.findSeen(conversationId, wholeShop)
  }

  function get(conversationId: ConversationId): ShownConversationRow {
    return getSeen(conversationId, wholeShop)
  }

  function getSeen(conversationId: ConversationId, viewer: Viewer): ShownConversationRow {
    const row = repository.findSeen(conversationId, viewer)
    if (row === undefined) throw new AppError('not-found', `No conversation ${conversationId}`)
    return row
  }

  function getPersonal(conversationId: ConversationId, viewer: Viewer): { conversation: PersonalConversation; draft: Draft | null } {
    const row = getSeen(conversationId, viewer)
    const draft = repository.findDraft(viewer.staffId, row.id)
    const readCount = repository.findReadCount(viewer.staffId, row.id) ?? 0
    const kept = rowToDraft(draft)
    const personal = { ...row, read_count: readCount, draft_text: kept?.text ?? null, draft_files: kept?.files.length ?? null }
    return { conversation: rowToPersonal(personal, viewer), draft: kept }
  }

  /** After the commit: how it looks now, to whoever sees it then. */
  function tell(conversationId: ConversationId): void {
    db.afterCommit(() => tellNow(conversationId, createAudiences({ repository })))
  }

  function tellNow(conversationId: ConversationId, audiences: Audiences): void {
    publishMasked(
      publish,
      'conversation.changed',
      (viewer) => {
        const row = find(conversationId)
        return row === undefined ? null : { conversation: rowToConversation(row, viewer) }
      },
      audiences.of(conversationId),
    )
  }

  /** Runs a decision about a conversation that the person sees, and answers how it looks then, even if they no longer see it. */
  function decide(conversationId: ConversationId, by: Viewer, act: (row: ShownConversationRow) => void): Conversation {
    return db.transaction(() => {
      const row = getSeen(conversationId, by)
      act(row)
      return rowToConversation(get(row.id), by)
    })
  }

  return {
    /** As the program itself sees it, for services that act for nobody or have asked already; a merged one answers as the one it went into. */
    find(conversationId: ConversationId): Conversation | undefined {
      const row = find(conversationId)
      return row === undefined ? undefined : rowToConversation(row, wholeShop)
    },
    get(conversationId: ConversationId): Conversation {
      return rowToConversation(get(conversationId), wholeShop)
    },
    findSeen(conversationId: ConversationId, viewer: Viewer): Conversation | undefined {
      const row = repository.findSeen(conversationId, viewer)
      return row === undefined ? undefined : rowToConversation(row, viewer)
    },
    /** As a person sees it; `not-found` for what they do not see, exactly as for what is not there. */
    getSeen(conversationId: ConversationId, viewer: Viewer): Conversation {
      return rowToConversation(getSeen(conversationId, viewer), viewer)
    },
    /** The same for somebody who answers: it may have become a colleague's while their answer was on its way. */
    getToAnswer(conversationId: ConversationId, viewer: Viewer): Conversation {
      return assignments.hasJustLost(conversationId, viewer)
        ? rowToConversation(get(conversationId), viewer)
        : rowToConversation(getSeen(conversationId, viewer), viewer)
    },
    getPersonal,
    listByContact(contactId: ContactId): ConversationId[] {
      return repository.listByContact(contactId).map((row) => row.id)
    },
    /** The newest of those with a customer that the person sees; null when they see none. */
    findSeenWith(contactId: ContactId, viewer: Viewer): ConversationId | null {
      return repository.findSeenWith(contactId, viewer)?.id ?? null
    },
    /** Who is told what, as of now: for one round of telling. */
    audiences: (): Audiences => createAudiences({ repository }),
    tellConversation: tellNow,
    list({ viewer, ...options }: { viewer: Viewer; view: InboxView; filter: string; cursor: string | null; limit: number }) {
      const sources = { unread: unread.listOf, teamIds: deps.colleagues.teamIds, now: clock.now() }
      const { rows, nextCursor } = listConversations(db, { ...options, viewer, ...sources })
      return { conversations: rows.map((row) => rowToPersonal(row, viewer)), nextCursor }
    },
    /** How many customers wait for an answer, of those that the person sees. */
    countWaiting(viewer: Viewer): number {
      return counts.of(viewer)
    },
    /** To each person whose number is another now. After the commit. */
    tellWaiting: counts.tell,

    claim(input: { conversationId: ConversationId; isMine: boolean; expect: StaffId | null }, by: Viewer): Conversation {
      return decide(input.conversationId, by, (row) => assignments.claim(row, { ...input, by: by.staffId }))
    },
    assign(input: { conversationId: ConversationId; to: StaffId | null; expect: StaffId | null }, by: Viewer): Conversation {
      return decide(input.conversationId, by, (row) => assignments.assign(row, { ...input, by: by.staffId }))
    },
    moveToTeam(input: { conversationId: ConversationId; to: TeamId | null; expect: TeamId | null }, by: Viewer): Conversation {
      return decide(input.conversationId, by, (row) => assignments.moveToTeam(row, { ...input, by: by.staffId }))
    },
    /** In the transaction of the answer. */
    claimByAnswer(conversationId: ConversationId, by: StaffId): void {
      assignments.claimByAnswer(get(conversationId), by)
    },
    handOver: assignments.handOver,
    forgetTeam: assignments.forgetTeam,

    markRead(input: { conversationId: ConversationId; readCount: number }, by: Viewer): { readCount: number } {
      const { staffId } = by
      return db.transaction(() => {
        const row = getSeen(input.conversationId, by)
        const before = repository.findReadCount(staffId, row.id) ?? 0
        const readCount = Math.min(input.readCount, row.inbound_count)
        if (readCount <= before) return { readCount: before }
        commands.append(markRead, {
          key: ids.ulid(),
          entity: `conversation:${row.id}`,
          by: staffId,
          payload: { conversationId: row.id, readCount },
        })
        if (readCount === row.inbound_count) unread.noteRead(row.id, staffId)
        deps.onRead(row.id)
        publish('conversation.read', { conversationId: row.id, readCount }, (actor) => actor.staffId === staffId)
        return { readCount }
      })
    },

    /** Private to its author, so not part of the shop's log. */
    saveDraft(
      input: { conversationId: ConversationId; text: string; replyTo: MessageId | null; files: readonly Attachment[] },
      by: Viewer,
    ): { draft: Draft | null } {
      const { staffId } = by
      return db.transaction(() => {
        const { id } = getSeen(input.conversationId, by)
        const { text, replyTo } = input
        const files = JSON.stringify(input.files)
        if (text === '' && replyTo === null && input.files.length === 0) repository.deleteDraft(staffId, id)
        else repository.upsertDraft(staffId, id, { text, reply_to: replyTo, files, saved_at: clock.now() })
        return { draft: rowToDraft(repository.findDraft(staffId, id)) }
      })
    },

    /** One that a person has just made with a customer who has not written yet: it is theirs. In the caller's transaction. */
    start(conversationId: ConversationId, by: StaffId): void {
      commands.append(start, { key: ids.ulid(), entity: `conversation:${conversationId}`, by, payload: { conversationId } })
      assignments.claim(get(conversationId), { isMine: true, expect: null, by })
    },
    findWith(numberId: string, contactId: ContactId): ConversationId | null {
      return repository.findByContact(numberId, contactId)?.id ?? null
    },

    // For the services that bring messages; each in its caller's transaction.

    /** The one thread between a number and a contact, made when it is the first. */
    ensure(numberId: string, contactId: ContactId): ConversationId {
      return repository.findByContact(numberId, contactId)?.id ?? repository.insert({ numberId, contactId })
    },
    contactOf(conversationId: ConversationId): ContactId {
      return get(conversationId).contact_id
    },
    /** The customer did something that opens the window. Answers whether it is open longer now. */
    openWindow(conversationId: ConversationId, at: number): boolean {
      return repository.updateWindow(conversationId, at + limits.serviceWindowMs)
    },
    getDerived(conversationId: ConversationId): Derived {
      return repository.getDerived(conversationId)
    },
    setDerived(conversationId: ConversationId, { before, after }: { before: Derived; after: Derived }): void {
      repository.updateDerived(conversationId, after)
      if (after.waiting_since !== before.waiting_since) repository.updateWaiting(conversationId, after.waiting_since)
      if (after.waiting_since !== before.waiting_since || answeredAt(after) !== answeredAt(before)) {
        repository.updatePeopleOrder(conversationId, after)
      }
      const holding = once(() => repository.getHolding(conversationId))
      counts.note({
        before: { isWaiting: before.waiting_since !== null, holding },
        after: { isWaiting: after.waiting_since !== null, holding },
      })
      unread.noteDerived(conversationId, { before, after, holding })
    },
    /** Two contacts are one: answers the threads that have to move into another of the same number; the others only change their contact. */
    mergeContact(from: ContactId, into: ContactId): { from: ConversationId; into: ConversationId }[] {
      const merged: { from: ConversationId; into: ConversationId }[] = []
      for (const row of repository.listByContact(from)) {
        const target = repository.findByContact(row.number_id, into)
        if (target === undefined) {
          repository.updateContact(row.id, into)
          continue
        }
        repository.mergeReadMarks(row.id, target.id)
        mergeDrafts(repository, { from: row.id, into: target.id })
        const before = [row.id, target.id].map((id) => ({ id, holding: repository.getHolding(id) }))
        repository.mergeHolding(row.id, target.id)
        for (const { id, holding } of before) assignments.tellGone(id, holding, () => repository.getHolding(target.id))
        if (row.window_expires_at !== null) repository.updateWindow(target.id, row.window_expires_at)
        repository.updateMergedInto(row.id, target.id)
        counts.noteMuch()
        unread.noteMuch()
        merged.push({ from: row.id, into: target.id })
      }
      return merged
    },
  }
}

/** Nobody's words are lost: where one person was writing in both, the newer text stands first. */
function mergeDrafts(repository: InboxRepository, { from, into }: { from: ConversationId; into: ConversationId }): void {
  for (const moved of repository.listDraftsOf(from)) {
    const kept = repository.findDraft(moved.staff_id, into)
    repository.upsertDraft(moved.staff_id, into, kept === undefined ? moved : joinDrafts(moved, kept))
    repository.deleteDraft(moved.staff_id, from)
  }
}

function joinDrafts(a: DraftRow, b: DraftRow): DraftRow {
  const [newer, older] = a.saved_at > b.saved_at ? [a, b] : [b, a]
  const text = [newer.text, older.text]
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, TEXT_MAX_LENGTH)
  // Written by this program from attachments of the contract.
  const files = [...JSON.parse(newer.files), ...JSON.parse(older.files)] as Attachment[]
  return {
    text,
    reply_to: newer.reply_to ?? older.reply_to,
    files: JSON.stringify(files.slice(0, ATTACHMENTS_MAX)),
    saved_at: newer.saved_at,
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}
