import { expect, test } from 'vitest'
import { builtInRoleId, type StaffId } from '#contract'
import { openApprovalsQuery } from '#core/approvals/repository.ts'
import { createApprovals } from '#core/approvals/service.ts'
import { codeOf } from '#test/support/code-of.ts'
import { NEWER_GROUPS, RIGHT_GROUPS, WRONG_GROUPS } from '#test/support/people.ts'
import { setUpOwners, setUpTwoOwners } from './owners-rig.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MANAGER = builtInRoleId('manager')

test('with nobody else who could agree, who asked carries it out after a day, with the printed kit', async () => {
  const { approvals, invitations, clock, rosa, bia, resetBia, journal } = await setUpTwoOwners()
  const { approvalId, coolsUntil } = resetBia()
  expect(coolsUntil).toBe(clock.now() + DAY_MS)
  await clock.advance(DAY_MS - 1)
  expect([
    approvals.list(rosa.staffId)[0]?.canCarryOut,
    await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)),
  ]).toEqual([false, 'try-later'])
  await clock.advance(1)
  expect([approvals.list(rosa.staffId)[0]?.canCarryOut, approvals.list(bia.staffId)[0]?.canCarryOut]).toEqual([true, false])
  expect([
    await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, bia.staffId)),
    await codeOf(() => approvals.carryOut({ approvalId, groups: WRONG_GROUPS }, rosa.staffId)),
  ]).toEqual(['not-allowed', 'kit-wrong'])
  const invitation = approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)
  expect({
    works: invitations.useResetCode(bia.staffId, invitation?.code ?? ''),
    again: await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)),
    journal: journal()
      .slice(-2)
      .map(({ action, by }) => [action, by]),
  }).toEqual({
    works: true,
    again: 'not-found',
    journal: [
      ['approval.carried-out', rosa.staffId],
      ['staff.access-reset', rosa.staffId],
    ],
  })
})

test('what another owner could agree to does not get by with time', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpOwners()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS - 1)
  expect(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('not-allowed')
})

test('it says how long it still waits', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  await clock.advance(23 * HOUR_MS)
  expect(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)).toThrow(
    expect.objectContaining({ code: 'try-later', facts: { seconds: 3600 } }),
  )
})

test('whom it is about has the whole day to stop it', async () => {
  const { approvals, clock, rosa, bia, resetBia } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS)
  approvals.cancel(approvalId, bia.staffId)
  expect(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('not-found')
})

test('a kit that was printed after it was asked proves nothing, whatever date it bears', async () => {
  const { approvals, clock, noted, rosa, resetBia } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  const printedAt = noted.kitIssuedAt ?? 0
  await clock.advance(DAY_MS)
  const codes: string[] = []
  for (const issuedAt of [clock.now() - 1, printedAt - DAY_MS, null, printedAt]) {
    noted.kitIssuedAt = issuedAt
    codes.push(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)))
  }
  expect(codes).toEqual(['not-possible-now', 'not-possible-now', 'not-possible-now', 'no failure'])
})

test('a kit that was printed meanwhile and waits to be confirmed is not confirmed this way', async () => {
  const { approvals, invitations, clock, rosa, bia, resetBia } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS)
  expect([
    await codeOf(() => approvals.carryOut({ approvalId, groups: NEWER_GROUPS }, rosa.staffId)),
    await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)),
    invitations.needsResetCode(bia.staffId),
  ]).toEqual(['not-possible-now', 'not-possible-now', false])
})

test('without a printed kit nothing is asked that could never be carried out', async () => {
  const { approvals, people, noted, rosa, bia, asRosa } = await setUpTwoOwners()
  noted.kitIssuedAt = null
  expect([
    await codeOf(() => people.resetAccess({ staffId: bia.staffId, what: 'mfa' }, asRosa)),
    await codeOf(() => people.leave({ staffId: bia.staffId, handTo: null }, asRosa)),
    approvals.list(rosa.staffId),
  ]).toEqual(['not-possible-now', 'not-possible-now', []])
})

test('five wrong guesses at the kit, and it has to be asked anew', async () => {
  const { approvals, clock, rosa, resetBia, journal } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS)
  const codes: string[] = []
  for (let count = 0; count < 6; count += 1)
    codes.push(await codeOf(() => approvals.carryOut({ approvalId, groups: WRONG_GROUPS }, rosa.staffId)))
  expect([codes, journal().at(-1)?.details]).toEqual([
    ['kit-wrong', 'kit-wrong', 'kit-wrong', 'kit-wrong', 'kit-wrong', 'not-found'],
    expect.objectContaining({ reason: 'kit-guessed' }),
  ])
})

test('it does not wait for ever to be carried out', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  await clock.advance(4 * DAY_MS)
  expect(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('not-found')
})

