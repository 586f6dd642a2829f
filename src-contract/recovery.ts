import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { epochMs, recoveryId, staffId } from './ids.ts'
import { passwordText } from './staff.ts'
import { signInStep, spokenCode } from './session.ts'

/** How long an owner's access that was asked for with nothing in hand can be stopped before it is given, and how long it is then kept. */
export const RECOVERY_WAITS_HOURS = 72

/** What is asked for at this machine and waits so that it can be stopped. */
export const recoveryWait = z.object({
  recoveryId,
  askedAt: epochMs,
  /** As it looks now: time that did not surely pass does not count, and moves it on. */
  earliestAt: epochMs,
  isReady: z.boolean(),
  /** Once it is ready: when it comes to nothing. */
  lapsesAt: epochMs.nullable(),
})
export type RecoveryWait = z.infer<typeof recoveryWait>

/** The way back for an owner who has neither credential nor kit, in a shop that allowed it beforehand. Nobody else's keys are touched. */
export const recoveryMethods = defineMethods({
  /** Whether it can be asked for here, and what waits: for the sign-in screen. Nothing of it elsewhere than at this machine's own window. */
  'recovery.offer': {
    access: 'public',
    reach: 'remote',
    input: z.object({}),
    output: z.object({ isOn: z.boolean(), waiting: recoveryWait.nullable() }),
  },
  /**
   * One at a time. The code is shown this once, and nobody finishes without it. `not-possible-now` when the shop does not allow it or one
   * waits already, `clock-wrong`; `not-an-owner` for a login that nobody has and for somebody else's alike, `try-later` after a few of these.
   */
  'recovery.ask': {
    access: 'public',
    reach: 'desk',
    input: z.object({ login: z.string().trim().min(1).max(80) }),
    output: z.object({ code: z.string(), waiting: recoveryWait }),
  },
  /**
   * A new password for that owner, once the time is over; their app is to be set up anew. `invitation-invalid` for a wrong code, or when
   * nothing waits; `try-later` says in `seconds` how long it still waits; `clock-wrong`, `not-possible-now`.
   */
  'recovery.finish': {
    access: 'public',
    reach: 'desk',
    input: z.object({ code: spokenCode, password: passwordText }),
    output: signInStep,
  },
  /** For everybody at work. */
  'recovery.current': {
    access: 'person',
    reach: 'remote',
    input: z.object({}),
    output: z.object({ waiting: recoveryWait.extend({ staffId, canStop: z.boolean() }).nullable() }),
  },
  /** By any owner: `not-allowed`. */
  'recovery.stop': { access: 'person', reach: 'remote', input: z.object({ recoveryId }), output: z.object({}) },
})

export const recoveryEvents = defineEvents({
  /** One was asked for, is ready, was stopped, carried out, or came to nothing: look again. */
  'recovery.changed': { access: 'public', payload: z.object({}) },
})
