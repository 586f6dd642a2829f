import { invalidParameter } from '../errors/graph-error.ts'
import type { World } from '../world/world.ts'
import { ok } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'

const SCOPES = ['business_management', 'whatsapp_business_management', 'whatsapp_business_messaging'] as const

export function debugToken(call: GraphCall, world: World): GraphAnswer {
  const token = call.query.get('input_token')
  if (token === null) throw invalidParameter('The parameter input_token is required.')
  const { appId, wabaId, businessId } = world.account
  if (token !== world.token) {
    return ok({
      data: { error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' }, is_valid: false, scopes: [] },
    })
  }
  return ok({
    data: {
      app_id: appId,
      type: 'SYSTEM_USER',
      application: 'Balcão',
      data_access_expires_at: 0,
      expires_at: 0,
      is_valid: true,
      issued_at: 1_793_500_000,
      scopes: SCOPES,
      granular_scopes: [
        { scope: 'business_management', target_ids: [businessId] },
        { scope: 'whatsapp_business_management', target_ids: [wabaId] },
        { scope: 'whatsapp_business_messaging', target_ids: [wabaId] },
      ],
      user_id: '122000000000000001',
    },
  })
}
