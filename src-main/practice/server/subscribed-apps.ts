import { invalidParameter } from '../errors/graph-error.ts'
import { verifyCallback } from '../webhooks/handshake.ts'
import type { World } from '../world/world.ts'
import { ok, postedFields, success } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { optionalText } from './fields.ts'

const URI_MAX = 200

export function getSubscriptions({ account }: World): GraphAnswer {
  if (!account.isSubscribed) return ok({ data: [] })
  return ok({
    data: [
      {
        whatsapp_business_api_data: { link: 'https://www.facebook.com/games/?app_id=' + account.appId, name: 'Balcão', id: account.appId },
        ...(account.override !== null && { override_callback_uri: account.override.uri }),
      },
    ],
  })
}

/** An override is verified by a GET before it counts; a body without one takes an earlier override away. */
export async function subscribe(call: GraphCall, { account }: World): Promise<GraphAnswer> {
  const body = postedFields(call)
  const uri = optionalText(body, 'override_callback_uri')
  if (uri !== null && uri !== '') {
    const verifyToken = optionalText(body, 'verify_token')
    if (verifyToken === null) throw invalidParameter('The parameter verify_token is required.')
    if (uri.length > URI_MAX || !URL.canParse(uri))
      throw invalidParameter('Param override_callback_uri must be a valid URI of at most 200 characters.')
    if (!(await verifyCallback({ url: uri, verifyToken }))) {
      throw invalidParameter(
        'Invalid parameter',
        "The callback URL or verify token couldn't be validated. Please verify the provided information or try again later.",
      )
    }
    account.override = { uri }
  } else {
    account.override = null
  }
  account.isSubscribed = true
  return success()
}

export function unsubscribe({ account }: World): GraphAnswer {
  account.isSubscribed = false
  return success()
}
