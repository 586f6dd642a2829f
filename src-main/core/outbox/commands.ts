import { z } from 'zod'
import {
  clientKey,
  conversationId,
  deliveryProblem,
  epochMs,
  mediaId,
  messageContent,
  messageId,
  numberId,
  outgoingContent,
  type MessageId,
} from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import type { Messages } from '../messages/service.ts'
import type { OutgoingFiles } from './outgoing-files.ts'
import { insertEntry, updateEntryForResend } from './repository.ts'
import type { Transitions } from './transitions.ts'

/** What staff decide about sending. Attempts and their results are facts, and no commands. */
export function createOutboxCommands({
  messages,
  files,
  transitions,
}: {
  messages: Messages
  files: Pick<OutgoingFiles, 'attach'>
  transitions: Transitions
}) {
  const subjectOf = (payload: { messageId: MessageId }) => ({ conversationId: messages.get(payload.messageId).conversationId })
  const statusOf = (payload: { messageId: MessageId }) => messages.get(payload.messageId).delivery?.status ?? null

  return {
    send: defineCommand({
      kind: 'message.send',
      payload: z.object({
        clientKey,
        conversationId,
        numberId,
        content: outgoingContent,
        /** The same as it is drawn. */
        shown: messageContent,
        /** Words to search and preview. */
        body: z.string().nullable(),
        files: z.array(z.object({ position: z.number().int(), mediaId })),
        replyTo: messageId.nullable(),
        /** Null when it may go at once. */
        undoUntil: epochMs.nullable(),
      }),
      journal: {
        action: 'message.sent',
        subject: (payload) => ({ conversationId: payload.conversationId }),
        details: (_db, { clientKey: key }) => ({ clientKey: key }),
      },
      apply(db, { by, at, payload }) {
        const { content, shown, body, files: ofMessage, replyTo, undoUntil, ...where } = payload
        const id = messages.insertOutgoing({
          conversationId: where.conversationId,
          numberId: where.numberId,
          staffId: by,
          content: shown,
          body,
          quotedMessageId: replyTo,
          undoUntil,
        })
        if (ofMessage.length > 0) files.attach(id, ofMessage)
        insertEntry(db, { ...where, messageId: id, queuedAt: at, dueAt: undoUntil ?? at, payload: content })
      },
    }),

    undo: defineCommand({
      kind: 'message.undo',
      payload: z.object({ messageId }),
      journal: { action: 'message.undone', subject: subjectOf, details: (_db, payload) => payload },
      apply(_db, { payload }) {
        transitions.move(payload.messageId, { kind: 'cancelled' })
      },
    }),

    sendAgain: defineCommand({
      kind: 'message.send-again',
      payload: z.object({ messageId, conversationId }),
      journal: {
        action: 'message.settled',
        subject: subjectOf,
        details: (_db, payload) => ({ messageId: payload.messageId, decision: 'send-again', before: statusOf(payload) }),
      },
      apply(db, { at, payload }) {
        updateEntryForResend(db, payload.messageId, { conversationId: payload.conversationId, at })
        // Forgets the wamid too: what WhatsApp reported about the earlier attempt says nothing about the next.
        messages.setOutgoing(payload.messageId, { status: 'queued', problem: null })
      },
    }),

    close: defineCommand({
      kind: 'message.close',
      payload: z.object({ messageId, as: z.enum(['arrived', 'dropped']), problem: deliveryProblem.nullable() }),
      journal: {
        action: 'message.settled',
        subject: subjectOf,
        details: (_db, payload) => ({ messageId: payload.messageId, decision: payload.as, before: statusOf(payload) }),
      },
      apply(_db, { payload }) {
        transitions.move(payload.messageId, { kind: payload.as }, payload.problem)
      },
    }),
  }
}
