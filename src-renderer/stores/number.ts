import type { Client, MethodInput, MethodOutput, NumberHealth, NumberSummary } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type ConnectResult = MethodOutput<'number.connect'>

export type NumberState = {
  /** The shop's number; a value of null when none is connected yet. */
  number: Loadable<NumberSummary | null>
  /** How WhatsApp sees it; null until a screen has asked, and while nobody knows. */
  health: NumberHealth | null
  load(): Promise<void>
  connect(input: MethodInput<'number.connect'>): Promise<ConnectResult>
  resume(): Promise<void>
  loadHealth(): Promise<void>
  /** Asks WhatsApp now. */
  checkHealth(): Promise<void>
}
export type NumberStore = LiveStore<NumberState>

export function createNumberStore({ client }: { client: Client }): NumberStore {
  const store = createStore<NumberState>()((set) => ({
    number: { phase: 'loading' },
    health: null,
    async load() {
      try {
        const { number } = await client.call('number.get', {})
        set({ number: { phase: 'ready', value: number } })
      } catch (error) {
        set({ number: { phase: 'failed', error } })
      }
    },
    async connect(input) {
      const result = await client.call('number.connect', input)
      if (result.connected) set({ number: { phase: 'ready', value: result.number } })
      return result
    },
    async resume() {
      const { number } = await client.call('number.resume', {})
      set({ number: { phase: 'ready', value: number } })
    },
    loadHealth: async () => set(await client.call('number.health', {})),
    checkHealth: async () => set(await client.call('number.checkHealth', {})),
  }))

  return liveStore(store, {
    apply(event) {
      if (event.name === 'number.healthChanged') store.setState({ health: event.payload.health })
      if (event.name === 'number.changed') store.setState({ number: { phase: 'ready', value: event.payload.number } })
    },
    start: () => void store.getState().load(),
    reload: () => void store.getState().load(),
    stop: () => store.setState({ number: { phase: 'loading' }, health: null }),
  })
}
