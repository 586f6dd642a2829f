import { expect, test } from 'vitest'
import { z } from 'zod'
import { methods, type MethodName } from '#contract'
import { CREDENTIALS, OWNER, setUpRealShop, type Window } from '#test/support/core.ts'

/** What a secret is called in the contract. */
const SECRET_FIELD = /pass|code|pin|token|secret|kit|groups|current|next|phc|seed|uri/i

const typed = {
  password: 'canary of a password 1',
  nextPassword: 'canary of a password 2',
  code: '271828',
  spoken: 'CANARY-SPOKEN-CODE-31415',
  pin: '918273',
  kit: 'CANAR YKIT0 11111 22222 33333 44444 55555 66666 77777 88888 99999 AAAAA BBBBB',
  passphrase: 'canary of a passphrase',
  token: 'canary-token-of-the-number',
  appSecret: 'canary-app-secret-of-it',
  group: 'CANG1',
} as const

const typedGroups = [
  { index: 0, text: typed.group },
  { index: 1, text: typed.group },
]

/** A call of every method that takes a secret, with one that can be recognised. */
const calls: Partial<Record<MethodName, unknown>> = {
  'session.signIn': { login: OWNER.login, password: typed.password },
  'session.giveCode': { code: typed.code },
  'session.giveRecoveryCode': { code: typed.spoken },
  'session.giveResetCode': { code: typed.spoken },
  'session.readInvitation': { code: typed.spoken },
  'session.acceptInvitation': { code: typed.spoken, password: typed.password, language: 'en' },
  'session.recoverWithKit': { kit: typed.kit, login: OWNER.login, password: typed.password },
  'recovery.finish': { code: typed.spoken, password: typed.password },
  'session.unlock': { staffId: 'somebody', pin: typed.pin },
  'session.stepUp': { password: typed.password, code: typed.code },
  'mfa.confirm': { code: typed.code },
  'pin.set': { pin: typed.pin },
  'staff.createOwner': { ...OWNER, password: typed.password },
  'staff.changePassword': { current: OWNER.password, next: typed.nextPassword },
  'desk.unlockWithKit': { kit: typed.kit },
  'desk.unlockWithPassphrase': { passphrase: typed.passphrase },
  'key.setPassphrase': { passphrase: typed.passphrase },
  'key.rotate': { passphrase: typed.passphrase },
  'kit.confirm': { groups: typedGroups },
  'approvals.carryOut': { approvalId: 'some approval', groups: typedGroups },
  'number.connect': { ...CREDENTIALS, token: typed.token, appSecret: typed.appSecret },
}

/** Methods that answer with a secret, and what to call them with. */
const givers: Partial<Record<MethodName, unknown>> = {
  'kit.issue': {},
  'security.save': { rules: { idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: true } },
  'recovery.ask': { login: OWNER.login },
  'mfa.begin': {},
  'key.rotate': {},
  'mfa.makeRecoveryCodes': {},
  'staff.invite': { name: 'Bia', login: 'bia', roleId: 'attendant', teamIds: [] },
}

test('every method that takes a secret is tried here', () => {
  const taking = Object.entries(methods)
    .filter(([, { input }]) => fieldsOf(input).some((name) => SECRET_FIELD.test(name)))
    .map(([name]) => name)
  expect(taking.length).toBeGreaterThan(15)
  expect(taking.filter((name) => !Object.hasOwn(calls, name))).toEqual([])
})

test('no entry of the journal has a password, code, PIN, token or kit in it, whether it was right or wrong', async () => {
  const shop = await setUpRealShop()
  const { owner } = shop
  const secrets: string[] = [...Object.values(typed), OWNER.password, shop.authenticator.secret, ...shop.authenticator.recoveryCodes]
  const answers: unknown[] = []
  /** Who somebody is, is no secret. */
  const collect = (answer: unknown) => answers.push({ ...(typeof answer === 'object' ? answer : {}), member: null })

  for (const [method, input] of Object.entries(givers)) collect(await attempt(owner, method, input))
  const stranger = shop.window('remote', 'a tablet')
  for (const [method, input] of Object.entries(calls)) {
    await attempt(stranger, method, input)
    await attempt(owner, method, input)
  }
  await shop.clock.advance(20 * 60_000)
  const back = shop.window()
  const code = shop.authenticator.code()
  for (const password of [OWNER.password, typed.nextPassword]) await attempt(back, 'session.signIn', { login: OWNER.login, password })
  await attempt(back, 'session.giveCode', { code })

  const entries: { action: string; details: unknown }[] = []
  let before: number | undefined
  for (;;) {
    const page = await back.call('journal.list', { limit: 100, ...(before !== undefined && { before }) })
    entries.push(...page.entries)
    if (page.next === null) break
    before = page.next
  }
  secrets.push(code, ...textsOf(answers).filter((text) => text.length >= 5))
  const written = textsOf(entries.map(({ details }) => details)).join('\n')
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([])
  const actions = new Set(entries.map(({ action }) => action))
  const expected = ['mfa.enrolled', 'password.changed', 'session.started', 'session.refused', 'call.refused', 'staff.invited']
  expect(expected.filter((action) => !actions.has(action))).toEqual([])
})

/** The answer; null when it is refused, as most of these are. */
async function attempt(window: Window, method: string, input: unknown): Promise<unknown> {
  try {
    // Any name and any input may come over a connection.
    return await window.call(method as never, input as never)
  } catch {
    return null
  }
}

function fieldsOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** Every text in it, however deep, and none of its names. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
