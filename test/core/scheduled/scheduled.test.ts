import { describe, expect, test } from 'vitest'
import type { OutgoingContent, ScheduledId, TemplateId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { marketingChoiceQuery, marketingRefusedQuery } from '#core/contacts/marketing-consent.ts'
import { dueScheduledQuery, nextScheduledQuery, scheduledCountQuery, scheduledInQuery } from '#core/scheduled/repository.ts'
import { codeOf } from '#test/support/code-of.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { filledTemplate } from '#test/support/fake-outgoing.ts'
import { ANA, BIA, outgoingText } from '#test/support/sending.ts'
import { actor } from '#test/support/shop.ts'
import { CUSTOMER, DAY_MS, HOUR_MS, MINUTE_MS, setUp, TEMPLATE, TEMPLATE_ID } from './scheduled-rig.ts'

describe('what goes later', () => {
  test('is shown, told and on record at once, and goes when its time has come, by whoever wrote it', async () => {
    const shop = await setUp()
    const scheduled = shop.add(HOUR_MS)
    expect(scheduled).toEqual({
      scheduledId: scheduled.scheduledId,
      conversationId: shop.conversationId,
      staffId: 'ana',
      content: { kind: 'text', body: 'Até já' },
      dueAt: shop.clock.now() + HOUR_MS,
      state: 'waiting',
      problem: null,
    })
    expect(shop.published.filter(({ name }) => name === 'scheduled.changed')).toMatchObject([
      { payload: { conversationId: shop.conversationId, scheduled: [scheduled] } },
    ])
    await shop.run(HOUR_MS - 1000)
    expect(shop.sent()).toEqual([])
    await shop.run(1000)
    expect(shop.sent()).toEqual(['Até já'])
    expect(shop.list()).toEqual([])
    expect(shop.published.findLast(({ name }) => name === 'scheduled.changed')).toMatchObject({ payload: { scheduled: [] } })
    const { messages } = shop.messages.list({ conversationId: shop.conversationId, anchor: null, limit: 10 }, ANA)
    expect(messages.at(-1)).toMatchObject({ author: { kind: 'staff', staffId: 'ana' }, content: { body: 'Até já' } })
    expect(shop.notices).toEqual([])
    const commands = shop.db.list<{ kind: string }>(sql`SELECT kind FROM commands WHERE kind LIKE 'scheduled%' OR kind = 'message.send'`)
    expect(commands.map(({ kind }) => kind)).toEqual(['scheduled.add', 'message.send'])
  })

  test('with a card in it says its phones to those who see phones', async () => {
    const shop = await setUp()
    const plain = { emails: [], organization: null, title: null, urls: [], addresses: [], birthday: null }
    const phones = [{ phone: '+55 11 91234-5678', waId: null, type: null }]
    shop.add(HOUR_MS, { content: { kind: 'contacts', contacts: [{ ...plain, name: 'Zé', phones }] } })
    const seenBy = (phone: 'shown' | 'hidden') =>
      shop.scheduled.list(shop, { ...ANA, masks: { phone } }).scheduled.map(({ content }) => JSON.stringify(content))
    expect([seenBy('shown'), seenBy('hidden')].map(([content]) => /"phone":"([^"]+)"/.exec(content ?? '')?.[1])).toEqual([
      '+55 11 91234-5678',
      '•••• 5678',
    ])
  })

  test('goes in order, each at its time', async () => {
    const shop = await setUp()
    shop.add(2 * HOUR_MS, { content: outgoingText('dois') })
    shop.add(HOUR_MS, { content: outgoingText('um') })
    await shop.run(HOUR_MS)
    expect(shop.sent()).toEqual(['um'])
    await shop.run(HOUR_MS)
    expect(shop.sent()).toEqual(['um', 'dois'])
  })

  test('is added once under one key, and the key stands for nothing else, also after it has gone', async () => {
    const shop = await setUp()
    const first = shop.add(HOUR_MS, { clientKey: 'later-key' })
    expect(shop.add(HOUR_MS, { clientKey: 'later-key' })).toEqual(first)
    expect(await codeOf(() => shop.add(HOUR_MS, { clientKey: 'later-key', content: outgoingText('outra') }))).toBe('already-exists')
    expect(await codeOf(() => shop.add(HOUR_MS, { clientKey: 'later-key' }, BIA))).toBe('already-exists')
    await shop.run(HOUR_MS)
    expect(shop.add(HOUR_MS, { clientKey: 'later-key' })).toEqual({ ...first, state: 'sent' })
    await shop.run(HOUR_MS)
    expect(shop.sent().length).toBe(1)
  })

  test('answers the same key as it is by now, also cancelled, and comes back by it no more', async () => {
    const shop = await setUp()
    const first = shop.add(HOUR_MS, { clientKey: 'later-key' })
    shop.scheduled.cancel(first.scheduledId, BIA)
    expect(shop.add(HOUR_MS, { clientKey: 'later-key' })).toEqual({ ...first, state: 'cancelled' })
    expect(shop.list()).toEqual([])
  })

  test('is listed in pages, however many there are and at whatever times, with how many there are of all', async () => {
    const shop = await setUp()
    for (let count = 0; count < 205; count += 1) shop.add(HOUR_MS + (count % 3) * MINUTE_MS)
    const pages = [shop.scheduled.list(shop, ANA)]
    for (let cursor = pages[0]?.nextCursor ?? null; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null)
      pages.push(shop.scheduled.list({ ...shop, cursor }, ANA))
    expect(pages.map(({ scheduled, total }) => [scheduled.length, total])).toEqual([
      [100, 205],
      [100, 205],
      [5, 205],
    ])
    const all = pages.flatMap(({ scheduled }) => scheduled)
    expect(new Set(all.map(({ scheduledId }) => scheduledId)).size).toBe(205)
    expect(all.map(({ dueAt }) => dueAt)).toEqual(all.map(({ dueAt }) => dueAt).toSorted((a, b) => a - b))
    expect(shop.published.findLast(({ name }) => name === 'scheduled.changed')?.payload).toEqual(pages[0])
    expect(await codeOf(() => shop.scheduled.list({ ...shop, cursor: 'page two' }, ANA))).toBe('invalid-input')
  })

  test('can be moved, sent at once and cancelled; then its text comes back', async () => {
    const shop = await setUp()
    const [first, second, third] = [shop.add(HOUR_MS), shop.add(HOUR_MS), shop.add(HOUR_MS)].map(({ scheduledId }) => scheduledId)
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three were added')
    shop.scheduled.move({ scheduledId: first, dueAt: shop.clock.now() + 3 * HOUR_MS }, BIA)
    expect(shop.scheduled.cancel(second, BIA)).toEqual({ text: 'Até já' })
    shop.scheduled.sendNow(third, BIA)
    await shop.run(HOUR_MS)
    expect(shop.sent().length).toBe(1)
    expect(shop.list()).toEqual([{ in: 2 * HOUR_MS, state: 'waiting', problem: null }])
    const outcomes = [second, third].map((id) => codeOf(() => shop.scheduled.sendNow(id, ANA)))
    expect(await Promise.all(outcomes)).toEqual(['not-found', 'already-sent'])
    await shop.run(2 * HOUR_MS)
    expect(shop.sent().length).toBe(2)
  })

  test('is refused for what is over, too far, after the window, and for what WhatsApp would not take', async () => {
    const shop = await setUp()
    const outcome = (inMs: number, content: OutgoingContent = outgoingText('Oi')) => codeOf(() => shop.add(inMs, { content }))
    expect(await outcome(0)).toBe('time-past')
    expect(await outcome(DAY_MS)).toBe('window-closed')
    expect(await outcome(DAY_MS, TEMPLATE)).toBe('no failure')
    expect(await outcome(90 * DAY_MS + 1, TEMPLATE)).toBe('not-possible-now')
    expect(await outcome(HOUR_MS, outgoingText('  '))).toBe('message-empty')
    expect(await outcome(HOUR_MS, { ...TEMPLATE, templateId: '7' as TemplateId })).toBe('template-not-usable')
    expect(shop.db.get(sql`SELECT count(*) AS count FROM scheduled`)).toEqual({ count: 1 })
  })

  test('of a conversation that somebody does not see is not there', async () => {
    const shop = await setUp()
    const { scheduledId } = shop.add(HOUR_MS)
    shop.inbox.claimByAnswer(shop.conversationId, ANA.staffId)
    const caio = actor({ staffId: 'caio', role: 'attendant' })
    const attempts = [
      () => shop.scheduled.list(shop, caio),
      () => shop.add(HOUR_MS, {}, caio),
      ...[scheduledId, 'nowhere' as ScheduledId].flatMap((id) => [
        () => shop.scheduled.move({ scheduledId: id, dueAt: shop.clock.now() + HOUR_MS }, caio),
        () => shop.scheduled.cancel(id, caio),
        () => shop.scheduled.sendNow(id, caio),
      ]),
    ]
    for (const attempt of attempts) expect(await codeOf(attempt)).toBe('not-found')
  })

  test('is signed when it goes', async () => {
    const shop = await setUp({ signature: 'first-name' })
    expect(shop.add(HOUR_MS).content).toEqual({ kind: 'text', body: 'Até já' })
    await shop.run(HOUR_MS)
    expect(shop.sent()).toEqual(['*Ana:*\nAté já'])
  })

  test('goes to who they are now when two threads became one', async () => {
    const shop = await setUp()
    shop.add(HOUR_MS)
    const at = shop.clock.now()
    const both = { userId: 'BR.1', parentUserId: null, waId: null, profileName: null, username: null }
    shop.messages.change((changes) => {
      const other = shop.contacts.resolve(both, at)
      if (other === null) throw new Error('An id makes a contact')
      shop.inbox.openWindow(shop.inbox.ensure(FAKE_NUMBER.numberId, other.contactId), at)
      const resolved = shop.contacts.resolve({ ...both, waId: CUSTOMER }, at)
      for (const pair of resolved?.merged ?? [])
        for (const merged of shop.inbox.mergeContact(pair.from, pair.into)) {
          shop.messages.moveThread(merged.from, merged.into, changes)
          shop.scheduled.noteMerged(merged)
        }
    })
    const { conversationId } = shop.inbox.get(shop.conversationId)
    expect(shop.scheduled.list(shop, ANA).scheduled).toMatchObject([{ conversationId }])
    await shop.run(HOUR_MS)
    expect(shop.sent()).toEqual(['Até já'])
  })
})

