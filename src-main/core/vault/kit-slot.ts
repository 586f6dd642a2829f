import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import type { RecoveryKit } from '#contract'
import { AppError } from '../lib/app-error.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Ids } from '../ports.ts'
import type { KitSlot, ShopHeader } from './header.ts'
import { KIT_KEY_BYTES, kitToGroups, textToKit, tidyGroup } from './kit-text.ts'
import { deriveKey, isSameSecret, type RootKey } from './keys.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const GROUP_MAC_BYTES = 16

/** A new printed key with the root key wrapped under it. Only the sheet holds the printed key. */
export function issueKit(deps: { databaseId: string; root: RootKey; ids: Ids; issuedAt: number }): { slot: KitSlot; kit: RecoveryKit } {
  const { databaseId, root, ids, issuedAt } = deps
  const printed = ids.randomBytes(KIT_KEY_BYTES)
  const groups = kitToGroups(printed)
  const nonce = ids.randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(printed, databaseId), nonce).setAAD(Buffer.from(databaseId))
  const sealed = Buffer.concat([cipher.update(root.reveal()), cipher.final(), cipher.getAuthTag()])
  return {
    slot: {
      nonce: nonce.toString('hex'),
      sealed: sealed.toString('hex'),
      issuedAt,
      confirmedAt: null,
      groupMacs: groups.map((group, index) => groupMac(root, index, group)),
    },
    kit: { groups, fingerprint: fingerprintOf(databaseId), issuedAt },
  }
}

/** `kit-invalid` for a typing mistake, `kit-wrong` for the kit of another shop or one that was replaced. */
export function openWithKit(header: ShopHeader, typed: string): RootKey {
  const printed = textToKit(typed)
  const { kit } = header.slots
  if (kit === null) throw new AppError('kit-wrong', 'This shop has no recovery kit')
  const sealed = Buffer.from(kit.sealed, 'hex')
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(printed, header.databaseId), Buffer.from(kit.nonce, 'hex'))
  decipher.setAAD(Buffer.from(header.databaseId)).setAuthTag(sealed.subarray(-TAG_BYTES))
  const opened = decipher.update(sealed.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
  } catch (cause) {
    throw new AppError('kit-wrong', 'The kit does not open this shop', { cause })
  }
  return new Redacted(opened)
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
