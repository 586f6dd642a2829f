import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { waitAfterMs } from '#core/staff/sign-in-limit.ts'
import { totpCode } from '#core/staff/totp.ts'
import { fromBase32 } from '#test/support/authenticator.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { ANA, OWNER, setUpOwner, setUpSignIn, type Seat } from './sign-in-rig.ts'

type Rig = Awaited<ReturnType<typeof setUpOwner>>

const password = (rig: Pick<Rig, 'shop'>, seat: Seat, given: { login?: string; password?: string } = {}) =>
  rig.shop().signIn.givePassword({ login: 'helena', password: OWNER.password, ...given }, seat.slot)

/** Comes in at a seat with password and a code. */
async function comeIn(rig: Rig, seat: Seat) {
  await password(rig, seat)
  return rig.shop().signIn.giveCode(rig.app.code(), seat.slot)
}

test('the first person becomes the owner, names the shop, and has the app to set up before anything else', async () => {
  const rig = setUpSignIn()
  const seat = rig.seat()
  const { me } = await rig.shop().signIn.createOwner(OWNER, seat.slot)
  expect({ shop: rig.shop().settings.shopName(), role: me.roleId, duties: me.duties, actions: rig.actions() }).toEqual({
    shop: 'Casa Jabuticaba',
    role: 'owner',
    duties: ['mfa'],
    actions: ['shop.created'],
  })
  expect((await rig.enrol(seat)).me).toMatchObject({ duties: [], mfaDueAt: null })
})

test('a second owner cannot be made through the first run, even at the same moment', async () => {
  const rig = setUpSignIn()
  const { signIn } = rig.shop()
  const both = await Promise.allSettled([
    signIn.createOwner(OWNER, rig.seat().slot),
    signIn.createOwner({ ...OWNER, login: 'intruder' }, rig.seat().slot),
  ])
  expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected'])
  expect(await codeOf(() => signIn.createOwner(OWNER, rig.seat().slot))).toBe('already-set-up')
})

test.each([
  ['short', 'password-too-short'],
  ['casajabuticaba2026', 'password-too-common'],
])('the first person cannot take the password %s', async (chosen, code) => {
  const rig = setUpSignIn()
  expect(await codeOf(() => rig.shop().signIn.createOwner({ ...OWNER, password: chosen }, rig.seat().slot))).toBe(code)
})

test('login and password are followed by the code, and only then somebody is in', async () => {
  const rig = await setUpOwner()
  const seat = rig.seat()
  const first = await password(rig, seat, { login: ' HELENA ' })
  expect([first, seat.sessions()]).toEqual([{ next: 'code' }, 0])
  const { next } = rig.shop().signIn.giveCode(rig.app.code(), seat.slot)
  expect([next, seat.actor().staffId, seat.actor().strength]).toEqual(['in', rig.ownerId, 'full'])
})

test('a password typed in another form of Unicode is the same one', async () => {
  const rig = setUpSignIn()
  const chosen = 'pão com manteiga já'
  await rig.shop().signIn.createOwner({ ...OWNER, password: chosen.normalize('NFD') }, rig.seat().slot)
  expect((await password(rig, rig.seat(), { password: chosen.normalize('NFC') })).next).toBe('in')
})

test('an unknown name, a wrong password, somebody who left and somebody without a password get one answer, and cost one hash each', async () => {
  const verified: string[] = []
  const rig = await setUpOwner({
    passwords: {
      hash: async (text) => `phc:${text}`,
      async verify(phc, text) {
        verified.push(text)
        return phc === `phc:${text}`
      },
      isOutdated: () => false,
    },
  })
  const ana = await rig.hire(ANA)
  const bia = await rig.hire({ ...ANA, name: 'Bia', login: 'bia' })
  rig.db.run(sql`UPDATE staff SET is_active = 0 WHERE id = ${ana}`)
  rig.shop().credentials.revokePassword(bia)
  verified.length = 0
  const tries = [
    { login: 'nobody' },
    { password: 'not the password' },
    { login: 'ana', password: ANA.password },
    { login: 'bia', password: ANA.password },
  ]
  const answers: string[] = []
  for (const given of tries) answers.push(await codeOf(() => password(rig, rig.seat(), given)))
  expect([answers, verified.length]).toEqual([tries.map(() => 'wrong-credentials'), tries.length])
})

