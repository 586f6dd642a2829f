import { z } from 'zod'
import { messagingRules, type MessagingRules, type StaffId } from '#contract'
import { defineCommand, type CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import type { Ids } from '../ports.ts'
import { findSetting, updateSetting } from './repository.ts'

/** How the shop writes to its customers. */
export type MessagingSettings = {
  rules(): MessagingRules
  save(rules: MessagingRules, by: StaffId): MessagingRules
}

const MESSAGING_RULES = 'messaging.rules'
const DEFAULT_RULES: MessagingRules = { signature: 'none' }

const saveMessaging = defineCommand({
  kind: 'messaging.save',
  payload: z.object({ before: messagingRules, after: messagingRules }),
  journal: { action: 'messaging.changed', details: (_db, payload) => payload },
  apply(db, command) {
    updateSetting(db, MESSAGING_RULES, JSON.stringify(command.payload.after))
  },
})

export function createMessagingSettings(deps: { db: Database; commands: CommandLog; ids: Ids; publish: Publish }): MessagingSettings {
  const { db, commands, ids, publish } = deps

  function rules(): MessagingRules {
    const stored = findSetting(db, MESSAGING_RULES)
    return stored === undefined ? DEFAULT_RULES : messagingRules.parse({ ...DEFAULT_RULES, ...JSON.parse(stored) })
  }

  return {
    rules,
    save(after, by) {
      return db.transaction(() => {
        commands.append(saveMessaging, { key: `messaging.save:${ids.ulid()}`, entity: 'shop', by, payload: { before: rules(), after } })
        publish('messaging.changed', { rules: after })
        return after
      })
    },
  }
}
