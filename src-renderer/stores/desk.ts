import type { Client, DeskStatus, MethodOutput, RecoveryKit, TransportState } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type KitStatus = MethodOutput<'kit.status'>
export type KeyStatus = MethodOutput<'key.status'>

export type DeskState = {
  connection: TransportState
  /** Null until the core has answered for the first time. */
  status: DeskStatus | null
  /** Why it did not answer, when the link is not to blame. */
  loadError: unknown
  load(): Promise<void>
  /** Null until known, and for whoever may not know it. */
  kitStatus: KitStatus | null
  /** The same. */
  keyStatus: KeyStatus | null
  openPractice(): Promise<void>
  /** Puts a practice shop that is lost aside, and makes another. */
  beginPracticeAnew(): Promise<void>
  openShop(): Promise<void>
  leavePractice(): Promise<void>
  retry(): Promise<void>
  unlockWithKit(kit: string): Promise<void>
  unlockWithPassphrase(passphrase: string): Promise<void>
  /** The kit before it counts until this one is confirmed. It is given once and kept nowhere here. */
  issueKit(): Promise<RecoveryKit>
  confirmKit(groups: ReadonlyArray<{ index: number; text: string }>): Promise<boolean>
  /** A new key for the shop's data, and its kit: none before it opens anything. In strict mode it takes the passphrase. */
  rotateKey(passphrase: string | null): Promise<RecoveryKit>
  /** Strict mode; null ends it. */
  setPassphrase(passphrase: string | null): Promise<void>
}
export type DeskStore = LiveStore<DeskState> & { setConnection(connection: TransportState): void }

/** What is open on this desk, and whether this window still reaches it. */
export function createDeskStore({ client }: { client: Client }): DeskStore {
  const store = createStore<DeskState>()((set) => ({
    connection: 'connecting',
    status: null,
    loadError: null,
    kitStatus: null,
    keyStatus: null,
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
    unlockWithPassphrase: async (passphrase) => set({ status: await client.call('desk.unlockWithPassphrase', { passphrase }) }),
    async issueKit() {
      const kit = await client.call('kit.issue', {})
      void loadKitStatus()
      return kit
    },
    async confirmKit(groups) {
      const { confirmed } = await client.call('kit.confirm', { groups: [...groups] })
      if (confirmed) set({ kitStatus: await client.call('kit.status', {}) })
      return confirmed
    },
    async rotateKey(passphrase) {
      const kit = await client.call('key.rotate', passphrase === null ? {} : { passphrase })
      void loadKitStatus()
      void loadKeyStatus()
      return kit
    },
    async setPassphrase(passphrase) {
      try {
        await client.call('key.setPassphrase', { passphrase })
      } finally {
        // Also when it was refused: a keychain may not have let go of the key after strict mode had begun.
        await loadKeyStatus()
      }
    },
  }))

  async function loadKitStatus(): Promise<void> {
    // Without it there is only no reminder; the next sign-in asks again.
    const kitStatus = await client.call('kit.status', {}).catch(() => null)
    store.setState({ kitStatus })
  }

  async function loadKeyStatus(): Promise<void> {
    // Without it there is only no section about it.
    const keyStatus = await client.call('key.status', {}).catch(() => null)
    store.setState({ keyStatus })
  }

  const live = liveStore(store, {
    apply(event) {
      if (event.name === 'desk.changed') store.setState({ status: event.payload.status })
    },
    start(me) {
      if (me.permissions.includes('kit.reprint')) void loadKitStatus()
      if (me.permissions.includes('key.rotate')) void loadKeyStatus()
    },
    stop: () => store.setState({ kitStatus: null, keyStatus: null }),
  })
  return Object.assign(live, {
    setConnection: (connection: TransportState) => store.setState({ connection }),
  })
}