test('who was refused stands in the journal, but never what was typed', async () => {
  const rig = await setUpOwner()
  const seat = rig.seat()
  await codeOf(() => password(rig, seat, { login: 'my secret password', password: 'helena' }))
  await codeOf(() => password(rig, seat, { password: 'not the password' }))
  await password(rig, seat)
  await codeOf(() => rig.shop().signIn.giveCode('000000', seat.slot))
  expect(rig.entries).toEqual([
    { action: 'session.refused', by: null, details: { device: 'desk', code: 'wrong-credentials' } },
    { action: 'session.refused', by: null, details: { device: 'desk', code: 'wrong-credentials', staffId: rig.ownerId } },
    { action: 'session.refused', by: null, details: { device: 'desk', code: 'wrong-code', staffId: rig.ownerId } },
  ])
  expect(JSON.stringify(rig.db.list(sql`SELECT * FROM sign_in_failures`))).not.toContain('secret')
})

test('a hundred names that nobody has do not fill the journal', async () => {
  const rig = await setUpOwner()
  for (let count = 0; count < 100; count += 1) await codeOf(() => password(rig, rig.seat(), { login: `stranger-${count}` }))
  expect([rig.entries.length, rig.entries.at(-1)?.details]).toEqual([20, { device: 'desk', code: 'wrong-credentials', andMore: true }])
})

test('after three wrong passwords the wait doubles, for unknown names too, and the right one is not even looked at', async () => {
  const rig = await setUpOwner()
  const answers = async (login: string) => {
    const codes: string[] = []
    for (let count = 0; count < 5; count += 1) codes.push(await codeOf(() => password(rig, rig.seat(login), { login, password: 'wrong' })))
    return codes
  }
  const expected = [...Array.from({ length: 4 }, () => 'wrong-credentials'), 'try-later']
  expect([await answers('helena'), await answers('nobody')]).toEqual([expected, expected])
  expect(await codeOf(() => password(rig, rig.seat()))).toBe('try-later')
  await rig.clock.advance(1000)
  expect((await password(rig, rig.seat())).next).toBe('code')
})

test('wrong codes are counted with wrong passwords, and a right password takes none of them back', async () => {
  const rig = await setUpOwner()
  const seat = rig.seat()
  const codes: string[] = []
  for (let count = 0; count < 5; count += 1) {
    codes.push(await codeOf(() => password(rig, seat)))
    codes.push(await codeOf(() => rig.shop().signIn.giveCode('000000', seat.slot)))
  }
  expect(codes).toEqual([
    ...Array.from({ length: 4 }, () => ['no failure', 'wrong-code']).flat(),
    // The fourth wrong code began a wait.
    'try-later',
    'try-later',
  ])
})

test('a wait for a wrong code does not also hold up the code after the right password', async () => {
  const rig = await setUpOwner()
  const seat = rig.seat()
  for (let count = 0; count < 12; count += 1) {
    await codeOf(() => password(rig, seat, { password: 'wrong' }))
    await rig.clock.advance(15 * 60_000)
  }
  expect((await comeIn(rig, seat)).next).toBe('in')
})

test('the first step is worth nothing without the first, after another password was set, or for another kind of code', async () => {
  const rig = await setUpOwner()
  const { signIn, credentials } = rig.shop()
  const seat = rig.seat()
  expect(await codeOf(() => signIn.giveCode(rig.app.code(), seat.slot))).toBe('not-signed-in')
  await password(rig, seat)
  expect(await codeOf(() => signIn.giveResetCode('AAAA-AAAA', seat.slot))).toBe('not-signed-in')
  await rig.clock.advance(60_000)
  credentials.setPassword(rig.ownerId, await credentials.hashNew('outra frase bem diferente', { about: [] }))
  expect(await codeOf(() => signIn.giveCode(rig.app.code(), seat.slot))).toBe('not-signed-in')
})

test('T20: a code works once, and the one before it no longer does once a newer one was used', async () => {
  const rig = await setUpOwner()
  const older = rig.app.code()
  const newer = rig.app.code()
  const give = async (code: string) => {
    const seat = rig.seat()
    await password(rig, seat)
    return await codeOf(() => rig.shop().signIn.giveCode(code, seat.slot))
  }
  expect([await give(newer), await give(newer), await give(older)]).toEqual(['no failure', 'wrong-code', 'wrong-code'])
  rig.restart()
  expect(await give(newer)).toBe('wrong-code')
})

test('T20: of two windows that give the same code at the same moment, one is in', async () => {
  const rig = await setUpOwner()
  const [one, other] = [rig.seat(), rig.seat()]
  await Promise.all([password(rig, one), password(rig, other)])
  const code = rig.app.code()
  const codes = await Promise.all([one, other].map(async (seat) => await codeOf(() => rig.shop().signIn.giveCode(code, seat.slot))))
  expect([codes, one.sessions() + other.sessions()]).toEqual([['no failure', 'wrong-code'], 1])
})

