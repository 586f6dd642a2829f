import { z } from 'zod'
import { securityRules, type SecurityRules, type StaffId } from '#contract'
import { defineCommand, type CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import { findSetting, updateSetting } from './repository.ts'

/** What is true of the whole shop. */
export type ShopSettings = {
  /** Empty until the first run has named the shop. */
  shopName(): string
  rename(shop: { name: string; by: StaffId | null; key: string }): void
  securityRules(): SecurityRules
  /**
   * `onSecurityChanged` has run when it returns: duties and idle locks follow at once. `not-allowed` for the way in that stands open to whoever
   * waits for it, unless it is an owner who opens or closes it.
   */
  saveSecurityRules(change: { rules: SecurityRules; by: Pick<Actor, 'staffId' | 'permissions'>; key: string }): SecurityRules
}

const SHOP_NAME = 'shop.name'
const SECURITY_RULES = 'security.rules'
const DEFAULT_SECURITY_RULES: SecurityRules = { idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: false }

const renameShop = defineCommand({
  kind: 'shop.rename',
  payload: z.object({ name: z.string().min(1) }),
  journal: { action: 'shop.renamed', details: (db, { name }) => ({ before: shopNameOf(db), after: name }) },
  apply(db, command) {
    updateSetting(db, SHOP_NAME, JSON.stringify(command.payload.name))
  },
})

const saveSecurity = defineCommand({
  kind: 'security.save',
  payload: z.object({ before: securityRules, after: securityRules }),
  journal: { action: 'security.changed', details: (_db, payload) => payload },
  apply(db, command) {
    updateSetting(db, SECURITY_RULES, JSON.stringify(command.payload.after))
  },
})

export function createShopSettings(deps: {
  db: Database
  commands: CommandLog
  publish: Publish
  onSecurityChanged(by: StaffId): void
}): ShopSettings {
  const { db, commands, publish } = deps

  function rules(): SecurityRules {
    const stored = findSetting(db, SECURITY_RULES)
    return stored === undefined ? DEFAULT_SECURITY_RULES : securityRules.parse({ ...DEFAULT_SECURITY_RULES, ...JSON.parse(stored) })
  }

  return {
    shopName: () => shopNameOf(db),
    rename({ name, by, key }) {
      commands.append(renameShop, { key, entity: 'shop', by, payload: { name } })
    },
    securityRules: rules,
    saveSecurityRules({ rules: after, by, key }) {
      return db.transaction(() => {
        const before = rules()
        if (after.hasDelayedRecovery !== before.hasDelayedRecovery && !by.permissions.has('owner.transfer'))
          throw new AppError('not-allowed', 'An owner decides on what makes owners')
        commands.append(saveSecurity, { key, entity: 'shop', by: by.staffId, payload: { before, after } })
        deps.onSecurityChanged(by.staffId)
        publish('security.changed', { rules: after })
        return after
      })
    },
  }
}

function shopNameOf(db: Database): string {
  return z.string().parse(JSON.parse(findSetting(db, SHOP_NAME) ?? '""'))
}
