import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import type { Passwords } from '#core/ports.ts'
import { totpCode, totpStep } from '#core/staff/totp.ts'
import { codesOf, fromBase32 } from '#test/support/authenticator.ts'
import { setUpConnections } from '#test/support/connections.ts'
import { OWNER as SHOP_OWNER, setUpRealShop } from '#test/support/core.ts'
import { codeOf } from '#test/support/code-of.ts'
import { settle } from '#test/support/fake-clock.ts'
import { fakePasswords } from '#test/support/shop.ts'
import { ANA, OWNER, setUpOwner } from './sign-in-rig.ts'

/** Hashing that takes until it is let go on, once it was told to wait. */
function createSlowPasswords() {
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  const passwords: Passwords = {
    ...fakePasswords,
    async hash(password, pepper) {
      await gate.promise
      return await fakePasswords.hash(password, pepper)
    },
    async verify(phc, password, pepper) {
      const isRight = await fakePasswords.verify(phc, password, pepper)
      await gate.promise
      return isRight
    },
  }
  return { passwords, wait: () => void (gate = Promise.withResolvers<void>()), goOn: () => gate.resolve() }
}

async function setUp() {
  const slow = createSlowPasswords()
  const rig = await setUpOwner({ passwords: slow.passwords })
  rig.world.graceDays = 7
  const anaId = await rig.hire(ANA)
  /** Begins it, does the other thing while a password is looked at, and lets it end. */
  const during = async (begin: () => unknown, act: () => unknown) => {
    slow.wait()
    const code = codeOf(begin)
    await settle()
    await act()
    slow.goOn()
    return await code
  }
  return { ...rig, anaId, during }
}

test('T04 a password that is taken away while it is looked at brings nobody in', async () => {
  const { shop, seat, anaId, during } = await setUp()
  const desk = seat()
  const signIn = () => shop().signIn.givePassword({ login: ANA.login, password: ANA.password }, desk.slot)
  expect(await during(signIn, () => shop().credentials.revokePassword(anaId))).toBe('wrong-credentials')
  expect([desk.sessions(), desk.slot.half()]).toEqual([0, null])
})

test('nor half in, where a code comes next', async () => {
  const { shop, seat, ownerId, during } = await setUp()
  const desk = seat()
  const signIn = () => shop().signIn.givePassword({ login: OWNER.login, password: OWNER.password }, desk.slot)
  expect(await during(signIn, () => shop().credentials.revokePassword(ownerId))).toBe('wrong-credentials')
  expect(desk.slot.half()).toBe(null)
})

test('T04 whoever is sent away while their new password is hashed has none', async () => {
  const { shop, seat, live, anaId, during } = await setUp()
  const desk = seat()
  await shop().signIn.givePassword({ login: ANA.login, password: ANA.password }, desk.slot)
  live.add(desk.actor().sessionId)
  const change = () => shop().signIn.changePassword({ current: ANA.password, next: 'uma frase nova e comprida' }, desk.actor(), desk.slot)
  expect(await during(change, () => shop().credentials.revokePassword(anaId))).toBe('wrong-credentials')
  expect(shop().credentials.hasPassword(anaId)).toBe(false)
})

test('a session that was ended while the new password was hashed changes nothing', async () => {
  const { shop, ownerSeat, live, during } = await setUp()
  const next = 'uma frase nova e comprida'
  const change = () => shop().signIn.changePassword({ current: OWNER.password, next }, ownerSeat.actor(), ownerSeat.slot)
  expect(await during(change, () => live.clear())).toBe('not-signed-in')
  expect(await shop().credentials.isPassword(ownerSeat.actor().staffId, OWNER.password)).toBe(true)
})

test('a secret that was shown before somebody set up their app does not take the app’s place', async () => {
  const { shop, clock, seat, live } = await setUp()
  const [first, second] = [seat(), seat()]
  for (const desk of [first, second]) {
    await shop().signIn.givePassword({ login: ANA.login, password: ANA.password }, desk.slot)
    live.add(desk.actor().sessionId)
  }
  const [early, own] = [first, second].map((desk) => shop().keys.beginMfa(desk.actor()).secret)
  await shop().keys.confirmMfa(codesOf(own ?? '', clock)(), second.actor())
  expect(await codeOf(() => shop().keys.confirmMfa(codesOf(early ?? '', clock)(), first.actor()))).toBe('not-possible-now')
  await clock.advance(60_000)
  expect(shop().mfa.check(second.actor().staffId, codesOf(own ?? '', clock)())).not.toBe(null)
})

test('recovery codes that are made while the window is locked are shown to nobody, and take the place of none', async () => {
  const slow = createSlowPasswords()
  const shop = await setUpRealShop({ ports: { passwords: { ...fakePasswords, ...slow.passwords } } })
  const { owner, clock, core, authenticator } = shop
  const { secret } = await owner.call('mfa.begin', {})
  await clock.advance(60_000)
  const code = totpCode(fromBase32(secret), totpStep(clock.now()))
  const during = async (method: string, input: unknown) => {
    slow.wait()
    const refusal = owner.refusal(method, input)
    await settle()
    core().lock()
    slow.goOn()
    return await refusal
  }
  expect(await during('mfa.confirm', { code })).toEqual({ code: 'locked' })
  const back = async () => {
    await owner.call('session.signIn', { login: SHOP_OWNER.login, password: SHOP_OWNER.password })
    return await owner.call('session.giveCode', { code: authenticator.code() })
  }
  expect(await back()).toMatchObject({ next: 'in' })
  expect(await during('mfa.makeRecoveryCodes', {})).toEqual({ code: 'locked' })
  await clock.advance(60_000)
  await owner.call('session.signIn', { login: SHOP_OWNER.login, password: SHOP_OWNER.password })
  expect(await owner.call('session.giveRecoveryCode', { code: authenticator.recoveryCodes[0] ?? '' })).toMatchObject({ next: 'in' })
})

test('half a sign-in that ends when everybody was locked out is none', async () => {
  const { window, connections } = setUpConnections()
  const desk = window()
  const late = await desk.run(async ({ connection }) => {
    connections.lockAll()
    // Any text is an id here.
    connection.setHalf({ staffId: 'ana' as never, needs: 'code', passwordAt: 1 })
  })
  expect(late).toMatchObject({ ok: false, error: { code: 'locked' } })
})

test('where nothing was ever locked, a rule that cannot be read locks after the usual time', async () => {
  const practice = setUpConnections({ isPractice: true })
  const desk = practice.window()
  await desk.signIn('ana')
  practice.failures.rule = new AppError('internal', 'A damaged page')
  await desk.run(() => null)
  await practice.clock.advance(5 * 60_000)
  expect(await desk.who()).toBe('locked')
})
