import { booleanOf, elementsOf, filledOf, firstFilled, isObject, numberOf, objectOf, textOf, type WireObject } from './decode/read.ts'
import type { AcceptedResult, PhoneNumber, SubscribedApp, TokenFacts } from './graph-client.ts'

// Readers of what Meta answers; null when it is not what was asked for.

export function acceptedOf(json: WireObject): AcceptedResult | null {
  const message = objectOf(elementsOf(json['messages'], '')[0]?.value)
  const contact = objectOf(elementsOf(json['contacts'], '')[0]?.value)
  const wamid = filledOf(message['id'])
  if (wamid === null) return null
  const state = filledOf(message['message_status'])
  return {
    kind: 'accepted',
    wamid,
    waId: filledOf(contact['wa_id']),
    userId: filledOf(contact['user_id']),
    isHeld: state !== null && state !== 'accepted',
  }
}

export function phoneNumberOf(json: WireObject): PhoneNumber | null {
  const phoneNumberId = filledOf(json['id'])
  if (phoneNumberId === null) return null
  return {
    phoneNumberId,
    displayPhoneNumber: textOf(json['display_phone_number']) ?? '',
    verifiedName: textOf(json['verified_name']) ?? '',
    quality: filledOf(json['quality_rating']) ?? 'UNKNOWN',
    status: filledOf(json['status']),
    isOnPhoneApp: booleanOf(json['is_on_biz_app']) ?? false,
  }
}

export type PhonePage = { readonly phoneNumbers: readonly PhoneNumber[]; readonly after: string | null }

export function phonePageOf(json: WireObject): PhonePage | null {
  if (!Array.isArray(json['data'])) return null
  const paging = objectOf(json['paging'])
  return {
    phoneNumbers: elementsOf(json['data'], '').flatMap(({ value }) => phoneNumberOf(objectOf(value)) ?? []),
    // Only the cursor: following the address itself would hand the token to whatever host it names.
    after: filledOf(paging['next']) === null ? null : filledOf(objectOf(paging['cursors'])['after']),
  }
}

export function tokenFactsOf(json: WireObject): TokenFacts | null {
  const data = json['data']
  if (!isObject(data)) return null
  const expiresAtSeconds = numberOf(data['expires_at']) ?? 0
  return {
    isValid: booleanOf(data['is_valid']) ?? false,
    appId: filledOf(data['app_id']),
    type: filledOf(data['type']),
    expiresAt: expiresAtSeconds === 0 ? null : expiresAtSeconds * 1000,
    scopes: textsOf(data['scopes']),
    granularScopes: elementsOf(data['granular_scopes'], '').flatMap(({ value }) => {
      const { scope, target_ids: targetIds } = objectOf(value)
      const name = filledOf(scope)
      return name === null ? [] : { scope: name, targetIds: targetIds === undefined ? null : textsOf(targetIds) }
    }),
  }
}

export function subscribedAppsOf(json: WireObject): readonly SubscribedApp[] | null {
  if (!Array.isArray(json['data'])) return null
  return elementsOf(json['data'], '').flatMap(({ value }) => {
    const row = objectOf(value)
    const app = objectOf(row['whatsapp_business_api_data'])
    const appId = firstFilled(app['id'], row['id'])
    return appId === null ? [] : { appId, name: filledOf(app['name']), callbackUrl: filledOf(row['override_callback_uri']) }
  })
}

function textsOf(list: unknown): readonly string[] {
  return elementsOf(list, '').flatMap(({ value }) => filledOf(value) ?? [])
}
