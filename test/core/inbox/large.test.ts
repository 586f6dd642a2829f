import { beforeAll, expect, test } from 'vitest'
import { scopes, type ConversationId, type InboxView } from '#contract'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { streamQuery, type Stream } from '#core/inbox/list-conversations.ts'
import { seenCondition, type Viewer } from '#core/inbox/reach.ts'
import { findSeenQuery, listAssignedQuery, listOfTeamQuery } from '#core/inbox/repository.ts'
import { isSeenQuery } from '#core/messages/repository.ts'
import { findSeenContactQuery } from '#core/contacts/repository.ts'
import { colleagues, delivery, idOf, sales, viewerOf } from '#test/support/held-inbox.ts'
import { createLargeInbox } from '#test/support/large-inbox.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { createReceiving } from '#test/support/receiving.ts'

/** More than are gone through one by one. */
const SIZE = 7000
let db: Database
beforeAll(() => {
  db = createMemoryDatabase()
  createLargeInbox(db, SIZE)
})

const viewers = scopes.flatMap((scope) => [[], [sales], [sales, delivery]].map((teamIds) => viewerOf('ana', scope, teamIds)))

/** Everything at once and then sorted: slow and plain. */
function plainList(viewer: Viewer, view: InboxView, filter = ''): ConversationId[] {
  const inView = {
    all: sql`1`,
    mine: sql`c.assigned_to = 'ana'`,
    unassigned: sql`c.assigned_to IS NULL`,
    waiting: sql`c.waiting_since IS NOT NULL`,
    unread: sql`c.inbound_count > coalesce((SELECT read_count FROM read_marks WHERE staff_id = 'ana' AND conversation_id = c.id), 0)`,
    drafts: sql`0`,
    closing: sql`0`,
  }[view]
  return db
    .list<{ id: ConversationId }>(sql`
      SELECT c.id FROM conversations c JOIN contacts k ON k.id = c.contact_id
      WHERE ${seenCondition(viewer)} AND ${inView} AND instr(k.search_text, ${filter}) > 0
      ORDER BY c.waiting_since IS NULL, CASE WHEN c.waiting_since IS NULL THEN -c.last_at ELSE c.waiting_since END,
        CASE WHEN c.waiting_since IS NULL THEN -c.id ELSE c.id END`)
    .map(({ id }) => id)
}

test.each<InboxView>(['all', 'mine', 'unassigned', 'waiting', 'unread'])(
  'in a large inbox the pages of %s are for every scope what sorting everything gives',
  (view) => {
    for (const viewer of viewers) {
      const found = listAll(viewer, view, '')
      expect(found, `${viewer.scope} ${[...viewer.teamIds].join()}`).toEqual(plainList(viewer, view))
    }
  },
)

// Few, more than few, and most of them.
test.each(['cliente 33', 'cliente 1', 'cliente'])('and so are those whose name has %j in it', (filter) => {
  for (const scope of scopes) {
    const viewer = viewerOf('ana', scope, [sales])
    for (const view of ['all', 'unread'] as const) expect(listAll(viewer, view, filter)).toEqual(plainList(viewer, view, filter))
  }
})

function listAll(viewer: Viewer, view: InboxView, filter: string): ConversationId[] {
  const { inbox } = createReceiving({ db, colleagues })
  const found: ConversationId[] = []
  let cursor: string | null = null
  do {
    const page: ReturnType<typeof inbox.list> = inbox.list({ viewer, view, filter, cursor, limit: 100 })
    found.push(...page.conversations.map(({ conversationId }) => conversationId))
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

const streams: readonly [Stream, 'waiting' | 'answered', string][] = [
  [
    { kind: 'people', heldBy: 'self' },
    'waiting',
    'SEARCH p USING INDEX conversation_people_waiting (staff_id=? AND held_by=? AND (waiting_since,conversation_id)>(?,?))',
  ],
  [
    { kind: 'people', heldBy: 'other' },
    'answered',
    'SEARCH p USING INDEX conversation_people_answered (staff_id=? AND held_by=? AND answered_at>? AND (answered_at,conversation_id)<(?,?))',
  ],
  [{ kind: 'free', teamId: null }, 'waiting', 'SEARCH c USING INDEX conversations_free_waiting (team_id=? AND waiting_since>?)'],
  [{ kind: 'free', teamId: sales }, 'answered', 'SEARCH c USING INDEX conversations_free_answered (team_id=? AND last_at<?)'],
  [{ kind: 'team', teamId: sales }, 'waiting', 'SEARCH c USING INDEX conversations_team_waiting (team_id=? AND waiting_since>?)'],
  [{ kind: 'team', teamId: sales }, 'answered', 'SEARCH c USING INDEX conversations_team_answered (team_id=? AND last_at<?)'],
]

test.each(streams)('%o of those %s are read in order along an index of their own', (stream, segment, plan) => {
  const viewer = viewerOf('ana', 'team', [sales])
  for (const view of ['all', 'unread'] as const) {
    for (const filter of ['', 'ze']) {
      const steps = db.explain(streamQuery(stream, { segment, after: { at: 1, id: 1 } }, { viewer, view, filter, limit: 50 }))
      expect(steps[0]?.replace('COVERING ', '')).toBe(plan)
      // In order already, and each further row is found by its id.
      expect(steps.slice(1).filter((step) => !/^SEARCH \w USING (?:INTEGER PRIMARY KEY|PRIMARY KEY)/.test(step))).toEqual([])
    }
  }
})

test('what is asked of one conversation, message or customer is found by its id, whoever asks', () => {
  for (const viewer of viewers) {
    const queries = [findSeenQuery(idOf(1), viewer), isSeenQuery(1 as never, viewer), findSeenContactQuery(1 as never, viewer)]
    // The teams of one person are a list in memory.
    const scans = queries
      .flatMap((query) => db.explain(query))
      .filter((step) => step.startsWith('SCAN') && !step.startsWith('SCAN json_each'))
    expect(scans).toEqual([])
  }
})

test('what is handed over is found along an index', () => {
  expect([listAssignedQuery(viewerOf('ana', 'own').staffId), listOfTeamQuery(sales)].flatMap((query) => db.explain(query))).toEqual([
    'SEARCH conversation_people USING PRIMARY KEY (staff_id=?)',
    'COMPOUND QUERY',
    'LEFT-MOST SUBQUERY',
    'SEARCH conversations USING COVERING INDEX conversations_team_waiting (team_id=? AND waiting_since>?)',
    'UNION ALL',
    'SEARCH conversations USING INDEX conversations_team_answered (team_id=?)',
  ])
})
