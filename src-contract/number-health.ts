import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { epochMs } from './ids.ts'

export const canSend = z.enum(['available', 'limited', 'blocked', 'unknown'])

/** A reason why something cannot be sent, with Meta's own words in English and the key of ours, when the error table knows the code. */
export const healthProblem = z.object({
  code: z.number().int().nullable(),
  key: z.string().nullable(),
  description: z.string().nullable(),
  solution: z.string().nullable(),
})

/** How the number stands at WhatsApp, as last asked and told. Meta's own words where it has many and adds more. */
export const numberHealth = z.object({
  checkedAt: epochMs.nullable(),
  displayPhoneNumber: z.string(),
  verifiedName: z.string(),
  /** APPROVED, PENDING_REVIEW, DECLINED, EXPIRED, AVAILABLE_WITHOUT_REVIEW… */
  nameStatus: z.string().nullable(),
  newName: z.object({ name: z.string(), decision: z.string(), reason: z.string().nullable() }).nullable(),
  quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
  /** CONNECTED, FLAGGED, RESTRICTED, RATE_LIMITED, BANNED… */
  status: z.string().nullable(),
  throughput: z.enum(['standard', 'high', 'coexistence', 'unknown']),
  messagesPerSecond: z.number().int(),
  isOnPhoneApp: z.boolean(),
  isOfficial: z.boolean(),
  /** Customers who may be written to with templates outside their window in any 24 hours, over all numbers of the business. */
  limit: z.object({
    tier: z.string().nullable(),
    /** Null: without limit, or not told. */
    perDay: z.number().int().nullable(),
    isUnlimited: z.boolean(),
    /** Of this number, by our own messages. */
    usedLast24h: z.number().int(),
  }),
  canSend,
  /** PHONE_NUMBER, WABA, BUSINESS, APP. */
  entities: z.array(z.object({ type: z.string(), canSend, problems: z.array(healthProblem) })),
  restrictions: z.array(z.object({ type: z.string(), until: epochMs.nullable() })),
  /** What was told, newest first; `what` is a closed list with words, `detail` Meta's own word. */
  events: z.array(
    z.object({
      at: epochMs,
      what: z.enum([
        'quality',
        'limit',
        'throughput',
        'name',
        'restriction',
        'violation',
        'ban',
        'reinstated',
        'payment',
        'connection',
        'capability',
        'alert',
      ]),
      detail: z.string().nullable(),
    }),
  ),
})
export type NumberHealth = z.infer<typeof numberHealth>

export const numberHealthMethods = defineMethods({
  'number.health': {
    access: { permission: 'number.view' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ health: numberHealth.nullable() }),
  },
  /** Asks Meta now. */
  'number.checkHealth': {
    access: { permission: 'number.view' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ health: numberHealth.nullable() }),
  },
})

export const numberHealthEvents = defineEvents({
  'number.healthChanged': { access: { permission: 'number.view' }, payload: z.object({ health: numberHealth }) },
})
