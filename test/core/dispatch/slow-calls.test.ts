import { expect, test } from 'vitest'
import { methods } from '#contract'
import { isSlow } from '#core/dispatch/method-facts.ts'
import { setUpConnections } from '#test/support/connections.ts'
import { settle } from '#test/support/fake-clock.ts'

const login = { login: 'ana', password: 'sete peixes no rio' }

async function setUp() {
  const { window } = setUpConnections()
  const gate = Promise.withResolvers<{ next: 'code' }>()
  const [flooding, other] = [window(), window({ device: 'other' })]
  const tryPassword = (of: typeof flooding) => of.call('session.signIn', () => gate.promise, login)
  const begun = [tryPassword(flooding), tryPassword(flooding)]
  await settle()
  return { gate, flooding, other, tryPassword, begun }
}

const refused = { ok: false, error: { code: 'too-many-requests' } }

test('T18 of what is hashed a window has two looked at at once, so that a flood of tries keeps nobody at another one waiting', async () => {
  const { gate, flooding, other, tryPassword, begun } = await setUp()
  expect(await tryPassword(flooding)).toMatchObject(refused)
  const elsewhere = tryPassword(other)
  gate.resolve({ next: 'code' })
  expect((await Promise.all([...begun, elsewhere])).map(({ ok }) => ok)).toEqual([true, true, true])
  expect(await tryPassword(flooding)).toMatchObject({ ok: true })
})

test('what fails makes room, too', async () => {
  const { gate, flooding, tryPassword, begun } = await setUp()
  gate.reject(new Error('thrown by the test'))
  await Promise.all(begun)
  expect(await flooding.call('session.signIn', () => ({ next: 'code' }), login)).toMatchObject({ ok: true })
  expect(await tryPassword(flooding)).toMatchObject({ error: { code: 'internal' } })
})

test('of checks of the whole journal a window makes as many', async () => {
  const { flooding } = await setUp()
  await flooding.signIn('vera', 'auditor')
  expect(await flooding.call('journal.verify', () => ({}))).toMatchObject(refused)
})

test('everything else goes on at that window meanwhile', async () => {
  const { flooding } = await setUp()
  expect(await flooding.call('session.me', () => ({ me: null }))).toMatchObject({ ok: true })
})

test('every method that takes a password, PIN or passphrase is among them', () => {
  const secrets = ['password', 'current', 'pin', 'passphrase']
  const taking = Object.entries(methods).flatMap(([name, { input }]) => (secrets.some((key) => key in input.shape) ? [name] : []))
  expect(taking.length).toBeGreaterThan(8)
  expect(taking.filter((name) => !isSlow(name))).toEqual([])
})
