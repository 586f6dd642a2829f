import type { Client, EventPayload, Me, MethodInput, MethodOutput, Permission, SignInStep, StaffId, StaffSettings, Tile } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type SignOutReason = EventPayload<'session.ended'>['reason']
/** Those that a person is told: the others were their own doing. */
export type EndedBecause = Exclude<SignOutReason, 'signed-out' | 'locked'>

export type SessionState = {
  /** `unknown` until the core has said who this connection is. */
  phase: 'unknown' | 'signed-out' | 'signed-in'
  me: Me | null
  /** Who may come back to this device with a PIN; null until known. */
  tiles: readonly Tile[] | null
  /** Why the last session ended, when it was not the person's own doing. */
  endedBecause: EndedBecause | null
  /** What the sign-in that was begun waits for; null when none was. */
  pending: Exclude<SignInStep['next'], 'in'> | null
  signIn(input: MethodInput<'session.signIn'>): Promise<void>
  giveCode(input: MethodInput<'session.giveCode'>): Promise<void>
  giveRecoveryCode(input: MethodInput<'session.giveRecoveryCode'>): Promise<void>
  giveResetCode(input: MethodInput<'session.giveResetCode'>): Promise<void>
  acceptInvitation(input: MethodInput<'session.acceptInvitation'>): Promise<void>
  /** Gives up a sign-in that was begun. */
  startOver(): void
  readInvitation(input: MethodInput<'session.readInvitation'>): Promise<MethodOutput<'session.readInvitation'>>
  recoverWithKit(input: MethodInput<'session.recoverWithKit'>): Promise<void>
  finishRecovery(input: MethodInput<'recovery.finish'>): Promise<void>
  loadTiles(): Promise<void>
  unlock(input: MethodInput<'session.unlock'>): Promise<void>
  lock(): Promise<void>
  /** The person is there. */
  touch(): void
  /** What was just done changed what the person is, or what is left for them to do. */
  become(me: Me): void
  signInAs(staffId: StaffId): Promise<void>
  createOwner(input: MethodInput<'staff.createOwner'>): Promise<void>
  signOut(): Promise<void>
  changePassword(input: MethodInput<'staff.changePassword'>): Promise<void>
}
export type SessionStore = LiveStore<SessionState> & { load(): Promise<void>; setSettings(settings: StaffSettings): void }

/** Who is signed in on this connection. */
export function createSessionStore({
  client,
  endedBecause = null,
  beforeLeaving = async () => {},
  beginAnew = () => {},
}: {
  client: Client
  /** Of the session before this page was loaded. */
  endedBecause?: EndedBecause | null
  /** The person goes by their own will: saves what is not saved yet, while they still may. Rejects when something would be lost. */
  beforeLeaving?: () => Promise<void>
  /** Throws the page away with everything in it. */
  beginAnew?: (reason: SignOutReason) => void
}): SessionStore {
  const store = createStore<SessionState>()(() => ({
    phase: 'unknown',
    me: null,
    endedBecause,
    pending: null,
    tiles: null,
    signIn: async (input) => goOn(await client.call('session.signIn', input)),
    giveCode: async (input) => goOn(await client.call('session.giveCode', input)),
    giveRecoveryCode: async (input) => goOn(await client.call('session.giveRecoveryCode', input)),
    giveResetCode: async (input) => goOn(await client.call('session.giveResetCode', input)),
    acceptInvitation: async (input) => goOn(await client.call('session.acceptInvitation', input)),
    readInvitation: (input) => client.call('session.readInvitation', input),
    recoverWithKit: async (input) => goOn(await client.call('session.recoverWithKit', input)),
    finishRecovery: async (input) => goOn(await client.call('recovery.finish', input)),
    async loadTiles() {
      // Without them everybody signs in with password and code, which always works.
      const { tiles } = await client.call('session.tiles', {}).catch(() => ({ tiles: [] }))
      store.setState({ tiles })
    },
    unlock: async (input) => become((await client.call('session.unlock', input)).me),
    touch: () => void client.call('session.touch', {}).catch(() => {}),
    become,
    startOver: () => store.setState({ pending: null }),
    async lock() {
      // Whatever is lost by it: an open window is worse.
      await beforeLeaving().catch(() => {})
      await client.call('session.lock', {})
    },
    signInAs: async (staffId) => become((await client.call('practice.signInAs', { staffId })).me),
    createOwner: async (input) => become((await client.call('staff.createOwner', input)).me),
    async signOut() {
      await beforeLeaving()
      await client.call('session.signOut', {})
      store.setState({ phase: 'signed-out', me: null, pending: null, endedBecause: null })
      beginAnew('signed-out')
    },
    async changePassword(input) {
      await client.call('staff.changePassword', input)
    },
  }))

  function become(me: Me | null): void {
    store.setState(me === null ? { phase: 'signed-out', me: null } : { phase: 'signed-in', me, pending: null, endedBecause: null })
  }

  function goOn(step: SignInStep): void {
    if (step.next === 'in') become(step.me)
    else store.setState({ pending: step.next })
  }

  const live = liveStore(store, {
    apply(event) {
      if (event.name === 'session.ended') {
        const { reason } = event.payload
        store.setState({ phase: 'signed-out', me: null, endedBecause: reason === 'signed-out' || reason === 'locked' ? null : reason })
        beginAnew(reason)
      }
      if (event.name === 'session.changed') become(event.payload.me)
      if (event.name === 'desk.changed' && event.payload.status.phase !== 'open') store.setState({ phase: 'signed-out', me: null })
    },
  })
  return Object.assign(live, {
    load: async () => become((await client.call('session.me', {})).me),
    setSettings(settings: StaffSettings) {
      const { me } = store.getState()
      if (me !== null) store.setState({ me: { ...me, settings } })
    },
  })
}

export function may(state: Pick<SessionState, 'me'>, permission: Permission): boolean {
  return state.me?.permissions.includes(permission) ?? false
}
