import type { SessionId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import { isNoLess, refusalOf, type Actor } from './actor.ts'
import type { Connections } from './connections.ts'
import { accessOf } from './method-facts.ts'
import type { Session } from './open-sessions.ts'

/** For what takes time: whoever asked is gone, or the window was locked, while it was done. `not-signed-in`. */
export function assertStillHere(connections: Pick<Connections, 'list'>, id: SessionId): void {
  const isHere = connections.list().some(({ sessionId, isLocked }) => sessionId === id && !isLocked)
  if (!isHere) throw new AppError('not-signed-in', 'The session ended, or was locked, meanwhile')
}

/** What somebody is told who is not there any more. */
export function absenceOf({ lockedActor }: Pick<Session, 'lockedActor'>): 'locked' | 'not-signed-in' {
  return lockedActor === null ? 'not-signed-in' : 'locked'
}

/** Whoever called a method at a window is still there, and may do and see no less than then. */
export function assertNoLess(session: Pick<Session, 'actor' | 'lockedActor'>, before: Actor | null, method: string): void {
  const access = accessOf(method)
  if (access === null || access === 'public' || before === null) return
  const { actor: now } = session
  if (now === null || now.staffId !== before.staffId) throw new AppError(absenceOf(session), 'The caller went meanwhile')
  const refusal = refusalOf(access, now)
  if (refusal !== null) throw new AppError(refusal, 'The caller may not do this any more')
  if (!isNoLess(now, before)) throw new AppError('changed-meanwhile', 'The caller sees less by now')
}
