import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { ScheduledMessages } from './service.ts'

type Names = 'scheduled.list' | 'scheduled.add' | 'scheduled.move' | 'scheduled.cancel' | 'scheduled.sendNow'

export function createScheduledHandlers({ scheduled }: { scheduled: ScheduledMessages }): Pick<Handlers, Names> {
  return {
    'scheduled.list': (input, context) => scheduled.list(input, actorOf(context)),
    'scheduled.add': (input, context) => ({ scheduled: scheduled.add(input, actorOf(context)) }),
    'scheduled.move': (input, context) => ({ scheduled: scheduled.move(input, actorOf(context)) }),
    'scheduled.cancel': ({ scheduledId }, context) => scheduled.cancel(scheduledId, actorOf(context)),
    'scheduled.sendNow': ({ scheduledId }, context) => {
      scheduled.sendNow(scheduledId, actorOf(context))
      return {}
    },
  }
}
