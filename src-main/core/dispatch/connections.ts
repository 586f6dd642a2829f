import type { CallFrame, EventPayload, Reach, ReplyFrame, ServerFrame, StaffId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Actor } from './actor.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { EventHub } from './event-hub.ts'
import type { SignInSlot } from './handlers.ts'

type EndReason = EventPayload<'session.ended'>['reason']

export type Connection = {
  call(frame: CallFrame): Promise<ReplyFrame>
  close(): void
}

/** Every window there is, and who is signed in on each. */
export type Connections = {
  connect(options: { reach: Reach; push(frame: ServerFrame): void }): Connection
  /** Signs a person out everywhere, at once. */
  endSessionsOf(id: StaffId, reason: EndReason): void
  /** Signs everybody out. A sign-in still under way comes too late. */
  endAll(reason: EndReason): void
}

type Session = { actor: Actor | null }

export function createConnections(deps: { dispatcher: Dispatcher; hub: EventHub }): Connections {
  const { dispatcher, hub } = deps
  const sessions = new Set<Session>()
  /** Rises when everybody is signed out, so that nobody enters a shop that was closed while their password was checked. */
  let era = 0

  function end(session: Session, reason: EndReason): void {
    const { actor } = session
    if (actor === null) return
    // The hub offers an event to actors, so it goes out in the same turn just before the actor does.
    hub.publish('session.ended', { reason }, (candidate) => candidate === actor)
    session.actor = null
  }

  function slotOf(session: Session): SignInSlot {
    const startedIn = era
    return {
      signIn(actor) {
        if (startedIn !== era || !sessions.has(session))
          throw new AppError('no-shop-open', 'The shop or the window was closed during the sign-in')
        // A copy, so that each session has an actor of its own.
        session.actor = { ...actor }
      },
      signOut: () => end(session, 'signed-out'),
    }
  }

  return {
    connect({ reach, push }) {
      const session: Session = { actor: null }
      sessions.add(session)
      const unsubscribe = hub.subscribe({ actor: () => session.actor, push })
      return {
        call: (frame) => dispatcher.dispatch(frame, { actor: session.actor, reach, connection: slotOf(session) }),
        close() {
          unsubscribe()
          sessions.delete(session)
          session.actor = null
        },
      }
    },
    endSessionsOf(id, reason) {
      for (const session of sessions) if (session.actor?.staffId === id) end(session, reason)
    },
    endAll(reason) {
      era += 1
      for (const session of sessions) end(session, reason)
    },
  }
}
