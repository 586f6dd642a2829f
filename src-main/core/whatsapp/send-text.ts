import type { ErrorKey } from '#contract'
import type { SendText } from './graph-client.ts'
import { limits } from './limits.ts'

/** What Meta would refuse, or worse, would take and do something else with. Null when the message may go. */
export function checkText(input: SendText): ErrorKey | null {
  if (input.body.trim() === '') return 'message-empty'
  if (input.body.length > limits.textMaxLength) return 'message-too-long'
  if (input.tracker.length > limits.trackerMaxLength) return 'request-invalid'
  if ('to' in input === 'recipient' in input) return 'recipient-invalid'
  // Meta strips a user id in `to` to its digits, accepts that, and the message fails later or reaches a stranger.
  if ('to' in input) return /^\+?\d{5,20}$/.test(input.to) ? null : 'recipient-invalid'
  return /^[A-Za-z]{2}\.[\w.-]{1,140}$/.test(input.recipient) ? null : 'recipient-invalid'
}
