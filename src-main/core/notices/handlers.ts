import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Notices } from './service.ts'

export function createNoticeHandlers(notices: Notices): Handlers<'notices.list' | 'notices.putAway'> {
  return {
    'notices.list': (_input, context) => ({ notices: notices.list(actorOf(context)) }),
    'notices.putAway': ({ noticeId }, context) => {
      notices.putAway(noticeId, actorOf(context).staffId)
      return {}
    },
  }
}
