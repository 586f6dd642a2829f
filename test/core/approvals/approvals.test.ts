import { expect, test } from 'vitest'
import { builtInRoleId, type StaffId } from '#contract'
import { createApprovals } from '#core/approvals/service.ts'
import { openApprovalsQuery } from '#core/approvals/repository.ts'
import { codeOf } from '#test/support/code-of.ts'
import { NEWER_GROUPS, RIGHT_GROUPS, setUpPeople, WRONG_GROUPS } from '#test/support/people.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ATTENDANT = builtInRoleId('attendant')
const MANAGER = builtInRoleId('manager')

/** Owners since long; with Vera there is a third one who can agree. */
async function setUp({ owners = ['Rosa', 'Bia', 'Vera'] }: { owners?: readonly string[] } = {}) {
  const shop = setUpPeople()
  const [rosa, bia, vera] = await Promise.all(owners.map((name) => shop.add(name, 'owner')))
  const marta = await shop.add('Marta', 'manager')
  if (rosa === undefined || bia === undefined) throw new Error('This test needs two owners')
  await shop.clock.advance(2 * DAY_MS)
  shop.noted.kitIssuedAt = shop.clock.now()
  await shop.clock.advance(1000)
  shop.published.length = 0
  shop.noted.sessions.length = 0
  return {
    ...shop,
    rosa,
    bia,
    vera: vera ?? rosa,
    marta,
    asRosa: shop.as(rosa.staffId),
    asBia: shop.as(bia.staffId),
    asMarta: shop.as(marta.staffId),
    resetBia: () => waitOf(shop.people.resetAccess({ staffId: bia.staffId, what: 'mfa' }, shop.as(rosa.staffId))),
  }
}

function setUpWithTwo() {
  return setUp({ owners: ['Rosa', 'Bia'] })
}

function waitOf(answer: { kind: string } & Partial<{ approvalId: unknown; coolsUntil: number | null }>) {
  if (answer.kind !== 'waits' || answer.approvalId === undefined) throw new Error('It did not wait')
  // The kind says which of the two it is.
  return answer as unknown as { approvalId: Parameters<ReturnType<typeof createApprovals>['approve']>[0]; coolsUntil: number | null }
}

test('an owner’s app is not reset until another owner agrees, and then at once', async () => {
  const { approvals, invitations, noted, clock, rosa, bia, vera, marta, resetBia, journal } = await setUp()
  const { approvalId, coolsUntil } = resetBia()
  expect({ coolsUntil, needsResetCode: invitations.needsResetCode(bia.staffId), sessions: noted.sessions }).toEqual({
    coolsUntil: null,
    needsResetCode: false,
    sessions: [],
  })
  const listed = {
    approvalId,
    action: 'reset-owner-mfa',
    request: { kind: 'reset-mfa' },
    askedBy: rosa.staffId,
    target: bia.staffId,
    askedAt: clock.now(),
    expiresAt: clock.now() + DAY_MS,
    coolsUntil: null,
    canApprove: false,
    canCarryOut: false,
    canCancel: true,
  }
  expect([rosa, bia, vera, marta].map(({ staffId }) => approvals.list(staffId))).toEqual([
    [listed],
    [listed],
    [{ ...listed, canApprove: true }],
    [],
  ])
  const invitation = approvals.approve(approvalId, vera.staffId)
  expect({
    works: invitations.useResetCode(bia.staffId, invitation?.code ?? ''),
    sessions: noted.sessions,
    left: approvals.list(rosa.staffId),
    journal: journal().slice(-3),
  }).toEqual({
    works: true,
    sessions: [`${bia.staffId} ended: access-changed`],
    left: [],
    journal: [
      {
        action: 'approval.asked',
        by: rosa.staffId,
        details: { approvalId, target: bia.staffId, request: { kind: 'reset-mfa' }, coolsUntil: null },
      },
      {
        action: 'approval.given',
        by: vera.staffId,
        details: { approvalId, target: bia.staffId, askedBy: rosa.staffId, request: { kind: 'reset-mfa' } },
      },
      { action: 'staff.access-reset', by: rosa.staffId, details: { staffId: bia.staffId, what: 'mfa' } },
    ],
  })
})

