import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { epochMs, sessionId, staffId } from './ids.ts'
import { loginName, me, passwordText, personName, staffSettings } from './staff.ts'

/** Digits of the authenticator app, with whatever spaces people type. */
const totpCode = z
  .string()
  .max(12)
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/))
/** Groups of letters and digits, printed once; case, spaces and dashes do not matter. */
export const spokenCode = z.string().trim().min(8).max(60)
export const PIN_LENGTH = 6
const pin = z.string().regex(/^\d{6}$/)

/** What comes next after a password, code or invitation was right. */
export const signInStep = z.discriminatedUnion('next', [
  /** The code of the authenticator app, or a recovery code. */
  z.object({ next: z.literal('code') }),
  /** A code from whoever manages people, because the authenticator app was reset. */
  z.object({ next: z.literal('reset-code') }),
  z.object({ next: z.literal('in'), me }),
])
export type SignInStep = z.infer<typeof signInStep>

/** Somebody who proved password and code on this device during this shift: their PIN is enough to come back. */
export const tile = z.object({
  staffId,
  name: z.string(),
  /** Without a PIN, or with one that was switched off after wrong tries, it takes password and code. */
  canUsePin: z.boolean(),
  /** Who was at the device last, for the screen to offer first. */
  isLast: z.boolean(),
})
export type Tile = z.infer<typeof tile>

export const session = z.object({
  sessionId,
  staffId,
  /** What the window said it is: `desk` is the program's own window. */
  device: z.string(),
  strength: z.enum(['pin', 'full']),
  startedAt: epochMs,
  lastActiveAt: epochMs,
  isLocked: z.boolean(),
  isThisOne: z.boolean(),
})
export type Session = z.infer<typeof session>

export const sessionMethods = defineMethods({
  /** Who this connection is signed in as; null before sign-in and while locked. */
  'session.me': { access: 'public', reach: 'remote', input: z.object({}), output: z.object({ me: me.nullable() }) },
  'session.signIn': {
    access: 'public',
    reach: 'remote',
    input: z.object({ login: z.string().trim().max(80), password: passwordText }),
    output: signInStep,
  },
  /** Second step. `wrong-code`; `clock-wrong` when it is this computer's clock; `not-signed-in` when the first step is too long ago. */
  'session.giveCode': { access: 'public', reach: 'remote', input: z.object({ code: totpCode }), output: signInStep },
  /** Instead of the app's code; used up by this. The app is then to be set up anew before anything else. */
  'session.giveRecoveryCode': { access: 'public', reach: 'remote', input: z.object({ code: spokenCode }), output: signInStep },
  /** From whoever reset the person's app; the app is then to be set up anew. */
  'session.giveResetCode': { access: 'public', reach: 'remote', input: z.object({ code: spokenCode }), output: signInStep },
  /** Whom an invitation or a new start is for. `invitation-invalid` for one that is wrong, used or too old. */
  'session.readInvitation': {
    access: 'public',
    reach: 'remote',
    input: z.object({ code: spokenCode }),
    output: z.object({ name: personName, login: loginName, shopName: z.string() }),
  },
  /** Sets the person's password; used up by this. Whoever has an authenticator app is asked for its code next. */
  'session.acceptInvitation': {
    access: 'public',
    reach: 'remote',
    input: z.object({ code: spokenCode, password: passwordText, language: staffSettings.shape.language }),
    output: signInStep,
  },
  /** Proof of owning the shop: the printed kit, at this machine. Gives an owner a new password; their app is to be set up anew. */
  'session.recoverWithKit': {
    access: 'public',
    reach: 'desk',
    input: z.object({ kit: z.string().min(20).max(200), login: z.string().trim().max(80), password: passwordText }),
    output: signInStep,
  },
  /** Who may come back to this device with a PIN. Empty when nobody signed in since the program started. */
  'session.tiles': { access: 'public', reach: 'remote', input: z.object({}), output: z.object({ tiles: z.array(tile) }) },
  /** `wrong-pin`; `pin-off` after five wrong ones, then password and code are needed. */
  'session.unlock': { access: 'public', reach: 'remote', input: z.object({ staffId, pin }), output: z.object({ me }) },
  'session.lock': { access: 'person', reach: 'remote', input: z.object({}), output: z.object({}) },
  /** The person is still there; a window says so when keys or pointer are used, at most a few times a minute. */
  'session.touch': { access: 'person', reach: 'remote', input: z.object({}), output: z.object({}) },
  'session.signOut': { access: 'person', reach: 'remote', input: z.object({}), output: z.object({}) },
  /** Password and a new code once more; then dangerous calls pass for a few minutes. */
  'session.stepUp': {
    access: 'signed-in',
    reach: 'remote',
    input: z.object({ password: passwordText, code: totpCode }),
    output: z.object({ forSeconds: z.number().int() }),
  },
  /** The caller's own. */
  'session.list': { access: 'person', reach: 'remote', input: z.object({}), output: z.object({ sessions: z.array(session) }) },
  /** Ends one of the caller's own. */
  'session.end': { access: 'person', reach: 'remote', input: z.object({ sessionId }), output: z.object({}) },
  /** Everybody's. */
  'session.listAll': {
    access: { permission: 'staff.session_kill' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ sessions: z.array(session) }),
  },
  'session.kill': {
    access: { permission: 'staff.session_kill' },
    reach: 'remote',
    input: z.object({ sessionId }),
    output: z.object({}),
  },
  /** A new secret for the authenticator app, shown once; nothing changes until a code of it is confirmed. Whoever has one is asked to step up. */
  'mfa.begin': {
    access: 'person',
    reach: 'remote',
    input: z.object({}),
    output: z.object({ secret: z.string(), uri: z.string() }),
  },
  /** The app works: its secret counts from now on. The recovery codes are shown this once. */
  'mfa.confirm': {
    access: 'person',
    reach: 'remote',
    input: z.object({ code: totpCode }),
    output: z.object({ recoveryCodes: z.array(z.string()), me }),
  },
  'mfa.status': {
    access: 'person',
    reach: 'remote',
    input: z.object({}),
    output: z.object({ since: epochMs.nullable(), recoveryCodesLeft: z.number().int(), dueAt: epochMs.nullable(), hasPin: z.boolean() }),
  },
  /** Ten new ones; those before them no longer work. */
  'mfa.makeRecoveryCodes': {
    access: 'signed-in',
    reach: 'remote',
    stepUp: true,
    input: z.object({}),
    output: z.object({ recoveryCodes: z.array(z.string()) }),
  },
  /** For coming back to a device during a shift. `pin-too-common` for repeats, runs, dates and the digits of one's own name. */
  'pin.set': { access: 'signed-in', reach: 'remote', stepUp: true, input: z.object({ pin }), output: z.object({}) },
  'pin.remove': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({}) },
})

export const sessionEvents = defineEvents({
  /**
   * The last event of a signed-in connection: its actor is gone already. `locked`: the same device may be unlocked with a PIN. The page
   * forgets everything and begins anew.
   */
  'session.ended': {
    access: 'public',
    payload: z.object({
      reason: z.enum(['signed-out', 'locked', 'idle', 'shift-over', 'killed', 'disabled', 'access-changed', 'shop-closed']),
    }),
  },
  /** What the person may do has changed, or what is left to do first. */
  'session.changed': { access: 'person', payload: z.object({ me }) },
})
