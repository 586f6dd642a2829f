import type { MediaId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore } from './live-slice.ts'

export type ViewerState = {
  /** The file that is shown large; null when none is. */
  shown: MediaId | null
  show(mediaId: MediaId): void
  close(): void
}

export function createViewerStore() {
  const store = createStore<ViewerState>((set) => ({
    shown: null,
    show: (shown) => set({ shown }),
    close: () => set({ shown: null }),
  }))
  return liveStore(store, { stop: () => store.setState({ shown: null }) })
}
