import { expect, test } from 'vitest'
import {
  builtInGrants,
  builtInRoleId,
  isGrantWithin,
  masking,
  permissions,
  scopes,
  type BuiltInRole,
  type Grant,
  type Permission,
  type RoleChange,
  type RoleId,
  type StaffId,
  type StaffMember,
} from '#contract'
import { sql } from '#core/db/sql.ts'
import { sees } from '#core/inbox/reach.ts'
import { createTeams } from '#core/teams/service.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { actor, setUpShopBase } from '#test/support/shop.ts'

function setUp() {
  const base = setUpShopBase()
  const staff: StaffMember[] = []
  const refreshed: StaffId[] = []
  const teams = createTeams({
    ...base,
    holders: {
      list: () => staff.map((person) => ({ ...person, teamIds: teams.teamIdsOf(person.staffId) })),
      refresh: (id) => refreshed.push(id),
    },
    onTeamDeleted: () => undefined,
  })
  const owner = actor({ staffId: 'helena', role: 'owner' })
  const change = (...changes: RoleChange[]) => teams.changeRoles(changes, owner)
  const made = (name: string, grant: Partial<Grant> = {}): RoleChange => ({
    kind: 'save',
    roleId: null,
    name,
    grant: { permissions: ['conv.view', 'conv.reply'], scope: 'own', masks: { phone: 'hidden' }, ...grant },
    expectRevision: 0,
  })
  const idOf = (name: string): RoleId => {
    const role = teams.listRoles().find((each) => each.name === name)
    if (role === undefined) throw new Error(`No role ${name}`)
    return role.roleId
  }
  const hire = (name: string, roleId: RoleId) =>
    // Any text is an id here.
    staff.push({ staffId: name as StaffId, name, roleId, teamIds: [], isActive: true })
  return { ...base, teams, owner, change, made, idOf, hire, refreshed }
}

const [ownerId, managerId, attendantId] = (['owner', 'manager', 'attendant'] as const).map(builtInRoleId)

test('a shop begins with the built-in roles as they are', () => {
  const { teams } = setUp()
  expect(teams.listRoles()).toEqual(
    (['owner', 'manager', 'attendant', 'auditor'] as const).map((name: BuiltInRole) => ({
      ...builtInGrants[name],
      roleId: name,
      name: null,
      isChanged: false,
      revision: 0,
    })),
  )
})

test('roles are made, changed, given back and deleted, each with a revision that only grows', () => {
  const { change, made, idOf, teams, db } = setUp()
  change(made('Caixa'))
  const roleId = idOf('Caixa')
  const grant: Grant = { permissions: ['reply.use', 'conv.view', 'conv.view'], scope: 'team', masks: { phone: 'on-request' } }
  change({ kind: 'save', roleId, name: 'Caixa da noite', grant, expectRevision: 1 }, {
    kind: 'save',
    roleId: attendantId,
    name: null,
    grant: { ...builtInGrants.attendant, scope: 'own' },
    expectRevision: 0,
  } as RoleChange)
  const tidy = { ...grant, permissions: ['conv.view', 'reply.use'] }
  expect(teams.grantOf(roleId)).toEqual(tidy)
  expect(teams.listRoles().slice(2)).toEqual([
    { ...builtInGrants.attendant, scope: 'own', roleId: 'attendant', name: null, isChanged: true, revision: 1 },
    { ...builtInGrants.auditor, roleId: 'auditor', name: null, isChanged: false, revision: 0 },
    { ...tidy, roleId, name: 'Caixa da noite', isChanged: false, revision: 2 },
  ])
  change({ kind: 'reset', roleId: attendantId, expectRevision: 1 } as RoleChange, { kind: 'delete', roleId, expectRevision: 2 })
  expect(teams.listRoles().slice(2)).toEqual([
    { ...builtInGrants.attendant, roleId: 'attendant', name: null, isChanged: false, revision: 2 },
    { ...builtInGrants.auditor, roleId: 'auditor', name: null, isChanged: false, revision: 0 },
  ])
  expect(db.list(sql`SELECT kind FROM commands`).length).toBe(5)
})

