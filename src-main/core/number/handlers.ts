import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import { Redacted } from '../lib/redacted.ts'
import type { NumberService } from './service.ts'

export function createNumberHandlers({
  number,
}: {
  number: NumberService
}): Pick<Handlers, 'number.connect' | 'number.get' | 'number.resume'> {
  return {
    'number.connect': ({ token, appSecret, ...ids }, context) =>
      number.connect({ ...ids, token: new Redacted(token), appSecret: new Redacted(appSecret) }, actorOf(context).staffId, context),
    'number.get': () => ({ number: number.get() }),
    'number.resume': (_input, context) => ({ number: number.resume(actorOf(context).staffId) }),
  }
}
