import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Messages } from './service.ts'

/** Reading only: what is sent goes through the outbox. */
export function createMessagesHandlers({ messages }: { messages: Messages }): Pick<Handlers, 'messages.list'> {
  return {
    'messages.list': ({ conversationId, anchor = null, limit }, context) =>
      messages.list({ conversationId, anchor, limit }, actorOf(context)),
  }
}
