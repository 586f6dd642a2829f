import { describe, expect, test } from 'vitest'
import type { ConversationId, MessageContent, NumberId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { wholeShop } from '#core/inbox/reach.ts'
import { buildCard } from '#test/support/inbox-rows.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { ana, createReceiving } from '#test/support/receiving.ts'
import {
  change,
  contact,
  CUSTOMER,
  inbound,
  inboundText,
  messageWebhook,
  messagesChange,
  metadata,
  NUMBER_ID,
  SENT_AT_MS,
  SENT_AT_SECONDS,
  SHOP_PHONE,
  status,
  statusWebhook,
  toBody,
  webhook,
  type Json,
} from '#test/support/webhook-builder.ts'

const OURS = 'wamid.ours'
const MINUTE = 60_000
const later = (seconds: number) => String(Number(SENT_AT_SECONDS) + seconds)

/** Webhooks as they come, and what the threads then show. */
function setUp(options: Pick<NonNullable<Parameters<typeof createReceiving>[0]>, 'db' | 'decoderVersion'> = {}) {
  const receiving = createReceiving({ decode: decodeWebhook, ownNumberId: () => NUMBER_ID, ...options })
  const { clock, contacts, db, inbox, intake, messages } = receiving
  clock.setWall(SENT_AT_MS + MINUTE)
  const threads = () =>
    db.list<{ id: ConversationId }>(sql`SELECT id FROM conversations WHERE merged_into IS NULL ORDER BY id`).map(({ id }) => id)
  const thread = (conversationId = threads()[0]) =>
    conversationId === undefined ? [] : messages.list({ conversationId, anchor: null, limit: 100 }, wholeShop).messages
  return {
    ...receiving,
    async take(...bodies: readonly Json[]) {
      for (const body of bodies) await intake.receiveUnsigned(toBody(body))
      await intake.settled()
    },
    threads,
    thread,
    contents: (conversationId?: ConversationId): MessageContent[] => thread(conversationId).map(({ content }) => content),
    kept: () => db.list(sql`SELECT reason, path FROM kept_items ORDER BY id`),
    /** A message of ours that WhatsApp has taken. */
    send() {
      const customer = contacts.resolve(
        { userId: CUSTOMER.userId, parentUserId: null, waId: CUSTOMER.waId, profileName: null, username: null },
        SENT_AT_MS,
      )
      const id = messages.insertOutgoing({
        conversationId: inbox.ensure(NUMBER_ID, customer?.contactId ?? (0 as never)),
        // The id of the tests' number.
        numberId: NUMBER_ID as NumberId,
        staffId: ana,
        content: { kind: 'text', body: 'Já vai' },
        body: 'Já vai',
        quotedMessageId: null,
        undoUntil: null,
      })
      messages.setOutgoing(id, { status: 'accepted', problem: null })
      return { id, learn: () => messages.learnWamid(id, OURS), shown: () => thread().find(({ messageId }) => messageId === id)?.delivery }
    },
  }
}

const ourStatus = (state: string, more: Json = {}) => statusWebhook(status(state, { id: OURS, ...more }))
const failed = { errors: [{ code: 131026, title: 'Message undeliverable' }] }

describe('statuses', () => {
  test('F32: those that come before the 200 of our own send, or before the phone’s own message, wait for it and are joined', async () => {
    const { take, send, thread } = setUp()
    const ours = send()
    await take(ourStatus('read'))
    expect(ours.shown()?.status).toBe('accepted')
    ours.learn()
    expect(ours.shown()?.status).toBe('read')
    await take(statusWebhook(status('delivered', { id: 'wamid.phone' })))
    const echo = {
      from: SHOP_PHONE,
      to: CUSTOMER.waId,
      id: 'wamid.phone',
      timestamp: SENT_AT_SECONDS,
      type: 'text',
      text: { body: 'do celular' },
    }
    await take(webhook(change('smb_message_echoes', { metadata: metadata(), message_echoes: [echo] })))
    expect(thread().map(({ content, delivery }) => [content.kind === 'text' && content.body, delivery?.status])).toEqual([
      ['do celular', 'delivered'],
      ['Já vai', 'read'],
    ])
  })

  const rank = ['accepted', 'sent', 'delivered', 'read', 'played']
  test.each([
    [['sent', 'delivered', 'read', 'played']],
    [['played', 'read', 'delivered', 'sent']],
    [['read', 'delivered', 'sent', 'read']],
    [['delivered', 'sent', 'read', 'delivered', 'sent']],
  ])('F33: what is shown never goes down when they come as %j', async (states) => {
    const { take, send } = setUp()
    const ours = send()
    ours.learn()
    const shown: number[] = []
    for (const [index, state] of states.entries()) {
      await take(ourStatus(state, { timestamp: later(rank.indexOf(state)), conversation: { id: String(index) } }))
      shown.push(rank.indexOf(ours.shown()?.status ?? ''))
    }
    const best = states.map((_state, index) => Math.max(...states.slice(0, index + 1).map((state) => rank.indexOf(state))))
    expect(shown).toEqual(best)
  })

  test.each([
    ['failed after delivered', ['delivered', 'failed']],
    ['delivered after failed', ['failed', 'delivered']],
    ['failed after read', ['sent', 'read', 'failed']],
  ])('F34: %s shows the delivery, and keeps the failure with its details', async (_what, states) => {
    const { take, send, db } = setUp()
    const ours = send()
    ours.learn()
    for (const state of states) await take(ourStatus(state, state === 'failed' ? failed : {}))
    expect(ours.shown()).toEqual({ status: states.includes('read') ? 'read' : 'delivered', problem: null, undoUntil: null })
    expect(db.list(sql`SELECT problem FROM statuses WHERE status = 'failed'`)).toEqual([
      { problem: '{"key":"undeliverable","code":131026,"details":"Message undeliverable"}' },
    ])
  })

  test('F34: failed after sent is shown as failed, with its reason, in either order', async () => {
    const shown = await Promise.all(
      [
        ['sent', 'failed'],
        ['failed', 'sent'],
      ].map(async (states) => {
        const { take, send } = setUp()
        const ours = send()
        ours.learn()
        for (const state of states) await take(ourStatus(state, state === 'failed' ? failed : {}))
        return ours.shown()
      }),
    )
    const expected = {
      status: 'failed',
      problem: { key: 'undeliverable', code: 131026, details: 'Message undeliverable' },
      undoUntil: null,
    }
    expect(shown).toEqual([expected, expected])
  })
})

describe('what this version does not know', () => {
  test.each<[what: string, message: Json, rawType: string]>([
    ['an unknown type', { type: 'hologram', hologram: { id: 'H1', angle: 7 } }, 'hologram'],
    ['null where an object should be', { type: 'text', text: null }, 'text'],
    ['a list where an object should be', { type: 'image', image: [1, 2] }, 'image'],
    ['no object at all', { type: 'location' }, 'location'],
  ])('F37: %s stands in the thread as not supported, and is kept whole to be read again', async (_what, message, rawType) => {
    const db = createMemoryDatabase()
    const { take, contents, intake } = setUp({ db })
    await take(messageWebhook(inbound({ id: 'wamid.new', ...message }), inboundText('bem', { timestamp: later(1) })))
    const shown: MessageContent[] = [
      { kind: 'unknown', rawType },
      { kind: 'text', body: 'bem' },
    ]
    expect(contents()).toEqual(shown)
    const [kept] = db.list<{ reason: string; value: string }>(sql`SELECT reason, value FROM kept_items`)
    expect([kept?.reason, JSON.parse(kept?.value ?? 'null')]).toEqual(['unknown-message-type', expect.objectContaining(message)])
    await intake.close()

    // An upgrade reads it again, and doubles nothing.
    const newer = setUp({ db, decoderVersion: 3 })
    newer.intake.start()
    await newer.intake.settled()
    expect(newer.contents()).toEqual(shown)
  })

  test('F37: a new field beside what is known takes nothing away from it', async () => {
    const { take, contents, kept } = setUp()
    await take(
      webhook(
        messagesChange({ contacts: [contact({ mood: 'happy' })], messages: [inboundText('oi', { aura: { a: 1 } })], omens: [{ id: 1 }] }),
        {
          field: 'messages',
          value: { metadata: metadata(), messages: [inboundText('e aí', { timestamp: later(1) })], tides: null },
          tide: 'high',
        },
      ),
    )
    expect(contents()).toEqual([
      { kind: 'text', body: 'oi' },
      { kind: 'text', body: 'e aí' },
    ])
    expect(kept()).toEqual([{ reason: 'unknown-list', path: 'entry.0.changes.0.value.omens.0' }])
  })
})

describe('each kind of message', () => {
  test.each<[what: string, message: Json, content: MessageContent]>([
    [
      'a view-once or disappearing one, which WhatsApp does not pass on',
      { type: 'ephemeral', ephemeral: {} },
      { kind: 'unsupported', rawType: null, problem: null },
    ],
    [
      'an order, with numbers as text',
      {
        type: 'order',
        order: {
          catalog_id: 'c',
          text: 'capricha',
          product_items: [{ product_retailer_id: 'pão', quantity: '2', item_price: '1,50', currency: 'BRL' }],
        },
      },
      { kind: 'order', text: 'capricha', items: [{ productId: 'pão', quantity: 2, price: 1.5, currency: 'BRL' }] },
    ],
    [
      'the tap on a row of a list',
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'r1', title: 'Entrega', description: 'Hoje' } } },
      { kind: 'choice', title: 'Entrega', description: 'Hoje' },
    ],
    [
      'a form, whose inner JSON is broken',
      { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{' } } },
      { kind: 'form', name: 'flow', fields: [] },
    ],
    [
      'a location',
      { type: 'location', location: { latitude: -23.56, longitude: '-46.65', name: 'Masp', address: 'Av. Paulista' } },
      { kind: 'location', latitude: -23.56, longitude: -46.65, name: 'Masp', address: 'Av. Paulista', url: null },
    ],
    [
      'a contact card without a name',
      { type: 'contacts', contacts: [{ phones: [{ phone: '+55 11 3333-4444' }] }] },
      { kind: 'contacts', contacts: [buildCard('+55 11 3333-4444', '+55 11 3333-4444')] },
    ],
    [
      'a sticker',
      { type: 'sticker', sticker: { id: 'M', mime_type: 'image/webp', animated: true } },
      { kind: 'media', media: 'sticker', caption: null, fileName: null, mimeType: 'image/webp' },
    ],
  ])('F38: %s is shown as what it is', async (_what, message, content) => {
    const { take, contents, kept } = setUp()
    await take(messageWebhook(inbound(message)))
    expect({ contents: contents(), kept: kept() }).toEqual({ contents: [content], kept: [] })
  })

  test('F38: an edited message shows its last text and says that it was edited, whichever edit comes first', async () => {
    const { take, thread } = setUp()
    const edited = (body: string, seconds: number) =>
      inbound({
        type: 'edit',
        timestamp: later(seconds),
        edit: { original_message_id: 'wamid.E', message: { type: 'text', text: { body } } },
      })
    await take(
      messageWebhook(edited('última', 20)),
      messageWebhook(inboundText('primeira', { id: 'wamid.E' })),
      messageWebhook(edited('segunda', 10)),
    )
    expect(thread().map(({ content, isEdited }) => ({ content, isEdited }))).toEqual([
      { content: { kind: 'text', body: 'última' }, isEdited: true },
    ])
  })

  test('F38: a message deleted for all stands as deleted, also when the deletion comes first, and others cannot delete it', async () => {
    const { take, thread } = setUp()
    const revoke = (id: string, sides: Json = {}) => inbound({ type: 'revoke', revoke: { original_message_id: id }, ...sides })
    await take(
      messageWebhook(revoke('wamid.R')),
      messageWebhook(inboundText('segredo', { id: 'wamid.R' }), inboundText('fica', { id: 'wamid.S' })),
    )
    const byShop = { ...revoke('wamid.S'), from: SHOP_PHONE, from_user_id: undefined, to: CUSTOMER.waId }
    await take(webhook(change('smb_message_echoes', { metadata: metadata(), message_echoes: [byShop] })))
    expect(thread().map(({ isRevoked }) => isRevoked)).toEqual([true, false])
  })

  test('F38: a reaction to a message that nobody knows waits for it, and makes no line of its own', async () => {
    const { take, thread, threads } = setUp()
    await take(messageWebhook(inbound({ type: 'reaction', reaction: { message_id: 'wamid.T', emoji: '👍' } })))
    expect({ threads: threads().length, messages: thread() }).toEqual({ threads: 1, messages: [] })
    await take(messageWebhook(inboundText('ainda tem?', { id: 'wamid.T' })))
    expect(thread().map(({ reactions }) => reactions)).toEqual([[{ emoji: '👍', from: 'customer', state: 'sent' }]])
  })

  test('F38: a changed number is a line in the thread and moves its person, and never makes one of two people', async () => {
    const { take, threads, thread, contacts, inbox } = setUp()
    const says = (phone: string, userId: string, body: string, seconds: number) =>
      webhook(
        messagesChange({
          contacts: [contact({ wa_id: phone, user_id: userId, profile: { name: userId } })],
          messages: [inboundText(body, { from: phone, from_user_id: userId, timestamp: later(seconds) })],
        }),
      )
    const moved = inbound({
      from: '5511911111111',
      from_user_id: 'BR.joao',
      timestamp: later(20),
      type: 'system',
      system: { type: 'user_changed_number', wa_id: '5511922222222', body: 'João mudou para Maria 5511933333333' },
    })
    await take(
      says('5511911111111', 'BR.joao', 'oi, sou o João', 0),
      says('5511922222222', 'BR.maria', 'oi, sou a Maria', 10),
      webhook(messagesChange({ messages: [moved] })),
      says('5511922222222', 'BR.joao', 'número novo', 30),
    )
    expect(
      threads().map((id) => ({
        lines: thread(id).map(({ content }) => (content.kind === 'text' ? content.body : content.kind)),
        address: contacts.address(inbox.get(id).contactId),
      })),
    ).toEqual([
      { lines: ['oi, sou o João', 'system', 'número novo'], address: { to: '5511922222222' } },
      { lines: ['oi, sou a Maria'], address: { recipient: 'BR.maria' } },
    ])
  })
})