test('all staged changes are made or none is', async () => {
  const { change, made, teams } = setUp()
  const before = teams.listRoles()
  expect(await codeOf(() => change(made('Caixa'), made('Estoque', { permissions: ['kit.reprint'] })))).toBe('role-not-possible')
  expect(teams.listRoles()).toEqual(before)
})

test('what no role may be, is refused', async () => {
  const { change, made, idOf, hire } = setUp()
  change(made('Caixa'))
  const caixa = idOf('Caixa')
  hire('ana', caixa)
  const grant = builtInGrants.attendant
  const save = (roleId: RoleId | undefined, name: string | null, expectRevision = 0, changed = grant) =>
    ({ kind: 'save', roleId: roleId ?? null, name, grant: changed, expectRevision }) as RoleChange
  const codes = {
    owner: await codeOf(() => change(save(ownerId, null))),
    ownerReset: await codeOf(() => change({ kind: 'reset', roleId: ownerId, expectRevision: 0 } as RoleChange)),
    ownerPermission: await codeOf(() => change(made('Chaveiro', { permissions: ['key.rotate'] }))),
    auditorWhoWrites: await codeOf(() => change(made('Fiscal', { permissions: ['audit.export', 'contact.edit'] }))),
    auditorWhoReads: await codeOf(() => change(made('Fiscal', { permissions: ['audit.export', 'contact.view', 'contact.reveal'] }))),
    managerWithAudit: await codeOf(() =>
      change(save(managerId, null, 0, { ...builtInGrants.manager, permissions: [...builtInGrants.manager.permissions, 'audit.verify'] })),
    ),
    builtInDeleted: await codeOf(() => change({ kind: 'delete', roleId: managerId, expectRevision: 0 } as RoleChange)),
    builtInNamed: await codeOf(() => change(save(managerId, 'Chefe'))),
    ownReset: await codeOf(() => change({ kind: 'reset', roleId: caixa, expectRevision: 1 })),
    nameless: await codeOf(() => change(save(undefined, null))),
    inUse: await codeOf(() => change({ kind: 'delete', roleId: caixa, expectRevision: 1 })),
    unknown: await codeOf(() => change({ kind: 'delete', roleId: 'nobody' as RoleId, expectRevision: 0 })),
    outdated: await codeOf(() => change(save(caixa, 'Caixa', 0))),
    sameName: await codeOf(() => change(made('  cáixa '))),
    builtInName: await codeOf(() => change(made('Owner'))),
  }
  expect(codes).toEqual({
    owner: 'role-not-possible',
    ownerReset: 'role-not-possible',
    ownerPermission: 'role-not-possible',
    auditorWhoWrites: 'role-not-possible',
    auditorWhoReads: 'no failure',
    managerWithAudit: 'role-not-possible',
    builtInDeleted: 'role-not-possible',
    builtInNamed: 'invalid-input',
    ownReset: 'role-not-possible',
    nameless: 'invalid-input',
    inUse: 'role-in-use',
    unknown: 'not-found',
    outdated: 'changed-meanwhile',
    sameName: 'name-taken',
    builtInName: 'name-taken',
  })
})

test('who may do something with conversations or customers sees them', async () => {
  const { change, made } = setUp()
  const codes = (held: Permission[]) => codeOf(() => change(made(held.join(), { permissions: held })))
  for (const name of ['conv.reply', 'conv.assign_self', 'conv.assign_other', 'msg.resend_ambiguous'] as const)
    expect([await codes([name]), await codes([name, 'contact.view']), await codes([name, 'conv.view'])]).toEqual([
      'role-not-possible',
      'role-not-possible',
      'no failure',
    ])
  for (const name of ['contact.edit', 'contact.reveal'] as const)
    expect([await codes([name, 'conv.view']), await codes([name, 'contact.view'])]).toEqual(['role-not-possible', 'no failure'])
})

test('two roles can change names in one go', () => {
  const { change, made, idOf, teams } = setUp()
  change(made('Caixa'), made('Estoque'))
  const [a, b] = [idOf('Caixa'), idOf('Estoque')]
  const renamed = (roleId: RoleId, name: string): RoleChange => ({
    kind: 'save',
    roleId,
    name,
    grant: teams.grantOf(roleId),
    expectRevision: 1,
  })
  change(renamed(a, 'Estoque'), renamed(b, 'Caixa'))
  expect([idOf('Caixa'), idOf('Estoque')]).toEqual([b, a])
})

