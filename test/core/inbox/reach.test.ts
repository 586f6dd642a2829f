import { expect, test } from 'vitest'
import { scopes, type Conversation, type ConversationId, type InboxView, type StaffId, type TeamId } from '#contract'
import { sql } from '#core/db/sql.ts'
import type { Actor } from '#core/dispatch/actor.ts'
import { sees, type Viewer } from '#core/inbox/reach.ts'
import { allViewers, createHeldInbox, delivery, idOf, sales, staffIds, viewerOf } from '#test/support/held-inbox.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'

type Held = Pick<Conversation, 'conversationId' | 'assignedTo' | 'teamId'>
type Inbox = ReturnType<typeof createHeldInbox>['inbox']

const CONVERSATIONS = 30
const boss = viewerOf('boss', 'all')

/** Written from the words of the contract, not from the program. */
function shouldSee(viewer: Viewer, { assignedTo, teamId }: Held, had: ReadonlySet<StaffId>): boolean {
  const mine = assignedTo === viewer.staffId
  const inMyTeam = teamId !== null && viewer.teamIds.has(teamId)
  const once = mine || had.has(viewer.staffId)
  const free = assignedTo === null && (teamId === null || inMyTeam)
  return { own: mine, assigned: once, 'with-unassigned': once || free, team: once || free || inMyTeam, all: true }[viewer.scope]
}

