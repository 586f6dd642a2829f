import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Ids } from '../ports.ts'
import type { MessagingSettings } from './messaging-rules.ts'
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

export function createMessagingHandlers({ messaging }: { messaging: MessagingSettings }): Handlers<'messaging.get' | 'messaging.save'> {
  return {
    'messaging.get': () => ({ rules: messaging.rules() }),
    'messaging.save': ({ rules }, context) => ({ rules: messaging.save(rules, actorOf(context).staffId) }),
  }
}
