import { CIPHER } from '../db/open-database.ts'
import type { HeaderFact, WhichKey } from './decide-start-up.ts'
import type { ReadHeader, ShopHeader } from './header.ts'
import { keyCheckValue, type RootKey } from './keys.ts'

export type BelievedHeader = { readonly fact: HeaderFact; readonly value: ShopHeader | null }

/** The newest copy that can be believed; with a key, only one that was written with it. */
export function newestHeader(copies: readonly ReadHeader[], root: RootKey | null = null): BelievedHeader {
  if (copies.length === 0) return { fact: 'none', value: null }
  if (copies.some((copy) => copy.kind === 'newer')) return { fact: 'newer', value: null }
  for (const copy of copies) {
    if (copy.kind !== 'good' || (root !== null && !copy.isAuthentic(root))) continue
    const { state, generation, slots } = copy.header
    return { fact: { state, generation, hasKit: slots.kit !== null, isStrict: slots.passphrase !== null }, value: copy.header }
  }
  return { fact: 'damaged', value: null }
}

export function newHeader({ databaseId, root, account }: { databaseId: string; root: RootKey; account: string }): ShopHeader {
  return {
    databaseId,
    cipher: CIPHER,
    keyCheck: keyCheckValue(root),
    state: 'normal',
    revision: 1,
    generation: 0,
    slots: { keychain: { account }, kit: null, nextKit: null, passphrase: null },
    rekey: null,
    rotatedAt: null,
    appKeys: null,
    journal: { newest: null, lost: null, anchorLostAt: null },
    isSuspect: false,
    previousKeys: [],
  }
}

/**
 * Whether the journal had been anchored later than this header knows: it was made anew, or is an older one that was put back. The keychain
 * learns each generation after the header; the database is ahead by one where a crash lay in between.
 */
export function isAnchorLost(believed: ShopHeader | null, seen: { database: number; keychain: number }): boolean {
  return believed === null || believed.generation < Math.max(seen.keychain, seen.database - 1)
}

/** Which key opened the file says how far an interrupted rekey had come. Kits wrap the old key: after the change they are void. */
export function settleRekey(header: ShopHeader, { openedWith, now }: { openedWith: WhichKey; now: number }): ShopHeader {
  if (openedWith === 'current' || header.rekey === null) return { ...header, state: 'normal', rekey: null }
  const { account, keyCheck, appKeys, passphrase } = header.rekey
  const replaced = { account: header.slots.keychain.account, replacedAt: now }
  const previousKeys =
    passphrase === null ? [...header.previousKeys.filter((key) => key.account !== replaced.account), replaced] : header.previousKeys
  const slots = { keychain: { account }, kit: null, nextKit: null, passphrase }
  return { ...header, state: 'normal', keyCheck, appKeys, slots, rekey: null, rotatedAt: now, previousKeys }
}
