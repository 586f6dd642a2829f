import type { MethodName, ShopKind, StaffId } from '#contract'
import { createCommandLog } from './commands/command-log.ts'
import { PRACTICE_LANGUAGE, PRACTICE_SHOP_NAME, practicePeople, practiceReplies } from './desk/practice-seed.ts'
import { publishAfterCommit, type EventHub } from './dispatch/event-hub.ts'
import type { Handlers } from './dispatch/handlers.ts'
import type { DeskMethod } from './desk/handlers.ts'
import type { Ports } from './ports.ts'
import { createReplyHandlers } from './replies/handlers.ts'
import { createRepliesService } from './replies/service.ts'
import { createShopSettings } from './settings/service.ts'
import { createStaffHandlers } from './staff/handlers.ts'
import { createStaffService } from './staff/service.ts'
import { createKitHandlers } from './vault/handlers.ts'
import type { Vault } from './vault/vault.ts'

/** One open shop: every domain's services on one database. */
export type Shop = {
  readonly handlers: Partial<Handlers<ShopMethod>>
  /** Null until its first person has named it. */
  name(): string | null
  close(): Promise<void>
}
export type ShopMethod = Exclude<MethodName, DeskMethod>

export async function createShop(deps: {
  kind: ShopKind
  vault: Vault
  ports: Ports
  hub: EventHub
  endSessions(id: StaffId, reason: 'disabled'): void
  /** The shop has its first person, and so its name. */
  firstRunEnded(): void
}): Promise<Shop> {
  const { kind, vault, ports, hub } = deps
  const { clock, ids, passwords } = ports
  const { db } = vault
  const publish = publishAfterCommit({ db, hub })
  const commands = createCommandLog({ db, clock })
  const settings = createShopSettings({ db, commands })
  const staff = createStaffService({ db, commands, clock, ids, passwords, settings, publish, endSessions: deps.endSessions })
  const replies = createRepliesService({ db, commands, ids, publish })

  if (kind === 'practice') {
    seedPractice()
    await ports.practice.start({ language: PRACTICE_LANGUAGE })
  }

  const staffHandlers = createStaffHandlers(staff)

  return {
    handlers: {
      ...createKitHandlers(vault.kit),
      ...createReplyHandlers(replies),
      ...staffHandlers,
      'staff.createOwner': async (input, context) => {
        const signedIn = await staffHandlers['staff.createOwner'](input, context)
        deps.firstRunEnded()
        return signedIn
      },
    },
    name: () => (staff.hasAnybody() ? settings.shopName() : null),
    async close() {
      if (kind === 'practice') await ports.practice.stop()
      await vault.close()
    },
  }

  /** All or nothing, once. */
  function seedPractice(): void {
    db.transaction(() => {
      if (staff.hasAnybody()) return
      const [owner] = staff.addWithoutPassword(practicePeople)
      settings.rename({ name: PRACTICE_SHOP_NAME, by: owner?.staffId ?? null, key: 'shop.rename:practice' })
      for (const reply of practiceReplies) replies.add(reply, null)
    })
  }
}
