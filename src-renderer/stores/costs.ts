import type { Client, CostMonth, CostSettings, MethodOutput, RateCard } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type Reconciliation = MethodOutput<'costs.reconcile'> & { month: string }

export type CostsState = {
  /** The month that is looked at; what it holds is loaded when a screen asks for it. */
  month: Loadable<CostMonth>
  /** Newest first. */
  months: readonly string[]
  settings: Loadable<{ settings: CostSettings; cards: readonly RateCard[] }>
  reconciliation: Reconciliation | null
  /** `month` null: the one that is now. */
  load(month: string | null): Promise<void>
  loadSettings(): Promise<void>
  saveSettings(settings: CostSettings): Promise<void>
  saveRates(card: Omit<RateCard, 'isBuiltIn'>): Promise<void>
  removeRates(card: Pick<RateCard, 'currency' | 'validFrom'>): Promise<void>
  reconcile(month: string): Promise<void>
}
export type CostsStore = LiveStore<CostsState>

/** What messages cost, for whoever looks at it. */
export function createCostsStore({ client }: { client: Client }): CostsStore {
  const empty = { month: { phase: 'loading' }, months: [], settings: { phase: 'loading' }, reconciliation: null } as const
  /** What was asked for last, so that a late answer of another month is not shown; undefined while nobody looks. */
  let wanted: string | null | undefined

  const store = createStore<CostsState>()((set, get) => ({
    ...empty,
    async load(month) {
      wanted = month
      try {
        const { cost, months } = await client.call('costs.month', { month })
        if (wanted === month) set({ month: { phase: 'ready', value: cost }, months })
      } catch (error) {
        if (wanted === month) set({ month: { phase: 'failed', error } })
      }
    },
    async loadSettings() {
      try {
        set({ settings: { phase: 'ready', value: await client.call('costs.settings', {}) } })
      } catch (error) {
        set({ settings: { phase: 'failed', error } })
      }
    },
    async saveSettings(changed) {
      await client.call('costs.saveSettings', { settings: changed })
      await Promise.all([get().loadSettings(), again()])
    },
    async saveRates(card) {
      await client.call('costs.saveRates', { card })
      await Promise.all([get().loadSettings(), again()])
    },
    async removeRates({ currency, validFrom }) {
      await client.call('costs.removeRates', { currency, validFrom })
      await Promise.all([get().loadSettings(), again()])
    },
    async reconcile(month) {
      const answer = await client.call('costs.reconcile', { month })
      set({ reconciliation: { ...answer, month } })
    },
  }))

  async function again(): Promise<void> {
    if (wanted !== undefined) await store.getState().load(wanted)
  }

  return liveStore(store, {
    apply(event) {
      const { month } = store.getState()
      if (event.name === 'costs.changed' && month.phase === 'ready' && month.value.month === event.payload.month) void again()
    },
    reload: () => void again(),
    stop() {
      wanted = undefined
      store.setState(empty)
    },
  })
}
