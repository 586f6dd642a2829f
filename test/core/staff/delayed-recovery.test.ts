import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { openRecoveryQuery } from '#core/staff/delayed-recovery-repository.ts'
import { RECOVERY_WAITS_MS } from '#core/staff/delayed-recovery-time.ts'
import { codeOf } from '#test/support/code-of.ts'
import { HELENA, HOUR_MS, PASSWORD, setUpDelayedRecovery } from './delayed-recovery-rig.ts'
import { ANA, OWNER } from './sign-in-rig.ts'

test('nobody asks in a shop that did not allow it beforehand, nor in a practice shop', async () => {
  const off = await setUpDelayedRecovery({ isOn: false })
  const practice = await setUpDelayedRecovery({ isPractice: true })
  expect([
    off.recovery().offer(),
    await codeOf(() => off.ask()),
    practice.recovery().offer(),
    await codeOf(() => practice.ask()),
    off.journal(),
  ]).toEqual([{ isOn: false, waiting: null }, 'not-possible-now', { isOn: false, waiting: null }, 'not-possible-now', []])
})

test('an owner who asks is told how long it waits, and one at a time does', async () => {
  for (const login of [HELENA, ' HELENA ']) {
    const shop = await setUpDelayedRecovery()
    const { code, waiting } = shop.ask(login)
    const now = shop.clock.now()
    const { recoveryId } = waiting
    expect({
      isCode: /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/.test(code),
      waiting,
      offered: shop.recovery().offer().waiting,
      again: await codeOf(() => shop.ask()),
      anothers: await codeOf(() => shop.ask('nobody')),
      early: await codeOf(() => shop.finish(code)),
    }).toEqual({
      isCode: true,
      waiting: { recoveryId, askedAt: now, earliestAt: now + RECOVERY_WAITS_MS, isReady: false, lapsesAt: null },
      offered: waiting,
      again: 'not-possible-now',
      anothers: 'not-possible-now',
      early: 'try-later',
    })
  }
})

test.each([
  ['nobody has', 'nobody', null],
  ['is an attendant’s', 'bento', null],
  ['was an owner’s, who left', HELENA, sql`UPDATE staff SET is_active = 0 WHERE login = 'helena'`],
])('a login that %s is refused at once, is on record, and takes nobody’s place', async (_whose, login, before) => {
  const shop = await setUpDelayedRecovery()
  if (before !== null) shop.db.run(before)
  const refused = await codeOf(() => shop.ask(login))
  const noted = shop.entries.at(-1)
  const nothing = shop.recovery().offer().waiting
  expect({ refused, noted, nothing, published: [...shop.noted.published], journal: shop.journal() }).toEqual({
    refused: 'not-an-owner',
    noted: { action: 'session.refused', by: null, details: { device: 'desk', code: 'not-an-owner' } },
    nothing: null,
    published: [],
    journal: [],
  })
  expect(shop.ask(ANA.login).waiting.isReady).toBe(false)
})

test('T18: logins are tried out a few times only, each device for itself, and a right one has to wait as well', async () => {
  const shop = await setUpDelayedRecovery()
  const codes: string[] = []
  for (const login of ['um', 'dois', 'tres', 'quatro', HELENA]) codes.push(await codeOf(() => shop.ask(login)))
  codes.push(await codeOf(() => shop.ask('cinco', 'a tablet')))
  await shop.clock.advance(999)
  codes.push(await codeOf(() => shop.ask()))
  await shop.clock.advance(1)
  codes.push(await codeOf(() => shop.ask()))
  expect(codes).toEqual([...Array<string>(4).fill('not-an-owner'), 'try-later', 'not-an-owner', 'try-later', 'no failure'])
})

test('people at work are told whom it is about, and who may stop it', async () => {
  const shop = await setUpDelayedRecovery()
  shop.ask()
  const { recoveryId, askedAt, earliestAt } = waitOf(shop)
  const seen = { recoveryId, askedAt, earliestAt, isReady: false, lapsesAt: null, staffId: shop.ownerId }
  expect([shop.ownerId, shop.anaId, shop.bentoId].map((id) => shop.recovery().current(id).waiting)).toEqual([
    { ...seen, canStop: true },
    { ...seen, canStop: true },
    { ...seen, canStop: false },
  ])
})