/** Every page of a view. */
function listAll(inbox: Inbox, viewer: Viewer, view: InboxView, filter = ''): Conversation[] {
  const found: Conversation[] = []
  let cursor: string | null = null
  do {
    const page: ReturnType<Inbox['list']> = inbox.list({ viewer, view, filter, cursor, limit: 7 })
    found.push(...page.conversations)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

/** A shop in which conversations come, are answered and change hands at random; `had` is what a bystander noted of it. */
async function runShop(
  seed: number,
  afterStep: (shop: ReturnType<typeof createHeldInbox>, had: Map<ConversationId, Set<StaffId>>) => void,
) {
  const shop = createHeldInbox()
  const { inbox, db } = shop
  const random = createSeededRandom(seed)
  const had = new Map<ConversationId, Set<StaffId>>()
  const note = (id: ConversationId, to: StaffId | null) => {
    if (to !== null) had.set(id, new Set(had.get(id)).add(to))
  }
  const somebody = () => random.pick<StaffId | null>([null, ...staffIds])
  const held = () => inbox.get(idOf(1 + random.below(CONVERSATIONS)))

  const steps: (() => void | Promise<void>)[] = [
    () => shop.hear(1 + random.below(CONVERSATIONS)),
    () => shop.answerFromPhone(1 + random.below(CONVERSATIONS)),
    () => {
      const { conversationId, assignedTo } = held()
      const to = somebody()
      inbox.assign({ conversationId, to, expect: assignedTo }, boss)
      note(conversationId, to)
    },
    () => {
      const { conversationId, teamId } = held()
      inbox.moveToTeam({ conversationId, to: random.pick<TeamId | null>([null, sales, delivery]), expect: teamId }, boss)
    },
    () => {
      const { conversationId, assignedTo } = held()
      const by = staffIds[random.below(staffIds.length)] ?? boss.staffId
      db.transaction(() => inbox.claimByAnswer(conversationId, by))
      if (assignedTo === null) note(conversationId, by)
    },
    () => {
      const { conversationId, inboundCount } = held()
      const by = staffIds[random.below(staffIds.length)] ?? boss.staffId
      inbox.markRead({ conversationId, readCount: inboundCount }, { ...boss, staffId: by })
    },
    () => {
      if (random.below(10) > 0) return
      const [from, to] = [random.pick<StaffId>([staffIds[0] ?? boss.staffId, ...staffIds]), somebody()]
      const theirs = listAll(inbox, { ...boss, staffId: from }, 'mine')
      inbox.handOver({ from, to, by: boss.staffId })
      for (const { conversationId } of theirs) note(conversationId, to)
    },
    () => {
      if (random.below(20) === 0) inbox.forgetTeam(random.pick([sales, delivery]), boss.staffId)
    },
  ]
  for (let number = 1; number <= CONVERSATIONS; number += 1) await shop.hear(number)
  for (let step = 0; step < 120; step += 1) {
    await steps[random.below(steps.length)]?.()
    if (step % 24 === 0) afterStep(shop, had)
  }
  return shop
}

const NOBODY: ReadonlySet<StaffId> = new Set()

test.each([1, 2])(
  'T03: each scope reaches in list, count, filter and by id what its words say, and nothing else (seed %i)',
  async (seed) => {
    const viewers = allViewers()
    await runShop(seed, ({ inbox }, had) => {
      const hadOf = (id: ConversationId) => had.get(id) ?? NOBODY
      const everything = listAll(inbox, boss, 'all')
      expect(everything).toHaveLength(CONVERSATIONS)
      for (const viewer of viewers) {
        const mine = everything.filter((row) => shouldSee(viewer, row, hadOf(row.conversationId)))
        const ids = (rows: readonly Held[]) => rows.map(({ conversationId }) => conversationId)
        const unread = listAll(inbox, { ...viewer, scope: 'all' }, 'all').filter((row) => {
          const { readCount } = inbox.getPersonal(row.conversationId, { ...viewer, scope: 'all' }).conversation
          return row.inboundCount > readCount && shouldSee(viewer, row, hadOf(row.conversationId))
        })
        const found = {
          all: ids(listAll(inbox, viewer, 'all')),
          mine: ids(listAll(inbox, viewer, 'mine')),
          unassigned: ids(listAll(inbox, viewer, 'unassigned')),
          waiting: ids(listAll(inbox, viewer, 'waiting')),
          unread: ids(listAll(inbox, viewer, 'unread')),
          filtered: ids(listAll(inbox, viewer, 'all', 'cliente 2')),
          shortFilter: ids(listAll(inbox, viewer, 'unassigned', '1')),
          counted: inbox.countWaiting(viewer),
          byId: ids(everything).filter((id) => inbox.findSeen(id, viewer) !== undefined),
        }
        expect(found, `${viewer.staffId} ${viewer.scope} ${[...viewer.teamIds].join()}`).toEqual({
          all: ids(mine),
          mine: ids(everything.filter(({ assignedTo }) => assignedTo === viewer.staffId)),
          unassigned: ids(mine.filter(({ assignedTo }) => assignedTo === null)),
          waiting: ids(mine.filter(({ waitingSince }) => waitingSince !== null)),
          unread: ids(unread),
          filtered: ids(mine.filter(({ contactName }) => contactName.startsWith('Cliente 2'))),
          // Of the name or of the phone.
          shortFilter: ids(mine.filter(({ assignedTo }) => assignedTo === null)),
          counted: mine.filter(({ waitingSince }) => waitingSince !== null).length,
          byId: ids(mine),
        })
      }
    })
  },
)

test.each([4, 5])('a wider scope or one more team never shows less, a narrower never more (seed %i)', async (seed) => {
  await runShop(seed, ({ inbox }) => {
    const seenBy = (viewer: Actor) => new Set(listAll(inbox, viewer, 'all').map(({ conversationId }) => conversationId))
    for (const staffId of staffIds) {
      for (const [scopeIndex, scope] of scopes.entries()) {
        const chain = [[], [sales], [sales, delivery]].map((teamIds) => seenBy(viewerOf(staffId, scope, teamIds)))
        const wider = scopes[scopeIndex + 1] ?? scope
        expect(within(chain[0], chain[1])).toBe(true)
        expect(within(chain[1], chain[2])).toBe(true)
        expect(within(chain[2], seenBy(viewerOf(staffId, wider, [sales, delivery])))).toBe(true)
      }
    }
  })
})

function within<Value>(inner: ReadonlySet<Value> = new Set(), outer: ReadonlySet<Value> = new Set()): boolean {
  return [...inner].every((value) => outer.has(value))
}

test('what is kept beside each person says the same as the conversations do', async () => {
  const { db } = await runShop(6, () => undefined)
  const kept = db.list(sql`SELECT conversation_id, staff_id, held_by, waiting_since, answered_at FROM conversation_people ORDER BY 1, 2`)
  const derived = db.list(sql`
    SELECT p.conversation_id, p.staff_id,
      CASE WHEN c.assigned_to IS NULL THEN 'nobody' WHEN c.assigned_to = p.staff_id THEN 'self' ELSE 'other' END AS held_by,
      c.waiting_since, CASE WHEN c.waiting_since IS NULL THEN c.last_at END AS answered_at
    FROM conversation_people p JOIN conversations c ON c.id = p.conversation_id ORDER BY 1, 2`)
  expect(kept.length).toBeGreaterThan(10)
  expect(kept).toEqual(derived)
  const assigned = db.list(sql`
    SELECT id FROM conversations c WHERE assigned_to IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM conversation_people p WHERE p.conversation_id = c.id AND p.staff_id = c.assigned_to)`)
  expect(assigned).toEqual([])
})

test('the condition and the function never disagree', () => {
  const holdings = [null, ...staffIds].flatMap((assignedTo) =>
    [null, sales, delivery].flatMap((teamId) =>
      [[], ['ana'], ['ana', 'bia']].map((people) => ({ assignedTo, teamId, people: new Set(people as StaffId[]) })),
    ),
  )
  const shop = createHeldInbox()
  const { db, inbox } = shop
  db.exec("INSERT INTO contacts (id, shown_name, first_seen_at) VALUES (1, 'X', 0)")
  for (const [index, { assignedTo, teamId, people }] of holdings.entries()) {
    const id = index + 1
    db.run(
      sql`INSERT INTO conversations (id, number_id, contact_id, assigned_to, team_id) VALUES (${id}, ${`${id}`}, 1, ${assignedTo}, ${teamId})`,
    )
    for (const staffId of people) {
      db.run(sql`INSERT INTO conversation_people (staff_id, conversation_id, held_by) VALUES (${staffId}, ${id}, 'other')`)
    }
  }
  const viewers = allViewers()
  const asked = viewers.map((viewer) => holdings.map((_, index) => inbox.findSeen(idOf(index + 1), viewer) !== undefined))
  expect(asked).toEqual(viewers.map((viewer) => holdings.map((holding) => sees(viewer, () => holding))))
  expect(asked.flat().filter(Boolean).length).toBeGreaterThan(100)
})

test('a conversation that somebody does not see is in every method as if it were not there', async () => {
  const shop = createHeldInbox()
  const { inbox, messages, contacts, db } = shop
  await shop.hear(1)
  inbox.assign({ conversationId: idOf(1), to: staffIds[1] ?? null, expect: null }, boss)
  const ana = viewerOf('ana', 'with-unassigned')
  const asked = (id: number) => {
    const conversationId = idOf(id)
    const contactId = id as never
    return [
      () => inbox.getPersonal(conversationId, ana),
      () => inbox.getToAnswer(conversationId, ana),
      () => inbox.markRead({ conversationId, readCount: 1 }, ana),
      () => inbox.saveDraft({ conversationId, text: 'x', replyTo: null, files: [] }, ana),
      () => inbox.claim({ conversationId, isMine: true, expect: null }, ana),
      () => inbox.assign({ conversationId, to: null, expect: null }, ana),
      () => inbox.moveToTeam({ conversationId, to: null, expect: null }, ana),
      () => messages.list({ conversationId, anchor: null, limit: 10 }, ana),
      () => messages.assertSeen(id as never, ana),
      () => contacts.getSeen(contactId, ana),
      () => contacts.reveal({ contactId, field: 'phone' }, ana),
      () => contacts.rename({ contactId, givenName: 'X', expectRevision: 1 }, ana),
    ]
  }
  const codes = async (id: number) => Promise.all(asked(id).map((ask) => codeOf(ask)))
  const before = db.list(sql`SELECT count(*) FROM commands`)
  expect(await codes(1)).toEqual(await codes(99))
  expect(new Set(await codes(1))).toEqual(new Set(['not-found']))
  expect(db.list(sql`SELECT count(*) FROM commands`)).toEqual(before)
})
