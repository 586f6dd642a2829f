import { createCipheriv, createDecipheriv, createHmac, hash } from 'node:crypto'
import type { ContactId } from '#contract'
import type { Redacted } from '../lib/redacted.ts'
import type { JournalRow, SubjectRow } from './repository.ts'

export type JournalDetails = Readonly<Record<string, unknown>>
export type SubjectKey = { readonly contactId: ContactId | null; readonly key: Buffer }
type Content = Pick<JournalRow, 'seq' | 'at' | 'by_staff' | 'action' | 'subject' | 'details'>

export const PSEUDONYM_BYTES = 16
export const SUBJECT_KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** HMAC-SHA-256, the first 128 bits of it. Source: RFC 2104, section 5. */
const MAC_BYTES = 16

/** Of a customer whose details were erased. */
export const NO_KEY = Buffer.alloc(0)

/** What the first entry hangs on. */
export const NO_ENTRY = { seq: 0, hash: Buffer.alloc(32) } as const

/** Over what is stored, sealed details and pseudonym and all, so that it can be checked when nobody can read them any more. */
export function hashOf(before: Buffer, { seq, at, by_staff: by, action, subject, details }: Content): Buffer {
  // JSON has no line break outside its strings, so nothing can move from one part into the other.
  const facts = JSON.stringify([seq, at, by, action, subject?.toString('hex') ?? null])
  return hash('sha256', Buffer.concat([before, Buffer.from(`${facts}\n`), details]), 'buffer')
}

export function macOf(entryHash: Buffer, key: Redacted<Buffer>): Buffer {
  return createHmac('sha256', key.reveal()).update(entryHash).digest().subarray(0, MAC_BYTES)
}

/** Of a customer's row, so that nobody makes entries unreadable, or gives them to another customer, without being found out. */
export function subjectMacOf({ pseudonym, contact_id: contactId, key }: Omit<SubjectRow, 'mac'>, macKey: Redacted<Buffer>): Buffer {
  return macOf(hash('sha256', Buffer.concat([Buffer.from(`subject:${contactId ?? ''}\n`), pseudonym, key]), 'buffer'), macKey)
}

export function plainDetails(details: JournalDetails): Buffer {
  return Buffer.from(JSON.stringify(details))
}

/** Bound to its entry and its customer: it opens in no other place, and not when the customer's row says somebody else. */
export function sealDetails(details: JournalDetails, { seq, subject, nonce }: { seq: number; subject: SubjectKey; nonce: Buffer }): Buffer {
  const cipher = createCipheriv('aes-256-gcm', subject.key, nonce).setAAD(boundTo(seq, subject))
  return Buffer.concat([nonce, cipher.update(plainDetails(details)), cipher.final(), cipher.getAuthTag()])
}

/** Null for what does not open. */
export function openDetails(sealed: Buffer, { seq, subject }: { seq: number; subject: SubjectKey }): JournalDetails | null {
  if (subject.key.length !== SUBJECT_KEY_BYTES || sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', subject.key, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(boundTo(seq, subject)).setAuthTag(sealed.subarray(-TAG_BYTES))
  const opened = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    return null
  }
  return parseDetails(opened)
}

/** Null for what is not an object in JSON. */
export function parseDetails(plain: Buffer): JournalDetails | null {
  try {
    const parsed: unknown = JSON.parse(plain.toString())
    // Any object that JSON gives has text for keys.
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as JournalDetails) : null
  } catch {
    return null
  }
}

export function makeNonce(randomBytes: (length: number) => Buffer): Buffer {
  return randomBytes(NONCE_BYTES)
}

function boundTo(seq: number, { contactId }: SubjectKey): Buffer {
  return Buffer.from(`${seq}:${contactId ?? ''}`)
}
