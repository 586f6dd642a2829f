import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { checkPin } from '#core/staff/pin-policy.ts'
import { codeOf } from '#test/support/code-of.ts'
import type { StaffId } from '#contract'
import { ANA, OWNER, setUpOwner } from './sign-in-rig.ts'

const PIN = '739164'

async function setUpPin() {
  const rig = await setUpOwner()
  await rig.shop().keys.setPin(PIN, rig.ownerSeat.actor())
  const verify = (pin: string, { staffId = rig.ownerId, device = 'desk' }: { staffId?: StaffId; device?: string } = {}) =>
    codeOf(() => rig.shop().pins.verify({ staffId, pin, device }))
  return { ...rig, verify }
}

test.each([
  '000000',
  '111222',
  '121212',
  '123123',
  '123456',
  '654321',
  '890123',
  '246802',
  '147258',
  '311299',
  '123199',
  '991231',
  '290296',
  '071985',
  '198507',
  '262262',
  '435362',
  '202611',
])('refuses the PIN %s', async (pin) => {
  expect(await codeOf(() => checkPin(pin, { names: ['Helena', 'Ana Ana', 'bia'] }))).toBe('pin-too-common')
})

test('refuses digits that stand in a login', async () => {
  expect(await codeOf(() => checkPin('739164', { names: ['ana739164'] }))).toBe('pin-too-common')
})

test.each(['739164', '508271', '940385', '993299'])('takes the PIN %s', (pin) => {
  expect(() => checkPin(pin, { names: ['Helena', 'ana7391'] })).not.toThrow()
})

test('most PINs that somebody makes up at random are taken', () => {
  const taken = Array.from({ length: 1000 }, (_, index) => String((index * 617_411) % 1_000_000).padStart(6, '0')).filter((pin) => {
    try {
      checkPin(pin, { names: [] })
      return true
    } catch {
      return false
    }
  })
  expect(taken.length).toBeGreaterThan(850)
})

test('a PIN is set, used, changed and removed by its person', async () => {
  const rig = await setUpPin()
  const { keys, pins } = rig.shop()
  const actor = rig.ownerSeat.actor()
  expect([await rig.verify(PIN), pins.canUse(rig.ownerId, 'desk'), keys.status(actor).hasPin]).toEqual(['no failure', true, true])
  await keys.setPin('508271', actor)
  expect([await rig.verify(PIN), await rig.verify('508271')]).toEqual(['wrong-pin', 'no failure'])
  keys.removePin(actor)
  expect([await rig.verify('508271'), pins.canUse(rig.ownerId, 'desk'), keys.status(actor).hasPin]).toEqual(['wrong-pin', false, false])
  expect(rig.actions()).toEqual(['pin.set', 'pin.set', 'pin.switched-off'])
})

test('T18: five wrong ones in a row switch a PIN off on that device, also over a restart, and the right one is not even looked at', async () => {
  const rig = await setUpPin()
  const codes: string[] = []
  for (let count = 0; count < 5; count += 1) codes.push(await rig.verify('000000'))
  rig.restart()
  codes.push(await rig.verify(PIN))
  expect(codes).toEqual([...Array.from({ length: 5 }, () => 'wrong-pin'), 'pin-off'])
  expect([rig.shop().pins.canUse(rig.ownerId, 'desk'), await rig.verify(PIN, { device: 'till 2' })]).toEqual([false, 'no failure'])
  expect(rig.entries.at(-1)).toEqual({ action: 'pin.switched-off', by: rig.ownerId, details: { why: 'wrong', device: 'desk' } })
})

test('T18: a try is counted before it is checked, and of many at once five are looked at', async () => {
  const rig = await setUpPin()
  const codes = await Promise.all([...Array.from({ length: 9 }, () => '000000'), PIN].map((pin) => rig.verify(pin)))
  expect(codes).toEqual([...Array.from({ length: 5 }, () => 'wrong-pin'), ...Array.from({ length: 5 }, () => 'pin-off')])
})

test('a right one begins the count anew', async () => {
  const rig = await setUpPin()
  for (let round = 0; round < 3; round += 1) {
    for (let count = 0; count < 4; count += 1) await rig.verify('000000')
    expect(await rig.verify(PIN)).toBe('no failure')
  }
})

test('a full sign-in on the device switches the PIN on again there, and nowhere else', async () => {
  const rig = await setUpPin()
  for (const device of ['desk', 'till 2']) for (let count = 0; count < 5; count += 1) await rig.verify('000000', { device })
  const seat = rig.seat('desk')
  await rig.shop().signIn.givePassword({ login: 'helena', password: OWNER.password }, seat.slot)
  expect(await rig.verify(PIN)).toBe('pin-off')
  rig.shop().signIn.giveCode(rig.app.code(), seat.slot)
  expect([await rig.verify(PIN), await rig.verify(PIN, { device: 'till 2' })]).toEqual(['no failure', 'pin-off'])
})

test('somebody without a PIN gets the same answers as somebody who typed a wrong one, for the same work', async () => {
  let hashes = 0
  const passwords = {
    hash: async (text: string) => `phc:${text}`,
    async verify(phc: string, text: string) {
      hashes += 1
      return phc === `phc:${text}`
    },
    isOutdated: () => false,
  }
  const rig = await setUpOwner({ passwords })
  const ana = await rig.hire(ANA)
  hashes = 0
  const codes: string[] = []
  for (let count = 0; count < 6; count += 1)
    codes.push(await codeOf(() => rig.shop().pins.verify({ staffId: ana, pin: PIN, device: 'desk' })))
  expect([codes, hashes]).toEqual([[...Array.from({ length: 5 }, () => 'wrong-pin'), 'pin-off'], 5])
})

test('ids that nobody has leave nothing behind after the next full sign-in', async () => {
  const rig = await setUpPin()
  // Any text is an id here.
  for (let count = 0; count < 20; count += 1) await rig.verify(PIN, { staffId: `nobody-${count}` as StaffId })
  const seat = rig.seat()
  await rig.shop().signIn.givePassword({ login: 'helena', password: OWNER.password }, seat.slot)
  rig.shop().signIn.giveCode(rig.app.code(), seat.slot)
  expect(rig.db.list(sql`SELECT * FROM pin_failures`)).toEqual([])
})

test('whoever leaves, or has their app reset, has no PIN any more', async () => {
  const rig = await setUpPin()
  rig.shop().credentials.resetMfa(rig.ownerId)
  expect(await rig.verify(PIN)).toBe('wrong-pin')
})
