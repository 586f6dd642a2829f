import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { DelayedRecovery } from './delayed-recovery.ts'

type RecoveryMethod = 'recovery.offer' | 'recovery.ask' | 'recovery.finish' | 'recovery.current' | 'recovery.stop'

export function createDelayedRecoveryHandlers(recovery: DelayedRecovery): Handlers<RecoveryMethod> {
  return {
    'recovery.offer': (_input, { reach }) => (reach === 'desk' ? recovery.offer() : { isOn: false, waiting: null }),
    'recovery.ask': ({ login }, { connection }) => recovery.ask(login, connection.device),
    'recovery.finish': (input, { connection }) => recovery.finish(input, connection),
    'recovery.current': (_input, context) => recovery.current(actorOf(context).staffId),
    'recovery.stop': ({ recoveryId }, context) => {
      recovery.stop(recoveryId, actorOf(context).staffId)
      return {}
    },
  }
}
