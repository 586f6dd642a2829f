import type { Handlers } from '../dispatch/handlers.ts'
import type { RecoveryKitSlot } from './vault.ts'

type KitMethod = 'kit.issue' | 'kit.confirm' | 'kit.status'

export function createKitHandlers(kit: RecoveryKitSlot): Handlers<KitMethod> {
  return {
    'kit.issue': () => kit.issue(),
    'kit.confirm': (input) => ({ confirmed: kit.confirm(input.groups) }),
    'kit.status': () => kit.status(),
  }
}
