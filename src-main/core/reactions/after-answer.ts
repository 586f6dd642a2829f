import { assertNever } from '../lib/assert.ts'
import { backOffMs, OFFLINE_BACK_OFF, TROUBLE_BACK_OFF } from '../outbox/gate.ts'
import type { SendResult } from '../whatsapp/graph-client.ts'

/** The same reaction twice is one, so whatever is not certain is simply tried again. */
export type AfterAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'again'; readonly afterMs: number }
  /** Nothing of the number goes until a person has seen to it; it is tried again then. */
  | { readonly kind: 'stop' }

/** `before`: how often it was tried in vain already. `random` from 0 up to 1. */
export function afterAnswer(result: SendResult, { before, random }: { before: number; random: number }): AfterAnswer {
  if (result.kind === 'accepted') return { kind: 'taken' }
  const { row, retryAfterMs } = result.problem
  const again = (backOff: typeof TROUBLE_BACK_OFF): AfterAnswer => ({
    kind: 'again',
    afterMs: Math.max(retryAfterMs ?? 0, backOffMs(backOff, { before, random })),
  })
  if (row.stopsQueue) return { kind: 'stop' }
  if (row.scope === 'network') return again(OFFLINE_BACK_OFF)
  if (result.kind !== 'not-sent') return again(TROUBLE_BACK_OFF)
  switch (row.retry.kind) {
    case 'back-off':
      return again(row.retry)
    case 'after-waiting-for-status':
      return again(TROUBLE_BACK_OFF)
    case 'never':
    case 'after-fix':
    case 'ask':
      return { kind: 'refused' }
    default:
      return assertNever(row.retry)
  }
}
