import { isDeepStrictEqual } from 'node:util'
import {
  SCHEDULE_MAX_DAYS,
  type ConversationId,
  type CostQuote,
  type ErrorCode,
  type MessageContent,
  type MethodParsed,
  type OutgoingContent,
  type ScheduledId,
  type ScheduledMessage,
  type ScheduledPage,
  type StaffId,
  type TemplateCategory,
  type TemplateId,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import { hasStoppedMarketing } from '../contacts/marketing-consent.ts'
import { publishMasked } from '../contacts/masks.ts'
import type { Database } from '../db/database.ts'
import type { Standing } from '../dispatch/actor.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { Inbox } from '../inbox/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Notices } from '../notices/service.ts'
import { needsWindow } from '../outbox/decide-next.ts'
import type { Writer } from '../outbox/compose.ts'
import type { Outbox } from '../outbox/service.ts'
import { textToDraft } from '../outbox/to-draft.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { addScheduled, cancelScheduled, moveScheduled } from './commands.ts'
import { readScheduledPage, toMessage, toPage } from './pages.ts'
import {
  findScheduled,
  findScheduledByClientKey,
  updateScheduledConversation,
  updateScheduledState,
  updateScheduledStopped,
  type Agreed,
  type Scheduled,
} from './repository.ts'
import { createScheduleTimer } from './timer.ts'

/** Messages that go later. Each goes once, whatever happens to the program meanwhile, or says to its author why it did not. */
export type ScheduledMessages = {
  /** Those that wait and those that were stopped, in order. */
  list(input: MethodParsed<'scheduled.list'>, by: Viewer): ScheduledPage
  /** The same key again answers with the same one, as it is by now. Refuses what `Outbox.compose` does, `time-past`, `not-possible-now`, `window-closed`. */
  add(input: MethodParsed<'scheduled.add'>, by: Writer): ScheduledMessage
  /** Also one that was stopped. `already-sent`. */
  move(input: { scheduledId: ScheduledId; dueAt: number }, by: Viewer): ScheduledMessage
  /** Its text. */
  cancel(id: ScheduledId, by: Viewer): { text: string }
  /** By whoever asks, with all that `Outbox.send` refuses. */
  sendNow(id: ScheduledId, by: Writer): void
  /** Two threads became one, in the caller's transaction. */
  noteMerged(merged: { from: ConversationId; into: ConversationId }): void
  start(): void
  stop(): void
}

/** What comes later than this is not sent unasked: what it says may no longer be true. */
const LATE_MAX_MS = 6 * 60 * 60_000
/** Says nothing about the message: it is tried again. */
const NOT_OF_THE_MESSAGE: ReadonlySet<ErrorCode> = new Set(['disk-full', 'read-only', 'database-damaged', 'no-shop-open', 'internal'])

