import type { Client, Me, MethodInput, MethodOutput, Session, SessionId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type MfaStatus = MethodOutput<'mfa.status'>

export type SecurityState = {
  status: Loadable<MfaStatus>
  /** Where the person is signed in. */
  sessions: Loadable<readonly Session[]>
  load(): Promise<void>
  /** A new secret for the authenticator app; nothing changes until one of its codes is confirmed. */
  beginMfa(): Promise<MethodOutput<'mfa.begin'>>
  /** Answers the recovery codes, which are shown this once, and who the person is with the app set up. */
  confirmMfa(input: MethodInput<'mfa.confirm'>): Promise<{ recoveryCodes: string[]; me: Me }>
  makeRecoveryCodes(): Promise<string[]>
  setPin(pin: string): Promise<void>
  removePin(): Promise<void>
  endSession(sessionId: SessionId): Promise<void>
}
export type SecurityStore = LiveStore<SecurityState>

/** The signed-in person's own keys: authenticator app, recovery codes, PIN, and the places where they are signed in. */
export function createSecurityStore({ client }: { client: Client }): SecurityStore {
  const empty = { status: { phase: 'loading' }, sessions: { phase: 'loading' } } as const

  const store = createStore<SecurityState>()((set, get) => ({
    ...empty,
    async load() {
      try {
        const [status, { sessions }] = await Promise.all([client.call('mfa.status', {}), client.call('session.list', {})])
        set({ status: { phase: 'ready', value: status }, sessions: { phase: 'ready', value: sessions } })
      } catch (error) {
        set({ status: { phase: 'failed', error }, sessions: { phase: 'failed', error } })
      }
    },
    beginMfa: () => client.call('mfa.begin', {}),
    confirmMfa: (input) => client.call('mfa.confirm', input),
    async makeRecoveryCodes() {
      const { recoveryCodes } = await client.call('mfa.makeRecoveryCodes', {})
      void get().load()
      return recoveryCodes
    },
    async setPin(pin) {
      await client.call('pin.set', { pin })
      await get().load()
    },
    async removePin() {
      await client.call('pin.remove', {})
      await get().load()
    },
    async endSession(sessionId) {
      await client.call('session.end', { sessionId })
      await get().load()
    },
  }))

  return liveStore(store, { stop: () => store.setState(empty) })
}
