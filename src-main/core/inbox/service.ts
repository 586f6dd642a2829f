import { z } from 'zod'
import {
  TEXT_MAX_LENGTH,
  type ContactId,
  type Conversation,
  type ConversationId,
  type ConversationRow as PersonalConversation,
  type Draft,
  type InboxView,
  type MessageId,
  type StaffId,
} from '#contract'
import { defineCommand, type CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids } from '../ports.ts'
import { limits } from '../whatsapp/limits.ts'
import type { Derived } from './derived.ts'
import { listConversations } from './list-conversations.ts'
import { toPreview } from './preview.ts'
import { createInboxRepository, type DraftRow, type InboxRepository, type ShownConversationRow } from './repository.ts'
import { createUnread } from './unread.ts'

export type Inbox = ReturnType<typeof createInbox>

const markRead = defineCommand({
  kind: 'conversations.read',
  payload: z.object({ conversationId: z.number().int(), readCount: z.number().int() }),
  // That it was opened is written down.
  journal: null,
  apply(db, command) {
    if (command.by === null) return
    // The payload is ours: the id was a conversation's when the command was decided.
    createInboxRepository({ db }).upsertReadCount(command.by, command.payload.conversationId as ConversationId, command.payload.readCount)
  },
})

/** `onRead` runs in the transaction in which a person saw something new of a thread. */
export function createInbox(deps: {
  db: Database
  clock: Clock
  ids: Ids
  commands: CommandLog
  publish: Publish
  onRead(conversationId: ConversationId): void
}) {
  const { db, clock, ids, commands, publish } = deps
  const repository = createInboxRepository({ db })
  /** Counted once, then kept: counting thousands anew at each message would take longer than the message. */
  let waiting: number | null = null
  const unread = createUnread({ db, repository })

  /** Follows a merge to where everything is now. */
  function find(conversationId: ConversationId): ShownConversationRow | undefined {
    const row = repository.find(conversationId)
    return row === undefined || row.merged_into === null ? row : find(row.merged_into)
  }

  function get(conversationId: ConversationId): ShownConversationRow {
    const row = find(conversationId)
    if (row === undefined) throw new AppError('not-found', `No conversation ${conversationId}`)
    return row
  }

  function getPersonal(conversationId: ConversationId, staffId: StaffId): { conversation: PersonalConversation; draft: Draft | null } {
    const row = get(conversationId)
    const draft = repository.findDraft(staffId, row.id)
    const readCount = repository.findReadCount(staffId, row.id) ?? 0
    return { conversation: rowToPersonal({ ...row, read_count: readCount, draft_text: draft?.text ?? null }), draft: rowToDraft(draft) }
  }

  return {
    /** As every colleague sees it; a merged one answers as the one it went into. */
    find(conversationId: ConversationId): Conversation | undefined {
      const row = find(conversationId)
      return row === undefined ? undefined : rowToConversation(row)
    },
    get(conversationId: ConversationId): Conversation {
      return rowToConversation(get(conversationId))
    },
    getPersonal,
    listByContact(contactId: ContactId): ConversationId[] {
      return repository.listByContact(contactId).map((row) => row.id)
    },
    list(options: { staffId: StaffId; view: InboxView; filter: string; cursor: string | null; limit: number }) {
      const { rows, nextCursor } = listConversations(db, { ...options, unread: unread.listOf })
      return { conversations: rows.map(rowToPersonal), nextCursor }
    },
    /** How many customers wait for an answer. */
    countWaiting(): number {
      waiting ??= repository.countWaiting()
      return waiting
    },

    markRead(input: { conversationId: ConversationId; readCount: number; by: StaffId }): { readCount: number } {
      return db.transaction(() => {
        const row = get(input.conversationId)
        const before = repository.findReadCount(input.by, row.id) ?? 0
        const readCount = Math.min(input.readCount, row.inbound_count)
        if (readCount <= before) return { readCount: before }
        commands.append(markRead, {
          key: ids.ulid(),
          entity: `conversation:${row.id}`,
          by: input.by,
          payload: { conversationId: row.id, readCount },
        })
        if (readCount === row.inbound_count) unread.noteRead(row.id, input.by)
        deps.onRead(row.id)
        publish('conversation.read', { conversationId: row.id, readCount }, (actor) => actor.staffId === input.by)
        return { readCount }
      })
    },

    /** Private to its author, so not part of the shop's log. */
    saveDraft(input: { conversationId: ConversationId; text: string; replyTo: MessageId | null; by: StaffId }): { draft: Draft | null } {
      return db.transaction(() => {
        const { id } = get(input.conversationId)
        if (input.text === '' && input.replyTo === null) repository.deleteDraft(input.by, id)
        else repository.upsertDraft(input.by, id, { text: input.text, reply_to: input.replyTo, saved_at: clock.now() })
        return { draft: rowToDraft(repository.findDraft(input.by, id)) }
      })
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
      const more = Number(after.waiting_since !== null) - Number(before.waiting_since !== null)
      // Of several changes in one transaction the first may have it counted, which is then true of all of them.
      if (more !== 0 && waiting !== null) db.afterCommit(() => (waiting = waiting === null ? null : waiting + more))
      unread.noteDerived(conversationId, { before, after })
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
        if (row.window_expires_at !== null) repository.updateWindow(target.id, row.window_expires_at)
        repository.updateMergedInto(row.id, target.id)
        db.afterCommit(() => (waiting = null))
        unread.noteMerged()
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
  return { text, reply_to: newer.reply_to ?? older.reply_to, saved_at: newer.saved_at }
}

function rowToConversation(row: ShownConversationRow): Conversation {
  return {
    conversationId: row.id,
    contactId: row.contact_id,
    numberId: row.number_id,
    contactName: row.shown_name,
    contactPhone: row.shown_phone,
    lastAt: row.last_at,
    preview:
      row.preview_direction === null || row.preview_kind === null
        ? null
        : { direction: row.preview_direction, kind: row.preview_kind, text: row.preview_text ?? '', status: row.preview_status },
    waitingSince: row.waiting_since,
    windowExpiresAt: row.window_expires_at,
    inboundCount: row.inbound_count,
    assignedTo: null,
    teamId: null,
  }
}

function rowToPersonal(row: ShownConversationRow & { read_count: number; draft_text: string | null }): PersonalConversation {
  return { ...rowToConversation(row), readCount: row.read_count, draftPreview: row.draft_text === null ? null : toPreview(row.draft_text) }
}

function rowToDraft(row: DraftRow | undefined): Draft | null {
  return row === undefined ? null : { text: row.text, replyTo: row.reply_to, savedAt: row.saved_at }
}