export function createScheduledMessages(deps: {
  db: Database
  commands: CommandLog
  clock: Clock
  ids: Ids
  log: Log
  publish: Publish
  inbox: Inbox
  outbox: Pick<Outbox, 'compose' | 'send'>
  notices: Pick<Notices, 'post'>
  /** Null for somebody who may not come in. */
  standingOf(staffId: StaffId): Standing | null
  categoryOf(templateId: TemplateId): TemplateCategory | null
  quoteFor(conversationId: ConversationId, templateId: TemplateId): CostQuote
}): ScheduledMessages {
  const { db, commands, clock, ids, publish, inbox, outbox, notices } = deps
  const timer = createScheduleTimer({ ...deps, settle })

  /** Of a conversation that the person does not see nothing is there. */
  function getSeen(id: ScheduledId, by: Viewer): Scheduled {
    const found = findScheduled(db, id)
    if (found === undefined || found.state === 'cancelled' || inbox.findSeen(found.conversationId, by) === undefined)
      throw new AppError('not-found', `No scheduled message ${id}`)
    if (found.state === 'sent') throw new AppError('already-sent', `Scheduled message ${id} has gone`)
    return found
  }

  function assertTime(dueAt: number, { conversationId, content }: { conversationId: ConversationId; content: OutgoingContent }): void {
    const now = clock.now()
    if (dueAt <= now) throw new AppError('time-past', 'This time is over')
    if (dueAt > now + SCHEDULE_MAX_DAYS * 24 * 60 * 60_000)
      throw new AppError('not-possible-now', `At most ${SCHEDULE_MAX_DAYS} days ahead`, { facts: { limit: SCHEDULE_MAX_DAYS } })
    const { windowExpiresAt } = inbox.get(conversationId)
    if (needsWindow(content.kind) && (windowExpiresAt === null || dueAt >= windowExpiresAt))
      throw new AppError('window-closed', `The window of conversation ${conversationId} is closed by then`)
  }

  function agreedOn(conversationId: ConversationId, content: OutgoingContent): Agreed | null {
    if (content.kind !== 'template') return null
    const { amount, currency } = deps.quoteFor(conversationId, content.templateId)
    return { amount, currency }
  }

  function tell(conversationId: ConversationId): void {
    db.afterCommit(() => {
      const page = readScheduledPage(db, { conversationId })
      publishMasked(publish, 'scheduled.changed', (viewer) => toPage(page, viewer), inbox.audiences().of(conversationId))
    })
  }

  function changed(conversationId: ConversationId): void {
    tell(conversationId)
    db.afterCommit(timer.wake)
  }

  /** In one transaction with its message, under a key that is always the same: it cannot go twice. */
  function send({ id, conversationId, content, replyTo }: Scheduled, by: Writer): void {
    db.transaction(() => {
      const clientKey = `scheduled-${id}`
      outbox.send({ conversationId, clientKey, content, replyTo, seen: null, sendAnyway: true }, by)
      updateScheduledState(db, id, 'sent')
      changed(conversationId)
    })
  }

  /** Its time has come: it goes, or its author is told why not. */
  function settle(due: Scheduled): void {
    const problem = objection(due) ?? refusal(due)
    if (problem === null) return
    db.transaction(() => {
      updateScheduledStopped(db, due.id, problem)
      notices.post({ kind: 'scheduled-stopped', about: due.staffId, conversationId: due.conversationId, detail: problem })
      changed(due.conversationId)
    })
  }

  function objection({ staffId, conversationId, content, dueAt, agreed }: Scheduled): ErrorCode | null {
    const author = authorOf(staffId)
    if (author === null || inbox.findSeen(conversationId, author) === undefined) return 'not-allowed'
    if (clock.now() > dueAt + LATE_MAX_MS) return 'time-past'
    if (content.kind !== 'template') return null
    const isMarketing = deps.categoryOf(content.templateId) === 'marketing'
    if (isMarketing && hasStoppedMarketing(db, { contactId: inbox.contactOf(conversationId), conversationId })) return 'marketing-stopped'
    return costsMore(agreed, deps.quoteFor(conversationId, content.templateId)) ? 'cost-changed' : null
  }

  /** Null once it has gone. */
  function refusal(due: Scheduled): ErrorCode | null {
    const author = authorOf(due.staffId)
    if (author === null) return 'not-allowed'
    try {
      send(due, author)
      return null
    } catch (cause) {
      if (!(cause instanceof AppError) || NOT_OF_THE_MESSAGE.has(cause.code)) throw cause
      return cause.code
    }
  }

  /** As they stand now; null when they may not write any more. */
  function authorOf(staffId: StaffId): Writer | null {
    const standing = deps.standingOf(staffId)
    if (standing === null || !standing.grant.permissions.includes('conv.reply')) return null
    const { scope, masks, permissions } = standing.grant
    return { staffId, scope, masks, permissions: new Set(permissions), teamIds: new Set(standing.teamIds) }
  }

  return {
    list(input, by) {
      const { conversationId } = inbox.getSeen(input.conversationId, by)
      return toPage(readScheduledPage(db, { conversationId, cursor: input.cursor }), by)
    },

    add: (input, by) =>
      db.transaction(() => {
        const { conversationId } = inbox.getSeen(input.conversationId, by)
        const known = findScheduledByClientKey(db, input.clientKey)
        if (known !== undefined) return repeated(known, { ...input, conversationId }, by)
        const { clientKey, content, replyTo, dueAt } = input
        const shown: MessageContent = outbox.compose({ conversationId, content, replyTo }, by)
        assertTime(dueAt, { conversationId, content })
        // A fresh ulid is what a ScheduledId is.
        const id = ids.ulid() as ScheduledId
        commands.append(addScheduled, {
          key: `scheduled.add:${clientKey}`,
          entity: `scheduled:${id}`,
          by: by.staffId,
          payload: {
            id,
            conversationId,
            staffId: by.staffId,
            clientKey,
            content,
            shown,
            replyTo,
            dueAt,
            agreed: agreedOn(conversationId, content),
          },
        })
        changed(conversationId)
        return toMessage(getSeen(id, by), by)
      }),

    move: ({ scheduledId, dueAt }, by) =>
      db.transaction(() => {
        const before = getSeen(scheduledId, by)
        const { id, conversationId, content } = before
        assertTime(dueAt, before)
        commands.append(moveScheduled, {
          key: `scheduled.move:${ids.ulid()}`,
          entity: `scheduled:${id}`,
          by: by.staffId,
          payload: { id, conversationId, before: before.dueAt, dueAt, agreed: agreedOn(conversationId, content) },
        })
        changed(conversationId)
        return toMessage(getSeen(id, by), by)
      }),

    cancel: (scheduledId, by) =>
      db.transaction(() => {
        const { id, conversationId, content } = getSeen(scheduledId, by)
        commands.append(cancelScheduled, {
          key: `scheduled.cancel:${id}`,
          entity: `scheduled:${id}`,
          by: by.staffId,
          payload: { id, conversationId },
        })
        changed(conversationId)
        return { text: textToDraft(content) }
      }),

    sendNow(id, by) {
      send(getSeen(id, by), by)
    },

    noteMerged(merged) {
      if (updateScheduledConversation(db, merged)) changed(merged.into)
    },

    start: timer.start,
    stop: timer.stop,
  }
}

/** One key is one intent: with another content it is a mistake of the caller. */
function repeated(known: Scheduled, input: MethodParsed<'scheduled.add'>, by: Viewer): ScheduledMessage {
  const isSame = known.conversationId === input.conversationId && known.staffId === by.staffId
  if (!isSame || !isDeepStrictEqual(known.content, input.content))
    throw new AppError('already-exists', `The key of scheduled message ${known.id} was used for another one`)
  return toMessage(known, by)
}

/** Of what nobody could tell the price of, it cannot be said. */
function costsMore(agreed: Agreed | null, now: Agreed): boolean {
  if (agreed === null || agreed.amount === null || now.amount === null) return false
  return now.amount > agreed.amount || (now.currency !== agreed.currency && now.amount > 0)
}
