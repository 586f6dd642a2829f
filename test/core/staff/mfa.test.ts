import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { totpCode, totpStep } from '#core/staff/totp.ts'
import { fromBase32 } from '#test/support/authenticator.ts'
import { codeOf } from '#test/support/code-of.ts'
import { ANA, OWNER, setUpOwner, setUpSignIn, type Seat } from './sign-in-rig.ts'

type Rig = Awaited<ReturnType<typeof setUpOwner>>

const STEP_MS = 30_000

/** The code that a phone shows whose clock is off by so many steps. */
function codeOff(rig: Rig, steps: number) {
  return totpCode(fromBase32(rig.app.secret), totpStep(rig.clock.now()) + steps)
}

async function half(rig: Rig, seat: Seat = rig.seat()) {
  await rig.shop().signIn.givePassword({ login: 'helena', password: OWNER.password }, seat.slot)
  return seat
}

async function give(rig: Rig, code: string) {
  const seat = await half(rig)
  return await codeOf(() => rig.shop().signIn.giveCode(code, seat.slot))
}

async function giveRecovery(rig: Rig, code: string, seat?: Seat) {
  const at = await half(rig, seat)
  return await codeOf(() => rig.shop().signIn.giveRecoveryCode(code, at.slot))
}

test('a new secret counts only once a code of it was given, and the old one counts until then', async () => {
  const rig = await setUpOwner()
  const { keys } = rig.shop()
  const { secret, uri } = keys.beginMfa(rig.ownerSeat.actor())
  expect([uri.includes(secret), fromBase32(secret).length]).toEqual([true, 20])
  expect(await codeOf(() => keys.confirmMfa('000000', rig.ownerSeat.actor()))).toBe('wrong-code')
  expect(await give(rig, codeOff(rig, 0))).toBe('no failure')
  await keys.confirmMfa(totpCode(fromBase32(secret), totpStep(rig.clock.now())), rig.ownerSeat.actor())
  await rig.clock.advance(STEP_MS)
  expect(await give(rig, codeOff(rig, 0))).toBe('wrong-code')
  expect(rig.actions()).toContain('mfa.enrolled')
})

test('a secret is shown to its session alone, and for a quarter of an hour', async () => {
  const rig = await setUpOwner()
  const { keys } = rig.shop()
  const { secret } = keys.beginMfa(rig.ownerSeat.actor())
  const code = () => totpCode(fromBase32(secret), totpStep(rig.clock.now()))
  const other = await half(rig)
  rig.shop().signIn.giveCode(rig.app.code(), other.slot)
  expect(await codeOf(() => keys.confirmMfa(code(), other.actor()))).toBe('not-possible-now')
  await rig.clock.advance(16 * 60_000)
  expect(await codeOf(() => keys.confirmMfa(code(), rig.ownerSeat.actor()))).toBe('not-possible-now')
})

test('whoever has an app is asked to step up before another takes its place', async () => {
  const rig = await setUpOwner()
  const actor = rig.ownerSeat.actor()
  await rig.clock.advance(10 * 60_000)
  expect(await codeOf(() => rig.shop().keys.beginMfa(actor))).toBe('step-up-needed')
})

test('somebody who came back with a PIN sets up no app without stepping up', async () => {
  const rig = setUpSignIn()
  const seat = rig.seat()
  await rig.hire(ANA)
  await rig.shop().signIn.givePassword(ANA, seat.slot)
  expect(await codeOf(() => rig.shop().keys.beginMfa({ ...seat.actor(), strength: 'pin', steppedUpUntil: 0 }))).toBe('step-up-needed')
  expect(await codeOf(() => rig.shop().keys.beginMfa({ ...seat.actor(), steppedUpUntil: 0 }))).toBe('no failure')
})

test('somebody whose session was ended while their codes were made has no app from it', async () => {
  const rig = await setUpOwner()
  const { keys, credentials } = rig.shop()
  const { secret } = keys.beginMfa(rig.ownerSeat.actor())
  const confirming = codeOf(() => keys.confirmMfa(totpCode(fromBase32(secret), totpStep(rig.clock.now())), rig.ownerSeat.actor()))
  rig.live.clear()
  credentials.resetMfa(rig.ownerId)
  expect([await confirming, rig.db.list(sql`SELECT * FROM authenticators`)]).toEqual(['not-signed-in', []])
})

test('the seed is sealed under its own key, and of no use in another person’s row', async () => {
  const rig = await setUpOwner()
  const { seed } = rig.db.get<{ seed: Buffer }>(sql`SELECT seed FROM authenticators`)
  expect(seed.includes(fromBase32(rig.app.secret))).toBe(false)
  const ana = await rig.hire(ANA)
  rig.db.run(sql`UPDATE authenticators SET staff_id = ${ana}`)
  const seat = rig.seat()
  await rig.shop().signIn.givePassword(ANA, seat.slot)
  expect(() => rig.shop().signIn.giveCode(codeOff(rig, 0), seat.slot)).toThrow('authenticate')
})

