import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { RepliesService } from './service.ts'

type ReplyMethod = 'replies.list' | 'replies.add' | 'replies.update' | 'replies.remove' | 'replies.used'

export function createReplyHandlers(replies: RepliesService): Handlers<ReplyMethod> {
  return {
    'replies.list': () => ({ replies: replies.list() }),
    'replies.add': (input, context) => ({ reply: replies.add(input, actorOf(context).staffId) }),
    'replies.update': (input, context) => ({ reply: replies.update(input, actorOf(context).staffId) }),
    'replies.remove': (input, context) => {
      replies.remove(input.quickReplyId, actorOf(context).staffId)
      return {}
    },
    'replies.used': (input, context) => {
      replies.used(input.quickReplyId, actorOf(context).staffId)
      return {}
    },
  }
}