test('after 72 hours, and not before, the code sets a new password, and nothing that the owner had works any more', async () => {
  const shop = await setUpDelayedRecovery()
  const { invitations, credentials, mfa, pins } = shop.shop()
  await shop.shop().keys.setPin('739164', shop.ownerSeat.actor())
  const invitation = invitations.issue(shop.ownerId, 'password')
  const { code } = shop.ask()
  await shop.clock.advance(RECOVERY_WAITS_MS - 1)
  const early = await codeOf(() => shop.finish(code))
  await shop.clock.advance(1)
  const ready = shop.recovery().offer().waiting
  const here = shop.seat()
  const step = await shop.finish(code, here)
  expect({ early, ready, step, again: await codeOf(() => shop.finish(code)) }).toMatchObject({
    early: 'try-later',
    ready: { isReady: true, earliestAt: shop.clock.now(), lapsesAt: shop.clock.now() + RECOVERY_WAITS_MS },
    step: { next: 'in', me: { staffId: shop.ownerId, duties: ['mfa'] } },
    again: 'invitation-invalid',
  })
  expect({
    old: await credentials.isPassword(shop.ownerId, OWNER.password),
    new: await credentials.isPassword(shop.ownerId, PASSWORD),
    app: mfa.isSetUp(shop.ownerId),
    recoveryCodes: mfa.countRecoveryCodes(shop.ownerId),
    pin: pins.has(shop.ownerId),
    invitation: await codeOf(() => invitations.ownerOf(invitation.code)),
    ended: shop.ended,
    posted: shop.noted.posted,
    waiting: shop.recovery().offer().waiting,
    journal: shop.journal(),
  }).toEqual({
    old: false,
    new: true,
    app: false,
    recoveryCodes: 0,
    pin: false,
    invitation: 'invitation-invalid',
    ended: [{ id: shop.ownerId }],
    posted: [`owner-recovered-by-waiting ${shop.ownerId}`],
    waiting: null,
    journal: [
      { action: 'recovery.asked', by: null, details: { staffId: shop.ownerId, device: 'desk' } },
      { action: 'recovery.carried-out', by: shop.ownerId, details: { staffId: shop.ownerId, how: 'waiting', device: 'desk' } },
    ],
  })
})

test('another owner’s app, password and codes stay', async () => {
  const shop = await setUpDelayedRecovery()
  const { signIn, mfa } = shop.shop()
  const ana = shop.seat('ana')
  await signIn.givePassword({ login: ANA.login, password: ANA.password }, ana.slot)
  const app = await shop.enrol(ana)
  const { code } = shop.ask()
  await shop.clock.advance(RECOVERY_WAITS_MS)
  await shop.finish(code)
  const again = shop.seat('ana')
  expect([
    await signIn.givePassword({ login: ANA.login, password: ANA.password }, again.slot),
    signIn.giveCode(app.code(), again.slot).next,
    mfa.countRecoveryCodes(shop.anaId),
  ]).toEqual([{ next: 'code' }, 'in', 10])
})

test.each<[string, (shop: Awaited<ReturnType<typeof setUpDelayedRecovery>>) => Promise<void>]>([
  ['setting the clock forward', async (shop) => shop.clock.setWall(shop.clock.now() + 100 * HOUR_MS)],
  [
    'setting the clock forward while the program is closed',
    async (shop) => {
      shop.recovery().stopLooking()
      shop.clock.setWall(shop.clock.now() + 100 * HOUR_MS)
      await shop.restart()
    },
  ],
  ['killing the program for four days', (shop) => shop.restart({ closedMs: 96 * HOUR_MS, isKilled: true })],
  ['closing the program for four days', (shop) => shop.restart({ closedMs: 96 * HOUR_MS })],
  [
    'setting the clock forward and back while a server says how late it is',
    async (shop) => {
      shop.world.clockOffset = 0
      shop.clock.setWall(shop.clock.now() + 100 * HOUR_MS)
      shop.world.clockOffset = 100 * HOUR_MS
      await shop.clock.advance(HOUR_MS)
      shop.clock.setWall(shop.clock.now() - 100 * HOUR_MS)
      shop.world.clockOffset = null
    },
  ],
])('%s brings nobody in before 72 hours have passed', async (_how, happens) => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  await shop.clock.advance(HOUR_MS)
  await happens(shop)
  const early = await codeOf(() => shop.finish(code))
  await shop.clock.advance(RECOVERY_WAITS_MS - 3 * HOUR_MS)
  const late = await codeOf(() => shop.finish(code))
  await shop.clock.advance(4 * HOUR_MS)
  expect([early, late, (await shop.finish(code)).next]).toEqual(['try-later', 'try-later', 'in'])
})

test('days in which the computer is off count once servers said before and after what time it was', async () => {
  const shop = await setUpDelayedRecovery()
  shop.world.clockOffset = 0
  const { code } = shop.ask()
  await shop.restart({ closedMs: 20 * HOUR_MS })
  shop.world.clockOffset = null
  await shop.restart({ closedMs: 60 * HOUR_MS })
  const untold = await codeOf(() => shop.finish(code))
  shop.world.clockOffset = 0
  expect([untold, (await shop.finish(code)).next]).toEqual(['try-later', 'in'])
})