test('T20: the code with which the app was set up does not sign in as well', async () => {
  const rig = setUpSignIn()
  const seat = rig.seat()
  await rig.shop().signIn.createOwner(OWNER, seat.slot)
  const app = await rig.enrol(seat)
  const used = rig.db.get<{ last_step: number }>(sql`SELECT last_step FROM authenticators`).last_step
  await password(rig, seat)
  expect(await codeOf(() => rig.shop().signIn.giveCode(totpCode(fromBase32(app.secret), used), seat.slot))).toBe('wrong-code')
})

test('a session that cannot begin uses no code up', async () => {
  const rig = await setUpOwner()
  const seat = rig.seat()
  await password(rig, seat)
  const code = rig.app.code()
  const slot = {
    ...seat.slot,
    signIn: () => {
      throw new Error('The shop was closed')
    },
  }
  expect(() => rig.shop().signIn.giveCode(code, slot)).toThrow('The shop was closed')
  expect(rig.shop().signIn.giveCode(code, seat.slot).next).toBe('in')
})

test('stepping up takes the password and a new code, and tells which was wrong', async () => {
  const rig = await setUpOwner()
  const { signIn } = rig.shop()
  const seat = rig.ownerSeat
  const stepUp = (given: { password?: string; code: string }) =>
    signIn.stepUp({ password: OWNER.password, ...given }, seat.actor(), seat.slot)
  const code = rig.app.code()
  expect([
    await codeOf(() => stepUp({ password: 'wrong', code })),
    await codeOf(() => stepUp({ code: '000000' })),
    await stepUp({ code }),
    await codeOf(() => stepUp({ code })),
  ]).toEqual(['wrong-credentials', 'wrong-code', { forSeconds: 300 }, 'wrong-code'])
})

test('guessing at an open window is counted like guessing at the door', async () => {
  const rig = await setUpOwner()
  const seat = rig.ownerSeat
  const codes: string[] = []
  for (let count = 0; count < 5; count += 1)
    codes.push(await codeOf(() => rig.shop().signIn.stepUp({ password: 'wrong', code: '000000' }, seat.actor(), seat.slot)))
  expect(codes.at(-1)).toBe('try-later')
  expect(await codeOf(() => password(rig, rig.seat('another device')))).toBe('try-later')
})

test('a password is changed only by whoever knows the current one, and the person’s other sessions end', async () => {
  const rig = await setUpOwner()
  const { signIn } = rig.shop()
  const seat = rig.ownerSeat
  const next = 'uma frase nova e comprida'
  const change = (current: string, chosen = next) => codeOf(() => signIn.changePassword({ current, next: chosen }, seat.actor(), seat.slot))
  expect([await change('wrong'), await change(OWNER.password, 'helena2026'), await change(OWNER.password)]).toEqual([
    'wrong-credentials',
    'password-too-common',
    'no failure',
  ])
  expect([rig.ended, rig.actions()]).toEqual([
    [{ id: rig.ownerId, except: seat.actor().sessionId }],
    ['session.refused', 'password.changed'],
  ])
  expect(await codeOf(() => password(rig, rig.seat()))).toBe('wrong-credentials')
  expect((await password(rig, rig.seat(), { password: next })).next).toBe('code')
})

test('of two changes of a password at once, one counts and the other is told', async () => {
  const rig = await setUpOwner()
  const change = (next: string) =>
    codeOf(() => rig.shop().signIn.changePassword({ current: OWNER.password, next }, rig.ownerSeat.actor(), rig.ownerSeat.slot))
  expect((await Promise.all([change('uma frase nova e comprida'), change('ainda outra frase nova')])).toSorted()).toEqual([
    'changed-meanwhile',
    'no failure',
  ])
})

test('a password is hashed anew at the next sign-in once new ones are made with more work', async () => {
  const rig = await setUpOwner({
    passwords: {
      hash: async (text) => `new:${text}`,
      verify: async (phc, text) => phc.slice(4) === text,
      isOutdated: (phc) => phc.startsWith('old:'),
    },
  })
  rig.db.run(sql`UPDATE credentials SET password_phc = ${`old:${OWNER.password}`}`)
  await password(rig, rig.seat())
  expect(rig.db.list(sql`SELECT password_phc FROM credentials`)).toEqual([{ password_phc: `new:${OWNER.password}` }])
})