test('a clock that is set forward, or back and forth, does not make a day shorter', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  approvals.start()
  const now = clock.now()
  for (const jumpMs of [25 * HOUR_MS, -48 * HOUR_MS, 30 * HOUR_MS, 20 * HOUR_MS, -27 * HOUR_MS]) {
    clock.setWall(clock.now() + jumpMs)
    await clock.advance(HOUR_MS)
    expect(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('try-later')
  }
  clock.setWall(now + 30 * HOUR_MS)
  const { coolsUntil, canCarryOut } = approvals.list(rosa.staffId)[0] ?? {}
  // Five hours have passed, less what was lost to a clock that stood behind.
  expect({ canCarryOut, isFar: (coolsUntil ?? 0) >= clock.now() + 19 * HOUR_MS }).toEqual({ canCarryOut: false, isFar: true })
  await clock.advance((coolsUntil ?? 0) - clock.now())
  expect(approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)).not.toBeNull()
  approvals.stop()
})

test('a clock that was set back has to come to the day it said, too', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpTwoOwners()
  const { approvalId } = resetBia()
  clock.setWall(clock.now() - 2 * HOUR_MS)
  await clock.advance(DAY_MS)
  expect(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)).toThrow(
    expect.objectContaining({ code: 'try-later', facts: { seconds: 7200 } }),
  )
})

test('a wait goes on over restarts, and keeps what was counted before the clock was set forward', async () => {
  const shop = await setUpTwoOwners()
  const { clock, rosa } = shop
  const { approvalId } = shop.resetBia()
  const start = () => {
    const approvals = createApprovals({
      ...shop,
      owners: { list: () => shop.staff.listOwners() },
      kit: { issuedAt: () => shop.noted.kitIssuedAt, isProof: () => true },
      clockOffset: () => shop.noted.clockOffset,
      act: () => null,
    })
    approvals.start()
    return approvals
  }
  const seconds = (approvals: ReturnType<typeof start>) => ((approvals.list(rosa.staffId)[0]?.coolsUntil ?? 0) - clock.now()) / 1000
  const first = start()
  await clock.advance(10 * HOUR_MS)
  first.stop()
  // Closed for the night.
  await clock.advance(8 * HOUR_MS)
  const second = start()
  expect(seconds(second)).toBe(6 * 3600)
  clock.setWall(clock.now() + 20 * HOUR_MS)
  await clock.advance(HOUR_MS)
  second.stop()
  const third = start()
  expect([seconds(third), await codeOf(() => third.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))]).toEqual([
    5 * 3600,
    'try-later',
  ])
  await clock.advance(5 * HOUR_MS)
  shop.noted.clockOffset = 2 * HOUR_MS
  expect(await codeOf(() => third.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('clock-wrong')
  shop.noted.clockOffset = -2 * HOUR_MS
  expect(await codeOf(() => third.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('no failure')
  third.stop()
})

test('nobody looks at the clock while nothing waits, nor after the shop was closed', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpTwoOwners()
  approvals.start()
  const idle = clock.waiting()
  const { approvalId } = resetBia()
  const waiting = clock.waiting()
  approvals.stop()
  const closed = clock.waiting()
  approvals.start()
  approvals.cancel(approvalId, rosa.staffId)
  await clock.advance(HOUR_MS)
  // The journal has a timer of its own for a while, once something is written.
  expect({ idle, less: waiting - closed, after: clock.waiting() }).toEqual({ idle: 0, less: 1, after: 0 })
})

test('what waits is found by its index', async () => {
  const { db } = await setUpTwoOwners()
  expect(db.explain(openApprovalsQuery(0))).toEqual([expect.stringContaining('USING INDEX approvals_open')])
})

test('two owners who ask for each other’s end do not leave the shop without one', async () => {
  const { people, approvals, clock, staff, rosa, bia, asRosa, asBia } = await setUpTwoOwners()
  const byRosa = people.leave({ staffId: bia.staffId, handTo: null }, asRosa).waits
  const byBia = people.leave({ staffId: rosa.staffId, handTo: null }, asBia).waits
  if (byRosa === null || byBia === null) throw new Error('It did not wait')
  await clock.advance(DAY_MS)
  approvals.carryOut({ approvalId: byRosa.approvalId, groups: RIGHT_GROUPS }, rosa.staffId)
  expect([
    await codeOf(() => approvals.carryOut({ approvalId: byBia.approvalId, groups: RIGHT_GROUPS }, bia.staffId)),
    staff.listOwners().map(({ staffId }) => staffId),
    await codeOf(() => people.carryOut({ request: { kind: 'leave', handTo: null }, target: rosa.staffId, askedBy: 'x' as StaffId })),
    await codeOf(() => people.carryOut({ request: { kind: 'set-role', roleId: MANAGER }, target: rosa.staffId, askedBy: 'x' as StaffId })),
  ]).toEqual(['not-found', [rosa.staffId], 'last-owner', 'last-owner'])
})