test('an owner’s password is reset without waiting: their app still stands before them', async () => {
  const { people, bia, asRosa } = await setUp()
  expect(people.resetAccess({ staffId: bia.staffId, what: 'password' }, asRosa).kind).toBe('code')
})

test('an owner stays one, and stays, until another owner agrees to exactly that', async () => {
  const { people, approvals, staff, noted, rosa, bia, vera, marta, asRosa } = await setUp()
  const role = people.setRole({ staffId: bia.staffId, roleId: MANAGER }, asRosa)
  const leave = people.leave({ staffId: bia.staffId, handTo: marta.staffId }, asRosa)
  expect({ role, leave, now: staff.find(bia.staffId), handedOver: noted.handedOver }).toEqual({
    role: { member: bia, waits: { approvalId: role.waits?.approvalId, coolsUntil: null } },
    leave: { member: bia, conversations: 0, waits: { approvalId: leave.waits?.approvalId, coolsUntil: null } },
    now: bia,
    handedOver: [],
  })
  expect(approvals.list(rosa.staffId).map(({ action, request }) => ({ action, request }))).toEqual([
    { action: 'remove-owner', request: { kind: 'set-role', roleId: MANAGER } },
    { action: 'remove-owner', request: { kind: 'leave', handTo: marta.staffId } },
  ])
  if (leave.waits === null) throw new Error('It did not wait')
  expect(approvals.approve(leave.waits.approvalId, vera.staffId)).toBeNull()
  expect({ now: staff.find(bia.staffId), handedOver: noted.handedOver, left: approvals.list(rosa.staffId) }).toEqual({
    now: { ...bia, isActive: false },
    handedOver: [{ from: bia.staffId, to: marta.staffId, by: rosa.staffId }],
    // What else was asked about them came to nothing.
    left: [],
  })
})

test('an owner who is agreed to be something else is that at once', async () => {
  const { people, approvals, staff, noted, bia, vera, asRosa } = await setUp()
  const { waits } = people.setRole({ staffId: bia.staffId, roleId: ATTENDANT }, asRosa)
  if (waits === null) throw new Error('It did not wait')
  approvals.approve(waits.approvalId, vera.staffId)
  expect([staff.find(bia.staffId)?.roleId, noted.sessions]).toEqual([ATTENDANT, [`${bia.staffId} refreshed`]])
})

test('neither who asked nor whom it is about agrees, nor anybody who is no owner', async () => {
  const { approvals, rosa, bia, marta, resetBia, invitations } = await setUp()
  const { approvalId } = resetBia()
  expect([
    await codeOf(() => approvals.approve(approvalId, rosa.staffId)),
    await codeOf(() => approvals.approve(approvalId, bia.staffId)),
    await codeOf(() => approvals.approve(approvalId, marta.staffId)),
    await codeOf(() => approvals.approve('nothing' as typeof approvalId, rosa.staffId)),
    invitations.needsResetCode(bia.staffId),
  ]).toEqual(['not-allowed', 'not-allowed', 'not-found', 'not-found', false])
})

test('an owner who was made for the purpose agrees to nothing', async () => {
  const { approvals, people, add, as, rosa, bia, marta, asRosa } = await setUpWithTwo()
  const puppet = await add('Puppet', 'owner')
  people.setRole({ staffId: marta.staffId, roleId: builtInRoleId('owner') }, asRosa)
  const { waits } = people.leave({ staffId: bia.staffId, handTo: null }, as(rosa.staffId))
  if (waits === null) throw new Error('It did not wait')
  expect([
    waits.coolsUntil !== null,
    await codeOf(() => approvals.approve(waits.approvalId, puppet.staffId)),
    await codeOf(() => approvals.approve(waits.approvalId, marta.staffId)),
  ]).toEqual([true, 'not-allowed', 'not-allowed'])
})

