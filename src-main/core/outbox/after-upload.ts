import type { DeliveryProblem } from '#contract'
import type { GraphProblem } from '../whatsapp/graph-client.ts'
import { backOffMs, OFFLINE_BACK_OFF, type BackOff } from './gate.ts'

/** An upload may be repeated without harm; but a large one is not begun every few seconds on a line that breaks. */
const UPLOAD_BACK_OFF: BackOff = { kind: 'back-off', firstMs: 2000, factor: 2, maxMs: 10 * 60_000, jitter: true }

export type AfterUpload =
  /** `isCostly`: the next wait is to be longer. */
  | { readonly kind: 'again'; readonly inMs: number; readonly isCostly: boolean }
  /** Of the number or the account: the queue stays as it is, this message included. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'give-up'; readonly problem: DeliveryProblem }

/** Without a network the other side is not even reached, and that is known by then. */
const NOTHING_LEFT_MS = 7000

/**
 * What follows from an upload that failed after `tookMs`. `before`: how many costly ones of the same message did already; `random` from 0
 * up to 1.
 */
export function afterUpload(
  problem: GraphProblem,
  { tookMs, before, random }: { tookMs: number; before: number; random: number },
): AfterUpload {
  const { row, code, details, retryAfterMs } = problem
  if (row.stopsQueue) return { kind: 'stop' }
  if (row.scope === 'network' && tookMs < NOTHING_LEFT_MS) {
    return { kind: 'again', inMs: backOffMs(OFFLINE_BACK_OFF, { before: 0, random }), isCostly: false }
  }
  const isRefused = row.sendClass === 'not-sent' && row.retry.kind !== 'back-off'
  if (isRefused) return { kind: 'give-up', problem: { key: 'media-upload-failed', code, details } }
  const backOff = row.scope !== 'network' && row.retry.kind === 'back-off' ? row.retry : UPLOAD_BACK_OFF
  return { kind: 'again', inMs: Math.max(retryAfterMs ?? 0, backOffMs(backOff, { before, random })), isCostly: true }
}
