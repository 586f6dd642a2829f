import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { quickReplyId } from './ids.ts'
import { attachment } from './media.ts'
import { TEXT_MAX_LENGTH } from './outgoing.ts'

/** Filled in by the interface: the customer's first name, the attendant's name, the shop's name. Any other `{{word}}` is for the attendant to fill. */
export const knownVariables = ['customer', 'attendant', 'shop'] as const

export const MAX_QUICK_REPLIES = 500

export const shortcut = z
  .string()
  .trim()
  .min(1)
  .max(24)
  .regex(/^[\p{Ll}\p{N}-]+$/u)

export const quickReply = z.object({
  quickReplyId,
  /** Typed after `/`. */
  shortcut,
  title: z.string().trim().min(1).max(60),
  text: z.string().trim().min(1).max(TEXT_MAX_LENGTH),
  /** The same in other languages, each once; `text` is for customers of any other. */
  translations: z
    .array(z.object({ language: z.enum(['pt-BR', 'en', 'es', 'zu']), text: z.string().trim().min(1).max(TEXT_MAX_LENGTH) }))
    .max(4),
  /** Sent along, the first with the text as its caption where it takes one. */
  files: z.array(attachment).max(5),
  /** Times inserted and sent, for the order of the list. */
  useCount: z.number().int(),
  revision: z.number().int(),
})
export type QuickReply = z.infer<typeof quickReply>

export const replyMethods = defineMethods({
  /** All of them, most used first; a shop has at most `MAX_QUICK_REPLIES`. */
  'replies.list': {
    access: { permission: 'reply.use' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ replies: z.array(quickReply) }),
  },
  'replies.add': {
    access: { permission: 'reply.manage_shared' },
    reach: 'remote',
    input: quickReply.pick({ shortcut: true, title: true, text: true, translations: true, files: true }),
    output: z.object({ reply: quickReply }),
  },
  'replies.update': {
    access: { permission: 'reply.manage_shared' },
    reach: 'remote',
    input: quickReply
      .pick({ quickReplyId: true, shortcut: true, title: true, text: true, translations: true, files: true })
      .extend({ expectRevision: z.number().int() }),
    output: z.object({ reply: quickReply }),
  },
  'replies.remove': {
    access: { permission: 'reply.manage_shared' },
    reach: 'remote',
    input: z.object({ quickReplyId }),
    output: z.object({}),
  },
  /** Counts one use. */
  'replies.used': {
    access: { permission: 'reply.use' },
    reach: 'remote',
    input: z.object({ quickReplyId }),
    output: z.object({}),
  },
})

export const replyEvents = defineEvents({
  'reply.changed': { access: { permission: 'reply.use' }, payload: z.object({ reply: quickReply }) },
  'reply.removed': { access: { permission: 'reply.use' }, payload: z.object({ quickReplyId }) },
})
