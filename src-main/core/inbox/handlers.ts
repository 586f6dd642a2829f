import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Inbox } from './service.ts'

type Names =
  | 'conversations.list'
  | 'conversations.get'
  | 'conversations.counts'
  | 'conversations.markRead'
  | 'conversations.saveDraft'
  | 'conversations.claim'
  | 'conversations.assign'
  | 'conversations.moveToTeam'

export function createInboxHandlers({ inbox }: { inbox: Inbox }): Pick<Handlers, Names> {
  return {
    'conversations.list': ({ view, filter = '', cursor = null, limit }, context) =>
      inbox.list({ viewer: actorOf(context), view, filter, cursor, limit }),
    'conversations.get': ({ conversationId }, context) => inbox.getPersonal(conversationId, actorOf(context)),
    'conversations.counts': (_input, context) => ({ waiting: inbox.countWaiting(actorOf(context)) }),
    'conversations.markRead': (input, context) => inbox.markRead(input, actorOf(context)),
    'conversations.saveDraft': (input, context) => inbox.saveDraft(input, actorOf(context)),
    'conversations.claim': (input, context) => ({ conversation: inbox.claim(input, actorOf(context)) }),
    'conversations.assign': (input, context) => ({ conversation: inbox.assign(input, actorOf(context)) }),
    'conversations.moveToTeam': (input, context) => ({ conversation: inbox.moveToTeam(input, actorOf(context)) }),
  }
}