test.each([
  [0, 'no failure'],
  [-1, 'no failure'],
  [1, 'wrong-code'],
  [-2, 'wrong-code'],
])('a single code of %i steps away is %s', async (steps, code) => {
  const rig = await setUpOwner()
  expect(await give(rig, codeOff(rig, steps))).toBe(code)
})

test.each([
  [2, 'no failure'],
  [1, 'no failure'],
  [-2, 'no failure'],
  [-3, 'no failure'],
  [3, 'wrong-code'],
  [-4, 'wrong-code'],
])('a phone that is off by %i steps is believed with the second code in a row, and from then on at once: %s', async (steps, code) => {
  const rig = await setUpOwner()
  await rig.clock.advance(10 * STEP_MS)
  expect(await give(rig, codeOff(rig, steps))).toBe('wrong-code')
  await rig.clock.advance(STEP_MS)
  expect(await give(rig, codeOff(rig, steps))).toBe(code)
  await rig.clock.advance(STEP_MS)
  expect(await give(rig, codeOff(rig, steps))).toBe(code)
})

test('T20: two far codes that do not belong together, or lie too far apart in time, move nothing', async () => {
  const rig = await setUpOwner()
  await rig.clock.advance(10 * STEP_MS)
  expect(await give(rig, codeOff(rig, 2))).toBe('wrong-code')
  await rig.clock.advance(STEP_MS)
  expect(await give(rig, codeOff(rig, -3))).toBe('wrong-code')
  await rig.clock.advance(10 * STEP_MS)
  expect(await give(rig, codeOff(rig, -3))).toBe('wrong-code')
  expect(await give(rig, codeOff(rig, 0))).toBe('no failure')
})

test('the app’s clock is learned when it is set up', async () => {
  const rig = setUpSignIn()
  const seat = rig.seat()
  await rig.shop().signIn.createOwner(OWNER, seat.slot)
  rig.live.add(seat.actor().sessionId)
  const { secret } = rig.shop().keys.beginMfa(seat.actor())
  const fast = () => totpCode(fromBase32(secret), totpStep(rig.clock.now()) + 2)
  await rig.shop().keys.confirmMfa(fast(), seat.actor())
  await rig.clock.advance(STEP_MS)
  await rig.shop().signIn.givePassword(OWNER, seat.slot)
  expect(rig.shop().signIn.giveCode(fast(), seat.slot).next).toBe('in')
})

test.each([
  [-10 * 60_000, 'clock-wrong'],
  [3 * 3_600_000, 'clock-wrong'],
  [91_000, 'clock-wrong'],
  [-89_000, 'wrong-code'],
  [0, 'wrong-code'],
  [null, 'wrong-code'],
])('F30: a wrong code at a computer whose clock is known to be off by %s ms is %s', async (offset, code) => {
  const rig = await setUpOwner()
  rig.world.clockOffset = offset
  expect(await give(rig, '000000')).toBe(code)
})

test('F30: a right code is right, also where the clock is known to be off', async () => {
  const rig = await setUpOwner()
  rig.world.clockOffset = 3_600_000
  expect(await give(rig, codeOff(rig, 0))).toBe('no failure')
})

test('ten recovery codes of eighty secret bits, of which nothing can be read in the database', async () => {
  const rig = await setUpOwner({
    passwords: { hash: async (text) => `phc:${Buffer.from(text).toString('base64')}`, verify: async () => false, isOutdated: () => false },
  })
  const { recoveryCodes } = rig.app
  expect([new Set(recoveryCodes).size, recoveryCodes.every((code) => /^(?:[0-9A-HJKMNP-TV-Z]{6}-?){3}$/.test(code))]).toEqual([10, true])
  // Two characters find the hash; the sixteen others, of five bits each, are nowhere.
  const stored = JSON.stringify(rig.db.list(sql`SELECT * FROM recovery_codes`))
  expect(recoveryCodes.filter((code) => stored.includes(code.replaceAll('-', '').slice(2)))).toEqual([])
})

