import { expect, test } from 'vitest'
import { ATTENDANT, hireAttendant } from '#test/support/attendant.ts'
import { enrol } from '#test/support/authenticator.ts'
import { OWNER, setUpRealShop } from '#test/support/core.ts'

const STEP_MS = 30_000

test('the owner comes back with password and code, and what they may do is what they may do', async () => {
  const shop = await setUpRealShop()
  const window = shop.window('remote', 'browser')
  const given = { login: OWNER.login, password: OWNER.password }
  expect(await window.call('session.signIn', given)).toEqual({ next: 'code' })
  expect(await window.call('session.me', {})).toEqual({ me: null })
  expect(await window.refusal('staff.list', {})).toEqual({ code: 'not-signed-in' })
  const step = await window.call('session.giveCode', { code: shop.authenticator.code() })
  expect(step).toMatchObject({ next: 'in', me: { staffId: shop.ownerId, duties: [], strength: 'full', mfaDueAt: null } })
  expect(await window.call('mfa.status', {})).toEqual({ since: expect.any(Number), recoveryCodesLeft: 10, dueAt: null, hasPin: false })
})

test('a new owner can do nothing before the app is set up', async () => {
  const shop = await setUpRealShop({})
  const window = shop.window()
  await window.call('session.signIn', { login: OWNER.login, password: OWNER.password })
  const [code = ''] = shop.authenticator.recoveryCodes
  await window.call('session.giveRecoveryCode', { code })
  expect(await window.refusal('staff.list', {})).toEqual({ code: 'duty-first' })
  const { secret } = await window.call('mfa.begin', {})
  expect(secret).not.toBe(shop.authenticator.secret)
})

test('a PIN brings its person back to a locked window', async () => {
  const shop = await setUpRealShop()
  await shop.owner.call('pin.set', { pin: '739164' })
  await shop.owner.call('session.lock', {})
  expect(await shop.owner.refusal('session.unlock', { staffId: shop.ownerId, pin: '000000' })).toEqual({ code: 'wrong-pin' })
  const { me } = await shop.owner.call('session.unlock', { staffId: shop.ownerId, pin: '739164' })
  expect(me.strength).toBe('pin')
  expect(await shop.owner.refusal('pin.set', { pin: '508271' })).toEqual({ code: 'step-up-needed' })
  await shop.clock.advance(STEP_MS)
  await shop.owner.call('session.stepUp', { password: OWNER.password, code: shop.authenticator.code() })
  await shop.owner.call('pin.set', { pin: '508271' })
})

test('a shop that is opened again knows its people, their app and what was wrong before', async () => {
  const shop = await setUpRealShop()
  const wrong = { login: OWNER.login, password: 'wrong' }
  for (let count = 0; count < 4; count += 1) await shop.window().refusal('session.signIn', wrong)
  await shop.restart()
  expect(await shop.window().refusal('session.signIn', wrong)).toEqual({ code: 'try-later', facts: { seconds: 1 } })
  await shop.clock.advance(STEP_MS)
  const window = shop.window()
  await window.call('session.signIn', { login: OWNER.login, password: OWNER.password })
  expect((await window.call('session.giveCode', { code: shop.authenticator.code() })).next).toBe('in')
})

test('an attendant in their days of grace comes in with the password alone, until the app is set up', async () => {
  const shop = await setUpRealShop()
  await hireAttendant(shop.owner)
  const given = { login: ATTENDANT.login, password: ATTENDANT.password }
  const window = shop.window()
  expect(await window.call('session.signIn', given)).toMatchObject({ next: 'in', me: { duties: [], mfaDueAt: expect.any(Number) } })
  await window.call('conversations.list', { view: 'all', limit: 10 })
  await enrol(window, shop.clock)
  expect(await shop.window().call('session.signIn', given)).toEqual({ next: 'code' })
})

test('no secret of sign-in is in the log', async () => {
  const shop = await setUpRealShop()
  await shop.owner.call('pin.set', { pin: '739164' })
  await shop.window().refusal('session.signIn', { login: 'rosa', password: 'the wrong password' })
  const log = JSON.stringify(shop.log.lines)
  const secrets = [OWNER.password, 'the wrong password', '739164', shop.authenticator.secret, ...shop.authenticator.recoveryCodes]
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([])
})
