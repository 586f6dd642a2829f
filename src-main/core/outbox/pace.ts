import { limits } from '../whatsapp/limits.ts'

/**
 * Token buckets, as values: how many messages may go at once, and how fast the allowance comes back.
 * Times are of the monotonic clock, so that setting the wall clock neither stops nor floods anything.
 */
export type Rate = { readonly capacity: number; readonly refillMs: number }
export type Bucket = { readonly tokens: number; readonly at: number }

/** A tenth of what WhatsApp takes in a second goes at once, and the rest evenly: in no second is it more than `perSecond`. */
export function numberRate(perSecond: number): Rate {
  const capacity = Math.max(1, Math.floor(perSecond / 10))
  return { capacity, refillMs: 1000 / (perSecond - capacity) }
}
export const CUSTOMER_RATE: Rate = { capacity: limits.customerBurst, refillMs: limits.customerIntervalMs }

export function fullBucket(rate: Rate, now: number): Bucket {
  return { tokens: rate.capacity, at: now }
}

function refill(bucket: Bucket, rate: Rate, now: number): Bucket {
  const gained = Math.max(0, now - bucket.at) / rate.refillMs
  return { tokens: Math.min(rate.capacity, bucket.tokens + gained), at: now }
}

/** How long until one more may go; 0 for now. */
export function waitForToken(bucket: Bucket, rate: Rate, now: number): number {
  const { tokens } = refill(bucket, rate, now)
  // Whole milliseconds, less the dust that a sum of fractions leaves.
  return Math.max(0, Math.ceil((1 - tokens) * rate.refillMs - 1e-6))
}

export function takeToken(bucket: Bucket, rate: Rate, now: number): Bucket {
  const filled = refill(bucket, rate, now)
  return { tokens: Math.max(0, filled.tokens - 1), at: now }
}

/** A full bucket says nothing that a new one would not. */
export function isFull(bucket: Bucket, rate: Rate, now: number): boolean {
  return refill(bucket, rate, now).tokens >= rate.capacity
}
