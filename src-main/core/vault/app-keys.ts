import { createCipheriv, createDecipheriv } from 'node:crypto'
import { Redacted } from '../lib/redacted.ts'
import type { Ids } from '../ports.ts'
import type { SealedAppKeys } from './header.ts'
import { deriveKey, type RootKey } from './keys.ts'

/**
 * Keys that outlive the root key: what was made with them could not be made again after a rekey. 32 random bytes each, made with the shop and
 * kept sealed under the root key.
 */
export type AppKeys = {
  /** Goes into every password's hash: without it, stolen hashes cannot be tried out. */
  readonly pepper: Redacted<Buffer>
  /** Seals the seeds of the authenticator apps. */
  readonly totp: Redacted<Buffer>
  /** Signs the journal's entries: whoever has the database's key alone cannot write one. */
  readonly journalMac: Redacted<Buffer>
}

const KEY_BYTES = 32
const KEYS = 3
const NONCE_BYTES = 12
const TAG_BYTES = 16

export function makeAppKeys(ids: Ids): AppKeys {
  return split(ids.randomBytes(KEY_BYTES * KEYS))
}

export function sealAppKeys(keys: AppKeys, { root, databaseId, ids }: { root: RootKey; databaseId: string; ids: Ids }): SealedAppKeys {
  const nonce = ids.randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(root, 'app-keys').reveal(), nonce).setAAD(Buffer.from(databaseId))
  const joined = Buffer.concat([keys.pepper.reveal(), keys.totp.reveal(), keys.journalMac.reveal()])
  const sealed = Buffer.concat([cipher.update(joined), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('hex'), sealed: sealed.toString('hex') }
}

/** Null for what was sealed under another key, or for another shop. */
export function openAppKeys(slot: SealedAppKeys, { root, databaseId }: { root: RootKey; databaseId: string }): AppKeys | null {
  const sealed = Buffer.from(slot.sealed, 'hex')
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(root, 'app-keys').reveal(), Buffer.from(slot.nonce, 'hex'))
  decipher.setAAD(Buffer.from(databaseId)).setAuthTag(sealed.subarray(-TAG_BYTES))
  const opened = decipher.update(sealed.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    return null
  }
  return split(opened)
}

function split(joined: Buffer): AppKeys {
  const key = (place: number) => new Redacted(Buffer.from(joined.subarray(place * KEY_BYTES, (place + 1) * KEY_BYTES)))
  return { pepper: key(0), totp: key(1), journalMac: key(2) }
}
