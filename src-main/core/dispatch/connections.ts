import type {
  CallFrame,
  EventPayload,
  Me,
  Reach,
  ReplyFrame,
  RoleId,
  ServerFrame,
  Session as ListedSession,
  SessionId,
  StaffId,
} from '#contract'
import { storageProblemOf } from '../db/storage-failure.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { createActor, type Actor, type Standing } from './actor.ts'
import { isAskingTooMuch, isForOnePerson } from './method-facts.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { EventHub, Subscriber } from './event-hub.ts'
import type { HalfSignedIn, SignInSlot } from './handlers.ts'
import type { Record, SessionNote } from './record.ts'
import { createRefusalNotes, type RefusalNotes } from './refusal-notes.ts'
import { endByItself, offsetOf, type SessionTimes } from './session-end.ts'
import { createShifts, isShiftOver, momentOf, SHIFT_MS, type Moment, type Shifts } from './shifts.ts'

export type EndReason = EventPayload<'session.ended'>['reason']

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
  /** Locks every window: the computer sleeps, or its own screen was locked. */
  lockAll(): void
  /** What somebody is has changed: their open sessions go on as what they are now; null ends them. Call it after commit. */
  refresh(id: StaffId, standing: Standing | null): void
  /** The same for all who hold a role; null is for everybody. */
  refreshHolders(roleId: RoleId | null, standingOf: (id: StaffId) => Standing | null): void
  /** Who signed in fully on a device and may come back to it during their shift. */
  readonly shifts: Pick<Shifts, 'list' | 'find' | 'wasHereLast'>
}

export type OpenSession = Omit<ListedSession, 'isThisOne'>

/** What an open shop gives its sessions. */
export type SessionHost = {
  /** Null in a practice shop, where nothing ends by itself and nothing is asked for again. */
  idleLockMinutes(): number | null
  me(actor: Actor): Me
  readonly record: Pick<Record, 'noteRefusal' | 'noteSession'>
}

type Session = {
  readonly reach: Reach
  readonly device: string
  readonly subscriber: Subscriber
  readonly refusals: RefusalNotes
  actor: Actor | null
  /** Who was here until the window was locked. */
  lockedActor: Actor | null
  half: { readonly is: HalfSignedIn; readonly since: number } | null
  startedAt: number
  /** Of whoever is in `actor` or `lockedActor`. */
  times: SessionTimes
}

const STEP_UP_MS = 5 * 60_000
const HALF_MS = 5 * 60_000
/** How soon a clock that was set back, a computer that slept, or a rule that was changed is noticed when nobody calls. */
const LOOK_EVERY_MS = 10_000

