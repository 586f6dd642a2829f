import type { Approval, ApprovalId, Client, Invitation, MessagingRules, MethodInput, SecurityRules } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type RulesState = {
  /** Null until known. */
  rules: SecurityRules | null
  messaging: MessagingRules | null
  /** What waits for somebody's agreement, or for its time. */
  approvals: readonly Approval[]
  saveRules(rules: SecurityRules): Promise<void>
  saveMessaging(rules: MessagingRules): Promise<void>
  /** Answers the code to be handed over, when there is one. */
  approve(approvalId: ApprovalId): Promise<Invitation | null>
  cancelApproval(approvalId: ApprovalId): Promise<void>
  /** Answers the code to be handed over, when there is one. */
  carryOut(input: MethodInput<'approvals.carryOut'>): Promise<Invitation | null>
}
export type RulesStore = LiveStore<RulesState>

/** The rules of the shop that the program keeps, and what is held up by them. */
export function createRulesStore({ client }: { client: Client }): RulesStore {
  const empty = { rules: null, messaging: null, approvals: [] } as const

  const store = createStore<RulesState>()((set) => ({
    ...empty,
    saveMessaging: async (rules) => set({ messaging: (await client.call('messaging.save', { rules })).rules }),
    saveRules: async (rules) => set({ rules: (await client.call('security.save', { rules })).rules }),
    async approve(approvalId) {
      const { invitation } = await client.call('approvals.approve', { approvalId })
      await loadApprovals()
      return invitation
    },
    async cancelApproval(approvalId) {
      await client.call('approvals.cancel', { approvalId })
      await loadApprovals()
    },
    async carryOut(input) {
      const { invitation } = await client.call('approvals.carryOut', input)
      await loadApprovals()
      return invitation
    },
  }))

  async function loadApprovals(): Promise<void> {
    store.setState({ approvals: (await client.call('approvals.list', {})).approvals })
  }

  /** Each by itself: what one person may not ask for keeps them from nothing else. */
  async function load(): Promise<void> {
    await Promise.allSettled([
      loadApprovals(),
      client.call('messaging.get', {}).then(({ rules }) => store.setState({ messaging: rules })),
      client.call('security.get', {}).then(({ rules }) => store.setState({ rules })),
    ])
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'messaging.changed') store.setState({ messaging: event.payload.rules })
      if (event.name === 'security.changed') store.setState({ rules: event.payload.rules })
      if (event.name === 'approvals.changed') void loadApprovals().catch(() => {})
    },
    // All are beside what the screens are for; the next event or reload brings them.
    start: () => void load(),
    reload: () => void load(),
    stop: () => store.setState(empty),
  })
}