test('a server is asked what time it is while it waits and the time is not known, and never otherwise', async () => {
  const shop = await setUpDelayedRecovery()
  await shop.clock.advance(HOUR_MS)
  const before = shop.noted.timeAsked
  shop.ask()
  const unknown = shop.noted.timeAsked
  shop.world.clockOffset = 0
  await shop.clock.advance(HOUR_MS)
  expect([before, unknown, shop.noted.timeAsked]).toEqual([0, 1, 1])
})

test('by a clock that is known to be ahead nothing is asked and nothing finished', async () => {
  const shop = await setUpDelayedRecovery()
  const codes: string[] = []
  shop.world.clockOffset = 91_000
  codes.push(await codeOf(() => shop.ask()))
  shop.world.clockOffset = 90_000
  const { code } = shop.ask()
  await shop.clock.advance(RECOVERY_WAITS_MS)
  shop.world.clockOffset = 91_000
  codes.push(await codeOf(() => shop.finish(code)))
  expect(codes).toEqual(['clock-wrong', 'clock-wrong'])
})

test('everybody is told when it is asked, when it is ready, and when it comes to nothing', async () => {
  const shop = await setUpDelayedRecovery()
  const told: number[] = []
  const { code } = shop.ask()
  told.push(shop.noted.published.length)
  await shop.clock.advance(RECOVERY_WAITS_MS)
  told.push(shop.noted.published.length)
  await shop.clock.advance(RECOVERY_WAITS_MS)
  told.push(shop.noted.published.length)
  expect(told).toEqual([1, 2, 3])
  expect([
    new Set(shop.noted.published),
    shop.recovery().offer().waiting,
    await codeOf(() => shop.finish(code)),
    shop.journal().at(-1),
  ]).toEqual([
    new Set(['recovery.changed']),
    null,
    'invitation-invalid',
    { action: 'recovery.cancelled', by: null, details: { staffId: shop.ownerId, reason: 'lapsed' } },
  ])
  // Then it can be asked anew, and the code before works for nothing.
  const { code: next } = shop.ask()
  await shop.clock.advance(RECOVERY_WAITS_MS)
  expect([await codeOf(() => shop.finish(code)), (await shop.finish(next)).next]).toEqual(['invitation-invalid', 'in'])
})

test('wrong codes are counted, and soon have to wait', async () => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  await shop.clock.advance(RECOVERY_WAITS_MS)
  const codes: string[] = []
  for (const wrong of ['0000-0000-0000-0000-0000', 'not a code', '0000-0000-0000-0000-0001', '0000-0000-0000-0000-0002', code])
    codes.push(await codeOf(() => shop.finish(wrong)))
  await shop.clock.advance(1000)
  codes.push(await codeOf(() => shop.finish(code.toLowerCase().replaceAll('-', ' '))))
  expect(codes).toEqual([...Array<string>(4).fill('invitation-invalid'), 'try-later', 'no failure'])
  expect(shop.entries.filter(({ action }) => action === 'session.refused').map(({ details }) => details)).toEqual(
    Array.from({ length: 4 }, () => ({ device: 'desk', code: 'invitation-invalid', staffId: shop.ownerId })),
  )
})

test('of the code no more is kept than what recognises it', async () => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  const row = JSON.stringify(shop.db.get(sql`SELECT *, hex(code_hash) AS hex FROM delayed_recoveries`))
  expect([
    row.includes(code),
    row.includes(code.replaceAll('-', '')),
    row.includes(Buffer.from(code).toString('hex').toUpperCase()),
  ]).toEqual([false, false, false])
})

test('a password that is refused does not use the code up', async () => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  await shop.clock.advance(RECOVERY_WAITS_MS)
  const short = await codeOf(() => shop.recovery().finish({ code, password: 'short' }, shop.seat().slot))
  expect([short, (await shop.finish(code)).next]).toEqual(['password-too-short', 'in'])
})

test('the one that waits is found without reading those before it', async () => {
  const { db } = await setUpDelayedRecovery()
  expect(db.explain(openRecoveryQuery())).toEqual([expect.stringContaining('USING INDEX delayed_recoveries_open')])
})

function waitOf(shop: Awaited<ReturnType<typeof setUpDelayedRecovery>>) {
  const { waiting } = shop.recovery().offer()
  if (waiting === null) throw new Error('Nothing waits')
  return waiting
}
