import { expect, test } from 'vitest'
import { builtInGrants, builtInRoleId, type EventPayload } from '#contract'
import { sql } from '#core/db/sql.ts'
import type { Actor } from '#core/dispatch/actor.ts'
import { codeOf } from '#test/support/code-of.ts'
import { NOON, person, text } from '#test/support/decoded-events.ts'
import { createHeldInbox, colleagues, delivery, idOf, sales, staffOf, teamOf, viewerOf } from '#test/support/held-inbox.ts'
import { createReceiving } from '#test/support/receiving.ts'
import { outgoingText, setUpSending } from '#test/support/sending.ts'
import { actor } from '#test/support/shop.ts'

const [ana, bia, caio] = [staffOf('ana'), staffOf('bia'), staffOf('caio')]
const boss = viewerOf('boss', 'all')
const thread = idOf(1)

async function setUp() {
  const shop = createHeldInbox()
  await shop.hear(1)
  return shop
}

test('taking, giving and moving are commands that compare with what the caller saw', async () => {
  const { inbox, db } = await setUp()
  const attendant = viewerOf('ana', 'with-unassigned')
  expect(inbox.claim({ conversationId: thread, isMine: true, expect: null }, attendant).assignedTo).toBe(ana)
  expect(await codeOf(() => inbox.claim({ conversationId: thread, isMine: true, expect: null }, boss))).toBe('changed-meanwhile')
  expect(await codeOf(() => inbox.assign({ conversationId: thread, to: bia, expect: null }, boss))).toBe('changed-meanwhile')
  expect(inbox.assign({ conversationId: thread, to: bia, expect: ana }, boss).assignedTo).toBe(bia)
  expect(await codeOf(() => inbox.claim({ conversationId: thread, isMine: false, expect: bia }, boss))).toBe('not-possible-now')
  expect(inbox.moveToTeam({ conversationId: thread, to: sales, expect: null }, boss).teamId).toBe(sales)
  expect(await codeOf(() => inbox.moveToTeam({ conversationId: thread, to: delivery, expect: null }, boss))).toBe('changed-meanwhile')
  expect(await codeOf(() => inbox.moveToTeam({ conversationId: thread, to: teamOf('none'), expect: sales }, boss))).toBe('not-found')
  expect(inbox.claim({ conversationId: thread, isMine: false, expect: bia }, viewerOf('bia', 'own')).assignedTo).toBeNull()
  expect(db.list(sql`SELECT kind, by_staff, payload FROM commands`)).toEqual([
    { kind: 'conversation.assign', by_staff: 'ana', payload: '{"conversationId":1,"from":null,"to":"ana","because":"chosen"}' },
    { kind: 'conversation.assign', by_staff: 'boss', payload: '{"conversationId":1,"from":"ana","to":"bia","because":"chosen"}' },
    { kind: 'conversation.move-to-team', by_staff: 'boss', payload: '{"conversationId":1,"from":null,"to":"sales"}' },
    { kind: 'conversation.assign', by_staff: 'bia', payload: '{"conversationId":1,"from":"bia","to":null,"because":"chosen"}' },
  ])
})

test('what is as it should be already is no command', async () => {
  const { inbox, db } = await setUp()
  inbox.assign({ conversationId: thread, to: null, expect: null }, boss)
  inbox.claim({ conversationId: thread, isMine: false, expect: null }, boss)
  inbox.moveToTeam({ conversationId: thread, to: null, expect: null }, boss)
  expect(db.list(sql`SELECT kind FROM commands`)).toEqual([])
})

test('nothing is given to somebody who is not here any more, or could not see it', async () => {
  const noView = { ...builtInGrants.attendant, permissions: ['reply.use' as const] }
  const { inbox, receive } = createReceiving({
    colleagues: {
      ...colleagues,
      standingOf: (id) => (id === ana ? null : { staffId: id, roleId: builtInRoleId('attendant'), grant: noView, teamIds: [], duties: [] }),
    },
  })
  await receive(text('oi'))
  for (const to of [ana, bia]) {
    expect(await codeOf(() => inbox.assign({ conversationId: thread, to, expect: null }, boss))).toBe('not-possible-now')
    expect(await codeOf(() => inbox.handOver({ from: caio, to, by: boss.staffId }))).toBe('not-possible-now')
  }
})

