import type { World } from '../world/world.ts'
import { ok, pickFields } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { readFields } from './field-list.ts'
import { entityHealth, healthStatus } from './health.ts'
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
    account_review_status: account.standing.review,
    business_verification_status: 'verified',
    country: 'BR',
    ownership_type: 'SELF',
    status: account.standing.ban === 'DISABLE' ? 'DISABLED' : 'ACTIVE',
    whatsapp_business_manager_messaging_limit: account.standing.tier,
    owner_business_info: { name: account.verifiedName, id: account.businessId },
    ...(analytics !== undefined && { pricing_analytics: pricingAnalytics(analytics, world) }),
    health_status: healthStatus(entityHealth(world).slice(1)),
  }
  return ok(pickFields(whole, call.query, ['name', 'timezone_id', 'message_template_namespace']))
}

/** The business portfolio that owns the account. */
export function getBusiness(call: GraphCall, world: World): GraphAnswer {
  const { account } = world
  const whole = {
    id: account.businessId,
    name: account.verifiedName,
    verification_status: account.standing.review === 'APPROVED' ? 'verified' : 'not_verified',
    whatsapp_business_manager_messaging_limit: account.standing.tier,
    health_status: healthStatus(entityHealth(world).slice(2)),
  }
  return ok(pickFields(whole, call.query, ['name']))
}

export function getApp(call: GraphCall, world: World): GraphAnswer {
  const whole = { id: world.account.appId, name: 'Balcão', health_status: healthStatus(entityHealth(world).slice(3)) }
  return ok(pickFields(whole, call.query, ['name']))
}
