import type { Client, JournalEntry, JournalFilter, JournalVerdict, MethodOutput, StaffSettings } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type JournalState = {
  filter: JournalFilter
  phase: 'loading' | 'failed' | 'ready'
  error: unknown
  entries: readonly JournalEntry[]
  /** Where the next page begins; null at the end. */
  next: number | null
  isLoadingMore: boolean
  show(filter: JournalFilter): Promise<void>
  loadMore(): Promise<void>
  verify(): Promise<JournalVerdict>
  export(language: StaffSettings['language']): Promise<MethodOutput<'journal.export'>>
}
export type JournalStore = LiveStore<JournalState>

const PAGE = 100

/** What everybody did, as far as the signed-in person may read it. */
export function createJournalStore({ client }: { client: Client }): JournalStore {
  const empty = { filter: {}, phase: 'loading', error: null, entries: [], next: null, isLoadingMore: false } as const
  /** What was asked for last is what counts. */
  let asked = 0

  const store = createStore<JournalState>()((set, get) => ({
    ...empty,
    async show(filter) {
      asked += 1
      const mine = asked
      set({ ...empty, filter })
      try {
        const { entries, next } = await client.call('journal.list', { ...filter, limit: PAGE })
        if (mine === asked) set({ phase: 'ready', entries, next })
      } catch (error) {
        if (mine === asked) set({ phase: 'failed', error })
      }
    },
    async loadMore() {
      const { filter, next, isLoadingMore } = get()
      if (next === null || isLoadingMore) return
      const mine = asked
      set({ isLoadingMore: true })
      try {
        const page = await client.call('journal.list', { ...filter, before: next, limit: PAGE })
        if (mine === asked) set((state) => ({ entries: [...state.entries, ...page.entries], next: page.next }))
      } finally {
        if (mine === asked) set({ isLoadingMore: false })
      }
    },
    verify: () => client.call('journal.verify', {}),
    export: (language) => client.call('journal.export', { ...get().filter, language }),
  }))

  return liveStore(store, { stop: () => store.setState(empty) })
}