test('nobody makes, changes, gives back or hands out what they do not hold themselves', async () => {
  const { change, made, idOf, teams } = setUp()
  change(made('Grande', { permissions: ['conv.view', 'wa.token_manage'], scope: 'all', masks: { phone: 'shown' } }))
  const grande = idOf('Grande')
  const limited = actor({
    staffId: 'marcos',
    role: 'manager',
    permissions: new Set<Permission>(['role.manage', 'conv.view', 'conv.reply']),
    scope: 'team',
    masks: { phone: 'on-request' },
  })
  const ask = (asked: RoleChange) => codeOf(() => teams.changeRoles([asked], limited))
  const [own, ...more] = await Promise.all([
    ask(made('Pequeno', { scope: 'team', masks: { phone: 'on-request' } })),
    ask(made('Mais', { permissions: ['contact.edit'] })),
    ask(made('Mais', { scope: 'all' })),
    ask(made('Mais', { masks: { phone: 'shown' } })),
    // Neither may they take away what they do not hold.
    ask({
      kind: 'save',
      roleId: grande,
      name: 'Grande',
      grant: { permissions: [], scope: 'own', masks: { phone: 'hidden' } },
      expectRevision: 1,
    }),
    ask({ kind: 'delete', roleId: grande, expectRevision: 1 }),
    ask({ kind: 'reset', roleId: builtInRoleId('manager'), expectRevision: 0 }),
    codeOf(() => teams.assertMayGrant(grande, limited)),
    codeOf(() => teams.assertMayGrant(builtInRoleId('owner'), actor({ role: 'manager' }))),
  ])
  expect(own).toBe('no failure')
  expect(new Set(more)).toEqual(new Set(['grants-too-much']))
  expect(await codeOf(() => teams.assertMayGrant(builtInRoleId('attendant'), actor({ role: 'manager' })))).toBe('no failure')
})

test('open sessions of whoever holds a changed role follow in the same turn, and what their windows show is read again', () => {
  const { change, made, idOf, hire, refreshed, published } = setUp()
  change(made('Caixa'), made('Estoque'))
  hire('ana', idOf('Caixa'))
  hire('bia', idOf('Estoque'))
  published.length = 0
  change({ kind: 'save', roleId: idOf('Caixa'), name: 'Caixa', grant: builtInGrants.attendant, expectRevision: 1 })
  expect(refreshed).toEqual(['ana'])
  expect(published.map(({ name }) => name)).toContain('roles.changed')
})

test('what is within what somebody holds, shows and allows nothing more than theirs', () => {
  const random = createSeededRandom(7)
  const anyGrant = (): Grant => ({
    permissions: permissions.filter(() => random.below(3) > 0),
    scope: random.pick([scopes[0], ...scopes]),
    masks: { phone: random.pick(['shown', 'on-request', 'hidden']) },
  })
  let within = 0
  for (let turn = 0; turn < 2000; turn += 1) {
    const outer = anyGrant()
    const inner = random.below(2) === 0 ? anyGrant() : { ...outer, permissions: outer.permissions.filter(() => random.below(2) > 0) }
    if (!isGrantWithin(inner, outer)) continue
    within += 1
    expect(inner.permissions.filter((name) => !outer.permissions.includes(name))).toEqual([])
    expect(masking.options.indexOf(inner.masks.phone)).toBeGreaterThanOrEqual(masking.options.indexOf(outer.masks.phone))
    // Any conversation that the inner scope reaches, the outer does.
    for (const assignedTo of [null, 'ana', 'bia'] as (StaffId | null)[]) {
      for (const teamId of [null, 'sales', 'delivery'] as never[]) {
        for (const people of [[], ['ana']] as StaffId[][]) {
          const holding = () => ({ assignedTo, teamId, people: new Set(people) })
          const viewer = (grant: Grant) => ({ ...actor({ staffId: 'ana' }), scope: grant.scope, teamIds: new Set(['sales'] as never[]) })
          expect(sees(viewer(inner), holding) && !sees(viewer(outer), holding)).toBe(false)
        }
      }
    }
  }
  expect(within).toBeGreaterThan(500)
})
