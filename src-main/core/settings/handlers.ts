import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Ids } from '../ports.ts'
import type { ShopSettings } from './service.ts'

export function createSettingsHandlers(deps: { settings: ShopSettings; ids: Ids }): Handlers<'security.get' | 'security.save'> {
  const { settings, ids } = deps
  return {
    'security.get': () => ({ rules: settings.securityRules() }),
    'security.save': ({ rules }, context) => ({
      rules: settings.saveSecurityRules({ rules, by: actorOf(context), key: `security.save:${ids.ulid()}` }),
    }),
  }
}