describe('when its time comes, what does not hold any more stops it, and its author is told', () => {
  type Shop = Awaited<ReturnType<typeof setUp>>

  test.each<[problem: string, content: OutgoingContent, meanwhile: (shop: Shop) => void]>([
    ['window-closed', outgoingText('Oi'), (shop) => shop.db.run(sql`UPDATE conversations SET window_expires_at = 1`)],
    ['not-allowed', outgoingText('Oi'), (shop) => shop.people.delete(ANA.staffId)],
    [
      'not-allowed',
      outgoingText('Oi'),
      ({ people }) => {
        const standing = people.get(ANA.staffId)
        if (standing !== undefined) people.set(ANA.staffId, { ...standing, grant: { ...standing.grant, permissions: ['conv.view'] } })
      },
    ],
    [
      'not-allowed',
      outgoingText('Oi'),
      ({ people, inbox, conversationId }) => {
        const standing = people.get(ANA.staffId)
        if (standing !== undefined) people.set(ANA.staffId, { ...standing, grant: { ...standing.grant, scope: 'assigned' } })
        inbox.claimByAnswer(conversationId, BIA.staffId)
      },
    ],
    [
      'not-allowed',
      TEMPLATE,
      ({ people }) => {
        const standing = people.get(ANA.staffId)
        if (standing !== undefined)
          people.set(ANA.staffId, { ...standing, grant: { ...standing.grant, permissions: ['conv.view', 'conv.reply'] } })
      },
    ],
    ['cost-changed', TEMPLATE, ({ price }) => void (price.amount = 101)],
    ['template-not-usable', TEMPLATE, ({ templates }) => templates.templates.set(TEMPLATE_ID, filledTemplate({ isUsable: false }))],
  ])('%s', async (problem, content, meanwhile) => {
    const shop = await setUp()
    const { scheduledId } = shop.add(HOUR_MS, { content })
    meanwhile(shop)
    await shop.run(HOUR_MS)
    expect(shop.sent()).toEqual([])
    expect(shop.list()).toEqual([{ in: 0, state: 'stopped', problem }])
    expect(shop.notices).toEqual([{ kind: 'scheduled-stopped', about: 'ana', conversationId: shop.conversationId, detail: problem }])
    expect(shop.published.findLast(({ name }) => name === 'scheduled.changed')).toMatchObject({
      payload: { scheduled: [{ scheduledId, problem }] },
    })
    await shop.run(HOUR_MS)
    expect(shop.notices.length).toBe(1)
  })

  test('what costs no more goes, and so does what nobody can tell the price of', async () => {
    const shop = await setUp()
    shop.add(HOUR_MS, { content: TEMPLATE })
    shop.price.amount = null
    shop.add(HOUR_MS, { content: TEMPLATE })
    shop.price.amount = 100
    await shop.run(HOUR_MS)
    expect(shop.sent().length).toBe(2)
  })

  test('one that was stopped goes once somebody moves it, at the price of then', async () => {
    const shop = await setUp()
    const { scheduledId } = shop.add(HOUR_MS, { content: TEMPLATE })
    shop.price.amount = 200
    await shop.run(HOUR_MS)
    shop.scheduled.move({ scheduledId, dueAt: shop.clock.now() + HOUR_MS }, BIA)
    expect(shop.list()).toEqual([{ in: HOUR_MS, state: 'waiting', problem: null }])
    await shop.run(HOUR_MS)
    expect(shop.sent().length).toBe(1)
  })
})

