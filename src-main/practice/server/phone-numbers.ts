import { codeError, invalidParameter } from '../errors/graph-error.ts'
import type { World } from '../world/world.ts'
import { ok, pickFields, postedFields, success } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { isFields, requireText } from './fields.ts'
import { entityHealth, healthStatus } from './health.ts'
import { verifiedOverride } from './subscribed-apps.ts'

const LIST_DEFAULTS = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
  'webhook_configuration',
]

export function listPhoneNumbers(call: GraphCall, world: World): GraphAnswer {
  return ok({
    data: [pickFields(phoneNumber(world), call.query, LIST_DEFAULTS)],
    paging: { cursors: { before: 'QVFIUbefore', after: 'QVFIUafter' } },
  })
}

export function getPhoneNumber(call: GraphCall, world: World): GraphAnswer {
  return ok(pickFields(phoneNumber(world), call.query, LIST_DEFAULTS))
}

/** A new PIN, or another callback for this number alone. */
export async function postPhoneNumber(call: GraphCall, world: World): Promise<GraphAnswer> {
  const body = postedFields(call)
  if (body['pin'] !== undefined) {
    world.account.pin = checkedPin(requireText(body, 'pin', 'phone number'))
    return success()
  }
  if (isFields(body['webhook_configuration'])) {
    world.account.override = await verifiedOverride(body['webhook_configuration'])
    return success()
  }
  throw invalidParameter('Invalid parameter')
}

export function register(call: GraphCall, world: World): GraphAnswer {
  const body = postedFields(call)
  if (body['messaging_product'] !== 'whatsapp') throw invalidParameter('The parameter messaging_product is required.')
  const pin = checkedPin(requireText(body, 'pin', 'register'))
  if (world.account.pin !== null && world.account.pin !== pin) throw codeError(133005)
  world.account.pin = pin
  world.account.isRegistered = true
  return success()
}

export function deregister(world: World): GraphAnswer {
  world.account.isRegistered = false
  return success()
}

function checkedPin(pin: string): string {
  if (!/^\d{6}$/.test(pin)) throw invalidParameter('Param pin must be a 6-digit number.')
  return pin
}

function phoneNumber(world: World) {
  const { account } = world
  const { standing } = account
  return {
    id: account.phoneNumberId,
    verified_name: account.verifiedName,
    display_phone_number: account.displayPhone,
    code_verification_status: 'VERIFIED',
    quality_rating: standing.quality,
    quality_score: { score: standing.quality },
    name_status: standing.nameStatus,
    new_name_status: standing.newName?.status ?? 'NONE',
    ...(standing.newName !== null && { new_display_name: standing.newName.name }),
    status: account.isRegistered ? standing.phoneStatus : 'PENDING',
    platform_type: account.isRegistered ? 'CLOUD_API' : 'NOT_APPLICABLE',
    throughput: { level: standing.throughput },
    is_on_biz_app: false,
    is_official_business_account: false,
    account_mode: 'LIVE',
    host_platform: 'CLOUD_API',
    last_onboarded_time: '2026-11-01T12:00:00+0000',
    whatsapp_business_manager_messaging_limit: standing.tier,
    messaging_limit_tier: standing.tier,
    country_dial_code: '55',
    is_pin_enabled: account.pin !== null,
    webhook_configuration: {
      ...(account.override !== null && { phone_number: account.override.uri }),
      application: 'https://practice.example/webhooks',
    },
    health_status: healthStatus(entityHealth(world)),
  }
}
