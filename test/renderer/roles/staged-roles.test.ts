import { describe, expect, test } from 'vitest'
import { builtInGrants, neededFor, permissions, type Grant, type Permission } from '#contract'
import {
  changesOf,
  restageRoles,
  stageRoles,
  whyImpossible,
  withPermission,
  type StagedRole,
} from '#renderer/features/roles/staged-roles.ts'
import { builtInRoleRecords, roleIdOf } from '#test/support/sample-page.ts'

const finance = { roleId: roleIdOf('finance'), name: 'Financeiro', ...builtInGrants.attendant, isChanged: false, revision: 3 }
const roles = [...builtInRoleRecords(), finance]
const reading: Grant = { permissions: ['conv.view', 'audit.view'], scope: 'all', masks: { phone: 'hidden' } }

const change = (staged: readonly StagedRole[], key: string, next: Partial<StagedRole>) =>
  staged.map((role) => (role.key === key ? { ...role, ...next } : role))

describe('what is asked of the core', () => {
  test('is nothing while the table is as it was', () => {
    expect(changesOf(stageRoles(roles))).toEqual([])
  })

  test('is nothing when a right is given and taken back, in whatever order they stand by then', () => {
    const { grant } = stageRoles(roles).find(({ key }) => key === 'finance') ?? { grant: reading }
    const without = withPermission(grant, 'conv.assign_self', false).grant
    const again = withPermission(without, 'conv.assign_self', true).grant
    expect(changesOf(change(stageRoles(roles), 'finance', { grant: again }))).toEqual([])
  })

  test('names each role that changed, with the revision that was looked at', () => {
    const staged = change(change(stageRoles(roles), 'attendant', { grant: reading }), 'finance', { isDeleted: true })
    const added: StagedRole = { key: 'new', before: null, name: 'Estágio', grant: reading, isDeleted: false }
    expect(changesOf([...staged, added])).toEqual([
      { kind: 'save', roleId: 'attendant', name: null, grant: reading, expectRevision: 0 },
      { kind: 'delete', roleId: 'finance', expectRevision: 3 },
      { kind: 'save', roleId: null, name: 'Estágio', grant: reading, expectRevision: 0 },
    ])
  })
})

describe('a right that needs another', () => {
  const nothing: Grant = { ...reading, permissions: ['audit.view'] }

  test('brings it along, once', () => {
    const first = withPermission(nothing, 'conv.reply', true)
    expect(first).toEqual({ grant: { ...nothing, permissions: ['audit.view', 'conv.reply', 'conv.view'] }, along: ['conv.view'] })
    expect(withPermission(first.grant, 'conv.assign_self', true).along).toEqual([])
    expect(withPermission(nothing, 'template.use', true).along).toEqual(['conv.reply', 'conv.view'])
  })

  test('goes with it when it is taken away, and what does not need it stays', () => {
    const { grant, along } = withPermission(builtInGrants.attendant, 'conv.view', false)
    expect(along).toEqual(['conv.reply', 'conv.assign_self', 'msg.resend_ambiguous', 'media.save', 'template.use'])
    expect(grant.permissions).toEqual(['contact.view', 'contact.edit', 'reply.use', 'audit.view'])
  })

  test('leaves it where it is when it goes itself', () => {
    expect(withPermission(builtInGrants.attendant, 'contact.edit', false).along).toEqual([])
  })

  test('can always be begun from: no step makes a mix that the core refuses for a missing one', () => {
    for (const right of permissions) {
      for (const from of [nothing, builtInGrants.attendant, builtInGrants.owner]) {
        for (const isHeld of [true, false]) {
          const held = withPermission(from, right, isHeld).grant.permissions
          expect(held.filter((name) => neededFor[name] !== undefined && !held.includes(neededFor[name]))).toEqual([])
        }
      }
    }
  })
})

describe('a mix that no role may have', () => {
  const roleWith = (held: Permission[], key = 'finance'): StagedRole => ({
    key,
    before: key === 'owner' ? (roles[0] ?? null) : finance,
    name: null,
    grant: { ...reading, permissions: held },
    isDeleted: false,
  })

  test.each<[Permission[], Permission, ReturnType<typeof whyImpossible>]>([
    [['conv.view'], 'kit.reprint', 'owner-only'],
    [['conv.view', 'conv.reply'], 'audit.export', 'auditor-only'],
    [['conv.view', 'conv.reply'], 'audit.verify', 'auditor-only'],
    [['conv.view', 'audit.export'], 'conv.reply', 'reads-only'],
    [['conv.view'], 'audit.export', null],
    [['conv.view', 'audit.export'], 'contact.reveal', null],
    [['conv.view'], 'conv.reply', null],
  ])('%j and %s: %s', (held, permission, why) => {
    expect(whyImpossible(roleWith(held), permission)).toBe(why)
  })

  test('does not exist for the owner', () => {
    expect(whyImpossible(roleWith(['conv.reply', 'audit.export'], 'owner'), 'kit.reprint')).toBeNull()
  })
})

test('when a colleague changes a role meanwhile, what was staged for it is lost, and the rest stays', () => {
  const added: StagedRole = { key: 'new', before: null, name: 'Estágio', grant: reading, isDeleted: false }
  const staged = [...change(change(stageRoles(roles), 'attendant', { grant: reading }), 'finance', { grant: reading }), added]
  const theirs = roles.map((role) => (role.roleId === 'finance' ? { ...role, scope: 'all' as const, revision: 4 } : role))
  const changed = staged.filter(({ key }) => ['attendant', 'finance', 'new'].includes(key))
  const { staged: now, lost } = restageRoles(changed, theirs)
  expect(lost.map(({ key }) => key)).toEqual(['finance'])
  expect(changesOf(now)).toEqual([
    { kind: 'save', roleId: 'attendant', name: null, grant: reading, expectRevision: 0 },
    { kind: 'save', roleId: null, name: 'Estágio', grant: reading, expectRevision: 0 },
  ])
  expect(now.find(({ key }) => key === 'finance')?.grant.scope).toBe('all')
})

test('a role that a colleague deleted meanwhile is no column any more', () => {
  const staged = change(stageRoles(roles), 'finance', { grant: reading }).filter(({ key }) => key === 'finance')
  const { staged: now, lost } = restageRoles(staged, builtInRoleRecords())
  expect([now.map(({ key }) => key), lost.map(({ key }) => key)]).toEqual([['owner', 'manager', 'attendant', 'auditor'], ['finance']])
})
