import type { CallFrame, EventPayload, Reach, ReplyFrame, ServerFrame, Session as ListedSession, SessionId, StaffId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids } from '../ports.ts'
import { createActor, type Actor, type Standing } from './actor.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { EventHub } from './event-hub.ts'
import type { HalfSignedIn, SignInSlot } from './handlers.ts'

export type EndReason = EventPayload<'session.ended'>['reason']

export type Connection = {
  call(frame: CallFrame): Promise<ReplyFrame>
  close(): void
}

/** Every window there is, and who is signed in on each. Sessions live in memory alone: whoever starts the program signs in. */
export type Connections = {
  connect(options: { reach: Reach; device: string; push(frame: ServerFrame): void }): Connection
  list(): Omit<ListedSession, 'isThisOne'>[]
  /** Ends one session. Answers whether there was one. */
  end(id: SessionId, reason: EndReason): boolean
  /** Signs a person out everywhere, at once. */
  endSessionsOf(id: StaffId, reason: EndReason, options?: { except?: SessionId }): void
  /** Signs everybody out. A sign-in still under way comes too late. */
  endAll(reason: EndReason): void
  /** Locks every window: the computer sleeps, or its own screen was locked. */
  lockAll(): void
  /** What somebody is has changed: their open sessions go on as what they are now; null ends them. */
  refresh(id: StaffId, standing: Standing | null): void
}

type Session = {
  readonly reach: Reach
  readonly device: string
  actor: Actor | null
  /** Who was here until the window was locked. */
  lockedActor: Actor | null
  half: { readonly is: HalfSignedIn; readonly since: number } | null
  startedAt: number
  lastActiveAt: number
}

const STEP_UP_MS = 5 * 60_000
const HALF_MS = 5 * 60_000

export function createConnections(deps: { dispatcher: Dispatcher; hub: EventHub; clock: Clock; ids: Ids }): Connections {
  const { dispatcher, hub, clock, ids } = deps
  const sessions = new Set<Session>()
  /** Rises when everybody is signed out, so that nobody enters a shop that was closed while their password was checked. */
  let era = 0

  function end(session: Session, reason: EndReason): void {
    const { actor } = session
    session.half = null
    session.lockedActor = reason === 'locked' || reason === 'idle' ? actor : null
    if (actor === null) return
    // The hub offers an event to actors, so it goes out in the same turn just before the actor does.
    hub.publish('session.ended', { reason }, (candidate) => candidate === actor)
    session.actor = null
  }

  function slotOf(session: Session): SignInSlot {
    const startedIn = era
    return {
      device: session.device,
      signIn(standing, strength) {
        if (startedIn !== era || !sessions.has(session))
          throw new AppError('no-shop-open', 'The shop or the window was closed during the sign-in')
        const now = clock.monotonic()
        // A fresh ulid is what a SessionId is.
        const sessionId = ids.ulid() as SessionId
        const actor = createActor(standing, { sessionId, strength, steppedUpUntil: strength === 'full' ? now + STEP_UP_MS : 0 })
        Object.assign(session, { actor, half: null, lockedActor: null, startedAt: clock.now(), lastActiveAt: clock.now() })
        return actor
      },
      stepUp() {
        if (session.actor === null) throw new AppError('not-signed-in', 'The session ended meanwhile')
        session.actor = { ...session.actor, strength: 'full', steppedUpUntil: clock.monotonic() + STEP_UP_MS }
        return { forSeconds: STEP_UP_MS / 1000 }
      },
      signOut: () => end(session, 'signed-out'),
      lock: () => end(session, 'locked'),
      half: () => (session.half !== null && clock.monotonic() - session.half.since < HALF_MS ? session.half.is : null),
      setHalf(half) {
        session.half = half === null ? null : { is: half, since: clock.monotonic() }
      },
    }
  }

  return {
    connect({ reach, device, push }) {
      const session: Session = { reach, device, actor: null, lockedActor: null, half: null, startedAt: 0, lastActiveAt: 0 }
      sessions.add(session)
      const unsubscribe = hub.subscribe({ actor: () => session.actor, push })
      return {
        call: (frame) =>
          dispatcher.dispatch(frame, {
            actor: session.actor,
            isLocked: session.lockedActor !== null,
            reach,
            connection: slotOf(session),
          }),
        close() {
          unsubscribe()
          sessions.delete(session)
          session.actor = null
        },
      }
    },
    list: () =>
      [...sessions].flatMap(({ actor, lockedActor, device, startedAt, lastActiveAt }) => {
        const who = actor ?? lockedActor
        if (who === null) return []
        const { sessionId, staffId, strength } = who
        return [{ sessionId, staffId, device, strength, startedAt, lastActiveAt, isLocked: actor === null }]
      }),
    end(id, reason) {
      const session = [...sessions].find(({ actor, lockedActor }) => (actor ?? lockedActor)?.sessionId === id)
      if (session !== undefined) end(session, reason)
      return session !== undefined
    },
    endSessionsOf(id, reason, { except } = {}) {
      for (const session of sessions) {
        const who = session.actor ?? session.lockedActor
        if (who?.staffId === id && who.sessionId !== except) end(session, reason)
      }
    },
    endAll(reason) {
      era += 1
      for (const session of sessions) end(session, reason)
    },
    lockAll() {
      for (const session of sessions) end(session, 'locked')
    },
    refresh(id, standing) {
      for (const session of sessions) {
        const { actor } = session
        if (actor?.staffId !== id) continue
        if (standing === null) end(session, 'access-changed')
        else session.actor = createActor(standing, actor)
      }
    },
  }
}
