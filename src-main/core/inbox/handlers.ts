import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Inbox } from './service.ts'

type Names = 'conversations.list' | 'conversations.get' | 'conversations.counts' | 'conversations.markRead' | 'conversations.saveDraft'

export function createInboxHandlers({ inbox }: { inbox: Inbox }): Pick<Handlers, Names> {
  return {
    'conversations.list': ({ view, filter = '', cursor = null, limit }, context) =>
      inbox.list({ staffId: actorOf(context).staffId, view, filter, cursor, limit }),
    'conversations.get': ({ conversationId }, context) => inbox.getPersonal(conversationId, actorOf(context).staffId),
    'conversations.counts': () => ({ waiting: inbox.countWaiting() }),
    'conversations.markRead': (input, context) => inbox.markRead({ ...input, by: actorOf(context).staffId }),
    'conversations.saveDraft': (input, context) => inbox.saveDraft({ ...input, by: actorOf(context).staffId }),
  }
}
