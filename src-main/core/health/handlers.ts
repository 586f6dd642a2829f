import type { Handlers } from '../dispatch/handlers.ts'
import type { Health } from './service.ts'

export function createHealthHandlers(health: Health): Handlers<'number.health' | 'number.checkHealth'> {
  return {
    'number.health': () => ({ health: health.get() }),
    'number.checkHealth': async () => ({ health: await health.check() }),
  }
}
