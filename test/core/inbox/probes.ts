import { templateId, type ContactId, type ConversationId, type MessageId } from '#contract'
import { createContactHandlers } from '#core/contacts/handlers.ts'
import type { Database } from '#core/db/database.ts'
import type { Actor } from '#core/dispatch/actor.ts'
import { createInboxHandlers } from '#core/inbox/handlers.ts'
import { createMediaHandlers } from '#core/media/handlers.ts'
import { createMedia } from '#core/media/service.ts'
import { createMessagesHandlers } from '#core/messages/handlers.ts'
import { createReactionHandlers } from '#core/reactions/handlers.ts'
import { createScheduledHandlers } from '#core/scheduled/handlers.ts'
import { createOutboxHandlers } from '#core/outbox/handlers.ts'
import { createTemplateHandlers } from '#core/templates/handlers.ts'
import { upsertTemplate } from '#core/templates/repository.ts'
import { createTemplates } from '#core/templates/service.ts'
import { colleagues } from '#test/support/held-inbox.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { valuesOf } from '#test/support/sample-templates.ts'
import { outgoingText, setUpSending } from '#test/support/sending.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'
import { actor, callFrom } from '#test/support/shop.ts'

export type Probed = { readonly conversationId: ConversationId; readonly messageId: MessageId; readonly contactId: ContactId }

const TEMPLATE: Parameters<typeof upsertTemplate>[1] = {
  templateId: templateId.parse('1'),
  wabaId: FAKE_NUMBER.wabaId,
  name: 'ola',
  language: 'pt_BR',
  addedAt: 1,
  deletedAt: null,
  status: 'approved',
  statusAt: 1,
  rejectedReason: null,
  rejectionAdvice: null,
  pausedUntil: null,
  category: 'utility',
  categoryAt: 1,
  previousCategory: null,
  correctCategory: null,
  categoryChangesAt: null,
  noticeAt: 1,
  quality: 'UNKNOWN',
  qualityAt: 1,
  definition: {
    parameterFormat: 'positional',
    header: null,
    body: 'Oi',
    bodyExamples: {},
    footer: null,
    buttons: [],
    offer: null,
    cards: [],
    timeToLiveSeconds: null,
  },
  definitionAt: 1,
  isAutomatic: false,
  useCount: 0,
  lastUsedAt: null,
}

/** Bia answered a customer, so the conversation is hers, and so is the message. */
export async function setUpProbing({ db }: { db?: Database } = {}) {
  const shop = await setUpSending({ ...(db !== undefined && { db }), undoSeconds: 10, colleagues })
  const conversationId = shop.hearFrom('5511987654321')
  const bia = actor({ staffId: 'bia', role: 'attendant' })
  const hers = { conversationId, clientKey: 'key-of-bia', content: outgoingText('Oi!'), replyTo: null, seen: null, sendAnyway: false }
  const { messageId } = shop.outbox.send(hers, bia)
  await shop.run(6000)
  const { contactId } = shop.inbox.get(conversationId)
  upsertTemplate(shop.db, TEMPLATE)
  const templates = createTemplates({
    ...shop,
    numbers: shop.number,
    notices: { post: () => undefined },
    publish: () => undefined,
    samples: {
      open() {
        throw new Error('No probe uploads anything')
      },
    },
  })
  const media = createMedia({
    ...shop,
    publish: () => undefined,
    folder: makeTemporaryFolder(),
    freeBytes: () => null,
    numbers: shop.number,
    journal: { append: () => undefined },
    messages: () => shop.messages,
    inbox: () => shop.inbox,
    findCaller: () => null,
    storageFailed: () => undefined,
  })
  const handlers = {
    ...createMediaHandlers({ media }),
    ...createInboxHandlers(shop),
    ...createMessagesHandlers(shop),
    ...createOutboxHandlers(shop),
    ...createReactionHandlers(shop),
    ...createScheduledHandlers(shop),
    ...createTemplateHandlers({ templates, inbox: shop.inbox, hasStoppedMarketing: () => false }),
    ...createContactHandlers({ contacts: shop.contacts, onRenamed: shop.messages.tellContact }),
  }
  return { ...shop, handlers, bia, conversationId, messageId, contactId }
}

/**
 * Every method that asks for one conversation, message or customer. Where it can be, as a change on the strength of something stale, so that
 * whoever gets as far as that changes nothing. What does change whose it is comes last.
 */
export function probesOf({ handlers }: Pick<Awaited<ReturnType<typeof setUpProbing>>, 'handlers'>, probed: Probed, by: Actor) {
  const { conversationId, messageId, contactId } = probed
  const call = callFrom(by)
  const stale = 'nobody-in-particular' as never
  return {
    'conversations.get': () => handlers['conversations.get']({ conversationId }, call),
    'conversations.markRead': () => handlers['conversations.markRead']({ conversationId, readCount: 1 }, call),
    'conversations.claim': () => handlers['conversations.claim']({ conversationId, isMine: true, expect: stale }, call),
    'conversations.assign': () => handlers['conversations.assign']({ conversationId, to: null, expect: stale }, call),
    'conversations.moveToTeam': () => handlers['conversations.moveToTeam']({ conversationId, to: null, expect: stale }, call),
    'conversations.typing': () => handlers['conversations.typing']({ conversationId }, call),
    'conversations.saveDraft': () => handlers['conversations.saveDraft']({ conversationId, text: 'x', replyTo: null, files: [] }, call),
    'contacts.get': () => handlers['contacts.get']({ contactId }, call),
    'contacts.reveal': () => handlers['contacts.reveal']({ contactId, field: 'phone' }, call),
    'contacts.rename': () => handlers['contacts.rename']({ contactId, givenName: 'X', expectRevision: 999 }, call),
    'messages.list': () => handlers['messages.list']({ conversationId, limit: 10 }, call),
    'messages.versions': () => handlers['messages.versions']({ messageId }, call),
    'messages.react': () => handlers['messages.react']({ messageId, emoji: '' }, call),
    'scheduled.list': () => handlers['scheduled.list']({ conversationId }, call),
    // At a time that is over.
    'scheduled.add': () =>
      handlers['scheduled.add'](
        { conversationId, clientKey: `later-of-${by.staffId}`, content: outgoingText('x'), replyTo: null, dueAt: 1 },
        call,
      ),
    'media.fetchNow': () => handlers['media.fetchNow']({ messageId }, call),
    'media.markHeard': () => handlers['media.markHeard']({ messageId }, call),
    'templates.preview': () =>
      handlers['templates.preview']({ conversationId, templateId: templateId.parse('1'), values: valuesOf() }, call),
    'messages.undo': () => handlers['messages.undo']({ messageId }, call),
    'messages.decide': () => handlers['messages.decide']({ messageId, decision: 'drop' }, call),
    'messages.send': () =>
      handlers['messages.send'](
        {
          conversationId,
          clientKey: `key-of-${by.staffId}`,
          content: outgoingText('x'),
          replyTo: null,
          seen: null,
          sendAnyway: false,
        },
        call,
      ),
  }
}