test('a recovery code works once, however it is typed, and then the app is to be set up anew', async () => {
  const rig = await setUpOwner()
  const [code = ''] = rig.app.recoveryCodes
  const seat = rig.seat()
  expect(await giveRecovery(rig, ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `, seat)).toBe(
    'no failure',
  )
  expect([seat.actor().duties, rig.shop().keys.status(seat.actor())]).toMatchObject([
    new Set(['mfa']),
    { since: null, recoveryCodesLeft: 9 },
  ])
  expect(rig.entries.at(-1)).toMatchObject({ action: 'session.recovery-code-used', details: { left: 9 } })
  expect(await giveRecovery(rig, code)).toBe('wrong-code')
  expect((await rig.enrol(seat)).me.duties).toEqual([])
})

test('after a recovery code signing in takes a code still: the password alone has become no way in', async () => {
  const rig = await setUpOwner()
  const [code = ''] = rig.app.recoveryCodes
  await giveRecovery(rig, code)
  const seat = rig.seat()
  expect(await rig.shop().signIn.givePassword({ login: 'helena', password: OWNER.password }, seat.slot)).toEqual({ next: 'code' })
})

test('of two windows that give the same recovery code at once, one is in', async () => {
  const rig = await setUpOwner()
  const [code = ''] = rig.app.recoveryCodes
  expect((await Promise.all([giveRecovery(rig, code), giveRecovery(rig, code)])).toSorted()).toEqual(['no failure', 'wrong-code'])
})

test.each(['', 'ABCDEF-ABCDEF-ABCDEF', 'ABCDEF', 'ÄÖÜÄÖÜ-ÄÖÜÄÖÜ-ÄÖÜÄÖÜ'])('%j is no recovery code', async (typed) => {
  const rig = await setUpOwner()
  expect(await giveRecovery(rig, typed)).toBe('wrong-code')
})

test('new recovery codes end the old ones', async () => {
  const rig = await setUpOwner()
  const fresh = await rig.shop().keys.makeRecoveryCodes(rig.ownerSeat.actor())
  const [old = ''] = rig.app.recoveryCodes
  expect([fresh.length, await giveRecovery(rig, old), await giveRecovery(rig, fresh[0] ?? ''), rig.actions()[0]]).toEqual([
    10,
    'wrong-code',
    'no failure',
    'mfa.recovery-codes-made',
  ])
})

test('whose app was reset comes in with the code that was handed to them, and with nothing less', async () => {
  const rig = await setUpOwner()
  const { credentials, invitations, signIn } = rig.shop()
  credentials.resetMfa(rig.ownerId)
  const { code } = invitations.issue(rig.ownerId, 'mfa')
  const seat = rig.seat()
  const start = () => signIn.givePassword({ login: 'helena', password: OWNER.password }, seat.slot)
  expect(await start()).toEqual({ next: 'reset-code' })
  expect(await codeOf(() => signIn.giveCode(codeOff(rig, 0), seat.slot))).toBe('not-signed-in')
  expect(await codeOf(() => signIn.giveResetCode('AAAAA-AAAAA-AAAAA', seat.slot))).toBe('wrong-code')
  expect([signIn.giveResetCode(code, seat.slot).next, seat.actor().duties]).toEqual(['in', new Set(['mfa'])])
  // Used up, and no app yet: it takes another one.
  expect([await start(), await codeOf(() => signIn.giveResetCode(code, seat.slot))]).toEqual([{ next: 'reset-code' }, 'wrong-code'])
})

test('a new app ends the reset', async () => {
  const rig = await setUpOwner()
  const { credentials, invitations, signIn } = rig.shop()
  credentials.resetMfa(rig.ownerId)
  const { code } = invitations.issue(rig.ownerId, 'mfa')
  const seat = rig.seat()
  await signIn.givePassword({ login: 'helena', password: OWNER.password }, seat.slot)
  signIn.giveResetCode(code, seat.slot)
  await rig.enrol(seat)
  expect(await signIn.givePassword({ login: 'helena', password: OWNER.password }, seat.slot)).toEqual({ next: 'code' })
})

test.each([
  ['owner', 7, ['mfa']],
  ['manager', 7, ['mfa']],
  ['auditor', 7, ['mfa']],
  ['attendant', 0, ['mfa']],
  ['attendant', 7, []],
] as const)('a %s with %i days of grace has these duties at the first sign-in: %j', async (role, graceDays, duties) => {
  const rig = setUpSignIn()
  rig.world.graceDays = graceDays
  await rig.hire(ANA, role)
  const seat = rig.seat()
  const step = await rig.shop().signIn.givePassword(ANA, seat.slot)
  expect(step).toMatchObject({ next: 'in', me: { duties } })
})

test('the days of grace count from the first sign-in, end by themselves, and are not made longer by setting the clock back', async () => {
  const rig = setUpSignIn()
  rig.world.graceDays = 2
  await rig.hire(ANA)
  await rig.clock.advance(30 * 86_400_000)
  const duties = async () => {
    const seat = rig.seat()
    await rig.shop().signIn.givePassword(ANA, seat.slot)
    return [...seat.actor().duties]
  }
  const firstAt = rig.clock.now()
  const found = [await duties()]
  rig.clock.setWall(firstAt + 2 * 86_400_000 - 1)
  found.push(await duties())
  rig.clock.setWall(firstAt + 2 * 86_400_000)
  found.push(await duties())
  rig.clock.setWall(firstAt - 86_400_000)
  found.push(await duties())
  expect(found).toEqual([[], [], ['mfa'], ['mfa']])
})

test('a password that was reset does not begin the days of grace anew', async () => {
  const rig = setUpSignIn()
  rig.world.graceDays = 2
  const ana = await rig.hire(ANA)
  const { signIn, credentials } = rig.shop()
  const seat = rig.seat()
  await signIn.givePassword(ANA, seat.slot)
  await rig.clock.advance(3 * 86_400_000)
  credentials.revokePassword(ana)
  credentials.setPassword(ana, await credentials.hashNew(ANA.password, { about: [] }))
  expect(await signIn.givePassword(ANA, seat.slot)).toMatchObject({ next: 'in', me: { duties: ['mfa'] } })
})
