import type { ErrorRetry } from '../whatsapp/error-table.ts'

/**
 * Whether anything may be sent on a number just now. After trouble that is not of one message alone, everything waits, and
 * then one message goes ahead as a probe: while the network flaps or Meta has an outage, a queue of hundreds risks one
 * message at a time. In memory only; after a restart the first failure closes it again.
 */
export type Gate =
  | { readonly kind: 'open' }
  /** `until` is of the monotonic clock. `failures` in a row, so that each wait is longer than the last. */
  | { readonly kind: 'closed'; readonly until: number; readonly failures: number; readonly isProbing: boolean }

export type BackOff = Extract<ErrorRetry, { kind: 'back-off' }>

/**
 * The network is tried often enough that sending goes on within 10 seconds of its return, also when a try that began before hangs
 * until its time to connect is over.
 */
export const OFFLINE_BACK_OFF: BackOff = { kind: 'back-off', firstMs: 1000, factor: 2, maxMs: 1500, jitter: true }
/** Nobody asked us to slow down, but the next message would probably meet the same trouble. */
export const TROUBLE_BACK_OFF: BackOff = { kind: 'back-off', firstMs: 1000, factor: 2, maxMs: 60_000, jitter: true }

export const openGate: Gate = { kind: 'open' }

/** `before`: how many times it was waited already. `random` from 0 up to 1. */
export function backOffMs(backOff: BackOff, { before, random }: { before: number; random: number }): number {
  const waitMs = Math.min(backOff.maxMs, backOff.firstMs * backOff.factor ** before)
  return Math.round(backOff.jitter ? waitMs * (1 + random) : waitMs)
}

/** How long until one message may go; 0 for now, infinite while a probe is out: its answer tells. */
export function waitForGate(gate: Gate, now: number): number {
  if (gate.kind === 'open') return 0
  if (gate.isProbing) return Infinity
  return Math.max(0, gate.until - now)
}

/** One message goes. Through a closed gate whose time is over, it is the probe. */
export function passGate(gate: Gate): { gate: Gate; isProbe: boolean } {
  return gate.kind === 'open' ? { gate, isProbe: false } : { gate: { ...gate, isProbing: true }, isProbe: true }
}

/** After an answer that says nothing against the next message. Only a probe opens: the others left before there was trouble. */
export function openedBy(gate: Gate, { isProbe }: { isProbe: boolean }): Gate {
  return isProbe ? openGate : gate
}

export function closedBy(
  gate: Gate,
  backOff: BackOff,
  { isProbe, now, random, atLeastMs }: { isProbe: boolean; now: number; random: number; atLeastMs: number },
): Gate {
  // Of several that were out together, the first to fail sets the wait; the others say nothing new.
  if (gate.kind === 'closed' && !isProbe) return gate
  const failures = gate.kind === 'open' ? 0 : gate.failures
  const waitMs = Math.max(atLeastMs, backOffMs(backOff, { before: failures, random }))
  return { kind: 'closed', until: now + waitMs, failures: failures + 1, isProbing: false }
}
