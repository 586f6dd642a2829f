import type { NumberHealth, NoticeKind } from '#contract'
import { elementsOf, filledOf, firstFilled, numberOf, objectOf, type WireObject } from '../whatsapp/decode/read.ts'

type What = NumberHealth['events'][number]['what']

/** What one webhook about the number or its account means. */
export type Told = {
  readonly what: What
  readonly detail: string | null
  readonly notice: NoticeKind | null
  /** What may not be done from now on, until epoch ms or until it is taken back; an empty list where all is allowed again. */
  readonly restrictions: readonly { type: string; until: number | null }[] | null
}

/** Null for fields that say nothing about the number. Source: Meta, webhook reference of each field. */
export function readAccountEvent(field: string, value: unknown): Told | null {
  const said = objectOf(value)
  switch (field) {
    case 'phone_number_quality_update':
      return qualityUpdate(said)
    case 'phone_number_name_update':
      return told('name', filledOf(said['decision']))
    case 'account_update':
      return accountUpdate(said)
    case 'account_alerts':
      return told('alert', firstFilled(said['alert_type'], objectOf(said['alert_info'])['alert_type'], said['alert_severity']))
    case 'account_review_update':
      return told('alert', filledOf(said['decision']))
    case 'business_capability_update':
      return told('capability', firstFilled(said['max_daily_conversations_per_business'], said['max_daily_conversation_per_phone']))
    case 'payment_configuration_update':
      return told('payment', filledOf(said['status']))
    default:
      return null
  }
}

/** As Meta writes the number that a notice is about; null where it is about the account. */
export function phoneNamedIn(value: unknown): string | null {
  return filledOf(objectOf(value)['display_phone_number'])
}

function told(what: What, detail: string | null, notice: NoticeKind | null = null, restrictions: Told['restrictions'] = null): Told {
  return { what, detail, notice, restrictions }
}

function qualityUpdate(said: WireObject): Told {
  const event = filledOf(said['event'])?.toUpperCase() ?? null
  if (event === 'FLAGGED') return told('quality', event, 'number-quality')
  if (event === 'UNFLAGGED') return told('quality', event)
  if (event === 'THROUGHPUT_UPGRADE') return told('throughput', event)
  return told('limit', firstFilled(said['max_daily_conversations_per_business'], said['current_limit'], event))
}

function accountUpdate(said: WireObject): Told | null {
  const event = filledOf(said['event'])?.toUpperCase() ?? ''
  switch (event) {
    case 'ACCOUNT_RESTRICTION': {
      const restrictions = elementsOf(said['restriction_info'], '').flatMap(({ value }) => {
        const { restriction_type: type, expiration } = objectOf(value)
        const named = filledOf(type)
        return named === null ? [] : { type: named, until: epochOf(expiration) }
      })
      return told('restriction', restrictions[0]?.type ?? null, 'number-restricted', restrictions)
    }
    case 'ACCOUNT_VIOLATION':
      return told('violation', filledOf(objectOf(said['violation_info'])['violation_type']), 'number-restricted')
    case 'DISABLED_UPDATE': {
      const state = filledOf(objectOf(said['ban_info'])['waba_ban_state'])
      return state?.toUpperCase() === 'REINSTATE' ? told('reinstated', state, null, []) : told('ban', state, 'number-blocked')
    }
    case 'ACCOUNT_DELETED':
      return told('ban', event, 'number-blocked')
    case 'PARTNER_REMOVED':
    case 'ACCOUNT_OFFBOARDED':
    case 'ACCOUNT_RECONNECTED':
      return told('connection', event)
    default:
      // Partners, terms and prices: nothing about whether the number may send.
      return null
  }
}

/** Meta writes seconds, and in older pages milliseconds. */
function epochOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number === null) return null
  return number < 100_000_000_000 ? number * 1000 : number
}
