import type { z } from 'zod'
import type { Permission } from './permissions.ts'

/**
 * Who may call a method or receive an event. Required on each row of the table, so that a method nobody thought about does not compile.
 * `public`: before sign-in as well. `signed-in`: any active staff member. Otherwise the one permission the caller's role must hold.
 */
export type Access = 'public' | 'signed-in' | { readonly permission: Permission }

/** `desk`: this machine's own window only (key, token and backup methods). `remote`: any authenticated connection. */
export type Reach = 'desk' | 'remote'

export type Method = {
  readonly access: Access
  readonly reach: Reach
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
