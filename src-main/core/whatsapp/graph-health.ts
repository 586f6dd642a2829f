import { booleanOf, elementsOf, filledOf, firstFilled, numberOf, objectOf, type WireObject } from './decode/read.ts'
import type { GraphRequest, GraphResult } from './graph-exchange.ts'

/** How Meta sees the number. Its own words; null where it did not say. */
export type GraphHealth = { getHealth(phoneNumberId: string): Promise<GraphResult<HealthFacts>> }

export type HealthFacts = {
  readonly displayPhoneNumber: string
  readonly verifiedName: string
  readonly nameStatus: string | null
  readonly newNameStatus: string | null
  readonly newName: string | null
  readonly quality: string
  readonly status: string | null
  readonly throughput: string | null
  readonly isOnPhoneApp: boolean
  readonly isOfficial: boolean
  readonly messagingLimit: string | null
  /** AVAILABLE, LIMITED, BLOCKED; null when the app may not see it. */
  readonly canSend: string | null
  readonly entities: readonly HealthEntity[]
}

type HealthEntity = {
  readonly type: string
  readonly canSend: string | null
  readonly problems: readonly { code: number | null; description: string | null; solution: string | null }[]
}

type Call = <Value>(request: Omit<GraphRequest, 'timeouts'>, read: (json: WireObject) => Value | null) => Promise<GraphResult<Value>>

const FIELDS =
  'id,display_phone_number,verified_name,quality_rating,status,is_on_biz_app,name_status,new_name_status,throughput,is_official_business_account,health_status'
/** Newer ones; Meta refuses the whole call for a field that it does not know. */
const ALL_FIELDS = `${FIELDS},new_display_name,whatsapp_business_manager_messaging_limit`

export function createGraphHealth({ call }: { call: Call }): GraphHealth {
  return {
    async getHealth(phoneNumberId) {
      const asked = await call({ method: 'GET', path: [phoneNumberId], query: { fields: ALL_FIELDS } }, healthOf)
      if (asked.ok || asked.problem.row.key !== 'request-invalid') return asked
      return await call({ method: 'GET', path: [phoneNumberId], query: { fields: FIELDS } }, healthOf)
    },
  }
}

function healthOf(json: WireObject): HealthFacts | null {
  if (filledOf(json['id']) === null) return null
  const health = objectOf(json['health_status'])
  return {
    displayPhoneNumber: filledOf(json['display_phone_number']) ?? '',
    verifiedName: filledOf(json['verified_name']) ?? '',
    nameStatus: filledOf(json['name_status']),
    newNameStatus: filledOf(json['new_name_status']),
    newName: filledOf(json['new_display_name']),
    quality: filledOf(json['quality_rating']) ?? 'UNKNOWN',
    status: filledOf(json['status']),
    throughput: firstFilled(objectOf(json['throughput'])['level']),
    isOnPhoneApp: booleanOf(json['is_on_biz_app']) ?? false,
    isOfficial: booleanOf(json['is_official_business_account']) ?? false,
    messagingLimit: filledOf(json['whatsapp_business_manager_messaging_limit']),
    canSend: filledOf(health['can_send_message']),
    entities: elementsOf(health['entities'], '').map(({ value }) => entityOf(objectOf(value))),
  }
}

function entityOf(entity: WireObject): HealthEntity {
  return {
    type: filledOf(entity['entity_type']) ?? 'UNKNOWN',
    canSend: filledOf(entity['can_send_message']),
    problems: elementsOf(entity['errors'], '').map(({ value }) => {
      const { error_code: code, error_description: description, possible_solution: solution } = objectOf(value)
      return { code: numberOf(code), description: filledOf(description), solution: filledOf(solution) }
    }),
  }
}
