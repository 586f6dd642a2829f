import { createHash, createHmac, hkdfSync } from 'node:crypto'
import type { RecoveryKit } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import type { KitSlot, ShopHeader } from './header.ts'
import { KIT_KEY_BYTES, kitToGroups, textToKit, tidyGroup } from './kit-text.ts'
import { deriveKey, isSameSecret, type RootKey } from './keys.ts'
import { sealRoot, unsealRoot } from './sealed-root.ts'

const GROUP_MAC_BYTES = 16

/** A new printed key with the root key wrapped under it. Only the sheet holds the printed key. */
export function issueKit(deps: { databaseId: string; root: RootKey; ids: Ids; issuedAt: number }): { slot: KitSlot; kit: RecoveryKit } {
  const { databaseId, root, ids, issuedAt } = deps
  const printed = ids.randomBytes(KIT_KEY_BYTES)
  const groups = kitToGroups(printed)
  return {
    slot: {
      ...sealRoot(root, { key: wrappingKey(printed, databaseId), databaseId, ids }),
      issuedAt,
      confirmedAt: null,
      groupMacs: groups.map((group, index) => groupMac(root, index, group)),
    },
    kit: { groups, fingerprint: fingerprintOf(databaseId), issuedAt },
  }
}

/**
 * The kit that counts opens, and so does a newer one that nobody has confirmed. `kit-invalid` for a typing mistake, `kit-wrong` for the kit of
 * another shop or one that was replaced.
 */
export function openWithKit({ databaseId, slots }: Pick<ShopHeader, 'databaseId' | 'slots'>, typed: string): RootKey {
  const key = wrappingKey(textToKit(typed), databaseId)
  for (const slot of [slots.kit, slots.nextKit]) {
    const root = slot === null ? null : unsealRoot(slot, { key, databaseId })
    if (root !== null) return root
  }
  throw new AppError('kit-wrong', 'The kit does not open this shop')
}

export function isGroupOfKit(kit: KitSlot, root: RootKey, typed: { index: number; text: string }): boolean {
  const group = tidyGroup(typed.text)
  const expected = kit.groupMacs[typed.index]
  return group !== null && expected !== undefined && isSameSecret(expected, groupMac(root, typed.index, group))
}

/** Under the root key: a plain hash of 20 bits could be tried out by anybody who has the header file. */
function groupMac(root: RootKey, index: number, group: string): string {
  return createHmac('sha256', deriveKey(root, 'kit-groups').reveal())
    .update(`${index}:${group}`)
    .digest()
    .subarray(0, GROUP_MAC_BYTES)
    .toString('hex')
}

function wrappingKey(printed: Buffer, databaseId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', printed, Buffer.from(databaseId), 'balcao/1/kit-wrap', 32))
}

function fingerprintOf(databaseId: string): string {
  const digest = createHash('sha256').update(`balcao/1/fingerprint:${databaseId}`).digest('hex').toUpperCase()
  return `${digest.slice(0, 4)}-${digest.slice(4, 8)}`
}
