import type { Client, Me, MethodInput, MethodOutput, Session, SessionId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type MfaStatus = MethodOutput<'mfa.status'>

export type SecurityState = {
  status: Loadable<MfaStatus>
  /** Where the person is signed in. */
  sessions: Loadable<readonly Session[]>
  /** The code of a new app is on its way: what the core tells meanwhile must not take the screen away from under it. */
  isConfirming: boolean
  /** Given this once, and lost unless somebody keeps them: they stay until the person says that they did. */
  recoveryCodes: readonly string[] | null
  load(): Promise<void>
  /** A new secret for the authenticator app; nothing changes until one of its codes is confirmed. */
  beginMfa(): Promise<MethodOutput<'mfa.begin'>>
  /** Answers who the person is with the app set up; the recovery codes are here then. */
  confirmMfa(input: MethodInput<'mfa.confirm'>): Promise<Me>
  makeRecoveryCodes(): Promise<void>
  /** They are on paper. */
  keptCodes(): void
  setPin(pin: string): Promise<void>
  removePin(): Promise<void>
  endSession(sessionId: SessionId): Promise<void>
}
export type SecurityStore = LiveStore<SecurityState>

/** The signed-in person's own keys: authenticator app, recovery codes, PIN, and the places where they are signed in. */
export function createSecurityStore({ client }: { client: Client }): SecurityStore {
  const empty = { status: { phase: 'loading' }, sessions: { phase: 'loading' }, isConfirming: false, recoveryCodes: null } as const

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
    async confirmMfa(input) {
      set({ isConfirming: true })
      try {
        const { recoveryCodes, me } = await client.call('mfa.confirm', input)
        set({ recoveryCodes })
        return me
      } finally {
        set({ isConfirming: false })
      }
    },
    async makeRecoveryCodes() {
      const { recoveryCodes } = await client.call('mfa.makeRecoveryCodes', {})
      set({ recoveryCodes })
    },
    keptCodes: () => set({ recoveryCodes: null }),
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
