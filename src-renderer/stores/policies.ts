import type { Client, MethodInput, MethodOutput, Policy, PolicyId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type Acknowledgements = MethodOutput<'policies.acknowledgements'>['policies']

export type PoliciesState = {
  policies: Loadable<readonly Policy[]>
  /** Who read which version; loaded on the screen on which policies are managed. */
  acknowledgements: Loadable<Acknowledgements>
  load(): Promise<void>
  loadAcknowledgements(): Promise<void>
  acknowledge(input: MethodInput<'policies.acknowledge'>): Promise<void>
  publish(input: MethodInput<'policies.publish'>): Promise<void>
  retire(policyId: PolicyId): Promise<void>
}
export type PoliciesStore = LiveStore<PoliciesState>

/** What the shop expects of everybody who works in it. */
export function createPoliciesStore({ client }: { client: Client }): PoliciesStore {
  const empty = { policies: { phase: 'loading' }, acknowledgements: { phase: 'loading' } } as const

  const store = createStore<PoliciesState>()((set, get) => ({
    ...empty,
    async load() {
      try {
        set({ policies: { phase: 'ready', value: (await client.call('policies.list', {})).policies } })
      } catch (error) {
        set({ policies: { phase: 'failed', error } })
      }
    },
    async loadAcknowledgements() {
      try {
        set({ acknowledgements: { phase: 'ready', value: (await client.call('policies.acknowledgements', {})).policies } })
      } catch (error) {
        set({ acknowledgements: { phase: 'failed', error } })
      }
    },
    async acknowledge(input) {
      await client.call('policies.acknowledge', input)
      await get().load()
    },
    async publish(input) {
      await client.call('policies.publish', input)
      await reload()
    },
    async retire(policyId) {
      await client.call('policies.retire', { policyId })
      await reload()
    },
  }))

  async function reload(): Promise<void> {
    const { policies, acknowledgements, load, loadAcknowledgements } = store.getState()
    if (policies.phase !== 'loading') await load()
    if (acknowledgements.phase !== 'loading') await loadAcknowledgements()
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'policies.changed') void reload()
    },
    reload: () => void reload(),
    stop: () => store.setState(empty),
  })
}
