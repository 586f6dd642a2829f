import type { Client, DeskStatus, RecoveryKit, TransportState } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type KitStatus = { issuedAt: number | null; confirmedAt: number | null }

export type DeskState = {
  connection: TransportState
  /** Null until the core has answered for the first time. */
  status: DeskStatus | null
  /** Why it did not answer, when the link is not to blame. */
  loadError: unknown
  load(): Promise<void>
  /** Null until known, and for whoever may not know it. */
  kitStatus: KitStatus | null
  openPractice(): Promise<void>
  /** Puts a practice shop that is lost aside, and makes another. */
  beginPracticeAnew(): Promise<void>
  openShop(): Promise<void>
  leavePractice(): Promise<void>
  retry(): Promise<void>
  unlockWithKit(kit: string): Promise<void>
  /** The kit before it no longer opens anything. It is given once and kept nowhere here. */
  issueKit(): Promise<RecoveryKit>
  confirmKit(groups: ReadonlyArray<{ index: number; text: string }>): Promise<boolean>
}
export type DeskStore = LiveStore<DeskState> & { setConnection(connection: TransportState): void }

/** What is open on this desk, and whether this window still reaches it. */
export function createDeskStore({ client }: { client: Client }): DeskStore {
  const store = createStore<DeskState>()((set) => ({
    connection: 'connecting',
    status: null,
    loadError: null,
    kitStatus: null,
    async load() {
      try {
        set({ status: await client.call('desk.status', {}), loadError: null })
      } catch (loadError) {
        set({ loadError })
      }
    },
    openPractice: async () => set({ status: await client.call('desk.openPractice', {}) }),
    beginPracticeAnew: async () => set({ status: await client.call('desk.openPractice', { startAnew: true }) }),
    openShop: async () => set({ status: await client.call('desk.openShop', {}) }),
    leavePractice: async () => set({ status: await client.call('desk.leavePractice', {}) }),
    retry: async () => set({ status: await client.call('desk.retry', {}) }),
    unlockWithKit: async (kit) => set({ status: await client.call('desk.unlockWithKit', { kit }) }),
    async issueKit() {
      const kit = await client.call('kit.issue', {})
      set({ kitStatus: { issuedAt: kit.issuedAt, confirmedAt: null } })
      return kit
    },
    async confirmKit(groups) {
      const { confirmed } = await client.call('kit.confirm', { groups: [...groups] })
      if (confirmed) set({ kitStatus: await client.call('kit.status', {}) })
      return confirmed
    },
  }))

  async function loadKitStatus(): Promise<void> {
    // Without it there is only no reminder; the next sign-in asks again.
    const kitStatus = await client.call('kit.status', {}).catch(() => null)
    store.setState({ kitStatus })
  }

  const live = liveStore(store, {
    apply(event) {
      if (event.name === 'desk.changed') store.setState({ status: event.payload.status })
    },
    start(me) {
      if (me.permissions.includes('kit.reprint')) void loadKitStatus()
    },
    stop: () => store.setState({ kitStatus: null }),
  })
  return Object.assign(live, {
    setConnection: (connection: TransportState) => store.setState({ connection }),
  })
}
