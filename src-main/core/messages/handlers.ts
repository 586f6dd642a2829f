import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import { shownContentTo } from './rows.ts'
import type { Messages } from './service.ts'

type Names = 'messages.list' | 'messages.versions' | 'media.markHeard'

/** What is there already; what is sent goes through the outbox. */
export function createMessagesHandlers({ messages }: { messages: Messages }): Pick<Handlers, Names> {
  return {
    'messages.list': ({ conversationId, anchor = null, limit }, context) =>
      messages.list({ conversationId, anchor, limit }, actorOf(context)),
    'messages.versions': ({ messageId }, context) => {
      const by = actorOf(context)
      messages.assertSeen(messageId, by)
      return { versions: messages.listVersions(messageId).map(({ at, content }) => ({ at, content: shownContentTo(content, by) })) }
    },
    'media.markHeard': ({ messageId }, context) => {
      const by = actorOf(context)
      messages.assertSeen(messageId, by)
      messages.markHeard(messageId, by.staffId)
      return {}
    },
  }
}