export function createConnections(deps: {
  dispatcher: Dispatcher
  hub: EventHub
  clock: Clock
  ids: Ids
  log: Log
  /** Null while no shop is open. */
  host(): SessionHost | null
}): Connections {
  const { dispatcher, hub, clock, ids, log } = deps
  const sessions = new Set<Session>()
  const shifts = createShifts({ clock })
  /** A new one each time all are sent away: nobody comes in whose password was being checked before. The code is what they are told. */
  let era: { readonly endedBy: 'no-shop-open' | 'locked' | null } = { endedBy: null }
  let cancelLooking: (() => void) | null = null

  /** Whatever keeps it from being written must not keep a window from being locked. */
  function write(what: (record: SessionHost['record']) => void): void {
    try {
      const host = deps.host()
      if (host !== null) what(host.record)
    } catch (cause) {
      log.error('journal.not-written', {}, cause)
    }
  }

  function note(action: SessionNote['action'], by: StaffId | null, details: SessionNote['details']): void {
    write((record) => record.noteSession({ action, by, details }))
  }

  /** Nobody comes in off the record, but where nothing can be saved reading goes on, and that needs a sign-in. */
  function noteOrRefuse(action: SessionNote['action'], by: StaffId, details: SessionNote['details']): void {
    try {
      deps.host()?.record.noteSession({ action, by, details })
    } catch (cause) {
      if (storageProblemOf(cause) === null) throw cause
      log.error('journal.not-written', {}, cause)
    }
  }

  function end(session: Session, reason: EndReason): Actor | null {
    const { actor, lockedActor } = session
    const isLocking = reason === 'locked' || reason === 'idle'
    session.half = null
    if (isLocking && actor === null) return null
    session.actor = null
    session.lockedActor = isLocking ? actor : null
    const who = actor ?? lockedActor
    if (who === null) return null
    if (isLocking) shifts.noteHere(session.device, who.staffId)
    else if (reason !== 'shift-over') shifts.end(session.device, who.staffId)
    hub.tell(session.subscriber, 'session.ended', { reason })
    return who
  }

  function lock(session: Session, why: 'asked' | 'idle' | 'computer' | 'clock-set-back'): void {
    const who = end(session, why === 'idle' ? 'idle' : 'locked')
    if (who === null) return
    const action = why === 'clock-set-back' ? 'session.switched-off-by-clock' : 'session.locked'
    note(action, who.staffId, { device: session.device, why })
  }

  function lookAt(session: Session): void {
    const now = momentOf(clock)
    const idleLockMinutes = deps.host()?.idleLockMinutes() ?? null
    if (idleLockMinutes === null) return
    if (session.actor === null) {
      if (session.lockedActor !== null && isShiftOver(session.times.shiftFrom, now)) end(session, 'shift-over')
      return
    }
    const why = endByItself(session.times, now, idleLockMinutes * 60_000)
    session.times = { ...session.times, highestOffset: Math.max(session.times.highestOffset, offsetOf(now)) }
    if (why === null) return
    if (why !== 'shift-over') return lock(session, why)
    const who = end(session, why)
    if (who !== null) note('session.switched-off-by-clock', who.staffId, { device: session.device, why })
  }

  function keepLooking(): void {
    cancelLooking?.()
    cancelLooking = null
    const idleLockMinutes = deps.host()?.idleLockMinutes() ?? null
    if (idleLockMinutes === null) return
    const now = clock.monotonic()
    const waits = [...sessions].flatMap(({ actor, lockedActor, times: { active, shiftFrom } }) => {
      const shiftLeftMs = shiftFrom.monotonic + SHIFT_MS - now
      if (actor !== null) return [shiftLeftMs, active.monotonic + idleLockMinutes * 60_000 - now, LOOK_EVERY_MS]
      return lockedActor === null ? [] : [shiftLeftMs]
    })
    if (waits.length === 0) return
    cancelLooking = clock.after(Math.max(0, Math.min(...waits)), () => {
      for (const session of sessions) lookAt(session)
      keepLooking()
    })
  }

  function begin(session: Session, standing: Standing, strength: Actor['strength'], shiftFrom: Moment): Actor {
    const now = momentOf(clock)
    const actor = createActor(standing, { sessionId: newSessionId(), strength, steppedUpUntil: steppedUpUntil(strength) })
    session.actor = actor
    session.half = null
    session.lockedActor = null
    session.startedAt = now.wall
    session.times = { shiftFrom, active: now, highestOffset: offsetOf(now) }
    shifts.noteHere(session.device, actor.staffId)
    keepLooking()
    return actor
  }

  function newSessionId(): SessionId {
    // A fresh ulid is what a SessionId is.
    return ids.ulid() as SessionId
  }

  function steppedUpUntil(strength: Actor['strength']): number {
    if (deps.host()?.idleLockMinutes() === null) return Infinity
    return strength === 'full' ? clock.monotonic() + STEP_UP_MS : 0
  }

  function slotOf(session: Session): SignInSlot {
    const startedIn = era
    function assertMayComeIn(): void {
      if (!sessions.has(session)) throw new AppError('no-shop-open', 'The window was closed during the sign-in')
      if (startedIn !== era) throw new AppError(era.endedBy ?? 'no-shop-open', 'Everybody was sent away during the sign-in')
    }
    return {
      device: session.device,
      signIn(standing, strength) {
        const { device, actor: before } = session
        const { staffId } = standing
        assertMayComeIn()
        if (strength === 'pin' && shifts.find(device, staffId) === null)
          throw new AppError('pin-off', 'Password and code were not shown on this device during this shift')
        noteOrRefuse(strength === 'full' ? 'session.started' : 'session.unlocked', staffId, { device })
        if (before !== null && before.staffId !== staffId) note('session.locked', before.staffId, { device, why: 'switched' })
        return begin(
          session,
          standing,
          strength,
          (strength === 'full' ? null : shifts.find(device, staffId)) ?? shifts.begin(device, staffId),
        )
      },
      stepUp(expected) {
        if (session.actor?.sessionId !== expected) throw new AppError('not-signed-in', 'The session ended meanwhile')
        noteOrRefuse('session.stepped-up', session.actor.staffId, { device: session.device })
        session.actor = { ...session.actor, sessionId: newSessionId(), strength: 'full', steppedUpUntil: steppedUpUntil('full') }
        return { forSeconds: STEP_UP_MS / 1000 }
      },
      touch() {
        session.times = { ...session.times, active: momentOf(clock) }
      },
      signOut() {
        const who = end(session, 'signed-out')
        if (who !== null) note('session.signed-out', who.staffId, { device: session.device })
      },
      lock: () => lock(session, 'asked'),
      half: () => (session.half !== null && clock.monotonic() - session.half.since < HALF_MS ? session.half.is : null),
      setHalf(half) {
        session.half = half === null ? null : { is: half, since: clock.monotonic() }
      },
    }
  }

  async function call(session: Session, frame: CallFrame): Promise<ReplyFrame> {
    // Timers come late on a computer that slept.
    lookAt(session)
    const { actor } = session
    const reply = await dispatcher.dispatch(frame, {
      actor,
      isLocked: session.lockedActor !== null,
      reach: session.reach,
      connection: slotOf(session),
    })
    if (!reply.ok && isAskingTooMuch(frame.method, reply.error.code))
      session.refusals.note({ device: session.device, method: frame.method, code: reply.error.code, by: actor?.staffId ?? null })
    // What was asked for by somebody is not handed to whoever sits there by now.
    if (actor === null || session.actor?.staffId === actor.staffId || !isForOnePerson(frame.method)) return reply
    return { id: frame.id, ok: false, error: { code: session.lockedActor === null ? 'not-signed-in' : 'locked' } }
  }

  function refresh(id: StaffId, standing: Standing | null): void {
    if (standing === null) return endSessionsOf(id, 'access-changed')
    for (const session of sessions) {
      if (session.lockedActor?.staffId === id) session.lockedActor = createActor(standing, session.lockedActor)
      if (session.actor?.staffId !== id) continue
      session.actor = createActor(standing, session.actor)
      const me = deps.host()?.me(session.actor)
      if (me !== undefined) hub.tell(session.subscriber, 'session.changed', { me })
    }
  }

  function endSessionsOf(id: StaffId, reason: EndReason, { except }: { except?: SessionId } = {}): void {
    const keptOn = new Set<string>()
    for (const session of sessions) {
      if (session.half?.is.staffId === id) session.half = null
      const who = session.actor ?? session.lockedActor
      if (who?.staffId !== id) continue
      if (who.sessionId === except) keptOn.add(session.device)
      else end(session, reason)
    }
    shifts.endAllOf(id, { exceptOn: keptOn })
  }

  return {
    shifts,
    refresh,
    endSessionsOf,
    connect({ reach, device, push }) {
      const session: Session = {
        reach,
        device,
        subscriber: { actor: () => session.actor, push },
        refusals: createRefusalNotes({ clock, write: (refused) => write((record) => record.noteRefusal(refused)) }),
        actor: null,
        lockedActor: null,
        half: null,
        startedAt: 0,
        times: { shiftFrom: momentOf(clock), active: momentOf(clock), highestOffset: 0 },
      }
      sessions.add(session)
      const unsubscribe = hub.subscribe(session.subscriber)
      return {
        call: (frame) => call(session, frame),
        close() {
          unsubscribe()
          sessions.delete(session)
          session.refusals.flush()
          session.actor = null
          session.lockedActor = null
          keepLooking()
        },
      }
    },
    list: () =>
      [...sessions].flatMap(({ actor, lockedActor, device, startedAt, times }) => {
        const who = actor ?? lockedActor
        if (who === null) return []
        const { sessionId, staffId, strength } = who
        return [{ sessionId, staffId, device, strength, startedAt, lastActiveAt: times.active.wall, isLocked: actor === null }]
      }),
    end(id, reason, by) {
      const session = [...sessions].find(({ actor, lockedActor }) => (actor ?? lockedActor)?.sessionId === id)
      if (session === undefined) return false
      const who = end(session, reason)
      if (who !== null)
        note(reason === 'killed' ? 'session.killed' : 'session.signed-out', by, { device: session.device, staffId: who.staffId })
      return true
    },
    endAll(reason) {
      era = { endedBy: 'no-shop-open' }
      for (const session of sessions) {
        session.refusals.flush()
        end(session, reason)
      }
      shifts.endAll()
      keepLooking()
    },
    lockAll() {
      era = { endedBy: 'locked' }
      for (const session of sessions) lock(session, 'computer')
    },
    refreshHolders(roleId, standingOf) {
      const here = [...sessions].flatMap(({ actor, lockedActor }) => actor ?? lockedActor ?? [])
      const holders = here.filter((actor) => roleId === null || actor.roleId === roleId)
      for (const id of new Set(holders.map((actor) => actor.staffId))) refresh(id, standingOf(id))
    },
  }
}
