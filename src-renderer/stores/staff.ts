import type {
  Client,
  Invitation,
  MethodInput,
  MethodOutput,
  RoleId,
  Session,
  SessionId,
  StaffAccount,
  StaffId,
  StaffMember,
} from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type ResetAnswer = MethodOutput<'staff.resetAccess'>
/** What concerns an owner and waits for another's agreement, or for its time; null when it is done. */
export type Waits = MethodOutput<'staff.setRole'>['waits']

export type StaffState = {
  /** Colleagues, past ones too, for the names on what they did. */
  membersById: ReadonlyMap<StaffId, StaffMember>
  /** For the screen on which people are managed; loaded when it is opened. */
  accounts: Loadable<readonly StaffAccount[]>
  loadAccounts(): Promise<void>
  /** Answers the code to be handed over. */
  invite(input: MethodInput<'staff.invite'>): Promise<Invitation>
  renewInvitation(staffId: StaffId): Promise<Invitation>
  resetAccess(input: MethodInput<'staff.resetAccess'>): Promise<ResetAnswer>
  setRole(staffId: StaffId, roleId: RoleId): Promise<Waits>
  /** `conversations`: how many were handed over. */
  leave(input: MethodInput<'staff.leave'>): Promise<{ conversations: number; waits: Waits }>
  comeBack(staffId: StaffId): Promise<Invitation>
  sessionsOf(staffId: StaffId): Promise<Session[]>
  killSession(sessionId: SessionId): Promise<void>
}
export type StaffStore = LiveStore<StaffState>

export function createStaffStore({ client }: { client: Client }): StaffStore {
  const empty = { membersById: new Map<StaffId, StaffMember>(), accounts: { phase: 'loading' } } as const

  const store = createStore<StaffState>()((set) => ({
    ...empty,
    async loadAccounts() {
      try {
        const { accounts } = await client.call('staff.listAccounts', {})
        set({ accounts: { phase: 'ready', value: accounts } })
      } catch (error) {
        set({ accounts: { phase: 'failed', error } })
      }
    },
    invite: async (input) => (await andReload(client.call('staff.invite', input))).invitation,
    renewInvitation: async (staffId) => (await andReload(client.call('staff.renewInvitation', { staffId }))).invitation,
    resetAccess: (input) => andReload(client.call('staff.resetAccess', input)),
    setRole: async (staffId, roleId) => (await andReload(client.call('staff.setRole', { staffId, roleId }))).waits,
    leave: (input) => andReload(client.call('staff.leave', input)),
    comeBack: async (staffId) => (await andReload(client.call('staff.return', { staffId }))).invitation,
    async sessionsOf(staffId) {
      const { sessions } = await client.call('session.listAll', {})
      return sessions.filter((session) => session.staffId === staffId)
    },
    async killSession(sessionId) {
      await client.call('session.kill', { sessionId })
    },
  }))

  /** What a row shows follows from more than the one call says. */
  async function andReload<Answer>(call: Promise<Answer>): Promise<Answer> {
    const answer = await call
    await store.getState().loadAccounts()
    return answer
  }

  async function loadMembers(): Promise<void> {
    const { staff } = await client.call('staff.list', {})
    store.setState({ membersById: new Map(staff.map((member) => [member.staffId, member])) })
  }

  return liveStore(store, {
    apply(event) {
      if (event.name !== 'staff.changed') return
      const { member } = event.payload
      const { membersById, accounts, loadAccounts } = store.getState()
      store.setState({ membersById: new Map(membersById).set(member.staffId, member) })
      if (accounts.phase !== 'loading') void loadAccounts()
    },
    // A name that is missing for a moment is shown as a past colleague; the next event or reload brings it.
    start: () => void loadMembers().catch(() => {}),
    reload() {
      void loadMembers().catch(() => {})
      if (store.getState().accounts.phase !== 'loading') void store.getState().loadAccounts()
    },
    stop: () => store.setState(empty),
  })
}
