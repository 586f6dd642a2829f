import type { Message, MessageId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Contacts } from '../contacts/service.ts'
import type { Database } from '../db/database.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { Inbox } from '../inbox/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Messages } from '../messages/service.ts'
import type { NumberService } from '../number/service.ts'
import { isWindowOpen } from '../outbox/decide-next.ts'
import { createOutgoingThreads } from '../outbox/outgoing-messages.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { StatusEvent } from '../whatsapp/decoded.ts'
import { limits } from '../whatsapp/limits.ts'
import { createReactCommand } from './commands.ts'
import { deleteOutgoingReaction } from './repository.ts'
import { createReactionSender } from './sender.ts'
import { parseReactionTracker } from './tracker.ts'

/** The shop's reactions to messages: one each, and the newest is the one that counts. */
export type Reactions = {
  /**
   * Shown at once as `sending`. An empty `emoji` takes it back; the same again does nothing. `not-found`, `window-closed`, `no-number`;
   * `not-possible-now` for a message that is too old, was deleted, or is not WhatsApp's; `invalid-input` for what is no emoji.
   */
  react(input: { messageId: MessageId; emoji: string }, by: Viewer): Message
  /** A status came, in the caller's transaction: it may be of a reaction, which WhatsApp had then taken. */
  noteStatus(event: Pick<StatusEvent, 'numberId' | 'status' | 'tracker'>): void
  start(): void
  stop(): Promise<void>
}

export function createReactions(deps: {
  db: Database
  commands: CommandLog
  clock: Clock
  ids: Ids
  log: Log
  messages: Messages
  inbox: Inbox
  contacts: Contacts
  numbers: NumberService
}): Reactions {
  const { db, commands, clock, ids, messages, inbox, numbers } = deps
  const threads = createOutgoingThreads(deps)
  const sender = createReactionSender({ ...deps, threads })
  const reactCommand = createReactCommand({ messages })

  /** What can be reacted to, by WhatsApp's id. */
  function getTarget(message: Message): string {
    const wamid = messages.wamidOf(message.messageId)
    const isOurs =
      wamid !== null && message.delivery?.status !== 'failed' && message.content.kind !== 'system' && message.content.kind !== 'call'
    const isOld = message.sentAt < clock.now() - limits.reactionMs
    if (!isOurs || message.isRevoked || isOld) throw new AppError('not-possible-now', `Message ${message.messageId} cannot be reacted to`)
    return wamid
  }

  return {
    react: ({ messageId, emoji }, by) =>
      db.transaction(() => {
        messages.assertSeen(messageId, by)
        const message = messages.get(messageId)
        if (emoji !== '' && !isEmoji(emoji)) throw new AppError('invalid-input', 'A reaction is one emoji', { facts: { field: 'emoji' } })
        const targetWamid = getTarget(message)
        const thread = threads.find(message.conversationId)
        if (thread === null || numbers.numberId() !== thread.numberId)
          throw new AppError('no-number', `The number of conversation ${message.conversationId} is not connected`)
        if (!isWindowOpen(thread.windowExpiresAt, clock.now()))
          throw new AppError('window-closed', `The window of conversation ${message.conversationId} is closed`)
        const { conversationId, numberId } = thread
        const current = messages.findOwnReaction(numberId, targetWamid)
        const isAgain = current?.state === 'failed' && emoji !== ''
        if (emoji === (current?.emoji ?? '') && !isAgain) return message
        if (emoji !== '' && inbox.get(conversationId).assignedTo === null) inbox.claimByAnswer(conversationId, by.staffId)
        commands.append(reactCommand, {
          key: `message.react:${ids.ulid()}`,
          entity: `message:${messageId}`,
          by: by.staffId,
          payload: {
            messageId,
            conversationId,
            numberId,
            targetWamid,
            emoji,
            at: Math.max(messages.timeOfAnswer(conversationId), (current?.at ?? 0) + 1, (current?.last_at ?? 0) + 1),
          },
        })
        db.afterCommit(sender.wake)
        return messages.get(messageId)
      }),

    noteStatus({ numberId, status, tracker }) {
      const told = parseReactionTracker(tracker)
      if (told === null) return
      deleteOutgoingReaction(db, { ...told, numberId })
      messages.settleReaction({ ...told, numberId }, { ...told, became: status === 'failed' ? 'failed' : 'taken' })
    },

    start: sender.start,
    stop: sender.stop,
  }
}

/** One of those that people can choose, whatever its skin and however many code points it takes. */
function isEmoji(text: string): boolean {
  return /^\p{RGI_Emoji}$/v.test(text) || /^\p{Extended_Pictographic}\uFE0F?$/u.test(text)
}
