import { createHash, timingSafeEqual } from 'node:crypto'
import type {
  CallFrame,
  ErrorCode,
  Me,
  MethodName,
  Reach,
  ReplyFrame,
  RoleId,
  ServerFrame,
  Session as ListedSession,
  SessionId,
  StaffId,
} from '#contract'
import type { Clock, Ids, Log } from '../ports.ts'
import { createActor, type Actor, type Standing } from './actor.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { EventHub } from './event-hub.ts'
import { isAskingTooMuch, isForOnePerson, isSlow } from './method-facts.ts'
import { createOpenSessions, type EndReason, type Session } from './open-sessions.ts'
import type { Record } from './record.ts'
import { createRefusalNotes } from './refusal-notes.ts'
import { createSessionNotes } from './session-notes.ts'
import { momentOf, type Shifts } from './shifts.ts'
import { absenceOf, assertNoLess } from './still-here.ts'

export type { EndReason } from './open-sessions.ts'

export type Connection = {
  call(frame: CallFrame): Promise<ReplyFrame>
  close(): void
}

/** Every window there is, and who is signed in on each. Sessions live in memory alone: whoever starts the program signs in. */
export type Connections = {
  /** `device`: what the window says it is. Whoever signed in fully on one may come back to it with a PIN during their shift. */
  connect(options: { reach: Reach; device: string; push(frame: ServerFrame): void }): Connection
  /** Those that are open and those that are locked. */
  list(): OpenSession[]
  /** Ends one session; coming back takes password and code. Answers whether there was one. */
  end(id: SessionId, reason: EndReason, by: StaffId): boolean
  /** Signs a person out everywhere, at once; coming back takes password and code. Half a sign-in comes to nothing. */
  endSessionsOf(id: StaffId, reason: EndReason, options?: { except?: SessionId }): void
  /** Signs everybody out. A sign-in still under way comes too late. */
  endAll(reason: EndReason): void
  /** Locks every window: the computer sleeps, or its own screen was locked. A sign-in still under way comes too late. */
  lockAll(): void
  /** What somebody is has changed: their open sessions go on as what they are now; null ends them. Call it after commit. */
  refresh(id: StaffId, standing: Standing | null): void
  /** The same for all who hold a role; null is for everybody. */
  refreshHolders(roleId: RoleId | null, standingOf: (id: StaffId) => Standing | null): void
  /** The window of which a file's address is; null once whoever was there has locked it or gone. */
  findByFileToken(token: string): FileCaller | null
  /** Who signed in fully on a device and may come back to it during their shift. */
  readonly shifts: Pick<Shifts, 'list' | 'find' | 'wasHereLast'>
}

/** Whoever is at a window, for requests that are no calls. */
export type FileCaller = {
  /** As they are at this moment; null once the token is worth nothing. */
  actor(): Actor | null
  /** Notes that something was asked for that is not theirs, as for a call of this method. */
  noteRefusal(method: MethodName, code: ErrorCode): void
}

export type OpenSession = Omit<ListedSession, 'isThisOne'>

/** A person waits for one; all that a window asked for beyond would stand before what the others ask. */
const SLOW_AT_ONCE = 2

/** What an open shop gives its sessions. */
export type SessionHost = {
  /** Null in a practice shop, where nothing ends by itself and nothing is asked for again. */
  idleLockMinutes(): number | null
  me(actor: Actor): Me
  readonly record: Pick<Record, 'noteRefusal' | 'noteSession'>
}