test('when it changes hands, those who no longer see it are told that it is gone, those who do how it looks, and the others nothing', async () => {
  const { inbox, listen } = await setUp()
  const people: Record<string, Actor> = {
    own: viewerOf('ana', 'own'),
    assigned: viewerOf('bia', 'assigned'),
    free: viewerOf('caio', 'with-unassigned'),
    team: viewerOf('dora', 'team', [sales]),
    otherTeam: viewerOf('eva', 'team', [delivery]),
    boss,
  }
  const windows = Object.entries(people).map(([name, who]) => ({ name, events: listen(who) }))
  const told = () =>
    Object.fromEntries(
      windows.map(({ name, events }) => [
        name,
        events
          .splice(0)
          .filter(({ event }) => event !== 'conversations.counted')
          .map(({ event, payload }) => {
            if (event !== 'conversation.changed') return event
            // What the event is named says what it carries.
            const { conversation } = payload as EventPayload<'conversation.changed'>
            return `changed: ${conversation.assignedTo ?? 'nobody'}`
          }),
      ]),
    )
  const gone = ['conversation.gone']
  const nothing: string[] = []

  inbox.assign({ conversationId: thread, to: ana, expect: null }, boss)
  const toAna = ['changed: ana']
  expect(told()).toEqual({ own: toAna, assigned: nothing, free: gone, team: gone, otherTeam: gone, boss: toAna })

  inbox.moveToTeam({ conversationId: thread, to: sales, expect: null }, boss)
  expect(told()).toEqual({ own: toAna, assigned: nothing, free: nothing, team: toAna, otherTeam: nothing, boss: toAna })

  inbox.assign({ conversationId: thread, to: bia, expect: ana }, boss)
  const toBia = ['changed: bia']
  expect(told()).toEqual({ own: gone, assigned: toBia, free: nothing, team: toBia, otherTeam: nothing, boss: toBia })

  // Bia had it once.
  inbox.assign({ conversationId: thread, to: null, expect: bia }, boss)
  const toNobody = ['changed: nobody']
  expect(told()).toEqual({ own: nothing, assigned: toNobody, free: nothing, team: toNobody, otherTeam: nothing, boss: toNobody })

  inbox.forgetTeam(sales, boss.staffId)
  expect(told()).toEqual({ own: nothing, assigned: toNobody, free: toNobody, team: toNobody, otherTeam: toNobody, boss: toNobody })
})

test('what comes in is told to those who see the conversation', async () => {
  const { inbox, listen, hear } = await setUp()
  inbox.assign({ conversationId: thread, to: bia, expect: null }, boss)
  const windows = [viewerOf('ana', 'with-unassigned', [sales]), viewerOf('bia', 'own'), boss].map((who) => listen(who))
  await hear(1)
  expect(windows.map((events) => events.map(({ event }) => event))).toEqual([
    [],
    ['message.changed', 'conversation.changed'],
    ['message.changed', 'conversation.changed'],
  ])
  await hear(2)
  expect(windows.map((events) => events.splice(0).length > 2)).toEqual([true, false, true])
})

test('each person is told their own number of those who wait', async () => {
  const { inbox, listen, hear, answerFromPhone } = await setUp()
  const attendant = viewerOf('ana', 'with-unassigned')
  const own = viewerOf('bia', 'own')
  expect([attendant, own, boss].map((who) => inbox.countWaiting(who))).toEqual([1, 0, 1])
  const windows = [attendant, own, boss].map((who) => listen(who))
  const counted = () =>
    windows.map((events) =>
      events
        .splice(0)
        .filter(({ event }) => event === 'conversations.counted')
        .map(({ payload }) => (payload as { waiting: number }).waiting),
    )
  await hear(2)
  expect(counted()).toEqual([[2], [0], [2]])
  inbox.assign({ conversationId: idOf(2), to: bia, expect: null }, boss)
  expect(counted()).toEqual([[1], [1], []])
  await answerFromPhone(2)
  expect(counted()).toEqual([[], [0], [1]])
  expect([attendant, own, boss].map((who) => inbox.countWaiting(who))).toEqual([1, 0, 1])
})

test('whoever asked for their number after a while in which nothing could be told is told when it is the old one again', async () => {
  const { inbox, listen, hear, answerFromPhone } = await setUp()
  const attendant = viewerOf('ana', 'with-unassigned')
  let isOpen = true
  const events = listen(attendant, () => isOpen)
  const counted = () =>
    events
      .splice(0)
      .filter(({ event }) => event === 'conversations.counted')
      .map(({ payload }) => payload)
  inbox.countWaiting(attendant)
  await hear(2)
  const before = counted()
  isOpen = false
  await answerFromPhone(2)
  isOpen = true
  const asked = inbox.countWaiting(attendant)
  await hear(2)
  expect({ before, asked, after: counted() }).toEqual({ before: [{ waiting: 2 }], asked: 1, after: [{ waiting: 2 }] })
})

test('somebody who leaves hands over everything at once, to a colleague or to nobody', async () => {
  const shop = createHeldInbox()
  const { inbox, listen, db } = shop
  for (let number = 1; number <= 50; number += 1) {
    await shop.hear(number)
    inbox.assign({ conversationId: idOf(number), to: number <= 45 ? ana : caio, expect: null }, boss)
  }
  const [hers, theirs] = [listen(viewerOf('bia', 'own')), listen(viewerOf('caio', 'own'))]
  expect(inbox.handOver({ from: ana, to: bia, by: boss.staffId })).toBe(45)
  expect(inbox.countWaiting(viewerOf('bia', 'own'))).toBe(45)
  expect(hers.map(({ event }) => event)).toContain('conversations.stale')
  expect(inbox.handOver({ from: caio, to: null, by: boss.staffId })).toBe(5)
  expect(theirs.filter(({ event }) => event === 'conversation.gone')).toHaveLength(5)
  expect(inbox.handOver({ from: caio, to: null, by: boss.staffId })).toBe(0)
  expect(db.list(sql`SELECT assigned_to, count(*) AS count FROM conversations GROUP BY 1 ORDER BY 1`)).toEqual([
    { assigned_to: null, count: 5 },
    { assigned_to: 'bia', count: 45 },
  ])
})

