import type { MethodName } from '#contract'
import type { Handlers } from './dispatch/handlers.ts'
import { AppError } from './lib/app-error.ts'

/** Handlers of methods that are agreed on and not there yet. */
export function notYet<Name extends MethodName>(names: readonly Name[]): Handlers<Name> {
  // Each name has a handler of whatever type, as it only throws.
  return Object.fromEntries(names.map((name) => [name, refuse])) as unknown as Handlers<Name>
}

function refuse(): never {
  throw new AppError('not-possible-now', 'This version cannot do this yet')
}