export function createConnections(deps: {
  dispatcher: Dispatcher
  hub: EventHub
  clock: Clock
  ids: Ids
  log: Log
  /** Null while no shop is open. */
  host(): SessionHost | null
}): Connections {
  const { dispatcher, hub, clock } = deps
  const notes = createSessionNotes({ ...deps, record: () => deps.host()?.record ?? null })
  const sessions = createOpenSessions({ ...deps, notes, idleLockMinutes: () => deps.host()?.idleLockMinutes() })
  const { all, shifts } = sessions

  async function call(session: Session, frame: CallFrame): Promise<ReplyFrame> {
    // Timers come late on a computer that slept.
    sessions.lookAt(session)
    const { actor, device, reach } = session
    const connection = sessions.slotOf(session)
    const assertStillMay = () => assertNoLess(session, actor, frame.method)
    const reply = await dispatcher.dispatch(frame, { actor, isLocked: session.lockedActor !== null, reach, connection, assertStillMay })
    if (!reply.ok && isAskingTooMuch(frame.method, reply.error.code))
      session.refusals.note({ device, method: frame.method, code: reply.error.code, by: actor?.staffId ?? null })
    // What was asked for by somebody is not handed to whoever sits there by now.
    if (actor === null || session.actor?.staffId === actor.staffId || !isForOnePerson(frame.method)) return reply
    return { id: frame.id, ok: false, error: { code: absenceOf(session) } }
  }

  async function callOneOfFew(session: Session, frame: CallFrame): Promise<ReplyFrame> {
    if (session.slowCalls >= SLOW_AT_ONCE) return { id: frame.id, ok: false, error: { code: 'too-many-requests' } }
    session.slowCalls += 1
    try {
      return await call(session, frame)
    } finally {
      session.slowCalls -= 1
    }
  }

  function refresh(id: StaffId, standing: Standing | null): void {
    if (standing === null) return endSessionsOf(id, 'access-changed')
    for (const session of all) {
      if (session.lockedActor?.staffId === id) session.lockedActor = createActor(standing, session.lockedActor)
      if (session.actor?.staffId === id) session.actor = createActor(standing, session.actor)
    }
    for (const session of all) if (session.actor?.staffId === id) tellChanged(session, session.actor)
  }

  function tellChanged({ subscriber }: Session, actor: Actor): void {
    const me = deps.host()?.me(actor)
    if (me !== undefined) hub.tell(subscriber, 'session.changed', { me })
  }

  /** Null where it cannot be read what somebody may do: then they may do nothing. */
  function standingOrNull(id: StaffId, standingOf: (id: StaffId) => Standing | null): Standing | null {
    try {
      return standingOf(id)
    } catch (cause) {
      deps.log.error('session.standing-not-read', {}, cause)
      return null
    }
  }

  function endSessionsOf(id: StaffId, reason: EndReason, { except }: { except?: SessionId } = {}): void {
    const keptOn = new Set<string>()
    for (const session of all) {
      if (session.half?.is.staffId === id) session.half = null
      const who = whoIsOn(session)
      if (who?.staffId !== id) continue
      if (who.sessionId === except) keptOn.add(session.device)
      else sessions.end(session, reason, { keepsShift: true })
    }
    shifts.endAllOf(id, { exceptOn: keptOn })
  }

  return {
    shifts,
    refresh,
    endSessionsOf,
    connect({ reach, device, push }) {
      const now = momentOf(clock)
      const session: Session = {
        reach,
        device,
        subscriber: { actor: () => session.actor, push },
        refusals: createRefusalNotes({ clock, write: notes.noteRefusal }),
        actor: null,
        lockedActor: null,
        half: null,
        fileToken: null,
        slowCalls: 0,
        startedAt: 0,
        times: { shiftFrom: now, active: now, highestOffset: 0 },
      }
      all.add(session)
      const unsubscribe = hub.subscribe(session.subscriber)
      return {
        call: (frame) => (isSlow(frame.method) ? callOneOfFew(session, frame) : call(session, frame)),
        close() {
          unsubscribe()
          all.delete(session)
          session.refusals.flush()
          session.actor = null
          session.lockedActor = null
          session.fileToken = null
          sessions.keepLooking()
        },
      }
    },
    list: () =>
      [...all].flatMap((session) => {
        const who = whoIsOn(session)
        if (who === null) return []
        const { sessionId, staffId, strength } = who
        const { actor, device, startedAt, times } = session
        return [{ sessionId, staffId, device, strength, startedAt, lastActiveAt: times.active.wall, isLocked: actor === null }]
      }),
    findByFileToken(token) {
      const session = [...all].find(({ fileToken }) => fileToken !== null && isSame(fileToken, token))
      if (session === undefined) return null
      const { device } = session
      return {
        actor() {
          sessions.lookAt(session)
          return session.fileToken === token ? session.actor : null
        },
        noteRefusal: (method, code) => session.refusals.note({ device, method, code, by: session.actor?.staffId ?? null }),
      }
    },
    end(id, reason, by) {
      const session = [...all].find((each) => whoIsOn(each)?.sessionId === id)
      if (session === undefined) return false
      const { device } = session
      const who = sessions.end(session, reason)
      if (who !== null) notes.note(reason === 'killed' ? 'session.killed' : 'session.signed-out', by, { device, staffId: who.staffId })
      return true
    },
    endAll(reason) {
      sessions.refuseThoseUnderWay('no-shop-open')
      for (const session of all) {
        session.refusals.flush()
        sessions.end(session, reason)
      }
      shifts.endAll()
      sessions.keepLooking()
    },
    lockAll() {
      sessions.refuseThoseUnderWay('locked')
      for (const session of all) sessions.lock(session, 'computer')
    },
    refreshHolders(roleId, standingOf) {
      const here = [...all].flatMap((session) => whoIsOn(session) ?? [])
      const holders = here.filter((actor) => roleId === null || actor.roleId === roleId)
      for (const id of new Set(holders.map((actor) => actor.staffId))) refresh(id, standingOrNull(id, standingOf))
    },
  }
}

/** Takes as long for any two. */
function isSame(token: string, other: string): boolean {
  const [one, two] = [token, other].map((each) => createHash('sha256').update(each).digest())
  return one !== undefined && two !== undefined && timingSafeEqual(one, two)
}

/** Also while the window is locked. */
function whoIsOn({ actor, lockedActor }: Session): Actor | null {
  return actor ?? lockedActor
}
