import type { Redacted } from '../lib/redacted.ts'
import type { Ids, KeyStretching, StretchCost } from '../ports.ts'
import type { PassphraseSlot, ShopHeader } from './header.ts'
import type { RootKey } from './keys.ts'
import { sealRoot, unsealRoot } from './sealed-root.ts'

/** What somebody typed. The vault never sees the text, only what it costs to make a key of it. */
export type Passphrase = { stretch(salt: Buffer, cost: StretchCost): Promise<Redacted<Buffer>> }

/** A copy of the folder can be tried at leisure, so each try takes 256 MiB and about a second: reference/security.md, 4.1 and 5.1. */
const COST: StretchCost = { memoryKiB: 256 * 1024, passes: 3, lanes: 1 }
const SALT_BYTES = 16

/** In Unicode's own normal form, so that the same keys typed on two systems give the same passphrase. */
export function passphraseOf(typed: string, { deriveKey }: KeyStretching): Passphrase {
  return { stretch: (salt, cost) => deriveKey(typed.normalize('NFKC'), salt, cost) }
}

export async function sealWithPassphrase(
  root: RootKey,
  passphrase: Passphrase,
  { databaseId, ids }: { databaseId: string; ids: Ids },
): Promise<PassphraseSlot> {
  const salt = ids.randomBytes(SALT_BYTES)
  const key = await passphrase.stretch(salt, COST)
  return { salt: salt.toString('hex'), cost: COST, ...sealRoot(root, { key: key.reveal(), databaseId, ids }) }
}

/** Null for another passphrase. */
export async function openWithPassphrase(
  slot: PassphraseSlot,
  passphrase: Passphrase,
  { databaseId }: Pick<ShopHeader, 'databaseId'>,
): Promise<RootKey | null> {
  const key = await passphrase.stretch(Buffer.from(slot.salt, 'hex'), slot.cost)
  return unsealRoot(slot, { key: key.reveal(), databaseId })
}
