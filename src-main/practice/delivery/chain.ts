import type { Random } from '../time/random.ts'
import type { DeliveryStatus } from '../webhooks/payloads.ts'

/** How a person deals with what arrives. Milliseconds of practice time. */
export type ReadingHabits = {
  readonly looksAfterMs: readonly [least: number, most: number]
  /** Read receipts switched off: seen, but never `read`. */
  readonly hidesReading?: boolean
}

export type ChainStep =
  | { readonly kind: 'status'; readonly status: DeliveryStatus; readonly afterMs: number; readonly hasPricing: boolean }
  /** On the customer's phone. */
  | { readonly kind: 'arrives'; readonly afterMs: number }
  /** In front of the customer's eyes. */
  | { readonly kind: 'seen'; readonly afterMs: number }

export type Failure = { readonly code: number; readonly details?: string; readonly afterSent?: boolean }

/** What happens to an accepted message, in the order of time. */
export function planChain({
  random,
  habits,
  type,
  isVoice,
  failure,
  skipDeliveredChance,
}: {
  random: Random
  habits: ReadingHabits
  type: string
  isVoice: boolean
  failure: Failure | null
  skipDeliveredChance: number
}): readonly ChainStep[] {
  const sentAfterMs = random.between(250, 900)
  const sent = { kind: 'status', status: 'sent', afterMs: sentAfterMs, hasPricing: type !== 'reaction' } as const
  if (failure !== null) {
    const failed = { kind: 'status', status: 'failed', afterMs: sentAfterMs + random.between(600, 2_500), hasPricing: false } as const
    return failure.afterSent === true ? [sent, failed] : [failed]
  }
  // A reaction is delivered, but only `sent` is ever told, and nobody bills it.
  const arrivesAfterMs = sentAfterMs + random.between(350, 2_200)
  const seenAfterMs = arrivesAfterMs + random.between(...habits.looksAfterMs)
  const steps: ChainStep[] = [sent, { kind: 'arrives', afterMs: arrivesAfterMs }]
  if (type === 'reaction') return steps
  const isRead = habits.hidesReading !== true
  const skipsDelivered = isRead && random.chance(skipDeliveredChance)
  if (!skipsDelivered) steps.push({ kind: 'status', status: 'delivered', afterMs: arrivesAfterMs, hasPricing: true })
  if (isRead) steps.push({ kind: 'status', status: 'read', afterMs: seenAfterMs, hasPricing: skipsDelivered })
  steps.push({ kind: 'seen', afterMs: seenAfterMs })
  if (isRead && isVoice)
    steps.push({ kind: 'status', status: 'played', afterMs: seenAfterMs + random.between(1_500, 6_000), hasPricing: false })
  return steps
}