describe('the clock and the program', () => {
  test('F82: what was due while the program was off goes when it is back; after six hours it is not sent unasked', async () => {
    for (const [offMs, outcome] of [
      [6 * HOUR_MS - MINUTE_MS, 'sent'],
      [6 * HOUR_MS + MINUTE_MS, 'time-past'],
    ] as const) {
      const shop = await setUp({ start: false })
      shop.add(HOUR_MS)
      await shop.die()
      const { db, clock, graph, ids, secrets } = shop
      clock.setWall(clock.now() + HOUR_MS + offMs)
      const next = await setUp({ db, clock, graph, ids, secrets })
      await next.run(1000)
      expect(next.sent().length === 1 ? 'sent' : next.list()[0]?.problem).toBe(outcome)
    }
  })

  test('F82: nothing goes by a clock that has just jumped: who set it wrong has a minute to put it right', async () => {
    const shop = await setUp()
    shop.add(2 * HOUR_MS)
    await shop.run(MINUTE_MS)
    const right = shop.clock.now()
    shop.clock.setWall(right + 3 * HOUR_MS)
    await shop.run(50_000)
    expect(shop.sent()).toEqual([])
    shop.clock.setWall(right + 50_000)
    await shop.run(HOUR_MS)
    expect(shop.sent()).toEqual([])
    await shop.run(HOUR_MS)
    expect(shop.sent()).toEqual(['Até já'])
  })

  test('a clock that was set forward on purpose counts after a minute, one that was set back waits on', async () => {
    const shop = await setUp()
    shop.add(2 * HOUR_MS)
    await shop.run(MINUTE_MS)
    shop.clock.setWall(shop.clock.now() + 3 * HOUR_MS)
    await shop.run(3 * MINUTE_MS)
    expect(shop.sent()).toEqual(['Até já'])
    shop.add(HOUR_MS)
    shop.clock.setWall(shop.clock.now() - 2 * HOUR_MS)
    await shop.run(2 * HOUR_MS)
    expect(shop.sent().length).toBe(1)
    await shop.run(HOUR_MS + MINUTE_MS)
    expect(shop.sent().length).toBe(2)
  })

  test('F82: the one that is due goes once, also when the program dies right then and is started twice', async () => {
    const shop = await setUp({ start: false })
    shop.add(HOUR_MS)
    const { db, clock, graph, ids, secrets } = shop
    await clock.advance(HOUR_MS)
    for (let start = 0; start < 3; start += 1) {
      const next = await setUp({ db, clock, graph, ids, secrets })
      await next.run(1000)
      await next.die()
    }
    expect(graph.sends.length).toBe(1)
    expect(db.get(sql`SELECT client_key FROM outbox`)).toMatchObject({ client_key: expect.stringMatching(/^scheduled-/) })
  })

  test('F82: a disk that is full for a while stops nothing: it goes afterwards', async () => {
    const shop = await setUp()
    shop.add(HOUR_MS)
    shop.db.exec(`CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no room'); END`)
    await shop.run(HOUR_MS)
    expect(shop.list()).toEqual([{ in: 0, state: 'waiting', problem: null }])
    shop.db.exec('DROP TRIGGER full')
    await shop.run(2 * MINUTE_MS)
    expect(shop.sent()).toEqual(['Até já'])
    expect(shop.notices).toEqual([])
  })
})

test('lists and the next time are read along indexes', async () => {
  const { db, conversationId } = await setUp()
  expect(db.explain(nextScheduledQuery())).toEqual(['SCAN scheduled USING COVERING INDEX scheduled_due'])
  expect(db.explain(dueScheduledQuery(1))).toEqual(['SEARCH scheduled USING INDEX scheduled_due (due_at<?)'])
  expect(db.explain(scheduledInQuery({ conversationId, after: null, limit: 9 }))).toEqual([
    'SEARCH scheduled USING INDEX scheduled_in_thread (conversation_id=? AND (due_at,id)>(?,?))',
  ])
  expect(db.explain(scheduledCountQuery(conversationId))).toEqual(['SEARCH scheduled USING INDEX scheduled_in_thread (conversation_id=?)'])
  expect(db.explain(marketingChoiceQuery(1 as never))).toContain('SEARCH e USING INDEX account_events_by_field (field=?)')
  expect(db.explain(marketingRefusedQuery(conversationId))).toEqual(['SEARCH messages USING PRIMARY KEY (conversation_id=?)'])
})
