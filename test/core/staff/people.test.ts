import { expect, test } from 'vitest'
import { builtInRoleId, isGrantWithin, type StaffId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { codeOf } from '#test/support/code-of.ts'
import { setUpPeople } from '#test/support/people.ts'

const OWNER = builtInRoleId('owner')
const MANAGER = builtInRoleId('manager')
const ATTENDANT = builtInRoleId('attendant')
const AUDITOR = builtInRoleId('auditor')

async function setUp() {
  const shop = setUpPeople()
  const rosa = await shop.add('Rosa', 'owner')
  const marta = await shop.add('Marta', 'manager')
  const ana = await shop.add('Ana', 'attendant')
  const celia = await shop.add('Celia', 'auditor')
  shop.published.length = 0
  shop.noted.sessions.length = 0
  return { ...shop, rosa, marta, ana, celia, asRosa: shop.as(rosa.staffId), asMarta: shop.as(marta.staffId) }
}

const bruno = { name: 'Bruno', login: 'Bruno', roleId: ATTENDANT, teamIds: [] }

test('an invitation makes the account and a code, and nothing comes in without it', async () => {
  const { people, staff, invitations, credentials, asRosa, clock, journal, published } = await setUp()
  const { member, invitation } = people.invite(bruno, asRosa)
  expect({ member, expiresAt: invitation.expiresAt, owner: invitations.ownerOf(invitation.code) }).toEqual({
    member: { staffId: member.staffId, name: 'Bruno', roleId: ATTENDANT, teamIds: [], isActive: true },
    expiresAt: clock.now() + 72 * 3_600_000,
    owner: member.staffId,
  })
  expect(credentials.hasPassword(member.staffId)).toBe(false)
  expect(staff.listAccounts().find(({ staffId }) => staffId === member.staffId)).toEqual({
    ...member,
    login: 'bruno',
    createdAt: clock.now(),
    lastSignInAt: null,
    hasMfa: false,
    hasPin: false,
    invitedUntil: invitation.expiresAt,
  })
  expect(journal().at(-1)).toEqual({
    action: 'staff.invited',
    by: asRosa.staffId,
    details: { staffId: member.staffId, login: 'bruno', roleId: ATTENDANT },
  })
  expect(published.map(({ name }) => name)).toEqual(['staff.changed'])
})

test('a new colleague begins in the language of whoever invited them, and in their teams', async () => {
  const { people, staff, teams, asRosa } = await setUp()
  staff.saveSettings({ ...staff.settingsOf(asRosa.staffId), language: 'en' }, asRosa)
  const { teamId } = teams.save({ teamId: null, name: 'Balcão', members: [] }, asRosa)
  const { member } = people.invite({ ...bruno, teamIds: [teamId] }, asRosa)
  expect({ language: staff.settingsOf(member.staffId).language, teamIds: member.teamIds }).toEqual({ language: 'en', teamIds: [teamId] })
})

test('nobody invites into a role above their own, nor into one that does not exist, nor under a login that is taken', async () => {
  const { people, staff, asRosa, asMarta } = await setUp()
  const before = staff.list()
  expect([
    await codeOf(() => people.invite({ ...bruno, roleId: OWNER }, asMarta)),
    await codeOf(() => people.invite({ ...bruno, roleId: AUDITOR }, asMarta)),
    // Any text is an id here.
    await codeOf(() => people.invite({ ...bruno, roleId: 'gone' as typeof OWNER }, asRosa)),
    await codeOf(() => people.invite({ ...bruno, login: 'ANA' }, asRosa)),
    await codeOf(() => people.invite({ ...bruno, teamIds: ['gone' as never] }, asRosa)),
  ]).toEqual(['grants-too-much', 'grants-too-much', 'not-found', 'login-taken', 'not-found'])
  expect(staff.list()).toEqual(before)
  expect(people.invite(bruno, asMarta).member.roleId).toBe(ATTENDANT)
})

test('a renewed invitation is the only one that works, and whoever has a password needs none', async () => {
  const { people, invitations, ana, asRosa } = await setUp()
  const { member, invitation } = people.invite(bruno, asRosa)
  const renewed = people.renewInvitation(member.staffId, asRosa)
  expect([
    await codeOf(() => invitations.ownerOf(invitation.code)),
    invitations.ownerOf(renewed.code),
    await codeOf(() => people.renewInvitation(ana.staffId, asRosa)),
  ]).toEqual(['invitation-invalid', member.staffId, 'not-possible-now'])
})

test('a password that was reset no longer works, nor do its sessions, and the app stays', async () => {
  const { people, credentials, invitations, noted, ana, asMarta, journal } = await setUp()
  const answer = people.resetAccess({ staffId: ana.staffId, what: 'password' }, asMarta)
  expect({
    kind: answer.kind,
    owner: answer.kind === 'code' && invitations.ownerOf(answer.invitation.code),
    hasPassword: credentials.hasPassword(ana.staffId),
    needsResetCode: invitations.needsResetCode(ana.staffId),
    sessions: noted.sessions,
    journal: journal().at(-1),
  }).toEqual({
    kind: 'code',
    owner: ana.staffId,
    hasPassword: false,
    needsResetCode: false,
    sessions: [`${ana.staffId} ended: access-changed`],
    journal: { action: 'staff.access-reset', by: asMarta.staffId, details: { staffId: ana.staffId, what: 'password' } },
  })
})

test('an app that was reset no longer counts, and the code takes its place once', async () => {
  const { people, credentials, invitations, noted, db, ana, asMarta } = await setUp()
  db.run(
    sql`INSERT INTO authenticators (staff_id, seed, drift_steps, last_step, is_replaced, since) VALUES (${ana.staffId}, x'00', 0, 0, 0, 0)`,
  )
  db.run(sql`INSERT INTO pins (staff_id, pin_phc) VALUES (${ana.staffId}, 'phc')`)
  const answer = people.resetAccess({ staffId: ana.staffId, what: 'mfa' }, asMarta)
  const code = answer.kind === 'code' ? answer.invitation.code : ''
  expect({
    hasPassword: credentials.hasPassword(ana.staffId),
    holders: credentials.listHolders(),
    needsResetCode: invitations.needsResetCode(ana.staffId),
    sessions: noted.sessions,
    setsNoPassword: await codeOf(() => invitations.ownerOf(code)),
    ofSomebodyElse: invitations.useResetCode(asMarta.staffId, code),
    first: invitations.useResetCode(ana.staffId, code),
    second: invitations.useResetCode(ana.staffId, code),
    stillNeedsOne: invitations.needsResetCode(ana.staffId),
  }).toEqual({
    hasPassword: true,
    holders: { withMfa: new Set(), withPin: new Set() },
    needsResetCode: true,
    sessions: [`${ana.staffId} ended: access-changed`],
    setsNoPassword: 'invitation-invalid',
    ofSomebodyElse: false,
    first: true,
    second: false,
    stillNeedsOne: true,
  })
  invitations.endReset(ana.staffId)
  expect(invitations.needsResetCode(ana.staffId)).toBe(false)
})

test('a role that was changed holds in open sessions at once and stands in the journal as it was before and is now', async () => {
  const { people, noted, published, ana, asRosa, journal } = await setUp()
  const changed = { ...ana, roleId: MANAGER }
  expect(people.setRole({ staffId: ana.staffId, roleId: MANAGER }, asRosa)).toEqual({ member: changed, waits: null })
  expect({ sessions: noted.sessions, published, journal: journal().at(-1) }).toEqual({
    sessions: [`${ana.staffId} refreshed`],
    published: [{ name: 'staff.changed', payload: { member: changed } }],
    journal: { action: 'staff.role-changed', by: asRosa.staffId, details: { staffId: ana.staffId, before: ATTENDANT, after: MANAGER } },
  })
})

test('the same role once more changes nothing', async () => {
  const { people, noted, ana, asRosa, journal } = await setUp()
  const entries = journal().length
  expect(people.setRole({ staffId: ana.staffId, roleId: ATTENDANT }, asRosa)).toEqual({ member: ana, waits: null })
  expect({ sessions: noted.sessions, entries: journal().length }).toEqual({ sessions: [], entries })
})

test('nobody gives a role beyond their own', async () => {
  const { people, ana, asMarta, staff } = await setUp()
  expect([
    await codeOf(() => people.setRole({ staffId: ana.staffId, roleId: OWNER }, asMarta)),
    await codeOf(() => people.setRole({ staffId: ana.staffId, roleId: AUDITOR }, asMarta)),
    await codeOf(() => people.setRole({ staffId: ana.staffId, roleId: 'gone' as typeof OWNER }, asMarta)),
    staff.find(ana.staffId)?.roleId,
  ]).toEqual(['grants-too-much', 'grants-too-much', 'not-found', ATTENDANT])
})

test('leaving ends sessions, password, app, codes and PIN at once, and hands over the conversations', async () => {
  const { people, staff, credentials, invitations, noted, db, ana, marta, asRosa, journal, published } = await setUp()
  db.run(
    sql`INSERT INTO authenticators (staff_id, seed, drift_steps, last_step, is_replaced, since) VALUES (${ana.staffId}, x'00', 0, 0, 0, 0)`,
  )
  db.run(sql`INSERT INTO pins (staff_id, pin_phc) VALUES (${ana.staffId}, 'phc')`)
  db.run(sql`INSERT INTO recovery_codes (staff_id, finder, code_phc) VALUES (${ana.staffId}, 'A', 'phc')`)
  const { code } = invitations.issue(ana.staffId, 'password')
  invitations.issue(ana.staffId, 'mfa')
  const answer = people.leave({ staffId: ana.staffId, handTo: marta.staffId }, asRosa)
  const gone = { ...ana, isActive: false }
  expect({
    answer,
    standing: staff.standingOf(ana.staffId),
    hasPassword: credentials.hasPassword(ana.staffId),
    holders: credentials.listHolders(),
    recoveryCodes: db.list(sql`SELECT * FROM recovery_codes`),
    code: await codeOf(() => invitations.ownerOf(code)),
    needsResetCode: invitations.needsResetCode(ana.staffId),
    noted: { sessions: noted.sessions, handedOver: noted.handedOver },
    journal: journal().at(-1),
    published: published.at(-1),
    name: staff.list().find(({ staffId }) => staffId === ana.staffId)?.name,
  }).toEqual({
    answer: { member: gone, conversations: 3, waits: null },
    standing: null,
    hasPassword: false,
    holders: { withMfa: new Set(), withPin: new Set() },
    recoveryCodes: [],
    code: 'invitation-invalid',
    needsResetCode: false,
    noted: {
      sessions: [`${ana.staffId} ended: disabled`],
      handedOver: [{ from: ana.staffId, to: marta.staffId, by: asRosa.staffId }],
    },
    journal: { action: 'staff.left', by: asRosa.staffId, details: { staffId: ana.staffId, handTo: marta.staffId, conversations: 3 } },
    published: { name: 'staff.changed', payload: { member: gone } },
    name: 'Ana',
  })
})

test('conversations go to nobody, or to somebody who is here and is not the one who leaves', async () => {
  const { people, ana, marta, rosa, celia, noted, asRosa } = await setUp()
  people.leave({ staffId: celia.staffId, handTo: null }, asRosa)
  noted.handedOver.length = 0
  expect([
    await codeOf(() => people.leave({ staffId: ana.staffId, handTo: celia.staffId }, asRosa)),
    await codeOf(() => people.leave({ staffId: ana.staffId, handTo: ana.staffId }, asRosa)),
    await codeOf(() => people.leave({ staffId: ana.staffId, handTo: 'nobody' as StaffId }, asRosa)),
    [...noted.handedOver],
    people.leave({ staffId: marta.staffId, handTo: rosa.staffId }, asRosa).member.isActive,
  ]).toEqual(['not-possible-now', 'not-possible-now', 'not-found', [], false])
})

test('a hand-over that fails leaves the person as they were', async () => {
  const base = await setUp()
  const { db, ana, asRosa, staff, credentials } = base
  const act = () =>
    db.transaction(() => {
      base.people.leave({ staffId: ana.staffId, handTo: null }, asRosa)
      throw new Error('power cut')
    })
  expect(act).toThrow('power cut')
  expect([staff.find(ana.staffId), credentials.hasPassword(ana.staffId), base.noted.sessions]).toEqual([ana, true, []])
})

test('somebody who is back has nothing of their old access, but a new code', async () => {
  const { people, credentials, invitations, ana, asRosa, journal } = await setUp()
  people.leave({ staffId: ana.staffId, handTo: null }, asRosa)
  const { member, invitation } = people.returnTo(ana.staffId, asRosa)
  expect({
    member,
    hasPassword: credentials.hasPassword(ana.staffId),
    owner: invitations.ownerOf(invitation.code),
    journal: journal().at(-1),
  }).toEqual({
    member: ana,
    hasPassword: false,
    owner: ana.staffId,
    journal: { action: 'staff.returned', by: asRosa.staffId, details: { staffId: ana.staffId } },
  })
})

test('who is gone is not managed, and who is here does not come back', async () => {
  const { people, ana, celia, asRosa } = await setUp()
  people.leave({ staffId: celia.staffId, handTo: null }, asRosa)
  const { staffId } = celia
  expect([
    await codeOf(() => people.leave({ staffId, handTo: null }, asRosa)),
    await codeOf(() => people.setRole({ staffId, roleId: ATTENDANT }, asRosa)),
    await codeOf(() => people.resetAccess({ staffId, what: 'mfa' }, asRosa)),
    await codeOf(() => people.renewInvitation(staffId, asRosa)),
    await codeOf(() => people.returnTo(ana.staffId, asRosa)),
  ]).toEqual(Array.from({ length: 5 }, () => 'not-possible-now'))
})

test('nobody manages somebody who may do what they may not', async () => {
  const { people, rosa, celia, asMarta, journal, noted } = await setUp()
  const entries = journal().length
  const acts = [rosa.staffId, celia.staffId].flatMap((staffId) => [
    () => people.setRole({ staffId, roleId: ATTENDANT }, asMarta),
    () => people.leave({ staffId, handTo: null }, asMarta),
    () => people.returnTo(staffId, asMarta),
    () => people.renewInvitation(staffId, asMarta),
    () => people.resetAccess({ staffId, what: 'password' }, asMarta),
    () => people.resetAccess({ staffId, what: 'mfa' }, asMarta),
  ])
  const codes = await Promise.all(acts.map(codeOf))
  expect({ codes, entries: journal().length, sessions: noted.sessions }).toEqual({
    codes: acts.map(() => 'not-allowed'),
    entries,
    sessions: [],
  })
})

test('who may manage whom is exactly whose grant holds the other’s', async () => {
  const shop = await setUp()
  const everybody = [shop.rosa, shop.marta, shop.ana, shop.celia]
  for (const by of everybody) {
    for (const whom of everybody) {
      if (by === whom) continue
      const isWithin = isGrantWithin(shop.teams.grantOf(whom.roleId), shop.teams.grantOf(by.roleId))
      const code = await codeOf(() => shop.people.renewInvitation(whom.staffId, shop.as(by.staffId)))
      expect([by.name, whom.name, code]).toEqual([by.name, whom.name, isWithin ? 'not-possible-now' : 'not-allowed'])
    }
  }
})

test('nobody does it to themself, and the last owner is told that they are the last', async () => {
  const { people, add, as, rosa, marta, asRosa, asMarta } = await setUp()
  const onOneself = (staffId: StaffId, by: typeof asRosa) =>
    Promise.all([
      codeOf(() => people.setRole({ staffId, roleId: ATTENDANT }, by)),
      codeOf(() => people.leave({ staffId, handTo: null }, by)),
    ])
  expect([await onOneself(marta.staffId, asMarta), await onOneself(rosa.staffId, asRosa)]).toEqual([
    ['not-for-oneself', 'not-for-oneself'],
    ['last-owner', 'last-owner'],
  ])
  const vera = await add('Vera', 'owner')
  expect(await onOneself(vera.staffId, as(vera.staffId))).toEqual(['not-for-oneself', 'not-for-oneself'])
  expect([
    await codeOf(() => people.resetAccess({ staffId: marta.staffId, what: 'mfa' }, asMarta)),
    await codeOf(() => people.resetAccess({ staffId: rosa.staffId, what: 'mfa' }, asRosa)),
    await codeOf(() => people.renewInvitation(marta.staffId, asMarta)),
  ]).toEqual(['not-for-oneself', 'not-for-oneself', 'not-for-oneself'])
})

test('nobody and somebody who was never there are the same', async () => {
  const { people, asRosa } = await setUp()
  const staffId = 'nobody' as StaffId
  expect([
    await codeOf(() => people.setRole({ staffId, roleId: ATTENDANT }, asRosa)),
    await codeOf(() => people.leave({ staffId, handTo: null }, asRosa)),
    await codeOf(() => people.returnTo(staffId, asRosa)),
    await codeOf(() => people.renewInvitation(staffId, asRosa)),
    await codeOf(() => people.resetAccess({ staffId, what: 'password' }, asRosa)),
  ]).toEqual(Array.from({ length: 5 }, () => 'not-found'))
})

test('settings are the person’s own, reach their other windows, and are nobody’s business in the journal', async () => {
  const { staff, asRosa, noted, journal } = await setUp()
  const entries = journal().length
  const settings = { ...staff.settingsOf(asRosa.staffId), theme: 'dark' as const }
  expect([staff.saveSettings(settings, asRosa), staff.settingsOf(asRosa.staffId)]).toEqual([settings, settings])
  expect({ sessions: noted.sessions, entries: journal().length }).toEqual({ sessions: [`${asRosa.staffId} refreshed`], entries })
})

test('whoever sees no more than their teams manages those of their teams alone', async () => {
  const { people, teams, ana, asRosa, as, marta, add } = await setUp()
  const save = (name: string, members: StaffId[]) => teams.save({ teamId: null, name, members }, asRosa).teamId
  const bia = await add('Bia', 'attendant')
  const dora = await add('Dora', 'attendant')
  const sales = save('Vendas', [marta.staffId, ana.staffId, bia.staffId])
  save('Entrega', [bia.staffId])
  const leader = { ...as(marta.staffId), scope: 'team' as const, teamIds: new Set([sales]) }
  const codes = async ({ staffId }: { staffId: StaffId }) => [
    await codeOf(() => people.resetAccess({ staffId, what: 'password' }, leader)),
    await codeOf(() => people.renewInvitation(staffId, leader)),
    await codeOf(() => people.setRole({ staffId, roleId: ATTENDANT }, leader)),
    await codeOf(() => people.leave({ staffId, handTo: null }, leader)),
    await codeOf(() => people.returnTo(staffId, leader)),
  ]
  // The attendants' scope is within that of a team.
  const done = ['no failure', 'no failure', 'no failure', 'no failure', 'no failure']
  expect([await codes(ana), await codes(bia), await codes(dora)]).toEqual([done, ...[bia, dora].map(() => done.map(() => 'not-allowed'))])
})

test('nobody reads what an owner or an auditor did by putting them into their own team', async () => {
  const { teams, marta, ana, rosa, celia, asMarta } = await setUp()
  teams.save({ teamId: null, name: 'Todos', members: [marta, ana, rosa, celia].map(({ staffId }) => staffId) }, asMarta)
  expect(teams.teamMatesOf(marta.staffId)).toEqual([ana.staffId])
})

test('whose role cannot be read after it was changed is signed out, as is who leaves when nobody can be told', async () => {
  const { people, ana, asRosa, db, noted, celia } = await setUp()
  const act = (change: () => unknown) =>
    db.transaction(() => {
      db.afterCommit(() => {
        throw new Error('Nobody can be told')
      })
      change()
    })
  expect(() => act(() => people.leave({ staffId: celia.staffId, handTo: null }, asRosa))).toThrow('Nobody can be told')
  const spoil = () => db.run(sql`UPDATE staff SET role_id = 'no-such-role' WHERE id = ${ana.staffId}`)
  expect(await codeOf(() => db.transaction(() => (people.setRole({ staffId: ana.staffId, roleId: MANAGER }, asRosa), spoil())))).toBe(
    'not-found',
  )
  expect(noted.sessions).toEqual([`${celia.staffId} ended: disabled`, `${ana.staffId} ended: access-changed`])
})

test('nobody hides behind a thousand others: no more are invited than a list has', async () => {
  const { people, staff, db, asRosa } = await setUp()
  const missing = 1000 - staff.list().length
  db.run(sql`
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${missing - 1})
    INSERT INTO staff (id, name, login, role_id, is_active, created_at) SELECT 'p' || n, 'p' || n, 'p' || n, 'attendant', 0, 0 FROM numbers`)
  const { member } = people.invite(bruno, asRosa)
  expect(staff.list().at(-1)).toEqual(member)
  expect(await codeOf(() => people.invite({ ...bruno, login: 'another' }, asRosa))).toBe('not-possible-now')
})
