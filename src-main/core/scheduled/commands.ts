import { z } from 'zod'
import { clientKey, conversationId, epochMs, messageContent, messageId, micros, outgoingContent, scheduledId, staffId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { insertScheduled, updateScheduledState, updateScheduledTime } from './repository.ts'

const agreed = z.object({ amount: micros.nullable(), currency: z.string().nullable() }).nullable()
const subject = (payload: { conversationId: z.infer<typeof conversationId> }) => ({ conversationId: payload.conversationId })

/** What staff decide about what goes later. That it goes, or is stopped, follows by itself. */
export const addScheduled = defineCommand({
  kind: 'scheduled.add',
  payload: z.object({
    id: scheduledId,
    conversationId,
    staffId,
    clientKey,
    content: outgoingContent,
    shown: messageContent,
    replyTo: messageId.nullable(),
    dueAt: epochMs,
    agreed,
  }),
  journal: { action: 'message.scheduled', subject, details: (_db, { id, dueAt }) => ({ scheduledId: id, dueAt }) },
  apply(db, { payload }) {
    insertScheduled(db, payload)
  },
})

export const moveScheduled = defineCommand({
  kind: 'scheduled.move',
  payload: z.object({ id: scheduledId, conversationId, before: epochMs, dueAt: epochMs, agreed }),
  journal: {
    action: 'message.schedule-changed',
    subject,
    details: (_db, { id, before, dueAt }) => ({ scheduledId: id, before, after: dueAt }),
  },
  apply(db, { payload: { id, dueAt, agreed: price } }) {
    updateScheduledTime(db, id, { dueAt, agreed: price })
  },
})

export const cancelScheduled = defineCommand({
  kind: 'scheduled.cancel',
  payload: z.object({ id: scheduledId, conversationId }),
  journal: { action: 'message.schedule-cancelled', subject, details: (_db, { id }) => ({ scheduledId: id }) },
  apply(db, { payload }) {
    updateScheduledState(db, payload.id, 'cancelled')
  },
})
