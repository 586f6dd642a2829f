import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { Redacted } from '../lib/redacted.ts'

/** The shop's root key: 32 random bytes, never shown and never made from a password. Everything else comes from it. */
export type RootKey = Redacted<Buffer>

/** What keys are derived for. A label is never given a second meaning. */
export type KeyLabel = 'db-key' | 'header-mac' | 'kit-groups' | 'webhook-verify' | 'app-keys'

export const ROOT_KEY_BYTES = 32

/** HKDF-SHA256 (RFC 5869) with no salt: the root key is uniform already. */
export function deriveKey(root: RootKey, label: KeyLabel): Redacted<Buffer> {
  return new Redacted(Buffer.from(hkdfSync('sha256', root.reveal(), Buffer.alloc(0), `balcao/1/${label}`, 32)))
}

/** Tells a wrong key from a damaged database; says nothing about the key itself. */
export function keyCheckValue(root: RootKey): string {
  return createHmac('sha256', root.reveal()).update('kcv').digest().subarray(0, 8).toString('hex')
}

export function isSameSecret(one: string | Buffer, other: string | Buffer): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export function rootKeyToText(root: RootKey): Redacted<string> {
  return new Redacted(root.reveal().toString('base64'))
}

/** Null when the text is not a root key: an entry somebody else wrote. */
export function textToRootKey(text: Redacted<string>): RootKey | null {
  const bytes = Buffer.from(text.reveal(), 'base64')
  return bytes.length === ROOT_KEY_BYTES ? new Redacted(bytes) : null
}
