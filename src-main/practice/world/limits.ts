/**
 * How fast a number may send: 80 messages in any second, or 1,000 after an upgrade, and to one person 45 at once and then one every six seconds
 * (the burst is borrowed from the time after). Source: the platform's throughput and pair rate pages.
 */
export type SendLimits = {
  /** The code to refuse with, or null; a granted message is counted. */
  take(pair: string, options: { now: number; level: keyof typeof THROUGHPUT_PER_SECOND }): 130429 | 131056 | null
}

const THROUGHPUT_PER_SECOND = { STANDARD: 80, HIGH: 1_000 } as const
const PAIR_BURST = 45
const PAIR_REFILL_MS = 6_000

export function createSendLimits(): SendLimits {
  let recent: number[] = []
  const bucketsByPair = new Map<string, { tokens: number; at: number }>()

  return {
    take(pair, { now, level }) {
      recent = recent.filter((at) => now - at < 1_000)
      if (recent.length >= THROUGHPUT_PER_SECOND[level]) return 130429
      const bucket = bucketsByPair.get(pair) ?? { tokens: PAIR_BURST, at: now }
      const tokens = Math.min(PAIR_BURST, bucket.tokens + (now - bucket.at) / PAIR_REFILL_MS)
      if (tokens < 1) {
        bucketsByPair.set(pair, { tokens, at: now })
        return 131056
      }
      recent.push(now)
      bucketsByPair.set(pair, { tokens: tokens - 1, at: now })
      return null
    },
  }
}
