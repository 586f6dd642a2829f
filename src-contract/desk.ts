import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { epochMs, numberId, roleId, staffId } from './ids.ts'
import { signedIn } from './staff.ts'

export const shopKind = z.enum(['shop', 'practice'])
export type ShopKind = z.infer<typeof shopKind>

/** Why a shop cannot be opened just now. Data is never touched in any of these. */
export const vaultProblem = z.enum([
  'database-missing',
  'key-missing',
  /** Strict mode: the key is in no keychain, a person gives the passphrase at each start. */
  'passphrase-needed',
  'keychain-locked',
  'keychain-unavailable',
  'key-of-another-database',
  'header-missing',
  'header-damaged',
  'database-damaged',
  'database-newer',
  'older-than-expected',
  'in-use',
  'read-only',
  'disk-full',
  /** On a disk that other computers use as well: SQLite cannot keep its word there. */
  'network-folder',
  /** In a folder that another program copies to a cloud. */
  'synced-folder',
  /** A file of the program itself is missing or blocked. */
  'program-damaged',
])
export type VaultProblem = z.infer<typeof vaultProblem>

/** What keeps an open shop from saving, or soon will. Reading goes on in each. */
export const storageProblem = z.enum(['disk-nearly-full', 'disk-full', 'read-only', 'database-damaged'])
export type StorageProblem = z.infer<typeof storageProblem>

export const deskStatus = z.discriminatedUnion('phase', [
  /** Nothing is open: offer the practice shop or a real one. The booleans say which exist on this desk. */
  z.object({ phase: z.literal('welcome'), hasShop: z.boolean(), hasPractice: z.boolean() }),
  z.object({ phase: z.literal('locked-out'), kind: shopKind, problem: vaultProblem, canUseKit: z.boolean() }),
  /** Open, and nobody exists in it yet: the first person becomes its owner. */
  z.object({ phase: z.literal('first-run'), kind: shopKind }),
  z.object({ phase: z.literal('open'), kind: shopKind, shopName: z.string(), storage: storageProblem.optional() }),
])
export type DeskStatus = z.infer<typeof deskStatus>

/** The printed kit: 256 bits in base32 groups with check digits. Shown once, when issued. */
export const recoveryKit = z.object({
  groups: z.array(z.string()),
  /** Short fingerprint of the shop, printed on the kit so that the right sheet is found. */
  fingerprint: z.string(),
  issuedAt: epochMs,
})
export type RecoveryKit = z.infer<typeof recoveryKit>

export const numberSummary = z.object({
  numberId,
  displayPhoneNumber: z.string(),
  verifiedName: z.string(),
  quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
  /** `paused`: the breaker is open, see `pausedBy`; nothing is sent until someone resumes it. */
  connection: z.enum(['online', 'offline', 'paused']),
  /** Key of the error table's row that opened the breaker. */
  pausedBy: z.string().nullable(),
  /** While `offline`: key of the error table's row that says why, when a send found out. */
  offlineBy: z.string().nullable(),
  queued: z.number().int(),
  /**
   * Of how many messages WhatsApp has told for more than a week though they are not here: another program sends from this number, or
   * they were lost. Those of the last month count.
   */
  unclaimed: z.number().int(),
})
export type NumberSummary = z.infer<typeof numberSummary>

export const connectStep = z.enum(['token', 'permissions', 'number', 'account', 'app-secret', 'webhook'])
export type ConnectStep = z.infer<typeof connectStep>

const secretText = z.string().trim().min(8).max(1024)

/** Characters. It stands alone between a copy of the data and whoever has it, so more than a password's: NIST SP 800-63B-4. */
export const PASSPHRASE_MIN_LENGTH = 15
const passphraseText = z.string().min(1).max(256)

