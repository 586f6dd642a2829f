import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'

/** How the shop writes to its customers. */
export const messagingRules = z.object({
  /** Put in bold before what a person writes, so that customers know with whom they talk. */
  signature: z.enum(['none', 'first-name', 'full-name']),
})
export type MessagingRules = z.infer<typeof messagingRules>

export const messagingRulesMethods = defineMethods({
  'messaging.get': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ rules: messagingRules }) },
  'messaging.save': {
    access: { permission: 'settings.manage' },
    reach: 'remote',
    input: z.object({ rules: messagingRules }),
    output: z.object({ rules: messagingRules }),
  },
})

export const messagingRulesEvents = defineEvents({
  'messaging.changed': { access: 'signed-in', payload: z.object({ rules: messagingRules }) },
})
