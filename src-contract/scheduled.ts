import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { errorCode } from './errors.ts'
import { clientKey, conversationId, epochMs, messageId, scheduledId, staffId } from './ids.ts'
import { messageContent } from './messages.ts'
import { outgoingContent } from './outgoing.ts'

/** At most this far ahead. */
export const SCHEDULE_MAX_DAYS = 90

/**
 * A message that goes later. When its time comes, everything is asked again: the window, whether the customer still wants it, whether its
 * author may still write here, and whether it costs more than was agreed to. What does not hold stops it, and its author is told.
 */
export const scheduledMessage = z.object({
  scheduledId,
  conversationId,
  staffId,
  content: messageContent,
  dueAt: epochMs,
  /** The last two only where the same `scheduled.add` came again: no list has them. */
  state: z.enum(['waiting', 'stopped', 'sent', 'cancelled']),
  /** Of one that was stopped. */
  problem: errorCode.nullable(),
})
export type ScheduledMessage = z.infer<typeof scheduledMessage>

/** A part of those that wait or were stopped in a conversation, in order; of the whole how many there are. */
const scheduledPage = z.object({
  conversationId,
  scheduled: z.array(scheduledMessage),
  /** Null on the last page. */
  nextCursor: z.string().nullable(),
  total: z.number().int(),
})
export type ScheduledPage = z.infer<typeof scheduledPage>

export const scheduledMethods = defineMethods({
  /** `cursor` is opaque. */
  'scheduled.list': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({ conversationId, cursor: z.string().max(120).optional() }),
    output: scheduledPage,
  },
  /** `time-past`, `not-possible-now` beyond 90 days, and what `messages.send` refuses. Free text for after the window closes is refused: `window-closed`. */
  'scheduled.add': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ conversationId, clientKey, content: outgoingContent, replyTo: messageId.nullable(), dueAt: epochMs }),
    output: z.object({ scheduled: scheduledMessage }),
  },
  'scheduled.move': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ scheduledId, dueAt: epochMs }),
    output: z.object({ scheduled: scheduledMessage }),
  },
  /** Its text, for the draft of whoever cancels it. */
  'scheduled.cancel': {
    access: { permission: 'conv.reply' },
    reach: 'remote',
    input: z.object({ scheduledId }),
    output: z.object({ text: z.string() }),
  },
  'scheduled.sendNow': { access: { permission: 'conv.reply' }, reach: 'remote', input: z.object({ scheduledId }), output: z.object({}) },
})

export const scheduledEvents = defineEvents({
  /** With the first page. */
  'scheduled.changed': { access: { permission: 'conv.view' }, payload: scheduledPage },
})
