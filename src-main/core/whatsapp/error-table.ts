import type { ErrorKey } from '#contract'
import { assert } from '../lib/assert.ts'

/**
 * What Meta's error codes mean to us, as data. Sources: Meta's error-code page (15 May 2026) and the pages of each field;
 * the result classes are those of our own outbox. Words live in the interface's catalogues, by `key`.
 */
export type ErrorRow = {
  readonly key: ErrorKey
  /** Single codes, and ranges with both ends included. */
  readonly codes: readonly (number | readonly [first: number, last: number])[]
  /** What an answer with this error says about a send. `probably-not-sent` waits for a status first; `unknown` is for a person. */
  readonly sendClass: 'not-sent' | 'probably-not-sent' | 'unknown'
  readonly retry: ErrorRetry
  /** What is in trouble, and so what a back-off or a stop holds up. */
  readonly scope: 'message' | 'chat' | 'number' | 'account' | 'network'
  /** Nothing more may be sent until a person has seen to it. */
  readonly stopsQueue: boolean
}

export type ErrorRetry =
  /** The program never tries again. */
  | { readonly kind: 'never' }
  /** A person has to put something right first; then again by hand or when the queue goes on. */
  | { readonly kind: 'after-fix' }
  /** Again by itself, `firstMs * factor ** n` later, at most `maxMs`. `jitter`: up to as much again, at random. */
  | { readonly kind: 'back-off'; readonly firstMs: number; readonly factor: number; readonly maxMs: number; readonly jitter: boolean }
  /** Wait for a status with our tracker; without one, again, at most `maxAttempts` in all, and then ask a person. A plain reading call may be repeated at once. */
  | { readonly kind: 'after-waiting-for-status'; readonly waitMs: number; readonly maxAttempts: number }
  /** Only a person may decide to send again. */
  | { readonly kind: 'ask' }

