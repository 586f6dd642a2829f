import type { Client, MethodOutput } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type PracticePerson = MethodOutput<'practice.people'>['people'][number]

export type PracticeState = {
  people: Loadable<readonly PracticePerson[]>
  loadPeople(): Promise<void>
}
export type PracticeStore = LiveStore<PracticeState>

/** The ready-made people of the practice shop. */
export function createPracticeStore({ client }: { client: Client }): PracticeStore {
  const store = createStore<PracticeState>()((set) => ({
    people: { phase: 'loading' },
    async loadPeople() {
      try {
        const { people } = await client.call('practice.people', {})
        set({ people: { phase: 'ready', value: people } })
      } catch (error) {
        set({ people: { phase: 'failed', error } })
      }
    },
  }))
  return liveStore(store, {})
}
