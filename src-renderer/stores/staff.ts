import type { Client, MethodInput, MethodOutput, StaffId, StaffMember } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type StaffAccount = MethodOutput<'staff.listAccounts'>['accounts'][number]

export type StaffState = {
  /** Colleagues, past ones too, for the names on what they did. */
  membersById: ReadonlyMap<StaffId, StaffMember>
  /** For the screen on which people are managed; loaded when it is opened. */
  accounts: Loadable<readonly StaffAccount[]>
  loadAccounts(): Promise<void>
  add(input: MethodInput<'staff.add'>): Promise<StaffMember>
  setActive(staffId: StaffId, isActive: boolean): Promise<void>
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
    async add(input) {
      const { member } = await client.call('staff.add', input)
      keep(member)
      await store.getState().loadAccounts()
      return member
    },
    async setActive(staffId, isActive) {
      const { member } = await client.call('staff.setActive', { staffId, isActive })
      keep(member)
    },
  }))

  function keep(member: StaffMember): void {
    const { membersById, accounts } = store.getState()
    store.setState({ membersById: new Map(membersById).set(member.staffId, member) })
    if (accounts.phase !== 'ready') return
    const value = accounts.value.map((account) => (account.staffId === member.staffId ? { ...account, ...member } : account))
    store.setState({ accounts: { phase: 'ready', value } })
  }

  async function loadMembers(): Promise<void> {
    const { staff } = await client.call('staff.list', {})
    store.setState({ membersById: new Map(staff.map((member) => [member.staffId, member])) })
  }

  return liveStore(store, {
    apply(event) {
      if (event.name !== 'staff.changed') return
      const { member } = event.payload
      const { accounts } = store.getState()
      const isNew = accounts.phase === 'ready' && !accounts.value.some((account) => account.staffId === member.staffId)
      keep(member)
      if (isNew) void store.getState().loadAccounts()
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
