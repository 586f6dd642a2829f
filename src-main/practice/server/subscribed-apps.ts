import { invalidParameter } from '../errors/graph-error.ts'
import { verifyCallback } from '../webhooks/handshake.ts'
import type { World } from '../world/world.ts'
import { ok, postedFields, success } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { optionalText } from './fields.ts'
import type { Fields } from './fields.ts'

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

/** A body without an override takes an earlier one away. */
export async function subscribe(call: GraphCall, { account }: World): Promise<GraphAnswer> {
  account.override = await verifiedOverride(postedFields(call))
  account.isSubscribed = true
  return success()
}

/** Another callback counts only when it has answered the verification GET; an empty address stands for none. */
export async function verifiedOverride(fields: Fields): Promise<{ uri: string } | null> {
  const uri = optionalText(fields, 'override_callback_uri')
  if (uri === null || uri === '') return null
  const verifyToken = optionalText(fields, 'verify_token')
  if (verifyToken === null) throw invalidParameter('The parameter verify_token is required.')
  if (uri.length > URI_MAX || !URL.canParse(uri)) {
    throw invalidParameter(`Param override_callback_uri must be a valid URI of at most ${URI_MAX} characters.`)
  }
  if (!(await verifyCallback({ url: uri, verifyToken }))) {
    throw invalidParameter(
      'Invalid parameter',
      "The callback URL or verify token couldn't be validated. Please verify the provided information or try again later.",
    )
  }
  return { uri }
}

export function unsubscribe({ account }: World): GraphAnswer {
  account.isSubscribed = false
  return success()
}
