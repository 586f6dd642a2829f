import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { epochMs } from '#contract'
import { deriveKey, isSameSecret, type RootKey } from './keys.ts'

/**
 * The file beside the database that says how to open it. It holds no secret in clear. Four lines: the name of the format, the body
 * as JSON, its SHA-256 (for reading before a key is known), its MAC under the root key.
 */
const HEADER_FORMAT = 1
const FIRST_LINE = `balcao-shop-header ${HEADER_FORMAT}`

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))

const kitSlot = z.object({
  nonce: hex(12),
  /** The root key under the printed key, AES-256-GCM, tag at the end. */
  sealed: hex(48),
  issuedAt: epochMs,
  confirmedAt: epochMs.nullable(),
  /** A MAC under the root key for each printed group, so that typing two proves that the sheet exists. */
  groupMacs: z.array(hex(16)),
})
export type KitSlot = z.infer<typeof kitSlot>

/** How much work a passphrase costs each time; bounded, as whoever can write the file could ask for all the memory there is. */
const stretchCost = z.object({
  memoryKiB: z
    .number()
    .int()
    .min(1)
    .max(1024 * 1024),
  passes: z.number().int().min(1).max(16),
  lanes: z.number().int().min(1).max(4),
})

const passphraseSlot = z.object({
  salt: hex(16),
  cost: stretchCost,
  nonce: hex(12),
  /** The root key under what Argon2id makes of the passphrase, AES-256-GCM, tag at the end. */
  sealed: hex(48),
})
export type PassphraseSlot = z.infer<typeof passphraseSlot>

/** Three keys of 32 bytes under one derived from the root key, AES-256-GCM, tag at the end. */
export const sealedAppKeys = z.object({ nonce: hex(12), sealed: hex(112) })
export type SealedAppKeys = z.infer<typeof sealedAppKeys>

/** An entry of the journal, and its hash: all before it hang on it. */
const journalLink = z.object({ seq: z.number().int(), hash: hex(32), at: epochMs })
const lostLink = z.object({ seq: z.number().int(), problem: z.enum(['changed', 'cut-off']), foundAt: epochMs })

const journalAnchor = z.object({
  newest: journalLink.nullable(),
  lost: lostLink.nullable(),
  /** When the header had to be made anew, or turned out to be one from before: where the journal had ended by then, nothing says. */
  anchorLostAt: epochMs.nullable().default(null),
})

const shopHeader = z.object({
  /** 16 bytes; also the first bytes of the database file, and the name of the keychain entry. */
  databaseId: hex(16),
  cipher: z.object({ name: z.literal('aegis'), algorithm: z.literal('aegis-256'), pageSize: z.number().int() }),
  keyCheck: hex(8),
  /** `creating` until the database first existed: only then may a missing one be made again. */
  state: z.enum(['creating', 'normal', 'rekeying', 'restoring']),
  /** Counts writes of this file: of two good copies the higher is the newer. */
  revision: z.number().int(),
  /** The highest generation the database was ever seen with; a lower one in it means that an older file was put back. */
  generation: z.number().int(),
  slots: z.object({
    /** In strict mode the name under which the key is not to be found. */
    keychain: z.object({ account: z.string() }),
    /** The kit that counts. */
    kit: kitSlot.nullable(),
    /** A newer one that nobody has confirmed: until then both open the shop. */
    nextKit: kitSlot.nullable().default(null),
    /** Strict mode: the key is in no keychain. */
    passphrase: passphraseSlot.nullable().default(null),
  }),
  /** While rekeying: where the next key is, under `account` in the keychain or, in strict mode, in `passphrase`. */
  rekey: z
    .object({ account: z.string(), keyCheck: hex(8), appKeys: sealedAppKeys, passphrase: passphraseSlot.nullable().default(null) })
    .nullable(),
  /** When the shop last got another root key. */
  rotatedAt: epochMs.nullable().default(null),
  /** Null only in a header that was made anew, until the copy in the database was found. */
  appKeys: sealedAppKeys.nullable().default(null),
  /** The journal's end when it was last looked at, and the first entry that once turned out not to be what it had been. */
  journal: journalAnchor.default({ newest: null, lost: null, anchorLostAt: null }),
  /** A page could not be read: looked at whole before anything is written again. */
  isSuspect: z.boolean().default(false),
  /** Keys from before a rekey, kept in the keychain for a few days. */
  previousKeys: z.array(z.object({ account: z.string(), replacedAt: epochMs })).default([]),
})
export type ShopHeader = z.infer<typeof shopHeader>

export type ReadHeader =
  | { readonly kind: 'good'; readonly header: ShopHeader; isAuthentic(root: RootKey): boolean }
  | { readonly kind: 'damaged' }
  /** Written by a later version of the program. */
  | { readonly kind: 'newer' }

export function encodeHeader(header: ShopHeader, root: RootKey): string {
  const body = JSON.stringify(shopHeader.parse(header))
  return `${FIRST_LINE}\n${body}\n${checksumOf(body)}\n${macOf(body, root)}\n`
}

export function decodeHeader(text: string): ReadHeader {
  const [first = '', body = '', checksum = '', mac = ''] = text.split('\n')
  const format = /^balcao-shop-header (\d{1,6})$/.exec(first)?.[1]
  if (format !== undefined && Number(format) > HEADER_FORMAT) return { kind: 'newer' }
  if (first !== FIRST_LINE || checksum !== checksumOf(body)) return { kind: 'damaged' }
  const parsed = shopHeader.safeParse(parseJson(body))
  if (!parsed.success) return { kind: 'damaged' }
  return { kind: 'good', header: parsed.data, isAuthentic: (root) => isSameSecret(mac, macOf(body, root)) }
}

/** `undefined`, which no schema takes, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function checksumOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

function macOf(body: string, root: RootKey): string {
  return createHmac('sha256', deriveKey(root, 'header-mac').reveal()).update(body).digest('hex')
}
