import { actorOf, type CallContext, type Handlers } from '../dispatch/handlers.ts'
import type { Caller, KeyCare } from './service.ts'

type KeyMethod = 'kit.issue' | 'kit.confirm' | 'kit.status' | 'key.rotate' | 'key.status' | 'key.setPassphrase'

export function createKeyHandlers(keys: KeyCare): Handlers<KeyMethod> {
  return {
    'kit.issue': (_input, context) => keys.issueKit(actorOf(context).staffId),
    'kit.confirm': ({ groups }, context) => ({ confirmed: keys.confirmKit(groups, actorOf(context).staffId) }),
    'kit.status': () => keys.kitStatus(),
    'key.rotate': ({ passphrase }, context) => keys.rotate(passphrase, callerOf(context)),
    'key.status': () => keys.status(),
    'key.setPassphrase': ({ passphrase }, context) => keys.setPassphrase(passphrase, callerOf(context)),
  }
}

function callerOf(context: CallContext): Caller {
  const { connection, assertStillMay } = context
  return { staffId: actorOf(context).staffId, device: connection.device, assertStillMay }
}
