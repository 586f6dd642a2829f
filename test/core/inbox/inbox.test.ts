import { expect, test } from 'vitest'
import type { ConversationId, InboxView, MessageId, NumberId, StaffId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { createInboxHandlers } from '#core/inbox/handlers.ts'
import { namedQuery, segmentQuery } from '#core/inbox/list-conversations.ts'
import { countWaitingQuery } from '#core/inbox/repository.ts'
import { wholeShop } from '#core/inbox/reach.ts'
import { echo, NOON, NUMBER, person, text } from '#test/support/decoded-events.ts'
import { buildDraftFile } from '#test/support/inbox-rows.ts'
import { ana, bia, createReceiving } from '#test/support/receiving.ts'
import { actor, callFrom } from '#test/support/shop.ts'

const DAY = 24 * 60 * 60 * 1000
const idOf = (id: number) => id as ConversationId

function setUp() {
  const shop = createReceiving()
  const handlers = createInboxHandlers({ inbox: shop.inbox })
  const contextOf = (staffId: StaffId) => callFrom(actor({ staffId, role: 'manager' }))
  const list = async (view: InboxView, rest: { filter?: string; staffId?: StaffId } = {}) => {
    const { staffId = ana, ...input } = rest
    const { conversations } = await handlers['conversations.list']({ view, limit: 50, ...input }, contextOf(staffId))
    return conversations.map(({ contactName }) => contactName)
  }
  return { ...shop, handlers, contextOf, list }
}

const zelia = person({ waId: '5511987654321', profileName: 'Dona Zélia', username: 'zelinha' })
const joao = person({ waId: '5521998887766', profileName: 'João' })
const thandi = person({ waId: '27821234567', profileName: 'Thandi' })
const nobody = person({ waId: null, userId: 'BR.1349abcdef' })

/** Zélia (conversation 1) and João (2) wait, João longer; Thandi (3) and the nameless one (4) are answered, Thandi later. */
async function setUpFour() {
  const shop = setUp()
  await shop.receive(
    text('quero pão', { person: zelia, sentAt: NOON + 2000 }),
    text('e bolo', { person: zelia, sentAt: NOON + 3000 }),
    text('olá', { person: joao, sentAt: NOON + 1000 }),
    text('Sawubona', { person: thandi, sentAt: NOON + 4000 }),
    echo('Hello!', { person: thandi, sentAt: NOON + 9000 }),
    text('oi', { person: nobody, sentAt: NOON }),
    echo('oi!', { person: nobody, sentAt: NOON + 500 }),
  )
  return shop
}

test('two threads that are answered in one transaction are each counted once, also when nobody had counted yet', async () => {
  const { db } = await setUpFour()
  const { inbox, messages } = createReceiving({ db })
  const reply = { numberId: NUMBER as NumberId, staffId: ana, content: { kind: 'text', body: 'Já vai' }, body: 'Já vai' } as const
  db.transaction(() => {
    for (const conversationId of [idOf(1), idOf(2)])
      messages.insertOutgoing({ ...reply, conversationId, quotedMessageId: null, undoUntil: null })
  })
  expect(inbox.countWaiting(wholeShop)).toBe(0)
})

test('those who wait come first, the longest wait first; then the newest activity', async () => {
  const { list, handlers, contextOf } = await setUpFour()
  expect(await list('all')).toEqual(['João', 'Dona Zélia', 'Thandi', 'abcdef'])
  expect(await list('waiting')).toEqual(['João', 'Dona Zélia'])
  expect(await handlers['conversations.counts']({}, contextOf(ana))).toEqual({ waiting: 2 })
})

test('a conversation is shown whole, with what the caller has read and is writing', async () => {
  const { handlers, contextOf, clock } = await setUpFour()
  await handlers['conversations.markRead']({ conversationId: idOf(1), readCount: 1 }, contextOf(ana))
  await handlers['conversations.saveDraft'](
    { conversationId: idOf(1), text: 'Temos,\nsim', replyTo: 2 as MessageId, files: [] },
    contextOf(ana),
  )
  const conversation = {
    conversationId: 1,
    contactId: 1,
    numberId: NUMBER,
    contactName: 'Dona Zélia',
    contactPhone: '+55 11 98765-4321',
    lastAt: NOON + 3000,
    preview: { direction: 'in', kind: 'text', text: 'e bolo', status: null },
    waitingSince: NOON + 2000,
    windowExpiresAt: NOON + 3000 + DAY,
    freeEntryUntil: null,
    inboundCount: 2,
    assignedTo: null,
    teamId: null,
  }
  expect(await handlers['conversations.get']({ conversationId: idOf(1) }, contextOf(ana))).toEqual({
    conversation: { ...conversation, readCount: 1, draftPreview: 'Temos, sim', draftFiles: 0 },
    draft: { text: 'Temos,\nsim', replyTo: 2, files: [], savedAt: clock.now() },
  })
  expect(await handlers['conversations.get']({ conversationId: idOf(1) }, contextOf(bia))).toEqual({
    conversation: { ...conversation, readCount: 0, draftPreview: null, draftFiles: 0 },
    draft: null,
  })
})

test('a draft of files alone is listed with how many there are', async () => {
  const { handlers, contextOf } = await setUpFour()
  const files = [buildDraftFile('one'), buildDraftFile('two')]
  await handlers['conversations.saveDraft']({ conversationId: idOf(1), text: '', replyTo: null, files }, contextOf(ana))
  const { conversations } = await handlers['conversations.list']({ view: 'drafts', limit: 50 }, contextOf(ana))
  const { conversation } = await handlers['conversations.get']({ conversationId: idOf(1) }, contextOf(ana))
  expect(conversations).toEqual([conversation])
  expect(conversation).toMatchObject({ draftPreview: '', draftFiles: 2 })
})

test('each person has their own unread and their own drafts', async () => {
  const { list, handlers, contextOf } = await setUpFour()
  await handlers['conversations.markRead']({ conversationId: idOf(2), readCount: 1 }, contextOf(ana))
  await handlers['conversations.markRead']({ conversationId: idOf(1), readCount: 1 }, contextOf(ana))
  expect(await list('unread')).toEqual(['Dona Zélia', 'Thandi', 'abcdef'])
  expect(await list('unread', { staffId: bia })).toEqual(['João', 'Dona Zélia', 'Thandi', 'abcdef'])
  for (const conversationId of [idOf(4), idOf(1)]) {
    await handlers['conversations.saveDraft']({ conversationId, text: 'já vai', replyTo: null, files: [] }, contextOf(ana))
  }
  expect(await list('drafts')).toEqual(['Dona Zélia', 'abcdef'])
  expect(await list('drafts', { staffId: bia })).toEqual([])
  await handlers['conversations.saveDraft']({ conversationId: idOf(1), text: '', replyTo: null, files: [] }, contextOf(ana))
  expect(await list('drafts')).toEqual(['abcdef'])
})

test.each([
  ['zelia', ['Dona Zélia']],
  ['ZÉLIA', ['Dona Zélia']],
  ['zelinha', ['Dona Zélia']],
  ['@zelinha', ['Dona Zélia']],
  ['joao', ['João']],
  ['98765', ['Dona Zélia']],
  ['+55 (11) 98765-4321', ['Dona Zélia']],
  ['1187654321', ['Dona Zélia']],
  ['082', []],
  ['27 82 123', ['Thandi']],
  ['a z', ['Dona Zélia']],
  ['%', ['João', 'Dona Zélia', 'Thandi', 'abcdef']],
  ['nobody', []],
])('the filter %j finds %j', async (filter, names) => {
  expect(await (await setUpFour()).list('all', { filter })).toEqual(names)
})

test.each<InboxView>(['all', 'waiting', 'unread', 'closing'])(
  'pages of %s follow each other without gap or repetition, ties included',
  async (view) => {
    const { receive, handlers, contextOf, clock } = setUp()
    clock.setWall(NOON + 22 * 60 * 60_000)
    for (let index = 0; index < 23; index += 1) {
      const who = person({ waId: `55119${String(80000000 + index)}` })
      await receive(text('oi', { person: who, sentAt: NOON + (index % 3) * 1000 }))
      if (index % 2 === 0) await receive(echo('olá', { person: who, sentAt: NOON + 60_000 + (index % 3) * 1000 }))
    }
    const context = contextOf(ana)
    const whole = await handlers['conversations.list']({ view, limit: 100 }, context)
    for (const limit of [1, 4, 11, 12, 23]) {
      const seen: number[] = []
      let cursor: string | undefined
      do {
        const page = await handlers['conversations.list']({ view, limit, ...(cursor === undefined ? {} : { cursor }) }, context)
        expect(page.conversations.length).toBeLessThanOrEqual(limit)
        seen.push(...page.conversations.map(({ conversationId }) => conversationId))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(seen).toEqual(whole.conversations.map(({ conversationId }) => conversationId))
    }
    expect(whole.conversations).toHaveLength(view === 'waiting' ? 11 : 23)
  },
)

test.each<[InboxView, string]>([
  ['all', "waiting.1'--"],
  ['all', 'closing.1.1'],
  ['closing', 'waiting'],
])('a cursor that this program did not give for the view %s is refused: %s', async (view, cursor) => {
  const { handlers, contextOf } = setUp()
  expect(() => handlers['conversations.list']({ view, limit: 5, cursor }, contextOf(ana))).toThrow(
    expect.objectContaining({ code: 'invalid-input' }),
  )
})

test('windows that close within four hours are a list, the first to close first, whoever has the last word', async () => {
  const { list, clock, inbox, receive } = await setUpFour()
  clock.setWall(NOON + 20 * 60 * 60_000 - 1000)
  expect(await list('closing')).toEqual([])
  clock.setWall(NOON + 20 * 60 * 60_000 + 3000)
  expect(await list('closing')).toEqual(['abcdef', 'João', 'Dona Zélia'])
  expect(await list('closing', { filter: 'joao' })).toEqual(['João'])
  clock.setWall(NOON + DAY)
  expect(await list('closing')).toEqual(['João', 'Dona Zélia', 'Thandi'])
  await receive(text('ainda estou aqui', { person: joao, sentAt: NOON + DAY }))
  expect(await list('closing')).toEqual(['Dona Zélia', 'Thandi'])
  const bias = actor({ staffId: bia, role: 'attendant' })
  inbox.claimByAnswer(idOf(1), ana)
  const { conversations } = inbox.list({ viewer: bias, view: 'closing', filter: '', cursor: null, limit: 10 })
  expect(conversations.map(({ contactName }) => contactName)).toEqual(['Thandi'])
})

test('a thread that went into another closes no window of its own', async () => {
  const { list, clock, receive } = setUp()
  await receive(
    text('pelo id', { person: person({ waId: null, userId: 'BR.zelia' }), sentAt: NOON + 1000 }),
    text('pelo telefone', { person: zelia, sentAt: NOON }),
    text('sou eu', { person: person({ ...zelia, userId: 'BR.zelia' }), sentAt: NOON + 2000 }),
  )
  clock.setWall(NOON + DAY - 1000)
  expect(await list('closing')).toEqual(['Dona Zélia'])
})

test('reading is a command, never goes back or beyond what came in, sends the blue ticks once, and tells only the reader', async () => {
  const { handlers, contextOf, read, db, listen } = await setUpFour()
  const hers = listen(ana)
  const others = listen(bia)
  const mark = (readCount: number) => handlers['conversations.markRead']({ conversationId: idOf(1), readCount }, contextOf(ana))
  expect([await mark(99), await mark(1), await mark(2)]).toEqual([{ readCount: 2 }, { readCount: 2 }, { readCount: 2 }])
  expect(read).toEqual([1])
  expect(hers).toEqual([{ event: 'conversation.read', payload: { conversationId: 1, readCount: 2 } }])
  expect(others).toEqual([])
  expect(db.list(sql`SELECT kind, entity, by_staff, payload FROM commands`)).toEqual([
    { kind: 'conversations.read', entity: 'conversation:1', by_staff: 'ana', payload: '{"conversationId":1,"readCount":2}' },
  ])
})

test('a conversation that is not there is not found', async () => {
  const { handlers, contextOf } = setUp()
  const notFound = expect.objectContaining({ code: 'not-found' })
  const conversationId = idOf(99)
  expect(() => handlers['conversations.get']({ conversationId }, contextOf(ana))).toThrow(notFound)
  expect(() => handlers['conversations.markRead']({ conversationId, readCount: 1 }, contextOf(ana))).toThrow(notFound)
  expect(() => handlers['conversations.saveDraft']({ conversationId, text: 'x', replyTo: null, files: [] }, contextOf(ana))).toThrow(
    notFound,
  )
})

test('when two threads turn out to be one person, nothing of either is lost, and the old name leads to the new place', async () => {
  const { receive, handlers, contextOf, inbox, messages, merged, listen, clock } = setUp()
  const byPhone = person({ waId: '5511987654321', profileName: 'Zélia' })
  const byId = person({ waId: null, userId: 'BR.zelia' })
  await receive(text('pelo telefone', { person: byPhone, sentAt: NOON }), text('pelo id', { person: byId, sentAt: NOON + 1000 }))
  await receive(text('de novo pelo id', { person: byId, sentAt: NOON + 2000 }))
  const context = contextOf(ana)
  await handlers['conversations.markRead']({ conversationId: idOf(1), readCount: 1 }, context)
  await handlers['conversations.markRead']({ conversationId: idOf(2), readCount: 1 }, context)
  await handlers['conversations.saveDraft']({ conversationId: idOf(1), text: 'primeiro', replyTo: null, files: [] }, context)
  clock.setWall(NOON + 1)
  await handlers['conversations.saveDraft']({ conversationId: idOf(2), text: 'segundo', replyTo: 2 as MessageId, files: [] }, context)
  await handlers['conversations.saveDraft']({ conversationId: idOf(2), text: 'só da Bia', replyTo: null, files: [] }, contextOf(bia))
  messages.insertOutgoing({
    conversationId: idOf(2),
    numberId: NUMBER as NumberId,
    staffId: ana,
    content: { kind: 'text', body: 'já vai' },
    body: 'já vai',
    quotedMessageId: null,
    undoUntil: null,
  })

  const events = listen()
  await receive(text('sou eu', { person: { ...byPhone, userId: 'BR.zelia' }, sentAt: NOON + 3000 }))
  expect(merged).toEqual([{ from: 2, into: 1 }])
  expect(events[0]).toEqual({ event: 'conversation.merged', payload: { from: 2, into: 1 } })
  const { conversations } = await handlers['conversations.list']({ view: 'all', limit: 10 }, context)
  expect(conversations).toEqual([
    {
      ...inbox.get(idOf(1)),
      contactName: 'Zélia',
      lastAt: NOON + 3000,
      waitingSince: NOON + 3000,
      windowExpiresAt: NOON + 3000 + DAY,
      inboundCount: 4,
      readCount: 2,
      draftPreview: 'segundo primeiro',
      draftFiles: 0,
    },
  ])
  expect(await handlers['conversations.get']({ conversationId: idOf(2) }, context)).toEqual(
    await handlers['conversations.get']({ conversationId: idOf(1) }, context),
  )
  expect((await handlers['conversations.get']({ conversationId: idOf(1) }, context)).draft).toEqual({
    text: 'segundo\nprimeiro',
    replyTo: 2,
    files: [],
    savedAt: NOON + 1,
  })
  expect((await handlers['conversations.get']({ conversationId: idOf(1) }, contextOf(bia))).draft?.text).toBe('só da Bia')
  const thread = messages.list({ conversationId: idOf(2), anchor: null, limit: 10 }, wholeShop).messages
  expect(thread.map(({ content }) => content)).toEqual(
    ['pelo telefone', 'pelo id', 'de novo pelo id', 'já vai', 'sou eu'].map((body) => ({ kind: 'text', body })),
  )
})

const BY_ID = 'SEARCH k USING INTEGER PRIMARY KEY (rowid=?)'
const READ = 'SEARCH r USING PRIMARY KEY (staff_id=? AND conversation_id=?) LEFT-JOIN'
const DRAFT = 'SEARCH d USING PRIMARY KEY (staff_id=? AND conversation_id=?) LEFT-JOIN'

test.each<[InboxView, 'waiting' | 'answered' | 'closing', string[]]>([
  ['all', 'waiting', ['SEARCH c USING INDEX conversations_waiting (waiting_since>?)', BY_ID, READ, DRAFT]],
  ['all', 'answered', ['SEARCH c USING INDEX conversations_answered (last_at<?)', BY_ID, READ, DRAFT]],
  ['unread', 'waiting', ['SEARCH c USING INDEX conversations_waiting (waiting_since>?)', BY_ID, READ, DRAFT]],
  ['unread', 'answered', ['SEARCH c USING INDEX conversations_answered (last_at<?)', BY_ID, READ, DRAFT]],
  ['closing', 'closing', ['SEARCH c USING INDEX conversations_closing (window_expires_at>? AND window_expires_at<?)', BY_ID, READ, DRAFT]],
  [
    'drafts',
    'answered',
    [
      'SEARCH d USING PRIMARY KEY (staff_id=?)',
      'SEARCH c USING INTEGER PRIMARY KEY (rowid=?)',
      BY_ID,
      READ,
      'USE TEMP B-TREE FOR ORDER BY',
    ],
  ],
])('the view %s reads those %s along an index', (view, segment, plan) => {
  const { db } = setUp()
  for (const filter of ['', 'zelia']) {
    const options = { viewer: wholeShop, view, filter, limit: 50, among: null, now: NOON }
    expect(db.explain(segmentQuery({ segment, after: { at: 1, id: 1 } }, options))).toEqual(plan)
  }
})

test('those who wait are counted in their index', () => {
  expect(setUp().db.explain(countWaitingQuery(wholeShop))).toEqual([
    'SEARCH c USING COVERING INDEX conversations_waiting (waiting_since>?)',
  ])
})

test('the few that can be in a list are fetched by their ids', () => {
  const { db } = setUp()
  const options = { viewer: wholeShop, view: 'unread', filter: 'zelia', limit: 50, now: NOON, among: [idOf(1), idOf(2)] } as const
  expect(db.explain(segmentQuery({ segment: 'answered', after: null }, options))).toEqual([
    'SCAN a VIRTUAL TABLE INDEX 1:',
    'SEARCH c USING INTEGER PRIMARY KEY (rowid=?)',
    BY_ID,
    READ,
    DRAFT,
    'USE TEMP B-TREE FOR ORDER BY',
  ])
  expect(db.explain(namedQuery('zelia'))).toEqual([
    'SCAN s VIRTUAL TABLE INDEX 0:M0',
    'SEARCH c USING COVERING INDEX conversations_by_contact (contact_id=?)',
  ])
})

test('a list is the same, page by page, whether few or many can be in it', async () => {
  const { receive, handlers, contextOf } = setUp()
  // More Marias than are fetched one by one, and three of another name among them.
  const names = Array.from({ length: 620 }, (_, index) => (index % 200 === 7 ? `Zoroastro ${index}` : `Maria ${index}`))
  const people = names.map((profileName, index) => person({ waId: `55119${80_000_000 + index}`, profileName }))
  for (const [index, who] of people.entries()) {
    const sentAt = NOON + ((index * 37) % 1000) * 1000
    await receive(text('oi', { person: who, sentAt }), ...(index % 3 === 0 ? [echo('olá', { person: who, sentAt: sentAt + 500 })] : []))
  }
  const context = contextOf(ana)
  const pages = async (view: InboxView, filter?: string) => {
    const found: string[] = []
    let cursor: string | null = null
    do {
      const input: { cursor?: string } = cursor === null ? {} : { cursor }
      const page: { conversations: { contactName: string }[]; nextCursor: string | null } = await handlers['conversations.list'](
        { view, limit: 100, ...(filter === undefined ? {} : { filter }), ...input },
        context,
      )
      found.push(...page.conversations.map(({ contactName }) => contactName))
      cursor = page.nextCursor
    } while (cursor !== null)
    return found
  }
  const all = await pages('all')
  expect(all.length).toBe(620)
  expect(await pages('all', 'zoroastro')).toEqual(all.filter((name) => name.startsWith('Zoroastro')))
  expect(await pages('all', 'maria')).toEqual(all.filter((name) => name.startsWith('Maria')))
  expect(await pages('all', 'a 61')).toEqual(all.filter((name) => name.includes('a 61')))
  expect(await pages('waiting', 'zoroastro')).toEqual((await pages('waiting')).filter((name) => name.startsWith('Zoroastro')))
  expect(await pages('unread')).toEqual(all)

  const readAll = all.filter((_, index) => index % 50 !== 0)
  for (const name of readAll) {
    await handlers['conversations.markRead']({ conversationId: idOf(names.indexOf(name) + 1), readCount: 1 }, context)
  }
  const unread = all.filter((_, index) => index % 50 === 0)
  expect(await pages('unread')).toEqual(unread)
  // Another message makes a conversation unread again; it is answered from the phone, so that its place stays known.
  const again = all.indexOf(readAll[0] ?? '')
  const who = people[names.indexOf(readAll[0] ?? '')]
  await receive(text('mais uma coisa', { ...(who === undefined ? {} : { person: who }), sentAt: NOON - 1000 }))
  expect(new Set(await pages('unread'))).toEqual(new Set([...unread, all[again]]))
})