test('only people without a password can be entered as without one', async () => {
  const rig = await setUpOwner()
  const seat = rig.seat()
  const bruno = rig.shop().staff.add({ name: 'Bruno', login: 'bruno', roleId: rig.ownerSeat.actor().roleId, language: 'en' }, { by: null })
  expect(await codeOf(() => rig.shop().signIn.enterWithoutPassword(rig.ownerId, seat.slot))).toBe('wrong-credentials')
  const { me } = rig.shop().signIn.enterWithoutPassword(bruno.staffId, seat.slot)
  expect([me.staffId, me.duties, me.settings.language]).toEqual([bruno.staffId, [], 'en'])
})

/** From now on nothing is written; reading goes on. Answers how to end it. */
function fillDisk({ db }: Rig): () => void {
  const { run } = db
  db.run = () => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  }
  return () => Object.assign(db, { run })
}

test('a full disk keeps nobody out who has password and code, and a code still works once', async () => {
  const rig = await setUpOwner()
  fillDisk(rig)
  const seat = rig.seat()
  await password(rig, seat)
  const code = rig.app.code()
  expect(rig.shop().signIn.giveCode(code, seat.slot).next).toBe('in')
  const other = rig.seat()
  await password(rig, other)
  expect(await codeOf(() => rig.shop().signIn.giveCode(code, other.slot))).toBe('wrong-code')
})

test('on a full disk a recovery code, which could not be used up, lets nobody in', async () => {
  const rig = await setUpOwner()
  const [code = ''] = rig.app.recoveryCodes
  const mend = fillDisk(rig)
  const seat = rig.seat()
  await password(rig, seat)
  await expect(rig.shop().signIn.giveRecoveryCode(code, seat.slot)).rejects.toThrow('full')
  expect(() => seat.actor()).toThrow('Nobody is signed in here')
  mend()
  await password(rig, seat)
  expect((await rig.shop().signIn.giveRecoveryCode(code, seat.slot)).next).toBe('in')
})

test('on a full disk wrong tries are counted all the same', async () => {
  const rig = await setUpOwner()
  fillDisk(rig)
  const codes: string[] = []
  for (let count = 0; count < 5; count += 1) codes.push(await codeOf(() => password(rig, rig.seat(), { password: 'wrong' })))
  expect(codes.at(-1)).toBe('try-later')
})

test('T18: of 10,000 guesses at the door, with restarts and a clock that is set at will, no more passwords and codes are looked at than may be', async () => {
  const lookedAt: string[] = []
  const rig = await setUpOwner({
    passwords: {
      hash: async (text) => `phc:${text}`,
      async verify(phc, text) {
        lookedAt.push(text)
        return phc === `phc:${text}`
      },
      isOutdated: () => false,
    },
  })
  const random = createSeededRandom(18)
  const began = rig.clock.monotonic()
  let allowed = 0
  let mayFrom = began
  const early: number[] = []
  lookedAt.length = 0
  let wrongCodes = 0

  for (let guess = 0; guess < 10_000; guess += 1) {
    const dice = random.next()
    if (dice < 0.01) rig.restart()
    else if (dice < 0.1) rig.clock.setWall(rig.clock.now() + (random.below(8) - 4) * 365 * 86_400_000)
    else if (dice < 0.4) await rig.clock.advance(random.below(400_000))
    const seat = rig.seat(random.pick(['desk', 'till 2', 'phone']))
    const knowsPassword = random.next() < 0.3
    const before = lookedAt.length
    const first = await codeOf(() => password(rig, seat, knowsPassword ? {} : { password: `guess-${guess}` }))
    const wasWrongPassword = !knowsPassword && lookedAt.length > before
    const second = first === 'no failure' ? await codeOf(() => rig.shop().signIn.giveCode('000000', seat.slot)) : first
    if (second === 'wrong-code') wrongCodes += 1
    if (!wasWrongPassword && second !== 'wrong-code') continue
    if (rig.clock.monotonic() < mayFrom || allowed >= 100) early.push(guess)
    allowed += 1
    mayFrom = rig.clock.monotonic() + waitAfterMs(allowed)
  }

  expect(early).toEqual([])
  // It is no proof if hardly any was looked at.
  expect({ allowed, areBothTried: wrongCodes > 10 && wrongCodes < 90, isNobodyIn: rig.ownerSeat.sessions() === 1 }).toEqual({
    allowed: 100,
    areBothTried: true,
    isNobodyIn: true,
  })
})
