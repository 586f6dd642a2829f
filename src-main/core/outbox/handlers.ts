import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Presence } from './presence.ts'
import type { Outbox } from './service.ts'

type Names = 'messages.send' | 'messages.undo' | 'messages.decide' | 'conversations.typing'

export function createOutboxHandlers({ outbox, presence }: { outbox: Outbox; presence: Presence }): Pick<Handlers, Names> {
  return {
    'messages.send': (input, context) => ({ message: outbox.send(input, actorOf(context)) }),
    'messages.undo': ({ messageId }, context) => outbox.undo(messageId, actorOf(context)),
    'messages.decide': ({ messageId, decision }, context) => ({ message: outbox.decide(messageId, decision, actorOf(context)) }),
    'conversations.typing': ({ conversationId }, context) => {
      presence.typing(conversationId, actorOf(context))
      return {}
    },
  }
}
