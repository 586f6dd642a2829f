import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { KeyCare } from './service.ts'

type KeyMethod = 'kit.issue' | 'kit.confirm' | 'kit.status' | 'key.rotate' | 'key.status' | 'key.setPassphrase'

export function createKeyHandlers(keys: KeyCare): Handlers<KeyMethod> {
  return {
    'kit.issue': (_input, context) => keys.issueKit(actorOf(context).staffId),
    'kit.confirm': ({ groups }, context) => ({ confirmed: keys.confirmKit(groups, actorOf(context).staffId) }),
    'kit.status': () => keys.kitStatus(),
    'key.rotate': ({ passphrase }, context) => keys.rotate(passphrase, actorOf(context).staffId),
    'key.status': () => keys.status(),
    'key.setPassphrase': ({ passphrase }, context) => keys.setPassphrase(passphrase, actorOf(context).staffId),
  }
}
