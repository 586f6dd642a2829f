import type { RecoveryKit } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { KitSlot } from './header.ts'
import type { HeaderKeeper } from './header-keeper.ts'
import { isSameSecret, type RootKey } from './keys.ts'
import { isGroupOfKit, issueKit, openWithKit } from './kit-slot.ts'

type TypedGroups = readonly { index: number; text: string }[]

export type RecoveryKitSlot = {
  /** The one before it opens the shop until somebody has confirmed the new one. */
  issue(): RecoveryKit
  /** Whether both groups are right, of the kit made last, which alone counts from then on; `not-possible-now` when there is no kit. */
  confirm(groups: TypedGroups): boolean
  /** Whether both groups are right, of the kit that counts. Changes nothing. */
  isProof(groups: TypedGroups): boolean
  /** Whether it is a kit of this very shop that still opens it. `kit-invalid` for a typing mistake. */
  opens(typed: string): boolean
  /** Of the kit that counts; `unconfirmedAt` when a newer one was made that nobody has confirmed. */
  status(): { issuedAt: number | null; confirmedAt: number | null; unconfirmedAt: number | null }
}

export function createRecoveryKit(deps: { header: HeaderKeeper; clock: Clock; ids: Ids; log: Log }): RecoveryKitSlot {
  const { header, clock, ids, log } = deps

  return {
    issue() {
      const { databaseId, slots } = header.get()
      const { slot, kit } = issueKit({ databaseId, root: header.root(), ids, issuedAt: clock.now() })
      // The sheet there is may be the only one there will ever be: paper jams, and windows are closed.
      header.save({ slots: slots.kit === null ? { ...slots, kit: slot } : { ...slots, nextKit: slot } })
      log.info('vault.kit-issued')
      return kit
    },
    confirm(groups) {
      const { slots } = header.get()
      const newest = slots.nextKit ?? slots.kit
      if (newest === null) throw new AppError('not-possible-now', 'There is no recovery kit to confirm')
      if (!areGroupsOf(newest, header.root(), groups)) return false
      header.save({ slots: { ...slots, kit: { ...newest, confirmedAt: clock.now() }, nextKit: null } })
      return true
    },
    isProof(groups) {
      const { kit } = header.get().slots
      return kit !== null && areGroupsOf(kit, header.root(), groups)
    },
    opens(typed) {
      try {
        return isSameSecret(openWithKit(header.get(), typed).reveal(), header.root().reveal())
      } catch (cause) {
        if (cause instanceof AppError && cause.code === 'kit-wrong') return false
        throw cause
      }
    },
    status() {
      const { kit, nextKit } = header.get().slots
      return { issuedAt: kit?.issuedAt ?? null, confirmedAt: kit?.confirmedAt ?? null, unconfirmedAt: nextKit?.issuedAt ?? null }
    },
  }
}

function areGroupsOf(kit: KitSlot, root: RootKey, groups: TypedGroups): boolean {
  return new Set(groups.map((group) => group.index)).size === 2 && groups.every((group) => isGroupOfKit(kit, root, group))
}
