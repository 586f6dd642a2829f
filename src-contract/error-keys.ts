import { z } from 'zod'

/**
 * Why a message did not go, or WhatsApp refused something: the rows of the core's table of WhatsApp errors, by stable name.
 * Each has plain words (what happened, what to do) in every catalogue of the interface.
 */
export const errorKeys = [
  // this side, before or instead of WhatsApp's answer
  'offline',
  'connection-not-secure',
  'certificate-date',
  'no-clear-answer',
  'could-not-prepare',
  'waited-too-long',
  'message-empty',
  'message-too-long',
  'recipient-invalid',
  // connection and permission
  'token-invalid',
  'permission-missing',
  'update-needed',
  'groups-not-enabled',
  'object-not-found',
  'request-invalid',
  'sender-is-recipient',
  // WhatsApp's own trouble
  'whatsapp-trouble',
  'number-maintenance',
  // limits
  'rate-limit',
  'customer-rate-limit',
  'number-limited',
  'number-quality-limited',
  // account and number
  'account-restricted',
  'payment-problem',
  'calling-payment-problem',
  'payments-terms',
  'display-name-not-approved',
  'number-not-registered',
  'country-not-allowed',
  'not-on-test-list',
  // this customer
  'undeliverable',
  'window-closed',
  'marketing-limited',
  'marketing-experiment',
  'marketing-opted-out',
  'customer-blocked',
  'identity-changed',
  'phone-number-needed',
  'not-delivered-in-time',
  // what came in
  'type-unsupported',
  'message-unavailable',
  'media-download-failed',
  'media-damaged',
  'media-too-large',
  'inbound-lost',
  // what was sent
  'media-upload-failed',
  'content-refused',
  'direct-send-refused',
  'route-not-allowed',
  'template-syncing',
  'template-parameters',
  'template-missing',
  'template-changed',
  'template-too-long',
  'template-paused',
  'template-disabled',
  'template-limit',
  'template-refused',
  'form-blocked',
  'form-throttled',
  // registration
  'registration-incomplete',
  'pin-wrong',
  'pin-too-many-tries',
  'pin-too-fast',
  'number-not-verified',
  'number-recently-deleted',
  'registration-limit',
  'code-request-limit',
  // the rest
  'calling-failed',
  'block-failed',
  'username-refused',
  'sync-already-asked',
  'sync-too-late',
  'sync-declined',
  'page-expired',
  'unknown-error',
] as const

export const errorKey = z.enum(errorKeys)
export type ErrorKey = z.infer<typeof errorKey>
