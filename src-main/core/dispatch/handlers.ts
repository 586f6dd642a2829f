import type { MethodName, MethodOutput, MethodParsed, Reach, SessionId, StaffId } from '#contract'
import type { Actor, Standing } from './actor.ts'

export type CallContext = {
  readonly actor: Actor | null
  /** Somebody was signed in and the window was locked: they or a colleague may come back with a PIN. */
  readonly isLocked: boolean
  readonly reach: Reach
  readonly connection: SignInSlot
  /**
   * For what takes time, before it does or says anything: throws when whoever called is gone by now, or may do or see less than when they
   * called.
   */
  assertStillMay(): void
}

/** Somebody whose password was right, and who has one more thing to show. Forgotten after a few minutes. */
export type HalfSignedIn = {
  readonly staffId: StaffId
  readonly needs: 'code' | 'reset-code'
  /** When the password was set that was shown. Once there is another one, this is worth nothing. */
  readonly passwordAt: number
  /** What holds only once everything was shown. Joins the transaction that begins the session; the person's other sessions end then. */
  readonly onceIn?: (() => void) | undefined
}

/** The part of a connection that sign-in, lock and sign-out change. */
export type SignInSlot = {
  /** Where the person sits; PINs and wrong tries are counted by it. */
  readonly device: string
  /**
   * Begins a new session, with a new id, and has it on record. A `full` one has just shown password and code, which begins a shift on this
   * device; a `pin` one comes back during it, else `pin-off`. Read the standing in the same turn: the person may have left meanwhile.
   */
  signIn(standing: Standing, strength: Actor['strength']): Actor
  /** Password and code were shown once more, in this session: it is a full one under a new id, and steps up. */
  stepUp(id: SessionId): { forSeconds: number }
  /** The person is still there. */
  touch(): void
  /** Coming back takes password and code. */
  signOut(): void
  /** Coming back takes a PIN, during the shift. */
  lock(): void
  /** Part of the addresses of files: whoever has it is taken for the person who is signed in here, until they lock or go. Never written down. */
  fileToken(): string
  half(): HalfSignedIn | null
  setHalf(half: HalfSignedIn | null): void
}

/** Input is parsed, access is checked: a handler only maps to a service call. */
export type Handler<Name extends MethodName> = (
  input: MethodParsed<Name>,
  context: CallContext,
) => MethodOutput<Name> | Promise<MethodOutput<Name>>

export type Handlers<Name extends MethodName = MethodName> = { readonly [Key in Name]: Handler<Key> }

/** For methods whose access is not `public`: the dispatcher has refused everybody else. */
export function actorOf(context: CallContext): Actor {
  if (context.actor === null) throw new Error('Broken invariant: the dispatcher lets only signed-in callers reach this handler')
  return context.actor
}
