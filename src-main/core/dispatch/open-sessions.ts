import type { EventPayload, Reach, SessionId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { createActor, type Actor, type Standing } from './actor.ts'
import type { EventHub, Subscriber } from './event-hub.ts'
import type { HalfSignedIn, SignInSlot } from './handlers.ts'
import type { RefusalNotes } from './refusal-notes.ts'
import { endByItself, offsetOf, type SessionTimes } from './session-end.ts'
import type { SessionNotes } from './session-notes.ts'
import { createShifts, isShiftOver, momentOf, SHIFT_MS, type Moment, type Shifts } from './shifts.ts'

export type EndReason = EventPayload<'session.ended'>['reason']

/** One window's place at the core, and who is signed in there. */
export type Session = {
  readonly reach: Reach
  readonly device: string
  readonly subscriber: Subscriber
  readonly refusals: RefusalNotes
  actor: Actor | null
  /** Who was here until the window was locked. */
  lockedActor: Actor | null
  half: { readonly is: HalfSignedIn; readonly since: number } | null
  /** Part of the addresses at which whoever is in `actor` gets files; null until they ask for one. */
  fileToken: string | null
  /** How many calls that take long are under way here. */
  slowCalls: number
  startedAt: number
  /** Of whoever is in `actor` or `lockedActor`. */
  times: SessionTimes
}

/** How sessions begin, are locked and end, each by itself or because somebody says so. */
export type OpenSessions = {
  readonly all: Set<Session>
  readonly shifts: Shifts
  slotOf(session: Session): SignInSlot
  /** Tells the window; gives who was there, locked or not. `keepsShift`: whoever calls it sees to what becomes of that. */
  end(session: Session, reason: EndReason, options?: { keepsShift: true }): Actor | null
  lock(session: Session, why: 'asked' | 'computer'): void
  /** Ends or locks it when its time has come. */
  lookAt(session: Session): void
  /** After the sessions changed: looks at them again when the first of them may be due. */
  keepLooking(): void
  /** Sign-ins that are under way come too late; `code` is what they are told. */
  refuseThoseUnderWay(code: 'no-shop-open' | 'locked'): void
}

const STEP_UP_MS = 5 * 60_000
const HALF_MS = 5 * 60_000
/** How soon a clock that was set back, a computer that slept, or a rule that was changed is noticed when nobody calls. */
const LOOK_EVERY_MS = 10_000
const FILE_TOKEN_BYTES = 16
const IDLE_LOCK_UNTIL_KNOWN_MINUTES = 5

export function createOpenSessions(deps: {
  hub: EventHub
  clock: Clock
  ids: Ids
  log: Log
  notes: SessionNotes
  /** Null where nothing ends by itself, undefined while no shop is open. May throw, when the rule cannot be read. */
  idleLockMinutes(): number | null | undefined
}): OpenSessions {
  const { hub, clock, ids, log, notes } = deps
  const all = new Set<Session>()
  const shifts = createShifts({ clock })
  let era: { readonly endedBy: 'no-shop-open' | 'locked' } = { endedBy: 'no-shop-open' }
  let idleLockMinutes: number | null = IDLE_LOCK_UNTIL_KNOWN_MINUTES
  let cancelLooking: (() => void) | null = null

  function idleLockMs(): number | null {
    try {
      const rule = deps.idleLockMinutes()
      idleLockMinutes = rule === undefined ? IDLE_LOCK_UNTIL_KNOWN_MINUTES : rule
    } catch (cause) {
      // On a damaged page. Nothing is locked later for that; where nothing is ever locked, in the practice shop before, nothing throws.
      idleLockMinutes ??= IDLE_LOCK_UNTIL_KNOWN_MINUTES
      log.error('session.rule-not-read', {}, cause)
    }
    return idleLockMinutes === null ? null : idleLockMinutes * 60_000
  }

  function begin(session: Session, standing: Standing, strength: Actor['strength'], shiftFrom: Moment): Actor {
    const now = momentOf(clock)
    const actor = createActor(standing, { sessionId: newSessionId(), strength, steppedUpUntil: steppedUpUntil(strength) })
    const times = { shiftFrom, active: now, highestOffset: offsetOf(now) }
    const begun = { actor, half: null, fileToken: null, lockedActor: null, startedAt: now.wall, times } satisfies Partial<Session>
    Object.assign(session, begun)
    shifts.noteHere(session.device, actor.staffId)
    keepLooking()
    return actor
  }

  function newSessionId(): SessionId {
    // A fresh ulid is what a SessionId is.
    return ids.ulid() as SessionId
  }

  function steppedUpUntil(strength: Actor['strength']): number {
    if (idleLockMs() === null) return Infinity
    return strength === 'full' ? clock.monotonic() + STEP_UP_MS : 0
  }

  function end(session: Session, reason: EndReason, options?: { keepsShift: true }): Actor | null {
    const { actor, lockedActor } = session
    const isLocking = reason === 'locked' || reason === 'idle'
    session.half = null
    session.fileToken = null
    if (isLocking && actor === null) return null
    session.actor = null
    session.lockedActor = isLocking ? actor : null
    const who = actor ?? lockedActor
    if (who === null) return null
    if (isLocking) shifts.noteHere(session.device, who.staffId)
    else if (reason !== 'shift-over' && options?.keepsShift !== true) shifts.end(session.device, who.staffId)
    hub.tell(session.subscriber, 'session.ended', { reason })
    return who
  }

  function lock(session: Session, why: 'asked' | 'computer' | 'idle' | 'clock-set-back'): void {
    const who = end(session, why === 'idle' ? 'idle' : 'locked')
    if (who === null) return
    const action = why === 'clock-set-back' ? 'session.switched-off-by-clock' : 'session.locked'
    notes.note(action, who.staffId, { device: session.device, why })
  }

  function lookAt(session: Session): void {
    const idleMs = idleLockMs()
    if (idleMs === null) return
    const now = momentOf(clock)
    if (session.actor === null) {
      if (session.lockedActor !== null && isShiftOver(session.times.shiftFrom, now)) end(session, 'shift-over')
      return
    }
    const why = endByItself(session.times, now, idleMs)
    session.times = { ...session.times, highestOffset: Math.max(session.times.highestOffset, offsetOf(now)) }
    if (why === null) return
    if (why !== 'shift-over') return lock(session, why)
    const who = end(session, why)
    if (who !== null) notes.note('session.switched-off-by-clock', who.staffId, { device: session.device, why })
  }

  function keepLooking(): void {
    cancelLooking?.()
    cancelLooking = null
    const idleMs = idleLockMs()
    if (idleMs === null) return
    const now = clock.monotonic()
    const waits = [...all].flatMap(({ actor, lockedActor, times: { active, shiftFrom } }) => {
      const shiftLeftMs = shiftFrom.monotonic + SHIFT_MS - now
      if (actor !== null) return [shiftLeftMs, active.monotonic + idleMs - now, LOOK_EVERY_MS]
      return lockedActor === null ? [] : [shiftLeftMs]
    })
    if (waits.length === 0) return
    cancelLooking = clock.after(Math.max(0, Math.min(...waits)), () => {
      for (const session of all) lookAt(session)
      keepLooking()
    })
  }

  function slotOf(session: Session): SignInSlot {
    const { device } = session
    const startedIn = era

    /** Of somebody who shows a PIN, the shift that runs; of somebody who showed password and code, a new one. */
    function shiftFor({ staffId }: Standing, strength: Actor['strength']): () => Moment {
      if (strength === 'full') return () => shifts.begin(device, staffId)
      const running = shifts.find(device, staffId)
      if (running === null) throw new AppError('pin-off', 'Password and code were not shown on this device during this shift')
      return () => running
    }

    function assertInTime(): void {
      if (!all.has(session)) throw new AppError('no-shop-open', 'The window was closed during the sign-in')
      if (startedIn !== era) throw new AppError(era.endedBy, 'Everybody was sent away during the sign-in')
    }

    return {
      device,
      signIn(standing, strength) {
        assertInTime()
        const shift = shiftFor(standing, strength)
        notes.noteOrRefuse(strength === 'full' ? 'session.started' : 'session.unlocked', standing.staffId, { device })
        const before = session.actor
        if (before !== null && before.staffId !== standing.staffId)
          notes.note('session.locked', before.staffId, { device, why: 'switched' })
        return begin(session, standing, strength, shift())
      },
      stepUp(expected) {
        if (session.actor?.sessionId !== expected) throw new AppError('not-signed-in', 'The session ended meanwhile')
        notes.noteOrRefuse('session.stepped-up', session.actor.staffId, { device })
        session.actor = { ...session.actor, sessionId: newSessionId(), strength: 'full', steppedUpUntil: steppedUpUntil('full') }
        return { forSeconds: STEP_UP_MS / 1000 }
      },
      touch() {
        session.times = { ...session.times, active: momentOf(clock) }
      },
      signOut() {
        const who = end(session, 'signed-out')
        if (who !== null) notes.note('session.signed-out', who.staffId, { device })
      },
      lock: () => lock(session, 'asked'),
      fileToken() {
        if (session.actor === null) throw new AppError('not-signed-in', 'The session ended meanwhile')
        session.fileToken ??= ids.randomBytes(FILE_TOKEN_BYTES).toString('base64url')
        return session.fileToken
      },
      half: () => (session.half !== null && clock.monotonic() - session.half.since < HALF_MS ? session.half.is : null),
      setHalf(half) {
        if (half !== null) assertInTime()
        session.half = half === null ? null : { is: half, since: clock.monotonic() }
      },
    }
  }

  return {
    all,
    shifts,
    slotOf,
    end,
    lock,
    lookAt,
    keepLooking,
    refuseThoseUnderWay(code) {
      era = { endedBy: code }
    },
  }
}
