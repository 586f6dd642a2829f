import type { ContactId, ConversationId } from '#contract'
import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Inbox } from '../inbox/service.ts'
import type { Templates } from './service.ts'

type Names =
  | 'templates.list'
  | 'templates.changes'
  | 'templates.sync'
  | 'templates.preview'
  | 'templates.create'
  | 'templates.edit'
  | 'templates.remove'

export function createTemplateHandlers({
  templates,
  inbox,
  hasStoppedMarketing,
}: {
  templates: Templates
  inbox: Pick<Inbox, 'getSeen'>
  hasStoppedMarketing(who: { contactId: ContactId; conversationId: ConversationId }): boolean
}): Handlers<Names> {
  return {
    'templates.list': () => templates.list(),
    'templates.changes': ({ templateId }) => ({ changes: templates.changes(templateId) }),
    'templates.sync': () => templates.sync(),
    'templates.preview': ({ conversationId, templateId, values }, context) => {
      const { contactId } = inbox.getSeen(conversationId, actorOf(context))
      const { shown, problems } = templates.preview(templateId, values)
      const isStopped = shown.category === 'marketing' && hasStoppedMarketing({ contactId, conversationId })
      return { shown, problems: [...problems], isStopped }
    },
    'templates.create': async ({ draft }, context) => ({
      template: await templates.create(draft, { actor: actorOf(context), assertStillMay: () => context.assertStillMay() }),
    }),
    'templates.edit': async ({ templateId, draft }, context) => ({
      template: await templates.edit(templateId, draft, { actor: actorOf(context), assertStillMay: () => context.assertStillMay() }),
    }),
    'templates.remove': async ({ templateId, allLanguages }, context) => {
      await templates.remove(templateId, { allLanguages }, { actor: actorOf(context), assertStillMay: () => context.assertStillMay() })
      return {}
    },
  }
}
