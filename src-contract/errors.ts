import { z } from 'zod'

/**
 * The closed list of expected failures. Each has plain words in every catalogue of the interface, keyed by code.
 * `internal` is the only one for the unexpected; it carries a reference to the log.
 */
export const errorCodes = [
  // the call itself
  'unknown-method',
  'not-reachable-from-here',
  'not-signed-in',
  'locked',
  'duty-first',
  'step-up-needed',
  'not-allowed',
  'invalid-input',
  'too-large',
  'too-many-requests',
  'connection-lost',
  'version-mismatch',
  'internal',
  // records; `not-found` is also the answer for what the caller may not see
  'not-found',
  'changed-meanwhile',
  'already-exists',
  // desk, vault, storage
  'no-shop-open',
  'already-set-up',
  'keychain-unavailable',
  'keychain-locked',
  'kit-invalid',
  'kit-wrong',
  'passphrase-wrong',
  'read-only',
  'disk-full',
  'database-damaged',
  'file-damaged',
  // staff
  'wrong-credentials',
  'try-later',
  'password-too-short',
  'password-too-common',
  'login-taken',
  'last-owner',
  'wrong-code',
  'clock-wrong',
  'invitation-invalid',
  'wrong-pin',
  'pin-off',
  'pin-too-common',
  'grants-too-much',
  'role-not-possible',
  'role-in-use',
  'name-taken',
  'not-for-oneself',
  'not-an-owner',
  // number and sending
  'no-number',
  'not-a-phone',
  'token-invalid',
  'token-permission-missing',
  'app-secret-wrong',
  'number-not-found',
  'account-not-found',
  'offline',
  'connection-not-secure',
  'certificate-date',
  'update-needed',
  'whatsapp-unavailable',
  'window-closed',
  'message-too-long',
  'message-empty',
  'already-sent',
  'not-possible-now',
  'colleague-replied',
  'cost-changed',
  'marketing-stopped',
  'time-past',
  // files
  'media-too-large',
  'media-type-refused',
  'media-empty',
  'media-not-here',
  // of what this person chose for sending and did not send; the `limit` in files or, as `limitBytes`, in bytes
  'media-too-much-unsent',
  'media-gone',
  // templates
  'template-not-usable',
  'template-values-wrong',
  'template-wrong',
  'template-refused',
  'template-limit',
  // quick replies
  'shortcut-taken',
] as const

export const errorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCode>

/** A failure as it travels: a code the interface has words for, and at most plain facts to put into them. */
export const callFailure = z.object({
  code: errorCode,
  /** Names the log entry of an unexpected failure, for support. */
  ref: z.string().optional(),
  /** Facts for the words: `field`, `limit`, `seconds`. Never a stack, a path or SQL. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type CallFailure = z.infer<typeof callFailure>
