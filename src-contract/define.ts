import type { z } from 'zod'
import type { JournalAction } from './journal-actions.ts'
import type { Permission } from './permissions.ts'

/**
 * Who may call a method or receive an event. Required on each row of the table, so that a method nobody thought about does not compile.
 * `public`: before sign-in as well. `person`: whoever is signed in, even with a duty left to do first. `signed-in`: any active staff
 * member who is free to work. Otherwise the one permission the caller's role must hold.
 */
export type Access = 'public' | 'person' | 'signed-in' | { readonly permission: Permission }

/** `desk`: this machine's own window only (key, token and backup methods). `remote`: any authenticated connection. */
export type Reach = 'desk' | 'remote'

export type Method = {
  readonly access: Access
  readonly reach: Reach
  /** Password and code are asked for again unless both were given a few minutes ago. */
  readonly stepUp?: true
  /** A call that passes is written down as this, with its input and what the handler adds, before anything is answered. */
  readonly journal?: JournalAction
  /** Set on methods that exist in a practice shop only; in a real shop they answer as unknown. */
  readonly only?: 'practice'
  readonly input: z.ZodType
  readonly output: z.ZodType
}

export type EventKind = {
  readonly access: Access
  readonly payload: z.ZodType
}

export function defineMethods<const Table extends Record<string, Method>>(table: Table): Table {
  return table
}

export function defineEvents<const Table extends Record<string, EventKind>>(table: Table): Table {
  return table
}
