import { isDeepStrictEqual } from 'node:util'
import {
  ATTACHMENTS_MAX,
  TEXT_MAX_LENGTH,
  type ContactId,
  type ConversationId,
  type DraftFile,
  type Message,
  type MessageContent,
  type MessageId,
  type MessagingRules,
  type MethodParsed,
  type OutgoingContent,
  type StaffId,
  type StaffSettings,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Contacts } from '../contacts/service.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { Inbox } from '../inbox/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Messages } from '../messages/service.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { StatusEvent } from '../whatsapp/decoded.ts'
import type { SendTarget } from '../whatsapp/graph-client.ts'
import { createAttempts } from './attempts.ts'
import { createOutboxCommands } from './commands.ts'
import { assertNobodyReplied } from './colleague-replied.ts'
import { createComposer, type Composed, type Writer } from './compose.ts'
import { isWindowOpen, needsWindow } from './decide-next.ts'
import { mayHaveGone, type OutboxEntry } from './entry.ts'
import type { OutgoingFiles } from './outgoing-files.ts'
import { createOutgoingThreads, type OutgoingThread } from './outgoing-messages.ts'
import type { OutgoingTemplates } from './outgoing-templates.ts'
import { createPump } from './pump.ts'
import { findEntry, findEntryByClientKey, getPayload, listAttempts, updateConversationOfOpen } from './repository.ts'
import { filesToDraft, formToFill, textToDraft } from './to-draft.ts'
import { getTrackerKey } from './tracker.ts'
import { sign } from './sign.ts'
import { createTransitions } from './transitions.ts'

export type Outbox = {
  /**
   * Committed when it answers. The same key again answers with the same message. Refuses what `Composer` does, `colleague-replied`, `not-found`, `no-number`,
   * `window-closed`; `already-exists` for a key that was used for something else.
   */
  send(message: MethodParsed<'messages.send'>, by: Writer): Message
  /** What the thread would show of it. Refuses all that `send` does, but for the window: it is for later. */
  compose(message: Pick<MethodParsed<'messages.send'>, 'conversationId' | 'content' | 'replyTo'>, by: Writer): MessageContent
  /**
   * While surely nothing has left this machine for the customer; `already-sent` after. The text and the files return to the caller's draft;
   * what has a form of its own only to its author, as `content`.
   */
  undo(messageId: MessageId, by: Viewer): { message: Message; text: string; content: OutgoingContent | null }
  decide(messageId: MessageId, decision: 'send-again' | 'arrived' | 'drop', by: Writer): Message
  /** A status came, in the caller's transaction: with a tracker of ours it proves that the attempt was accepted, whatever we believed. */
  noteStatus(event: Pick<StatusEvent, 'numberId' | 'wamid' | 'status' | 'tracker' | 'at'>): void
  /** Two threads became one, in the caller's transaction: so do their queues, in the order in which people wrote. */
  noteMerged(merged: { from: ConversationId; into: ConversationId }): void
  start(): void
  stop(): Promise<void>
}

