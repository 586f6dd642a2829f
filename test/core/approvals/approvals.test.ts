import { expect, test } from 'vitest'
import { builtInRoleId } from '#contract'
import { createApprovals } from '#core/approvals/service.ts'
import { codeOf } from '#test/support/code-of.ts'
import { setUpOwners, setUpTwoOwners } from './owners-rig.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ATTENDANT = builtInRoleId('attendant')
const MANAGER = builtInRoleId('manager')

test('an owner’s app is not reset until another owner agrees, and then at once', async () => {
  const { approvals, invitations, noted, clock, rosa, bia, vera, marta, resetBia, journal } = await setUpOwners()
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
  const { people, bia, asRosa } = await setUpOwners()
  expect(people.resetAccess({ staffId: bia.staffId, what: 'password' }, asRosa).kind).toBe('code')
})

test('an owner stays one, and stays, until another owner agrees to exactly that', async () => {
  const { people, approvals, staff, noted, rosa, bia, vera, marta, asRosa } = await setUpOwners()
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
  const { people, approvals, staff, noted, bia, vera, asRosa } = await setUpOwners()
  const { waits } = people.setRole({ staffId: bia.staffId, roleId: ATTENDANT }, asRosa)
  if (waits === null) throw new Error('It did not wait')
  approvals.approve(waits.approvalId, vera.staffId)
  expect([staff.find(bia.staffId)?.roleId, noted.sessions]).toEqual([ATTENDANT, [`${bia.staffId} refreshed`]])
})

test('neither who asked nor whom it is about agrees, nor anybody who is no owner', async () => {
  const { approvals, rosa, bia, marta, resetBia, invitations } = await setUpOwners()
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
  const { approvals, people, add, as, rosa, bia, marta, asRosa } = await setUpTwoOwners()
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
  const { people, noted, bia, asRosa } = await setUpOwners()
  const ask = () => codeOf(() => people.leave({ staffId: bia.staffId, handTo: null }, asRosa))
  const codes: string[] = []
  for (const offset of [91_000, 90_000, -DAY_MS]) {
    noted.clockOffset = offset
    codes.push(await ask())
  }
  expect(codes).toEqual(['clock-wrong', 'no failure', 'no failure'])
})

test('an owner who never came in cannot agree, so it waits for time instead', async () => {
  const { add, clock, people, bia, asRosa } = await setUpTwoOwners()
  await add('Invited', 'owner', { hasComeIn: false })
  await clock.advance(2 * DAY_MS)
  expect(people.leave({ staffId: bia.staffId, handTo: null }, asRosa).waits?.coolsUntil).toBe(clock.now() + DAY_MS)
})

test('nobody agrees to what was asked more than a day ago', async () => {
  const { approvals, clock, vera, rosa, resetBia } = await setUpOwners()
  const { approvalId } = resetBia()
  await clock.advance(DAY_MS - 1)
  expect(approvals.list(vera.staffId)).toHaveLength(1)
  await clock.advance(1)
  expect([approvals.list(vera.staffId), await codeOf(() => approvals.approve(approvalId, vera.staffId))]).toEqual([[], 'not-found'])
  expect(await codeOf(() => approvals.cancel(approvalId, rosa.staffId))).toBe('not-found')
})

test('agreed to once is carried out once', async () => {
  const { approvals, vera, resetBia } = await setUpOwners()
  const { approvalId } = resetBia()
  approvals.approve(approvalId, vera.staffId)
  expect(await codeOf(() => approvals.approve(approvalId, vera.staffId))).toBe('not-found')
})

test('what is no longer possible is not carried out, and what was said about it is not either', async () => {
  const { people, approvals, staff, bia, vera, marta, asRosa, asBia, journal } = await setUpOwners()
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
    const shop = await setUpOwners()
    const { approvalId } = shop.resetBia()
    const code = await codeOf(() => shop.approvals.cancel(approvalId, shop[who].staffId))
    const after = await codeOf(() => shop.approvals.approve(approvalId, shop.vera.staffId))
    expect([who, code, after]).toEqual(who === 'marta' ? [who, 'not-found', 'no failure'] : [who, 'no failure', 'not-found'])
  }
})

test('asked a second time it is the same, and its time does not begin anew', async () => {
  const { approvals, clock, rosa, resetBia } = await setUpTwoOwners()
  const first = resetBia()
  await clock.advance(HOUR_MS)
  expect([resetBia(), approvals.list(rosa.staffId).map(({ approvalId, coolsUntil }) => ({ approvalId, coolsUntil }))]).toEqual([
    first,
    [{ approvalId: first.approvalId, coolsUntil: first.coolsUntil }],
  ])
})

test('an owner who is none any more takes along what they asked for', async () => {
  const { people, approvals, rosa, bia, vera, asRosa, asBia } = await setUpOwners()
  people.leave({ staffId: vera.staffId, handTo: null }, asBia)
  const { waits } = people.setRole({ staffId: bia.staffId, roleId: MANAGER }, asRosa)
  if (waits === null) throw new Error('It did not wait')
  approvals.approve(waits.approvalId, vera.staffId)
  expect(approvals.list(rosa.staffId)).toEqual([])
})

test('everybody whom it concerns is told, and nobody else', async () => {
  const { approvals, rosa, bia, vera, as, asMarta } = await setUpOwners()
  const heard: string[] = []
  const shop = await setUpOwners()
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
