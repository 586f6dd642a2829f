import type { World } from '../world/world.ts'
import { ok, pickFields } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { readFields } from './field-list.ts'
import { pricingAnalytics } from './pricing-analytics.ts'

export function getAccount(call: GraphCall, world: World): GraphAnswer {
  const { account } = world
  const analytics = readFields(call.query.get('fields') ?? '').find(({ name }) => name === 'pricing_analytics')
  const whole = {
    id: account.wabaId,
    name: account.verifiedName,
    currency: account.currency,
    timezone_id: account.timezoneId,
    message_template_namespace: 'casa_jabuticaba',
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    country: 'BR',
    ownership_type: 'SELF',
    status: 'ACTIVE',
    owner_business_info: { name: account.verifiedName, id: account.businessId },
    ...(analytics !== undefined && { pricing_analytics: pricingAnalytics(analytics, world) }),
    health_status: { can_send_message: 'AVAILABLE', entities: entityHealth(world).slice(1) },
  }
  return ok(pickFields(whole, call.query, ['name', 'timezone_id', 'message_template_namespace']))
}

export function entityHealth({ account }: World) {
  return [
    account.isRegistered
      ? { entity_type: 'PHONE_NUMBER', id: account.phoneNumberId, can_send_message: 'AVAILABLE' }
      : {
          entity_type: 'PHONE_NUMBER',
          id: account.phoneNumberId,
          can_send_message: 'BLOCKED',
          errors: [
            {
              error_code: 141000,
              error_description: 'The phone number is not registered.',
              possible_solution: 'Register the phone number.',
            },
          ],
        },
    { entity_type: 'WABA', id: account.wabaId, can_send_message: 'AVAILABLE' },
    { entity_type: 'BUSINESS', id: account.businessId, can_send_message: 'AVAILABLE' },
    { entity_type: 'APP', id: account.appId, can_send_message: 'AVAILABLE' },
  ]
}
