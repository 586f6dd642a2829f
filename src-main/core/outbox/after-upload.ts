import type { DeliveryProblem } from '#contract'
import type { GraphProblem } from '../whatsapp/graph-client.ts'
import { backOffMs, OFFLINE_BACK_OFF, type BackOff } from './gate.ts'

/** An upload may be repeated without harm; but it may be a large one, so not at once and for ever. */
const UPLOAD_BACK_OFF: BackOff = { kind: 'back-off', firstMs: 2000, factor: 2, maxMs: 10 * 60_000, jitter: true }

export type AfterUpload =
  | { readonly kind: 'again'; readonly inMs: number }
  /** Of the number or the account: the queue stays as it is, this message included. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'give-up'; readonly problem: DeliveryProblem }

/** What follows from an upload that failed. `before`: how many of the same message did already; `random` from 0 up to 1. */
export function afterUpload(problem: GraphProblem, { before, random }: { before: number; random: number }): AfterUpload {
  const { row, code, details, retryAfterMs } = problem
  if (row.stopsQueue) return { kind: 'stop' }
  const backOff = row.scope === 'network' ? OFFLINE_BACK_OFF : row.retry.kind === 'back-off' ? row.retry : UPLOAD_BACK_OFF
  const isRefused = row.sendClass === 'not-sent' && row.scope !== 'network' && row.retry.kind !== 'back-off'
  if (isRefused) return { kind: 'give-up', problem: { key: 'media-upload-failed', code, details } }
  return { kind: 'again', inMs: Math.max(retryAfterMs ?? 0, backOffMs(backOff, { before, random })) }
}
