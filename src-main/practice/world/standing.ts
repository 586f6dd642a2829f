import { isWindowOpen } from './people.ts'
import type { Person } from './people.ts'

/** How the account stands with WhatsApp: what may come between the business and its customers. */
export type Standing = {
  quality: 'GREEN' | 'YELLOW' | 'RED'
  phoneStatus: PhoneStatus
  nameStatus: 'APPROVED' | 'PENDING_REVIEW' | 'DECLINED'
  /** A name that was asked for and is not in use. */
  newName: { name: string; status: 'PENDING_REVIEW' | 'APPROVED' | 'DECLINED' } | null
  throughput: 'STANDARD' | 'HIGH'
  tier: Tier
  restrictions: readonly Restriction[]
  ban: BanState | null
  isPaymentBroken: boolean
  review: 'APPROVED' | 'PENDING' | 'REJECTED' | 'DEFERRED'
}

export type PhoneStatus = 'CONNECTED' | 'FLAGGED' | 'RESTRICTED' | 'RATE_LIMITED' | 'BANNED' | 'OFFLINE'
export type BanState = 'DISABLE' | 'SCHEDULE_FOR_DISABLE'
export type Tier = keyof typeof CUSTOMERS_BY_TIER
export type Restriction = {
  readonly type: 'RESTRICTED_BIZ_INITIATED_MESSAGING' | 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING' | 'RESTRICTED_ADD_PHONE_NUMBER_ACTION'
  readonly until: number
}

/** How many customers may be reached with templates outside of their windows in any 24 hours. */
const CUSTOMERS_BY_TIER = {
  TIER_50: 50,
  TIER_250: 250,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: Infinity,
} as const
const DAY_MS = 24 * 60 * 60 * 1000

export function createStanding(): Standing {
  return {
    quality: 'GREEN',
    phoneStatus: 'CONNECTED',
    nameStatus: 'APPROVED',
    newName: null,
    throughput: 'STANDARD',
    tier: 'TIER_2K',
    restrictions: [],
    ban: null,
    isPaymentBroken: false,
    review: 'APPROVED',
  }
}

export function isBlockedAt({ until }: Restriction, now: number): boolean {
  return now < until
}

/** The code a message is refused with by how the account stands, or null; most are told at once, some by a failed status. */
export function refusalByStanding(
  standing: Standing,
  { person, isTemplate, now }: { person: Person | null; isTemplate: boolean; now: number },
): number | null {
  if (standing.ban === 'DISABLE' || standing.phoneStatus === 'BANNED') return 131031
  if (standing.phoneStatus === 'OFFLINE') return 131057
  if (standing.nameStatus === 'DECLINED') return 131037
  const startsIt = isTemplate && (person === null || !isWindowOpen(person, now))
  const kept = startsIt ? 'RESTRICTED_BIZ_INITIATED_MESSAGING' : 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING'
  if (standing.restrictions.some((restriction) => restriction.type === kept && isBlockedAt(restriction, now))) return 368
  if (standing.isPaymentBroken) return 131042
  if (standing.phoneStatus === 'RATE_LIMITED' || (startsIt && standing.phoneStatus === 'RESTRICTED')) return 131048
  return null
}

/** Counts customers who were reached outside of their windows; the same one counts once in 24 hours. */
export function createReach(): { take(key: string, tier: Tier, now: number): boolean } {
  const reachedAt = new Map<string, number>()

  return {
    take(key, tier, now) {
      for (const [known, at] of reachedAt) if (now - at >= DAY_MS) reachedAt.delete(known)
      if (!reachedAt.has(key) && reachedAt.size >= CUSTOMERS_BY_TIER[tier]) return false
      if (!reachedAt.has(key)) reachedAt.set(key, now)
      return true
    },
  }
}