test('the first answer takes the conversation in the same transaction, and a colleague’s answer at that moment goes, too', async () => {
  const shop = await setUpSending()
  const [first, second, third] = ['ana', 'bia', 'caio'].map((name) => actor({ staffId: name, role: 'attendant' }))
  const conversationId = shop.hearFrom('5511987654321')
  if (first === undefined || second === undefined || third === undefined) throw new Error('There are three')
  const answer = (clientKey: string) => ({
    conversationId,
    clientKey,
    content: outgoingText('Oi!'),
    replyTo: null,
    seen: null,
    sendAnyway: false,
  })

  shop.outbox.send(answer('key-of-ana'), first)
  shop.outbox.send(answer('key-of-bia'), second)
  expect(shop.inbox.get(conversationId).assignedTo).toBe(ana)
  expect(await codeOf(() => shop.inbox.getSeen(conversationId, second))).toBe('not-found')
  await shop.run(6000)
  expect(await codeOf(() => shop.outbox.send(answer('key-of-caio'), third))).toBe('not-found')
  // Whoever lost the answer to their call asks again, and nothing goes twice.
  expect(shop.outbox.send(answer('key-of-bia'), second).author).toEqual({ kind: 'staff', staffId: bia })
  await shop.run(6000)
  expect({
    sends: shop.graph.sends.length,
    log: shop.db.list(sql`SELECT kind, by_staff FROM commands ORDER BY seq`),
  }).toEqual({
    sends: 2,
    log: [
      { kind: 'conversation.assign', by_staff: 'ana' },
      { kind: 'message.send', by_staff: 'ana' },
      { kind: 'message.send', by_staff: 'bia' },
    ],
  })
})

test('an answer that is refused takes nothing', async () => {
  const shop = await setUpSending()
  const conversationId = shop.hearFrom('5511987654321', shop.clock.now() - 25 * 60 * 60_000)
  const late = { conversationId, clientKey: 'key-of-ana', content: outgoingText('Oi!'), replyTo: null, seen: null, sendAnyway: false }
  expect(await codeOf(() => shop.outbox.send(late, actor({ staffId: 'ana', role: 'attendant' })))).toBe('window-closed')
  expect(shop.inbox.get(conversationId).assignedTo).toBeNull()
})

test('two threads that become one are everybody’s who had either, looked after by whoever looked after the one that stays', async () => {
  const { receive, inbox, listen } = createReceiving({ colleagues })
  const byPhone = person({ waId: '5511987654321' })
  const byId = person({ waId: null, userId: 'BR.zelia' })
  await receive(text('um', { person: byPhone, sentAt: NOON }), text('dois', { person: byId, sentAt: NOON + 1000 }))
  inbox.assign({ conversationId: idOf(2), to: ana, expect: null }, boss)
  inbox.assign({ conversationId: idOf(2), to: bia, expect: ana }, boss)
  inbox.moveToTeam({ conversationId: idOf(2), to: sales, expect: null }, boss)
  const free = viewerOf('caio', 'with-unassigned')
  const windows = [free, viewerOf('ana', 'assigned'), viewerOf('bia', 'own'), viewerOf('eva', 'own')].map((who) => listen(who))

  await receive(text('sou eu', { person: { ...byPhone, userId: 'BR.zelia' }, sentAt: NOON + 2000 }))
  expect(inbox.get(idOf(2))).toMatchObject({ conversationId: 1, assignedTo: bia, teamId: sales })
  const seen = (name: string, scope: 'own' | 'assigned') =>
    inbox.list({ viewer: viewerOf(name, scope), view: 'all', filter: '', cursor: null, limit: 10 }).conversations.map((row) => row.lastAt)
  expect([seen('ana', 'assigned'), seen('bia', 'own'), seen('ana', 'own')]).toEqual([[NOON + 2000], [NOON + 2000], []])
  const told = windows.map((events) => events.map(({ event }) => event))
  expect(told[0]).toContain('conversation.gone')
  expect(told[0]).not.toContain('conversation.merged')
  expect(told[1]).toEqual(expect.arrayContaining(['conversation.merged', 'conversation.changed', 'message.changed']))
  expect(told[2]).toEqual(expect.arrayContaining(['conversation.merged', 'conversation.changed', 'message.changed']))
  expect(told[3]).toEqual([])
})
