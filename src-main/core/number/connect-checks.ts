import type { ConnectStep, ErrorCode, ErrorKey } from '#contract'
import type { GraphClient, GraphProblem, PhoneNumber } from '../whatsapp/graph-client.ts'

type ConnectCheck =
  | { readonly ok: true; readonly phone: PhoneNumber }
  /** `step` names the field to mend, `code` says what is wrong with it. */
  | { readonly ok: false; readonly step: ConnectStep; readonly code: ErrorCode }

/** Both are needed: the first to read the account and its numbers, the second to send. */
const NEEDED_SCOPES = ['whatsapp_business_management', 'whatsapp_business_messaging']
/** What these say needs no other words here. */
const SAID_AS_IT_IS = ['offline', 'connection-not-secure', 'certificate-date', 'update-needed'] as const satisfies readonly (ErrorCode &
  ErrorKey)[]
/** Trouble on the way, or at WhatsApp, is nobody's wrong field. */
const TROUBLE_AT_WHATSAPP: readonly ErrorKey[] = ['no-clear-answer', 'whatsapp-trouble', 'rate-limit']

/**
 * Asks Meta about each thing the owner typed, in the order in which a wrong one would make the next answers meaningless.
 * Changes nothing but one: the app gets the account's webhooks when it did not yet. `client` carries `appsecret_proof` on its
 * calls: Meta refuses a proof made with another app's secret, whether or not the app demands one.
 */
export async function checkAccount({
  client,
  phoneNumberId,
  wabaId,
  now,
}: {
  client: GraphClient
  phoneNumberId: string
  wabaId: string
  now: number
}): Promise<ConnectCheck> {
  const token = await client.debugToken()
  if (!token.ok) return refused('token', token.problem, 'token-invalid')
  const { isValid, expiresAt, scopes, appId } = token.value
  if (!isValid || (expiresAt !== null && expiresAt <= now)) return { ok: false, step: 'token', code: 'token-invalid' }
  if (NEEDED_SCOPES.some((scope) => !scopes.includes(scope))) return { ok: false, step: 'permissions', code: 'token-permission-missing' }

  const phone = await client.getPhoneNumber(phoneNumberId)
  if (!phone.ok) return refused('number', phone.problem, 'number-not-found')

  const phones = await client.listPhoneNumbers(wabaId)
  if (!phones.ok) return refused('account', phones.problem, 'account-not-found')
  if (phones.value.every((each) => each.phoneNumberId !== phoneNumberId)) return { ok: false, step: 'account', code: 'number-not-found' }

  const webhook = await subscribe(client, { wabaId, appId })
  return webhook ?? { ok: true, phone: phone.value }
}

async function subscribe(client: GraphClient, { wabaId, appId }: { wabaId: string; appId: string | null }): Promise<ConnectCheck | null> {
  const before = await client.listSubscribedApps(wabaId)
  if (!before.ok) return refused('webhook', before.problem, 'not-possible-now')
  if (before.value.some((app) => app.appId === appId)) return null
  const subscribed = await client.subscribeApp(wabaId)
  return subscribed.ok ? null : refused('webhook', subscribed.problem, 'not-possible-now')
}

function refused(step: ConnectStep, { row, details }: GraphProblem, otherwise: ErrorCode): ConnectCheck {
  // Meta's code for it is 100, as for any wrong argument; only the words name the argument.
  if (details !== null && /appsecret_proof/i.test(details)) return { ok: false, step: 'app-secret', code: 'app-secret-wrong' }
  const own = SAID_AS_IT_IS.find((code) => code === row.key)
  if (own !== undefined) return { ok: false, step, code: own }
  if (TROUBLE_AT_WHATSAPP.includes(row.key)) return { ok: false, step, code: 'whatsapp-unavailable' }
  if (row.key === 'permission-missing') return { ok: false, step, code: 'token-permission-missing' }
  if (row.key === 'token-invalid') return { ok: false, step: 'token', code: 'token-invalid' }
  return { ok: false, step, code: otherwise }
}
