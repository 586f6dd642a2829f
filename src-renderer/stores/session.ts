import type { Client, EventPayload, Me, MethodInput, Permission, StaffId, StaffSettings } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type SignOutReason = EventPayload<'session.ended'>['reason']

export type SessionState = {
  /** `unknown` until the core has said who this connection is. */
  phase: 'unknown' | 'signed-out' | 'signed-in'
  me: Me | null
  /** Why the last session ended, when it was not the person's own doing. */
  endedBecause: Exclude<SignOutReason, 'signed-out'> | null
  signIn(input: MethodInput<'staff.signIn'>): Promise<void>
  signInAs(staffId: StaffId): Promise<void>
  createOwner(input: MethodInput<'staff.createOwner'>): Promise<void>
  signOut(): Promise<void>
  changePassword(input: MethodInput<'staff.changePassword'>): Promise<void>
}
export type SessionStore = LiveStore<SessionState> & { load(): Promise<void>; setSettings(settings: StaffSettings): void }

/** Who is signed in on this connection. */
export function createSessionStore({ client }: { client: Client }): SessionStore {
  const store = createStore<SessionState>()(() => ({
    phase: 'unknown',
    me: null,
    endedBecause: null,
    signIn: async (input) => become((await client.call('staff.signIn', input)).me),
    signInAs: async (staffId) => become((await client.call('practice.signInAs', { staffId })).me),
    createOwner: async (input) => become((await client.call('staff.createOwner', input)).me),
    async signOut() {
      await client.call('staff.signOut', {})
      store.setState({ phase: 'signed-out', me: null, endedBecause: null })
    },
    async changePassword(input) {
      await client.call('staff.changePassword', input)
    },
  }))

  function become(me: Me | null): void {
    store.setState(me === null ? { phase: 'signed-out', me: null } : { phase: 'signed-in', me, endedBecause: null })
  }

  const live = liveStore(store, {
    apply(event) {
      if (event.name === 'session.ended') {
        const { reason } = event.payload
        store.setState({ phase: 'signed-out', me: null, endedBecause: reason === 'signed-out' ? null : reason })
      }
      if (event.name === 'desk.changed' && event.payload.status.phase !== 'open') store.setState({ phase: 'signed-out', me: null })
    },
  })
  return Object.assign(live, {
    load: async () => become((await client.call('staff.me', {})).me),
    setSettings(settings: StaffSettings) {
      const { me } = store.getState()
      if (me !== null) store.setState({ me: { ...me, settings } })
    },
  })
}

export function may(state: Pick<SessionState, 'me'>, permission: Permission): boolean {
  return state.me?.permissions.includes(permission) ?? false
}