export type ErrorFacts = {
  readonly code: number | null
  /** Meta's `error_data.details`, or its message. */
  readonly details?: string | null
  /** Null for an error that came by webhook. */
  readonly httpStatus?: number | null
  readonly subcode?: number | null
  readonly isTransient?: boolean
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

const never: ErrorRetry = { kind: 'never' }
const afterFix: ErrorRetry = { kind: 'after-fix' }
const ask: ErrorRetry = { kind: 'ask' }
const afterStatus: ErrorRetry = { kind: 'after-waiting-for-status', waitMs: MINUTE_MS, maxAttempts: 3 }
const byNumber: ErrorRetry = { kind: 'back-off', firstMs: 2 * SECOND_MS, factor: 2, maxMs: 10 * MINUTE_MS, jitter: true }
/** Meta's own rule for the pair rate: 4^n seconds. */
const byCustomer: ErrorRetry = { kind: 'back-off', firstMs: 4 * SECOND_MS, factor: 4, maxMs: 64 * MINUTE_MS, jitter: false }
const everyTenMinutes: ErrorRetry = { kind: 'back-off', firstMs: 10 * MINUTE_MS, factor: 1, maxMs: 10 * MINUTE_MS, jitter: true }

export const errorTable: readonly ErrorRow[] = [
  // Ours: no code of Meta's leads here.
  row('offline', [], { retry: byNumber, scope: 'network' }),
  row('connection-not-secure', [], { retry: byNumber, scope: 'network' }),
  row('certificate-date', [], { retry: byNumber, scope: 'network' }),
  row('no-clear-answer', [], { sendClass: 'unknown', retry: ask }),
  row('waited-too-long', []),
  row('message-empty', []),
  row('message-too-long', []),
  row('recipient-invalid', []),
  row('could-not-prepare', []),
  row('media-damaged', []),
  row('media-too-large', []),

  row('token-invalid', [0, 190], { retry: afterFix, scope: 'account', stopsQueue: true }),
  row('permission-missing', [3, 10, [200, 299], 131005], { retry: afterFix, scope: 'account', stopsQueue: true }),
  // Each call would be refused, whatever it says, until this program speaks a newer version of the API.
  row('update-needed', [12, 2635], { retry: afterFix, scope: 'account', stopsQueue: true }),
  row('groups-not-enabled', []),
  row('object-not-found', [33]),
  row('request-invalid', [100, 131008, 131009, 135000]),
  row('sender-is-recipient', [131021]),

  row('whatsapp-trouble', [1, 2, 131000, 131016, 133004, 2494100], { sendClass: 'probably-not-sent', retry: afterStatus }),
  row('number-maintenance', [131057], { retry: everyTenMinutes, scope: 'number' }),

  row('rate-limit', [4, 80007, 80008, 130429], { retry: byNumber, scope: 'number' }),
  row('customer-rate-limit', [131056], { retry: byCustomer, scope: 'chat' }),
  row('number-limited', [131048], { retry: afterFix, scope: 'number', stopsQueue: true }),
  row('number-quality-limited', [131064], { retry: afterFix, scope: 'number', stopsQueue: true }),

  row('account-restricted', [368, 131031], { retry: afterFix, scope: 'account', stopsQueue: true }),
  row('payment-problem', [131042], { retry: afterFix, scope: 'account', stopsQueue: true }),
  row('calling-payment-problem', [131044], { retry: afterFix, scope: 'account' }),
  row('payments-terms', [134011], { retry: afterFix, scope: 'account' }),
  // Of the number, not of the message: each one after it would be refused too.
  row('display-name-not-approved', [131037], { retry: afterFix, scope: 'number', stopsQueue: true }),
  row('number-not-registered', [131045, 133010], { retry: afterFix, scope: 'number', stopsQueue: true }),
  row('country-not-allowed', [130497], { scope: 'chat' }),
  row('not-on-test-list', [131030], { retry: afterFix, scope: 'chat' }),

  row('undeliverable', [131026], { scope: 'chat' }),
  row('window-closed', [131047], { scope: 'chat' }),
  row('marketing-limited', [131049], { scope: 'chat' }),
  row('marketing-experiment', [130472], { scope: 'chat' }),
  row('marketing-opted-out', [131050], { scope: 'chat' }),
  row('customer-blocked', [130403], { retry: afterFix, scope: 'chat' }),
  row('identity-changed', [137000], { scope: 'chat' }),
  row('phone-number-needed', [131062], { scope: 'chat' }),
  row('not-delivered-in-time', [131036]),

  row('type-unsupported', [131051]),
  row('message-unavailable', [131060]),
  row('media-download-failed', [131052]),
  row('inbound-lost', [131035], { scope: 'number' }),

  row('media-upload-failed', [131053]),
  row('content-refused', [132007]),
  row('direct-send-refused', [139200, 2388318, 2388330]),
  row('route-not-allowed', [131055, 131063, 134100, 134102]),
  row('template-syncing', [134101], { retry: everyTenMinutes }),
  row('template-parameters', [132000, 132012, 132018]),
  row('template-missing', [132001]),
  row('template-changed', []),
  row('template-too-long', [132005]),
  row('template-paused', [132015]),
  row('template-disabled', [132016]),
  row('template-limit', [2388019, 2388039]),
  row('template-refused', [2388040, 2388047, 2388072, 2388073, 2388293, 2388299]),
  row('form-blocked', [132068]),
  row('form-throttled', [132069]),

  row('registration-incomplete', [133000], { scope: 'number' }),
  row('pin-wrong', [133005], { scope: 'number' }),
  row('number-not-verified', [133006], { scope: 'number' }),
  row('pin-too-many-tries', [133008], { scope: 'number' }),
  row('pin-too-fast', [133009], { scope: 'number' }),
  row('number-recently-deleted', [133015], { scope: 'number' }),
  row('registration-limit', [133016], { scope: 'number' }),
  row('code-request-limit', [136024], { scope: 'number' }),

  row('calling-failed', [[138000, 138999]], { scope: 'chat' }),
  row('block-failed', [[139100, 139103]], { scope: 'chat' }),
  row('username-refused', [[147001, 147004]], { scope: 'number' }),
  row('sync-already-asked', [2593107], { scope: 'number' }),
  row('sync-too-late', [2593108], { scope: 'number' }),
  row('sync-declined', [2593109], { scope: 'number' }),
  row('page-expired', [131059]),
  row('unknown-error', []),
]

/** The row of a failure that this side saw itself, or of a key stored earlier. */
export function errorRow(key: ErrorKey): ErrorRow {
  const found = rowsByKey.get(key)
  assert(found !== undefined, 'a test holds the table and the list of keys together')
  return found
}

/**
 * The row for an error of Meta's. Always answers: what no row names is taken by its HTTP status, and is otherwise `unknown-error`,
 * which is not sent again. A code that a row names decides; `isTransient` counts only for the ones nobody names.
 */
export function explainError({ code, details = null, httpStatus = null, subcode = null, isTransient = false }: ErrorFacts): ErrorRow {
  // Meta is moving what used to be subcodes into codes; the seven-digit ones and 33 say more than the generic code beside them.
  const bySubcode = subcode !== null && (subcode === 33 || subcode >= 1_000_000) ? rowOfCode(subcode) : undefined
  if (bySubcode !== undefined) return bySubcode
  if (code === 10 && details !== null && /\bgroups?\b/i.test(details)) return errorRow('groups-not-enabled')
  // What Meta says of a version in the address that it no longer knows; under 2500 come other mistakes, too.
  if (code === 2500 && details !== null && /unknown path components/i.test(details)) return errorRow('update-needed')
  // Under the code of any bad parameter: the app secret was changed, and no call will pass until somebody types the new one.
  if (code === 100 && details !== null && details.includes('appsecret_proof')) return errorRow('token-invalid')
  const byCode = code === null ? undefined : rowOfCode(code)
  if (byCode !== undefined) return byCode
  if (isTransient) return errorRow('whatsapp-trouble')
  if (httpStatus === 429) return errorRow('rate-limit')
  if (httpStatus === 401) return errorRow('token-invalid')
  if (httpStatus !== null && httpStatus >= 500) return errorRow('no-clear-answer')
  return errorRow('unknown-error')
}

const rowsByKey = new Map(errorTable.map((each) => [each.key, each]))

function rowOfCode(code: number): ErrorRow | undefined {
  return errorTable.find(({ codes }) =>
    codes.some((each) => (typeof each === 'number' ? each === code : code >= each[0] && code <= each[1])),
  )
}

type RowRest = Partial<Pick<ErrorRow, 'sendClass' | 'retry' | 'scope' | 'stopsQueue'>>

/** Unless it says otherwise, an error means: surely not sent, this message alone, never again by itself. */
function row(key: ErrorKey, codes: ErrorRow['codes'], rest: RowRest = {}): ErrorRow {
  return { key, codes, sendClass: 'not-sent', retry: never, scope: 'message', stopsQueue: false, ...rest }
}