test('nothing is asked by a clock that is known to be ahead: it would make old owners of new ones', async () => {
  const { people, noted, bia, asRosa } = await setUp()
  const ask = () => codeOf(() => people.leave({ staffId: bia.staffId, handTo: null }, asRosa))
  const codes: string[] = []
  for (const offset of [91_000, 90_000, -DAY_MS]) {
    noted.clockOffset = offset
    codes.push(await ask())
  }
  expect(codes).toEqual(['clock-wrong', 'no failure', 'no failure'])
})

test('an owner who never came in cannot agree, so it waits for time instead', async () => {
  const { add, clock, people, bia, asRosa } = await setUpWithTwo()
  await add('Invited', 'owner', { hasComeIn: false })
  await clock.advance(2 * DAY_MS)
  expect(people.leave({ staffId: bia.staffId, handTo: null }, asRosa).waits?.coolsUntil).toBe(clock.now() + DAY_MS)
})

test('nobody agrees to what was asked more than a day ago', async () => {
  const { approvals, clock, vera, rosa, resetBia } = await setUp()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS - 1)
  expect(approvals.list(vera.staffId)).toHaveLength(1)
  await clock.advance(1)
  expect([approvals.list(vera.staffId), await codeOf(() => approvals.approve(approvalId, vera.staffId))]).toEqual([[], 'not-found'])
  expect(await codeOf(() => approvals.cancel(approvalId, rosa.staffId))).toBe('not-found')
})

test('agreed to once is carried out once', async () => {
  const { approvals, vera, resetBia } = await setUp()
  const { approvalId } = resetBia()
  approvals.approve(approvalId, vera.staffId)
  expect(await codeOf(() => approvals.approve(approvalId, vera.staffId))).toBe('not-found')
})

test('what is no longer possible is not carried out, and what was said about it is not either', async () => {
  const { people, approvals, staff, bia, vera, marta, asRosa, asBia, journal } = await setUp()
  const { waits } = people.leave({ staffId: bia.staffId, handTo: marta.staffId }, asRosa)
  if (waits === null) throw new Error('It did not wait')
  people.leave({ staffId: marta.staffId, handTo: null }, asBia)
  const entries = journal().length
  expect([await codeOf(() => approvals.approve(waits.approvalId, vera.staffId)), staff.find(bia.staffId), journal().length]).toEqual([
    'not-possible-now',
    bia,
    entries,
  ])
})

test('whom it is about, who asked, and any owner stop it; for anybody else it is not there', async () => {
  for (const who of ['rosa', 'bia', 'vera', 'marta'] as const) {
    const shop = await setUp()
    const { approvalId } = shop.resetBia()
    const code = await codeOf(() => shop.approvals.cancel(approvalId, shop[who].staffId))
    const after = await codeOf(() => shop.approvals.approve(approvalId, shop.vera.staffId))
    expect([who, code, after]).toEqual(who === 'marta' ? [who, 'not-found', 'no failure'] : [who, 'no failure', 'not-found'])
  }
})

test('asked a second time it is the same, and its time does not begin anew', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpWithTwo()
  const first = resetBia()
  await clock.advance(HOUR_MS)
  expect([resetBia(), approvals.list(rosa.staffId).map(({ approvalId, coolsUntil }) => ({ approvalId, coolsUntil }))]).toEqual([
    first,
    [{ approvalId: first.approvalId, coolsUntil: first.coolsUntil }],
  ])
})

test('an owner who is none any more takes along what they asked for', async () => {
  const { people, approvals, rosa, bia, vera, asRosa, asBia } = await setUp()
  people.leave({ staffId: vera.staffId, handTo: null }, asBia)
  const { waits } = people.setRole({ staffId: bia.staffId, roleId: MANAGER }, asRosa)
  if (waits === null) throw new Error('It did not wait')
  approvals.approve(waits.approvalId, vera.staffId)
  expect(approvals.list(rosa.staffId)).toEqual([])
})

