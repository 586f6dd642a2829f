import { z } from 'zod'
import type { StaffId } from '#contract'
import { defineCommand, type CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import { findSetting, updateSetting } from './repository.ts'

/** What is true of the whole shop. */
export type ShopSettings = {
  /** Empty until the first run has named the shop. */
  shopName(): string
  rename(shop: { name: string; by: StaffId | null; key: string }): void
}

const SHOP_NAME = 'shop.name'

const renameShop = defineCommand({
  kind: 'shop.rename',
  payload: z.object({ name: z.string().min(1) }),
  apply(db, command) {
    updateSetting(db, SHOP_NAME, JSON.stringify(command.payload.name))
  },
})

export function createShopSettings(deps: { db: Database; commands: CommandLog }): ShopSettings {
  return {
    shopName() {
      return z.string().parse(JSON.parse(findSetting(deps.db, SHOP_NAME) ?? '""'))
    },
    rename({ name, by, key }) {
      deps.commands.append(renameShop, { key, entity: 'shop', by, payload: { name } })
    },
  }
}
