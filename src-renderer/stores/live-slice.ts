import type { AnyEvent, Me } from '#contract'
import type { StoreApi } from 'zustand/vanilla'

/** How a store hears of the core. Each is optional; `createStores` calls them on every store. */
export type SliceLife = {
  /** Something happened. Every event reaches every store; take those that are yours. */
  apply?(event: AnyEvent): void
  /** Somebody signed in: load what is always shown. */
  start?(me: Me): void
  /** Events may have been lost: load again what is shown. Called only while somebody is signed in. */
  reload?(): void
  /** Nobody is signed in any more: forget everything. */
  stop?(): void
}

export type LiveStore<State> = StoreApi<State> & { readonly life: SliceLife }

export function liveStore<State>(store: StoreApi<State>, life: SliceLife): LiveStore<State> {
  return Object.assign(store, { life })
}

/** What a screen knows of something it loads. */
export type Loadable<Value> = { phase: 'loading' } | { phase: 'failed'; error: unknown } | { phase: 'ready'; value: Value }
