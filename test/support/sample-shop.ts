import {
  builtInGrants,
  builtInRoleId,
  draft,
  type BuiltInRole,
  type ConversationRow,
  type Draft,
  type Me,
  type Message,
  type MessageContent,
} from '#contract'
import { comparerOf, isInView } from '#renderer/stores/conversations-order.ts'
import { createFakeTransport, refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { shownContent } from '#renderer/stores/shown-content.ts'
import { ana, buildFacts, buildMessage, buildRow, conversationIdOf, mediaIdOf, NOON } from '#test/support/inbox-rows.ts'
import { HOUR, rui, sampleReplies, sampleRows, sampleThreads } from './sample-conversations.ts'

type SampleOptions = { role?: BuiltInRole; me?: Partial<Me>; now?: number; handlers?: FakeHandlers; extraRows?: number }

/**
 * A shop with a conversation of every kind, on a core that answers at once. Conversation 1 waits too long and has a thread with all that
 * can stand in one; 4 is closing, 5 is closed with a draft kept, 6 has no phone number, 7 has every kind of content.
 */
export function createSampleShop({ role = 'attendant', me = {}, now = NOON, handlers = {}, extraRows = 0 }: SampleOptions = {}) {
  const person: Me = { ...ana, roleId: builtInRoleId(role), ...builtInGrants[role], ...me }
  const rows = new Map(sampleRows(now, extraRows).map((row) => [Number(row.conversationId), row]))
  const threads = new Map<number, Message[]>(sampleThreads(now).map(([id, thread]) => [id, thread]))
  const drafts = new Map<number, Draft>([
    [5, { text: 'Bom dia! O conserto fica pronto na sexta.', replyTo: null, files: [], savedAt: now }],
  ])
  let nextId = 90_000

  const core = createFakeTransport({
    'desk.status': () => ({ phase: 'open', kind: 'shop', shopName: 'Casa Jacarandá' }),
    'session.me': () => ({ me: person }),
    'staff.list': () => ({ staff: [{ staffId: ana.staffId, name: ana.name, roleId: ana.roleId, teamIds: [], isActive: true }, rui] }),
    'roles.list': () => ({ roles: [] }),
    'teams.list': () => ({ teams: [] }),
    'security.get': () => ({ rules: { idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: false } }),
    'approvals.list': () => ({ approvals: [] }),
    'session.touch': () => ({}),
    'staff.saveSettings': ({ settings }) => ({ settings }),
    'session.signOut': () => ({}),
    'number.get': () => ({ number: null }),
    'kit.status': () => ({ issuedAt: null, confirmedAt: null, unconfirmedAt: null }),
    'key.status': () => ({ rotatedAt: null, isStrict: false }),
    'notices.list': () => ({ notices: [] }),
    'replies.list': () => ({ replies: sampleReplies }),
    'replies.used': () => ({}),
    'conversations.list': ({ view, filter, cursor, limit }) => {
      const all = [...rows.values()]
        .filter(
          (row) =>
            isInView(row, view, { me: person.staffId, now }) &&
            (filter === undefined || row.contactName.toLowerCase().includes(filter.toLowerCase())),
        )
        .toSorted(comparerOf(view))
      const from = cursor === undefined ? 0 : Number(cursor)
      return { conversations: all.slice(from, from + limit), nextCursor: from + limit < all.length ? String(from + limit) : null }
    },
    'conversations.get': ({ conversationId }) => {
      const conversation = rows.get(conversationId)
      return conversation === undefined ? refuse('not-found') : { conversation, draft: drafts.get(conversationId) ?? null }
    },
    'conversations.counts': () => ({ waiting: [...rows.values()].filter((row) => row.waitingSince !== null).length }),
    'conversations.markRead': ({ conversationId, readCount }) => {
      const row = rows.get(conversationId)
      if (row !== undefined) rows.set(conversationId, { ...row, readCount })
      return { readCount }
    },
    'conversations.typing': () => ({}),
    'conversations.saveDraft': ({ conversationId, text, replyTo, files = [] }) => {
      if (text === '' && replyTo === null && files.length === 0) drafts.delete(conversationId)
      else drafts.set(conversationId, draft.parse({ text, replyTo, files, savedAt: now }))
      return { draft: drafts.get(conversationId) ?? null }
    },
    'messages.list': ({ conversationId, anchor, limit }) => pageOf(threads.get(conversationId) ?? [], anchor, limit),
    'messages.send': ({ conversationId, content, replyTo }) => {
      const shown: MessageContent = content.kind === 'template' ? { kind: 'unknown', rawType: 'template' } : shownContent(content)
      const text = previewOf(shown)
      const thread = threads.get(conversationId) ?? []
      const quoted = thread.find((message) => message.messageId === replyTo)
      const message = buildMessage(nextId++, {
        conversationId: conversationIdOf(conversationId),
        direction: 'out',
        author: { kind: 'staff', staffId: person.staffId },
        content: shown,
        files:
          content.kind === 'media'
            ? [
                {
                  mediaId: mediaIdOf(content.mediaId),
                  fileName: content.fileName,
                  state: 'here',
                  problem: null,
                  retryAt: null,
                  facts: buildFacts(),
                },
              ]
            : [],
        sentAt: Date.now(),
        replyTo:
          quoted === undefined
            ? null
            : { messageId: quoted.messageId, direction: quoted.direction, kind: quoted.content.kind, preview: previewOf(quoted.content) },
        delivery: { status: 'queued', problem: null, undoUntil: Date.now() + 5_000 },
      })
      threads.set(conversationId, [...thread, message])
      const row = rows.get(conversationId)
      if (row !== undefined)
        publishRow({
          ...row,
          waitingSince: null,
          lastAt: message.sentAt,
          preview: { direction: 'out', kind: content.kind, text, status: 'queued' },
        })
      return { message }
    },
    'messages.react': ({ messageId, emoji }) => {
      const message = findMessage(messageId)
      const others = message.reactions.filter(({ from }) => from !== 'shop')
      const reacted: Message = { ...message, reactions: emoji === '' ? others : [...others, { emoji, from: 'shop', state: 'sent' }] }
      replace(reacted)
      return { message: reacted }
    },
    'scheduled.list': ({ conversationId }) => ({
      conversationId: conversationIdOf(conversationId),
      scheduled: [],
      nextCursor: null,
      total: 0,
    }),
    'costs.quote': () => ({ quote: { category: 'service', currency: null, amount: null, why: 'no-rate' } }),
    'messaging.get': () => ({ rules: { signature: 'none' } }),
    'media.address': () => ({ prefix: '/media/sample' }),
    'messages.undo': ({ messageId }) => {
      const message = findMessage(messageId)
      const cancelled: Message = { ...message, delivery: { status: 'cancelled', problem: null, undoUntil: null } }
      replace(cancelled)
      return { message: cancelled, text: previewOf(message.content), content: null }
    },
    'messages.decide': ({ messageId, decision }) => {
      const status = { 'send-again': 'queued', arrived: 'sent', drop: 'cancelled' } as const
      const message: Message = { ...findMessage(messageId), delivery: { status: status[decision], problem: null, undoUntil: null } }
      replace(message)
      return { message }
    },
    'contacts.get': ({ contactId }) => {
      const row = [...rows.values()].find((candidate) => candidate.contactId === contactId)
      return row === undefined ? refuse('not-found') : { contact: contactOf(row, now) }
    },
    'contacts.rename': ({ contactId, givenName, expectRevision }) => {
      const row = [...rows.values()].find((candidate) => candidate.contactId === contactId)
      return row === undefined
        ? refuse('not-found')
        : { contact: { ...contactOf(row, now), givenName: givenName === '' ? null : givenName, revision: expectRevision + 1 } }
    },
    ...handlers,
  })

  function findMessage(messageId: number): Message {
    const found = [...threads.values()].flat().find((message) => message.messageId === messageId)
    return found ?? refuse('not-found')
  }

  function replace(message: Message): void {
    const thread = threads.get(message.conversationId) ?? []
    threads.set(
      message.conversationId,
      thread.map((other) => (other.messageId === message.messageId ? message : other)),
    )
  }

  function publishRow(row: ConversationRow): void {
    rows.set(row.conversationId, row)
    const { readCount: _, draftPreview: __, draftFiles: ___, ...conversation } = row
    core.push('conversation.changed', { conversation })
  }

  return {
    core,
    /** As when a customer writes: the row first, then the message, as the core publishes them. */
    receive(conversationId: number, content: MessageContent, at = now) {
      const message = buildMessage(nextId++, { conversationId: conversationIdOf(conversationId), content, sentAt: at })
      threads.set(conversationId, [...(threads.get(conversationId) ?? []), message])
      const row = rows.get(conversationId) ?? buildRow(conversationId, { inboundCount: 0, readCount: 0 })
      publishRow({
        ...row,
        lastAt: at,
        waitingSince: row.waitingSince ?? at,
        windowExpiresAt: at + 24 * HOUR,
        inboundCount: row.inboundCount + 1,
        preview: { direction: 'in', kind: content.kind === 'media' ? content.media : content.kind, text: previewOf(content), status: null },
      })
      core.push('message.changed', { message })
      return message
    },
    change(message: Message) {
      replace(message)
      core.push('message.changed', { message })
    },
    changeRow: (id: number, changes: Partial<ConversationRow>) => publishRow({ ...(rows.get(id) ?? buildRow(id)), ...changes }),
    thread: (id: number) => threads.get(id) ?? [],
  }
}

/** A page of a thread, as `messages.list` answers. */
export function pageOf(thread: Message[], anchor: { at: 'before' | 'after' | 'around'; messageId: number } | undefined, limit: number) {
  const at = thread.findIndex((message) => message.messageId === anchor?.messageId)
  const from =
    anchor === undefined
      ? Math.max(0, thread.length - limit)
      : { before: Math.max(0, at - limit), after: at + 1, around: Math.max(0, at - Math.floor(limit / 2)) }[anchor.at]
  const end = anchor?.at === 'before' ? at : Math.min(thread.length, from + limit)
  return { messages: thread.slice(from, end), hasBefore: from > 0, hasAfter: end < thread.length }
}

function previewOf(content: MessageContent): string {
  if (content.kind === 'text') return content.body
  return content.kind === 'media' ? (content.caption ?? '') : ''
}

function contactOf(row: ConversationRow, now: number) {
  return {
    contactId: row.contactId,
    givenName: null,
    profileName: row.contactName,
    username: row.contactPhone === null ? 'thando.m' : null,
    phone: row.contactPhone,
    userId: row.contactPhone === null ? 'ZA.13491208655302741918' : null,
    firstSeenAt: now - 40 * 24 * HOUR,
    revision: 1,
  }
}
