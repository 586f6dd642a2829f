import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { SessionService } from './service.ts'

type SessionMethod =
  | 'session.tiles'
  | 'session.unlock'
  | 'session.lock'
  | 'session.touch'
  | 'session.signOut'
  | 'session.list'
  | 'session.end'
  | 'session.listAll'
  | 'session.kill'

export function createSessionHandlers(sessions: SessionService): Handlers<SessionMethod> {
  return {
    'session.tiles': (_input, { connection }) => ({ tiles: sessions.tiles(connection.device) }),
    'session.unlock': async (input, { connection }) => ({ me: await sessions.unlock(connection, input) }),
    'session.lock': (_input, { connection }) => {
      connection.lock()
      return {}
    },
    'session.touch': (_input, { connection }) => {
      connection.touch()
      return {}
    },
    'session.signOut': (_input, { connection }) => {
      connection.signOut()
      return {}
    },
    'session.list': (_input, context) => ({ sessions: sessions.listOf(actorOf(context)) }),
    'session.end': ({ sessionId }, context) => {
      sessions.end(sessionId, actorOf(context))
      return {}
    },
    'session.listAll': (_input, context) => ({ sessions: sessions.listAll(actorOf(context)) }),
    'session.kill': ({ sessionId }, context) => {
      sessions.kill(sessionId, actorOf(context))
      return {}
    },
  }
}
