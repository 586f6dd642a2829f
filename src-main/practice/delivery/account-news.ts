import { assertNever } from '../assert-never.ts'
import type { PracticeClock } from '../time/clock.ts'
import type { Account } from '../world/account.ts'
import type { BanState, PhoneStatus, Restriction, Standing, Tier } from '../world/standing.ts'
import type { WebhookSender } from '../webhooks/sender.ts'

/** Something WhatsApp does to the number or to the account. What has a webhook is told by it; the rest is to be asked for. */
export type AccountNews =
  /** Red flags the number, anything better takes the flag away. */
  | { readonly kind: 'quality'; readonly rating: Standing['quality'] }
  | { readonly kind: 'phone-status'; readonly status: PhoneStatus }
  | { readonly kind: 'limit'; readonly tier: Tier }
  | { readonly kind: 'throughput'; readonly level: Standing['throughput'] }
  | {
      readonly kind: 'name'
      readonly name: string
      readonly decision: 'APPROVED' | 'PENDING' | 'DEFERRED' | 'REJECTED'
      readonly reason?: string
    }
  /** No webhook: it is seen in the health and felt in sending. */
  | { readonly kind: 'payment'; readonly isBroken: boolean }
  /** An empty list lifts all. */
  | { readonly kind: 'restricted'; readonly restrictions: readonly { readonly type: Restriction['type']; readonly forMs: number }[] }
  | { readonly kind: 'violation'; readonly violation: string }
  | { readonly kind: 'ban'; readonly state: BanState | 'REINSTATE' }
  | { readonly kind: 'review'; readonly decision: Standing['review'] }
  | {
      readonly kind: 'alert'
      readonly type: string
      readonly severity: 'CRITICAL' | 'WARNING' | 'INFORMATIONAL'
      readonly description: string
      /** As some samples of Meta's have it: all fields side by side. */
      readonly isFlat?: true
    }
  | { readonly kind: 'pin-changed' }

const DAY_MS = 24 * 60 * 60 * 1000
const TIERS: readonly Tier[] = ['TIER_50', 'TIER_250', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_UNLIMITED']

export function createAccountNews({
  clock,
  account,
  sender,
}: {
  clock: PracticeClock
  account: Account
  sender: WebhookSender
}): (news: AccountNews) => void {
  const { standing } = account
  const phone = { display_phone_number: account.phoneDigits }
  let count = 0

  function publish(field: string, value: Readonly<Record<string, unknown>>): void {
    count += 1
    sender.publish({ key: `account/${field}/${count}`, field, value })
  }

  function tellQuality(event: string): void {
    publish('phone_number_quality_update', { ...phone, event, max_daily_conversations_per_business: standing.tier })
  }

  function tellName(name: string, decision: 'APPROVED' | 'PENDING' | 'DEFERRED' | 'REJECTED', reason: string | null): void {
    if (decision === 'APPROVED') {
      account.verifiedName = name
      standing.newName = null
      standing.nameStatus = 'APPROVED'
    } else {
      standing.newName = { name, status: decision === 'REJECTED' ? 'DECLINED' : 'PENDING_REVIEW' }
      // The name in use stays good unless it is the one that was refused.
      if (decision === 'REJECTED' && name === account.verifiedName) standing.nameStatus = 'DECLINED'
    }
    publish('phone_number_name_update', { ...phone, decision, requested_verified_name: name, rejection_reason: reason })
  }

  return (news) => {
    const now = clock.now()
    switch (news.kind) {
      case 'quality': {
        const wasRed = standing.quality === 'RED'
        standing.quality = news.rating
        if (news.rating === 'RED') standing.phoneStatus = 'FLAGGED'
        else if (standing.phoneStatus === 'FLAGGED') standing.phoneStatus = 'CONNECTED'
        if (wasRed !== (news.rating === 'RED')) tellQuality(wasRed ? 'UNFLAGGED' : 'FLAGGED')
        return
      }
      case 'phone-status':
        standing.phoneStatus = news.status
        return
      case 'limit': {
        const isUp = TIERS.indexOf(news.tier) > TIERS.indexOf(standing.tier)
        standing.tier = news.tier
        tellQuality(isUp ? 'UPGRADE' : 'DOWNGRADE')
        publish('business_capability_update', { max_daily_conversations_per_business: news.tier, max_phone_numbers_per_business: 20 })
        return
      }
      case 'throughput':
        standing.throughput = news.level
        if (news.level === 'HIGH') tellQuality('THROUGHPUT_UPGRADE')
        return
      case 'name':
        tellName(news.name, news.decision, news.reason ?? null)
        return
      case 'payment':
        standing.isPaymentBroken = news.isBroken
        return
      case 'restricted':
        standing.restrictions = news.restrictions.map(({ type, forMs }) => ({ type, until: now + forMs }))
        publish('account_update', {
          event: 'ACCOUNT_RESTRICTION',
          restriction_info: standing.restrictions.map(({ type, until }) => ({
            restriction_type: type,
            expiration: Math.floor(until / 1000),
          })),
        })
        return
      case 'violation':
        publish('account_update', { ...phone, event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: news.violation } })
        return
      case 'ban': {
        standing.ban = news.state === 'REINSTATE' ? null : news.state
        const at = news.state === 'SCHEDULE_FOR_DISABLE' ? now + 7 * DAY_MS : now
        const date = new Date(at).toLocaleDateString('en-US', { month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' })
        publish('account_update', { ...phone, event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: news.state, waba_ban_date: date } })
        return
      }
      case 'review':
        standing.review = news.decision
        publish('account_review_update', { decision: news.decision })
        return
      case 'alert': {
        const alert = {
          alert_severity: news.severity,
          alert_status: 'NONE',
          alert_type: news.type,
          alert_description: news.description,
        }
        publish('account_alerts', {
          entity_type: 'BUSINESS',
          entity_id: account.businessId,
          ...(news.isFlat === true ? alert : { alert_info: alert }),
        })
        return
      }
      case 'pin-changed':
        publish('security', { ...phone, event: 'PIN_CHANGED', requester: '122000000000000001' })
        return
      default:
        assertNever(news)
    }
  }
}