test('everybody whom it concerns is told, and nobody else', async () => {
  const { approvals, rosa, bia, vera, as, asMarta } = await setUp()
  const heard: string[] = []
  const shop = await setUp()
  const told = createApprovals({
    ...shop,
    owners: { list: () => shop.staff.listOwners() },
    kit: { issuedAt: () => null, isProof: () => false },
    clockOffset: () => null,
    act: () => null,
    publish(name, _payload, audience) {
      for (const person of [as(rosa.staffId), as(bia.staffId), as(vera.staffId), asMarta])
        if (audience === undefined || audience(person)) heard.push(`${name} ${person.staffId}`)
    },
  })
  told.ask({ request: { kind: 'reset-mfa' }, target: shop.bia.staffId }, shop.rosa.staffId)
  expect(heard).toEqual([rosa, bia, vera].map(({ staffId }) => `approvals.changed ${staffId}`))
  expect(approvals.list(rosa.staffId)).toEqual([])
})

test('with nobody else who could agree, who asked carries it out after a day, with the printed kit', async () => {
  const { approvals, invitations, clock, rosa, bia, resetBia, journal } = await setUpWithTwo()
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
  const { approvals, clock, rosa, resetBia } = await setUp()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS - 1)
  expect(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('not-allowed')
})

test('it says how long it still waits', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpWithTwo()
  const { approvalId } = resetBia()
  await clock.advance(23 * HOUR_MS)
  expect(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)).toThrow(
    expect.objectContaining({ code: 'try-later', facts: { seconds: 3600 } }),
  )
})

test('whom it is about has the whole day to stop it', async () => {
  const { approvals, clock, rosa, bia, resetBia } = await setUpWithTwo()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS)
  approvals.cancel(approvalId, bia.staffId)
  expect(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('not-found')
})

test('a kit that was printed after it was asked proves nothing, whatever date it bears', async () => {
  const { approvals, clock, noted, rosa, resetBia } = await setUpWithTwo()
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
  const { approvals, invitations, clock, rosa, bia, resetBia } = await setUpWithTwo()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS)
  expect([
    await codeOf(() => approvals.carryOut({ approvalId, groups: NEWER_GROUPS }, rosa.staffId)),
    await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)),
    invitations.needsResetCode(bia.staffId),
  ]).toEqual(['not-possible-now', 'not-possible-now', false])
})

test('without a printed kit nothing is asked that could never be carried out', async () => {
  const { approvals, people, noted, rosa, bia, asRosa } = await setUpWithTwo()
  noted.kitIssuedAt = null
  expect([
    await codeOf(() => people.resetAccess({ staffId: bia.staffId, what: 'mfa' }, asRosa)),
    await codeOf(() => people.leave({ staffId: bia.staffId, handTo: null }, asRosa)),
    approvals.list(rosa.staffId),
  ]).toEqual(['not-possible-now', 'not-possible-now', []])
})

test('five wrong guesses at the kit, and it has to be asked anew', async () => {
  const { approvals, clock, rosa, resetBia, journal } = await setUpWithTwo()
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
  const { approvals, clock, rosa, resetBia } = await setUpWithTwo()
  const { approvalId } = resetBia()
  await clock.advance(4 * DAY_MS)
  expect(await codeOf(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId))).toBe('not-found')
})

test('a clock that is set forward, or back and forth, does not make a day shorter', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpWithTwo()
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
  const { approvals, clock, rosa, resetBia } = await setUpWithTwo()
  const { approvalId } = resetBia()
  clock.setWall(clock.now() - 2 * HOUR_MS)
  await clock.advance(DAY_MS)
  expect(() => approvals.carryOut({ approvalId, groups: RIGHT_GROUPS }, rosa.staffId)).toThrow(
    expect.objectContaining({ code: 'try-later', facts: { seconds: 7200 } }),
  )
})

test('a wait goes on over restarts, and keeps what was counted before the clock was set forward', async () => {
  const shop = await setUpWithTwo()
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
  const { approvals, clock, rosa, resetBia } = await setUpWithTwo()
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
  const { db } = await setUpWithTwo()
  expect(db.explain(openApprovalsQuery(0))).toEqual([expect.stringContaining('USING INDEX approvals_open')])
})

test('two owners who ask for each other’s end do not leave the shop without one', async () => {
  const { people, approvals, clock, staff, rosa, bia, asRosa, asBia } = await setUpWithTwo()
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
