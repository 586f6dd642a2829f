import { expect, test } from 'vitest'
import { builtInRoleId, type StaffId, type StaffMember, type TeamId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { createTeams } from '#core/teams/service.ts'
import { codeOf } from '#test/support/code-of.ts'
import { actor, setUpShopBase } from '#test/support/shop.ts'

// Any text is an id here.
const [ana, bia, caio] = ['ana', 'bia', 'caio'] as [StaffId, StaffId, StaffId]

function setUp() {
  const base = setUpShopBase()
  const refreshed: StaffId[] = []
  const deleted: TeamId[] = []
  const staff = (): StaffMember[] =>
    [ana, bia, caio].map((staffId) => ({
      staffId,
      name: staffId,
      roleId: builtInRoleId('attendant'),
      teamIds: teams.teamIdsOf(staffId),
      isActive: true,
    }))
  const teams = createTeams({
    ...base,
    holders: { list: staff, refresh: (id) => refreshed.push(id) },
    onTeamDeleted: (teamId) => deleted.push(teamId),
  })
  const manager = actor({ staffId: 'marcos', role: 'manager' })
  return { ...base, teams, manager, refreshed, deleted }
}

test('teams are made, renamed, filled and deleted, and whoever comes or goes is what they are now in the same turn', () => {
  const { teams, manager, refreshed, deleted, published, db } = setUp()
  const { teamId } = teams.save({ teamId: null, name: 'Vendas', members: [ana, bia, ana] }, manager)
  expect(teams.list()).toEqual([{ teamId, name: 'Vendas', members: [ana, bia] }])
  expect(refreshed.splice(0)).toEqual([ana, bia])

  published.length = 0
  teams.save({ teamId, name: 'Balcão', members: [bia, caio] }, manager)
  expect([refreshed.splice(0), teams.teamIdsOf(ana), teams.teamIdsOf(caio), teams.teamMatesOf(caio)]).toEqual([
    [ana, caio],
    [],
    [teamId],
    [bia],
  ])
  expect(published.filter(({ name }) => name !== 'conversations.stale').map(({ name }) => name)).toEqual([
    'teams.changed',
    'staff.changed',
    'staff.changed',
  ])

  teams.delete(teamId, manager)
  expect([teams.list(), teams.teamIdsOf(bia), refreshed, deleted]).toEqual([[], [], [bia, caio], [teamId]])
  expect(db.list(sql`SELECT kind, by_staff FROM commands`)).toEqual([
    { kind: 'team.save', by_staff: 'marcos' },
    { kind: 'team.save', by_staff: 'marcos' },
    { kind: 'team.delete', by_staff: 'marcos' },
  ])
})

test('a team that is not there, a member who is nobody and a name that another has are refused', async () => {
  const { teams, manager } = setUp()
  teams.save({ teamId: null, name: 'Vendas', members: [] }, manager)
  const missing = 'nothing' as TeamId
  expect([
    await codeOf(() => teams.save({ teamId: missing, name: 'X', members: [] }, manager)),
    await codeOf(() => teams.delete(missing, manager)),
    await codeOf(() => teams.save({ teamId: null, name: 'X', members: ['ghost' as StaffId] }, manager)),
    await codeOf(() => teams.save({ teamId: null, name: 'VENDAS', members: [] }, manager)),
    await codeOf(() => teams.setTeamsOf(ana, [missing], manager)),
  ]).toEqual(['not-found', 'not-found', 'not-found', 'name-taken', 'not-found'])
  expect(teams.list().map(({ name }) => name)).toEqual(['Vendas'])
})

test('nobody widens what they see by putting themselves into a team', async () => {
  const { teams, manager } = setUp()
  const { teamId } = teams.save({ teamId: null, name: 'Vendas', members: [bia] }, manager)
  const outsider = actor({ staffId: 'ana', role: 'manager', scope: 'team' })
  expect([
    await codeOf(() => teams.save({ teamId, name: 'Vendas', members: [ana, bia] }, outsider)),
    await codeOf(() => teams.setTeamsOf(ana, [teamId], outsider)),
    await codeOf(() => teams.delete(teamId, outsider)),
    await codeOf(() => teams.save({ teamId, name: 'Vendas', members: [ana, bia] }, { ...outsider, teamIds: new Set([teamId]) })),
  ]).toEqual(['grants-too-much', 'grants-too-much', 'grants-too-much', 'no failure'])
})

test('a person’s teams are set at once', () => {
  const { teams, manager, refreshed } = setUp()
  const [a, b] = ['A', 'B'].map((name) => teams.save({ teamId: null, name, members: [ana] }, manager).teamId) as [TeamId, TeamId]
  refreshed.length = 0
  teams.setTeamsOf(ana, [b], manager)
  teams.setTeamsOf(ana, [b], manager)
  expect([teams.teamIdsOf(ana), teams.list().map(({ members }) => members), refreshed, a < b]).toEqual([[b], [[], [ana]], [ana], true])
})

test('whoever sees no more than their teams takes nobody of another team, or of none, into theirs', async () => {
  const { teams, manager } = setUp()
  const save = (name: string, members: StaffId[]) => teams.save({ teamId: null, name, members }, manager).teamId
  const [sales, delivery] = [save('Vendas', [ana, bia]), save('Entrega', [bia])]
  const leader = actor({ staffId: 'ana', role: 'manager', scope: 'team', teamIds: new Set([sales]) })
  expect([
    await codeOf(() => teams.save({ teamId: sales, name: 'Vendas', members: [ana, bia, caio] }, leader)),
    await codeOf(() => teams.save({ teamId: null, name: 'Minha', members: [ana, caio] }, leader)),
    await codeOf(() => teams.save({ teamId: null, name: 'Minha', members: [ana, bia] }, leader)),
    // Bia is in both, and stays; the leader may let her go.
    await codeOf(() => teams.save({ teamId: sales, name: 'Balcão', members: [ana, bia] }, leader)),
    await codeOf(() => teams.save({ teamId: sales, name: 'Balcão', members: [ana] }, leader)),
    await codeOf(() => teams.save({ teamId: null, name: 'Minha', members: [ana] }, leader)),
  ]).toEqual(['grants-too-much', 'grants-too-much', 'grants-too-much', 'no failure', 'no failure', 'no failure'])
  expect(teams.teamIdsOf(bia)).toEqual([delivery])
})
