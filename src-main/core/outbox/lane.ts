import type { ConversationId } from '#contract'
import { closedBy, openedBy, openGate, passGate, waitForGate, type BackOff, type Gate } from './gate.ts'
import { CUSTOMER_RATE, fullBucket, isFull, numberRate, takeToken, waitForToken } from './pace.ts'

/**
 * How fast one number may send: its gate, its throughput, and the pair rate of each of its customers. In memory: after a
 * restart the allowances begin full, and Meta's own refusals (130429, 131056) catch what that lets through.
 * Times are of the monotonic clock.
 */
export type Lane = {
  /** Milliseconds until any message may go; 0 for now, infinite while the answer to a probe is awaited. */
  waitMs(now: number): number
  /** The same for one customer alone. */
  waitForCustomerMs(conversationId: ConversationId, now: number): number
  pass(conversationId: ConversationId, now: number): { isProbe: boolean }
  /** The answer said nothing against the next message. */
  wentFine(options: { isProbe: boolean }): void
  /** `atLeastMs`: what the other side asked for. */
  backOff(backOff: BackOff, options: { isProbe: boolean; now: number; random: number; atLeastMs: number }): void
  /** A person says: now; or the network is back. */
  open(perSecond: number): void
}

/** Beyond this many customers, those whose allowance is full again are forgotten. */
const BUCKETS_KEPT = 1000

export function createLane({ now, perSecond }: { now: number; perSecond: number }): Lane {
  let gate: Gate = openGate
  let rate = numberRate(perSecond)
  let ofNumber = fullBucket(rate, now)
  const byConversation = new Map<ConversationId, ReturnType<typeof fullBucket>>()

  function bucketOf(conversationId: ConversationId, at: number) {
    return byConversation.get(conversationId) ?? fullBucket(CUSTOMER_RATE, at)
  }

  function forgetFull(at: number): void {
    if (byConversation.size <= BUCKETS_KEPT) return
    for (const [id, bucket] of byConversation) if (isFull(bucket, CUSTOMER_RATE, at)) byConversation.delete(id)
  }

  return {
    waitMs: (at) => Math.max(waitForGate(gate, at), waitForToken(ofNumber, rate, at)),
    waitForCustomerMs: (conversationId, at) => waitForToken(bucketOf(conversationId, at), CUSTOMER_RATE, at),
    pass(conversationId, at) {
      const passed = passGate(gate)
      gate = passed.gate
      ofNumber = takeToken(ofNumber, rate, at)
      byConversation.set(conversationId, takeToken(bucketOf(conversationId, at), CUSTOMER_RATE, at))
      forgetFull(at)
      return { isProbe: passed.isProbe }
    },
    wentFine(options) {
      gate = openedBy(gate, options)
    },
    backOff(backOff, options) {
      gate = closedBy(gate, backOff, options)
    },
    open(nowPerSecond) {
      gate = openGate
      // What is left of the allowance stays, but for what the new rate would never have gathered.
      rate = numberRate(nowPerSecond)
      ofNumber = { ...ofNumber, tokens: Math.min(ofNumber.tokens, rate.capacity) }
    },
  }
}
