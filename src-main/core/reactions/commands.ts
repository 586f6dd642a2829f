import { z } from 'zod'
import { conversationId, epochMs, messageId, numberId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import type { Messages } from '../messages/service.ts'
import { upsertOutgoingReaction } from './repository.ts'

/** What staff decide about reactions. Whether WhatsApp takes one is a fact, and no command. */
export function createReactCommand({ messages }: { messages: Messages }) {
  return defineCommand({
    kind: 'message.react',
    payload: z.object({
      messageId,
      conversationId,
      numberId,
      targetWamid: z.string(),
      /** Empty: taken back. */
      emoji: z.string(),
      /** Greater than that of the shop's earlier one. */
      at: epochMs,
    }),
    journal: {
      action: 'message.reacted',
      subject: (payload) => ({ conversationId: payload.conversationId }),
      details: (_db, payload) => ({ messageId: payload.messageId, emoji: payload.emoji }),
    },
    apply(db, { payload: { messageId: _shown, ...reaction } }) {
      messages.setReaction(reaction)
      upsertOutgoingReaction(db, reaction)
    },
  })
}
