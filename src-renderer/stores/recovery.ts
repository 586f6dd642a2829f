import type { Client, MethodOutput, RecoveryId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'
import type { SessionStore } from './session.ts'

export type RecoveryState = {
  /** For the sign-in screen: whether it can be asked for here, and what waits; null until known. */
  offer: MethodOutput<'recovery.offer'> | null
  /** For whoever is signed in: what waits. */
  waiting: MethodOutput<'recovery.current'>['waiting']
  loadOffer(): Promise<void>
  /** Answers the code without which nobody finishes it. */
  ask(login: string): Promise<string>
  stop(recoveryId: RecoveryId): Promise<void>
}
export type RecoveryStore = LiveStore<RecoveryState>

/** The way back for an owner with nothing in hand, and what everybody sees of it while it waits. */
export function createRecoveryStore({ client, session }: { client: Client; session: SessionStore }): RecoveryStore {
  const store = createStore<RecoveryState>()((set) => ({
    offer: null,
    waiting: null,
    async loadOffer() {
      // Without it there is only no such way; the next event or sign-in screen asks again.
      set({ offer: await client.call('recovery.offer', {}).catch(() => null) })
    },
    async ask(login) {
      const { code, waiting } = await client.call('recovery.ask', { login })
      set({ offer: { isOn: true, waiting } })
      return code
    },
    async stop(recoveryId) {
      await client.call('recovery.stop', { recoveryId })
      set({ waiting: null })
    },
  }))

  async function loadWaiting(): Promise<void> {
    const answer = await client.call('recovery.current', {}).catch(() => null)
    if (answer !== null) store.setState({ waiting: session.getState().me === null ? null : answer.waiting })
  }

  // Also of somebody with a duty left, who is no working person yet.
  session.subscribe((now, then) => {
    if (now.me?.staffId === then.me?.staffId) return
    store.setState({ waiting: null })
    if (now.me !== null) void loadWaiting()
  })

  return liveStore(store, {
    apply(event) {
      if (event.name !== 'recovery.changed') return
      if (session.getState().me !== null) void loadWaiting()
      else if (store.getState().offer !== null) void store.getState().loadOffer()
    },
    reload: () => void loadWaiting(),
  })
}
