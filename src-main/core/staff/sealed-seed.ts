import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { StaffId } from '#contract'
import { Redacted } from '../lib/redacted.ts'
import type { Ids } from '../ports.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM: nonce, sealed seed, tag. Bound to its person, so that nobody's seed can be put into another's row. */
export function sealSeed(seed: Redacted<Buffer>, { key, staffId, ids }: { key: Redacted<Buffer>; staffId: StaffId; ids: Ids }): Buffer {
  const nonce = ids.randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.reveal(), nonce).setAAD(boundTo(staffId))
  return Buffer.concat([nonce, cipher.update(seed.reveal()), cipher.final(), cipher.getAuthTag()])
}

/** Throws for one that is damaged, sealed under another key, or another person's. */
export function openSeed(sealed: Buffer, { key, staffId }: { key: Redacted<Buffer>; staffId: StaffId }): Redacted<Buffer> {
  const decipher = createDecipheriv('aes-256-gcm', key.reveal(), sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(boundTo(staffId)).setAuthTag(sealed.subarray(-TAG_BYTES))
  return new Redacted(Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]))
}

function boundTo(staffId: StaffId): Buffer {
  return Buffer.from(`balcao/1/totp:${staffId}`)
}
