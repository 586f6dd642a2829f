import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import { shownMessageTo } from '../messages/rows.ts'
import type { Presence } from './presence.ts'
import type { Outbox } from './service.ts'

type Names = 'messages.send' | 'messages.undo' | 'messages.decide' | 'conversations.typing'

export function createOutboxHandlers({ outbox, presence }: { outbox: Outbox; presence: Presence }): Pick<Handlers, Names> {
  return {
    'messages.send': (input, context) => {
      const by = actorOf(context)
      return { message: shownMessageTo(outbox.send(input, by), by) }
    },
    'messages.undo': ({ messageId }, context) => {
      const by = actorOf(context)
      const { message, ...back } = outbox.undo(messageId, by)
      return { message: shownMessageTo(message, by), ...back }
    },
    'messages.decide': ({ messageId, decision }, context) => {
      const by = actorOf(context)
      return { message: shownMessageTo(outbox.decide(messageId, decision, by), by) }
    },
    'conversations.typing': ({ conversationId }, context) => {
      presence.typing(conversationId, actorOf(context))
      return {}
    },
  }
}