describe('times', () => {
  const odd: readonly [what: string, timestamp: unknown, shownAt: number][] = [
    ['the year 2038', '2147483648', SENT_AT_MS + MINUTE],
    ['a negative number', -1, SENT_AT_MS + MINUTE],
    ['milliseconds', SENT_AT_MS + 1000, SENT_AT_MS + 1000],
    ['a leap second', '2026-12-31T23:59:60Z', SENT_AT_MS + MINUTE],
    ['the year 1970', '1', Date.UTC(2009, 0, 1)],
    ['nothing', undefined, SENT_AT_MS + MINUTE],
  ]

  test.each(odd)(
    'F80: %s is brought to what can be, the thread stays in order, and the body is kept as it came',
    async (_what, timestamp, shownAt) => {
      const { take, thread, db } = setUp()
      const body = messageWebhook(inboundText('antes', { timestamp: later(-10) }), inboundText('estranha', { timestamp }))
      await take(body, messageWebhook(inboundText('depois', { timestamp: later(50) })))
      const lines = thread().map(({ content, sentAt }) => ({ text: content.kind === 'text' ? content.body : '', sentAt }))
      const expected = [
        { text: 'antes', sentAt: SENT_AT_MS - 10_000 },
        { text: 'estranha', sentAt: shownAt },
        { text: 'depois', sentAt: SENT_AT_MS + 50_000 },
      ]
      expect(lines).toEqual(expected.toSorted((a, b) => a.sentAt - b.sentAt))
      expect(db.list<{ body: Buffer }>(sql`SELECT body FROM raw_bodies ORDER BY raw_event_id LIMIT 1`)).toEqual([{ body: toBody(body) }])
    },
  )
})