export function createOutbox(deps: {
  db: Database
  commands: CommandLog
  clock: Clock
  ids: Ids
  log: Log
  messages: Messages
  inbox: Inbox
  contacts: Contacts
  numbers: NumberService
  files: OutgoingFiles
  templates: OutgoingTemplates
  hasStoppedMarketing(who: { contactId: ContactId; conversationId: ConversationId }): boolean
  settingsOf(staffId: StaffId): Pick<StaffSettings, 'undoSeconds'>
  messagingRules(): MessagingRules
  nameOf(staffId: StaffId): string | null
}): Outbox {
  const { db, commands, clock, ids, messages, inbox, numbers } = deps
  const threads = createOutgoingThreads(deps)
  const transitions = createTransitions({ db, messages })
  const composer = createComposer(deps)
  const kinds = createOutboxCommands({ ...deps, transitions })
  const attempts = createAttempts({ ...deps, threads, transitions, trackerKey: getTrackerKey({ db, ids }) })
  const pump = createPump({ ...deps, threads, transitions, attempts })

  function getEntry(messageId: MessageId): OutboxEntry {
    const entry = findEntry(db, messageId)
    if (entry === undefined) throw new AppError('not-found', `No message ${messageId} in the outbox`)
    return entry
  }

  function getThread(conversationId: ConversationId): OutgoingThread {
    const thread = threads.find(conversationId)
    if (thread === null) throw new AppError('not-found', `No conversation ${conversationId}`)
    if (numbers.numberId() !== thread.numberId)
      throw new AppError('no-number', `The number of conversation ${conversationId} is not connected`)
    return thread
  }

  function assertMaySend(conversationId: ConversationId, kind: OutgoingContent['kind']): OutgoingThread {
    const thread = getThread(conversationId)
    if (needsWindow(kind) && !isWindowOpen(thread.windowExpiresAt, clock.now()))
      throw new AppError('window-closed', `The window of conversation ${conversationId} is closed`)
    return thread
  }

  function assertInThread(replyTo: MessageId | null, conversationId: ConversationId): void {
    if (replyTo !== null && messages.find(replyTo)?.conversationId !== conversationId)
      throw new AppError('not-found', `No message ${replyTo} in conversation ${conversationId} to reply to`)
  }

  function signed(composed: Composed, by: Viewer): Composed {
    return sign(composed, { name: deps.nameOf(by.staffId), as: deps.messagingRules().signature })
  }

  function command(messageId: MessageId, by: StaffId) {
    return { key: `message:${ids.ulid()}`, entity: `message:${messageId}`, by }
  }

  function sendingOf(conversationId: ConversationId, to: { by: Writer; target: SendTarget | null }) {
    const contactId = inbox.contactOf(conversationId)
    return { ...to, hasStoppedMarketing: () => deps.hasStoppedMarketing({ contactId, conversationId }) }
  }

  return {
    send: (input, by) =>
      db.transaction(() => {
        const known = findEntryByClientKey(db, input.clientKey)
        // Whoever asks again for what they wrote is told, also when the conversation is a colleague's by now.
        if (known !== undefined && isWrittenBy(known, by) && isIn(known, input.conversationId)) return repeated(known, input)
        const { assignedTo } = inbox.getToAnswer(input.conversationId, by)
        if (known !== undefined) return repeated(known, input)
        const { clientKey, content, replyTo } = input
        const { conversationId, numberId, target } = assertMaySend(input.conversationId, content.kind)
        const composed = signed(composer.compose(content, sendingOf(conversationId, { by, target })), by)
        if (input.seen !== null && !input.sendAnyway)
          assertNobodyReplied(messages, { conversationId, seen: input.seen, staffId: by.staffId, now: clock.now(), nameOf: deps.nameOf })
        assertInThread(input.replyTo, conversationId)
        const { undoSeconds } = deps.settingsOf(by.staffId)
        if (assignedTo === null) inbox.claimByAnswer(conversationId, by.staffId)
        commands.append(kinds.send, {
          key: `message.send:${clientKey}`,
          entity: `conversation:${conversationId}`,
          by: by.staffId,
          payload: {
            clientKey,
            conversationId,
            numberId,
            content,
            shown: composed.content,
            body: composed.body,
            files: composed.files.map(({ position, mediaId }) => ({ position, mediaId })),
            // WhatsApp shows no quote above a template, whatever it is told (contextual replies): so there is none here, either.
            replyTo: content.kind === 'template' ? null : replyTo,
            undoUntil: undoSeconds === 0 ? null : clock.now() + undoSeconds * 1000,
          },
        })
        if (content.kind === 'template') deps.templates.noteUse(content.templateId)
        db.afterCommit(pump.wake)
        const entry = findEntryByClientKey(db, clientKey)
        if (entry === undefined) throw new Error(`Broken invariant: the command of key ${clientKey} was applied, so its entry exists`)
        return messages.get(entry.messageId)
      }),

    compose({ conversationId, content, replyTo }, by) {
      const thread = getThread(conversationId)
      assertInThread(replyTo, thread.conversationId)
      const composed = composer.compose(content, sendingOf(thread.conversationId, { by, target: thread.target }))
      // There must be room for the signature, which is put on when it goes.
      signed(composed, by)
      return composed.content
    },

    undo: (messageId, by) =>
      db.transaction(() => {
        messages.assertSeen(messageId, by)
        const entry = getEntry(messageId)
        const { author } = messages.get(messageId)
        const payload = getPayload(db, messageId)
        // A card may have a phone in it that the caller does not see.
        const content = author.kind === 'staff' && author.staffId === by.staffId ? formToFill(payload) : null
        const text = content === null ? textToDraft(payload) : ''
        // Pressed twice: the text is a draft already.
        if (entry.state.kind === 'cancelled') return { message: messages.get(messageId), text, content }
        const isHeld = entry.state.kind === 'queued' || entry.state.kind === 'waiting'
        if (!isHeld || listAttempts(db, messageId).some(mayHaveGone))
          throw new AppError('already-sent', `Message ${messageId} is ${entry.state.kind}`)
        commands.append(kinds.undo, { ...command(messageId, by.staffId), payload: { messageId } })
        const message = messages.get(messageId)
        returnToDraft(message, { text, files: filesToDraft(message), by })
        db.afterCommit(pump.wake)
        return { message, text, content }
      }),

    decide: (messageId, decision, by) =>
      db.transaction(() => {
        messages.assertSeen(messageId, by)
        const entry = getEntry(messageId)
        const before = messages.get(messageId)
        const isUnconfirmed = entry.state.kind === 'unconfirmed'
        // Refused at once, given up by us, or reported as failed after it was accepted.
        const isFailed = before.delivery?.status === 'failed'
        if (!isUnconfirmed && !(isFailed && decision !== 'arrived')) {
          throw new AppError('not-possible-now', `Message ${messageId} is ${entry.state.kind}: there is nothing to decide`)
        }
        if (decision === 'send-again') {
          const content = getPayload(db, messageId)
          const { conversationId, target } = assertMaySend(before.conversationId, content.kind)
          if (content.kind === 'template') composer.assertUsable(content, sendingOf(conversationId, { by, target }))
          deps.files.forgetUploads(messageId)
          commands.append(kinds.sendAgain, { ...command(messageId, by.staffId), payload: { messageId, conversationId } })
        } else {
          const as = decision === 'arrived' ? 'arrived' : 'dropped'
          const problem = decision === 'arrived' ? null : (before.delivery?.problem ?? null)
          commands.append(kinds.close, { ...command(messageId, by.staffId), payload: { messageId, as, problem } })
        }
        db.afterCommit(pump.wake)
        return messages.get(messageId)
      }),

    noteStatus({ numberId, wamid, status, tracker, at }) {
      if (tracker === null) return
      attempts.prove({ tracker, numberId, wamid, at, isFailure: status === 'failed' })
      db.afterCommit(pump.wake)
    },

    noteMerged: (merged) => updateConversationOfOpen(db, merged),

    start: pump.start,
    stop: pump.stop,
  }

  function isWrittenBy(entry: OutboxEntry, { staffId }: Viewer): boolean {
    const { author } = messages.get(entry.messageId)
    return author.kind === 'staff' && author.staffId === staffId
  }

  function isIn(entry: OutboxEntry, conversationId: ConversationId): boolean {
    return inbox.find(conversationId)?.conversationId === messages.get(entry.messageId).conversationId
  }

  /** One key is one intent: with another content it is a mistake of the caller, and must not pass as sent. */
  function repeated(entry: OutboxEntry, input: { conversationId: ConversationId; content: OutgoingContent }): Message {
    const message = messages.get(entry.messageId)
    if (!isDeepStrictEqual(getPayload(db, entry.messageId), input.content) || !isIn(entry, input.conversationId)) {
      throw new AppError('already-exists', `The key of message ${entry.messageId} was used for another one`)
    }
    return message
  }

  /** What the caller has begun to write meanwhile stays, below. */
  function returnToDraft(message: Message, { text, files, by }: { text: string; files: readonly DraftFile[]; by: Viewer }): void {
    const { conversationId } = message
    const { draft } = inbox.getPersonal(conversationId, by)
    const together = draft === null || draft.text === '' ? text : `${text}\n${draft.text}`.slice(0, TEXT_MAX_LENGTH)
    const both = [...files, ...(draft?.files ?? [])].slice(0, ATTACHMENTS_MAX)
    inbox.saveDraft({ conversationId, text: together, replyTo: message.replyTo?.messageId ?? draft?.replyTo ?? null, files: both }, by)
  }
}
