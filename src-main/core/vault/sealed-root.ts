import { createCipheriv, createDecipheriv } from 'node:crypto'
import { Redacted } from '../lib/redacted.ts'
import type { Ids } from '../ports.ts'
import type { RootKey } from './keys.ts'

/** The root key under another key of 32 bytes: AES-256-GCM, bound to the shop it is of. */
export type SealedRoot = { readonly nonce: string; readonly sealed: string }

const NONCE_BYTES = 12
const TAG_BYTES = 16

export function sealRoot(root: RootKey, { key, databaseId, ids }: { key: Buffer; databaseId: string; ids: Ids }): SealedRoot {
  const nonce = ids.randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(databaseId))
  const sealed = Buffer.concat([cipher.update(root.reveal()), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('hex'), sealed: sealed.toString('hex') }
}

/** Null for what was sealed under another key, or for another shop. */
export function unsealRoot(slot: SealedRoot, { key, databaseId }: { key: Buffer; databaseId: string }): RootKey | null {
  const sealed = Buffer.from(slot.sealed, 'hex')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(slot.nonce, 'hex'))
  decipher.setAAD(Buffer.from(databaseId)).setAuthTag(sealed.subarray(-TAG_BYTES))
  const opened = decipher.update(sealed.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    return null
  }
  return new Redacted(opened)
}