export const deskMethods = defineMethods({
  'desk.status': { access: 'public', reach: 'remote', input: z.object({}), output: deskStatus },
  /**
   * Makes the practice shop when there is none, then opens it. `startAnew`: one that cannot be opened, for a reason that will not pass by
   * itself, is set aside and a new one made; nothing is deleted.
   */
  'desk.openPractice': {
    access: 'public',
    reach: 'desk',
    input: z.object({ startAnew: z.boolean().default(false) }),
    output: deskStatus,
  },
  /** Opens the real shop; makes an empty one when there is none. */
  'desk.openShop': { access: 'public', reach: 'desk', input: z.object({}), output: deskStatus },
  /** Closes the practice shop, or gives up opening it, and goes back to the first screen. */
  'desk.leavePractice': { access: 'public', reach: 'desk', only: 'practice', input: z.object({}), output: deskStatus },
  /** Tries again to open a shop that was locked out, for instance after the keychain was unlocked. */
  'desk.retry': { access: 'public', reach: 'desk', input: z.object({}), output: deskStatus },
  'desk.unlockWithKit': {
    access: 'public',
    reach: 'desk',
    input: z.object({ kit: z.string().min(20).max(200) }),
    output: deskStatus,
  },
  /** Of a shop in strict mode. `passphrase-wrong`, `try-later`. */
  'desk.unlockWithPassphrase': {
    access: 'public',
    reach: 'desk',
    input: z.object({ passphrase: passphraseText }),
    output: deskStatus,
  },
  /** Issues a new recovery kit. The one before it opens the shop until somebody has confirmed the new one. */
  'kit.issue': { access: { permission: 'kit.reprint' }, reach: 'desk', stepUp: true, input: z.object({}), output: recoveryKit },
  /** Proof that the sheet exists: two of its groups, typed from paper. */
  'kit.confirm': {
    access: { permission: 'kit.reprint' },
    reach: 'desk',
    input: z.object({ groups: z.array(z.object({ index: z.number().int().min(0).max(20), text: z.string().max(20) })).length(2) }),
    output: z.object({ confirmed: z.boolean() }),
  },
  'kit.status': {
    access: { permission: 'kit.reprint' },
    reach: 'desk',
    input: z.object({}),
    output: z.object({
      issuedAt: epochMs.nullable(),
      confirmedAt: epochMs.nullable(),
      /** When a newer one was made that nobody has confirmed: until then both open the shop. */
      unconfirmedAt: epochMs.nullable(),
    }),
  },
  /**
   * A new key for the shop's data, and the new kit that belongs to it; no kit before it opens anything. Takes seconds on a large shop. In
   * strict mode it takes the passphrase: `passphrase-wrong`, and `try-later` after a few of these.
   */
  'key.rotate': {
    access: { permission: 'key.rotate' },
    reach: 'desk',
    stepUp: true,
    input: z.object({ passphrase: passphraseText.optional() }),
    output: recoveryKit,
  },
  'key.status': {
    access: { permission: 'key.rotate' },
    reach: 'desk',
    input: z.object({}),
    output: z.object({ rotatedAt: epochMs.nullable(), isStrict: z.boolean() }),
  },
  /**
   * Strict mode: the key leaves the keychain, and each start asks for this passphrase, or the kit. Null ends it. `password-too-short`,
   * `password-too-common`.
   */
  'key.setPassphrase': {
    access: { permission: 'key.rotate' },
    reach: 'desk',
    stepUp: true,
    input: z.object({ passphrase: passphraseText.nullable() }),
    output: z.object({ isStrict: z.boolean() }),
  },
  /** Checks token and ids against the API, step by step, and keeps them in the vault only when every step passed. */
  'number.connect': {
    access: { permission: 'wa.token_manage' },
    reach: 'desk',
    stepUp: true,
    input: z.object({ token: secretText, appSecret: secretText, phoneNumberId: numberId, wabaId: numberId }),
    output: z.discriminatedUnion('connected', [
      z.object({ connected: z.literal(true), number: numberSummary }),
      z.object({ connected: z.literal(false), step: connectStep, code: z.string() }),
    ]),
  },
  'number.get': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ number: numberSummary.nullable() }) },
  /** Closes the breaker after its cause was mended; the queue goes on untouched. */
  'number.resume': {
    access: { permission: 'wa.token_manage' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ number: numberSummary }),
  },
  'practice.people': {
    access: 'public',
    reach: 'desk',
    only: 'practice',
    input: z.object({}),
    output: z.object({
      people: z.array(z.object({ staffId, name: z.string(), roleId })),
    }),
  },
  /** Signs in as one of the ready-made people, with no password. */
  'practice.signInAs': {
    access: 'public',
    reach: 'desk',
    only: 'practice',
    input: z.object({ staffId }),
    output: signedIn,
  },
})

export const deskEvents = defineEvents({
  'desk.changed': { access: 'public', payload: z.object({ status: deskStatus }) },
  'number.changed': { access: 'signed-in', payload: z.object({ number: numberSummary.nullable() }) },
})
