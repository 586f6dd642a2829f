import type { MethodName, MethodOutput, MethodParsed, Reach } from '#contract'
import type { Actor } from './actor.ts'

export type CallContext = {
  readonly actor: Actor | null
  readonly reach: Reach
  readonly connection: SignInSlot
}

/** The part of a connection that sign-in and sign-out change. */
export type SignInSlot = {
  signIn(actor: Actor): void
  signOut(): void
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
