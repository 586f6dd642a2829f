import type { Client, MethodInput, RoleRecord, Team } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type TeamsState = {
  /** Empty until loaded; a shop always has its built-in roles. */
  roles: readonly RoleRecord[]
  teams: readonly Team[]
  changeRoles(changes: MethodInput<'roles.change'>['changes']): Promise<void>
  saveTeam(input: MethodInput<'teams.save'>): Promise<void>
  deleteTeam(teamId: Team['teamId']): Promise<void>
}
export type TeamsStore = LiveStore<TeamsState>

/** The roles and teams of the shop. */
export function createTeamsStore({ client }: { client: Client }): TeamsStore {
  const empty = { roles: [], teams: [] } as const
  const store = createStore<TeamsState>()((set) => ({
    ...empty,
    changeRoles: async (changes) => set({ roles: (await client.call('roles.change', { changes })).roles }),
    async saveTeam(input) {
      await client.call('teams.save', input)
      await load()
    },
    async deleteTeam(teamId) {
      await client.call('teams.delete', { teamId })
      await load()
    },
  }))

  async function load(): Promise<void> {
    const [{ roles }, { teams }] = await Promise.all([client.call('roles.list', {}), client.call('teams.list', {})])
    store.setState({ roles, teams })
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'roles.changed') store.setState({ roles: event.payload.roles })
      if (event.name === 'teams.changed') store.setState({ teams: event.payload.teams })
    },
    // A role without a name for a moment; the next event or reload brings it.
    start: () => void load().catch(() => {}),
    reload: () => void load().catch(() => {}),
    stop: () => store.setState(empty),
  })
}
