import type { SessionId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Connections } from './connections.ts'

/** For what takes time: whoever asked is gone, or the window was locked, while it was done. `not-signed-in`. */
export function assertStillHere(connections: Pick<Connections, 'list'>, id: SessionId): void {
  const isHere = connections.list().some(({ sessionId, isLocked }) => sessionId === id && !isLocked)
  if (!isHere) throw new AppError('not-signed-in', 'The session ended, or was locked, meanwhile')
}
