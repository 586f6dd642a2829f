import { expect, test } from 'vitest'
import type { MessageId, NumberId } from '#contract'
import {
  attemptingQuery,
  attemptsQuery,
  attemptWamidsQuery,
  dueHeadsOfOthersQuery,
  dueHeadsQuery,
  nextDueQuery,
  openCountQuery,
} from '#core/outbox/repository.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'

// A sent message stays in the outbox for ever; looking for work must never walk over those.
test('every list of the outbox reads only what is open, by an index', () => {
  const db = createMemoryDatabase()
  const heads = { now: 1, numberId: '1' as NumberId, after: null, limit: 10 }
  expect({
    dueHeads: db.explain(dueHeadsQuery(heads)),
    dueHeadsOfOthers: db.explain(dueHeadsOfOthersQuery(heads)),
    nextDue: db.explain(nextDueQuery(1)),
    attempting: db.explain(attemptingQuery(10)),
    openCount: db.explain(openCountQuery('1' as NumberId)),
    attempts: db.explain(attemptsQuery(1 as MessageId)),
    attemptWamids: db.explain(attemptWamidsQuery(1 as MessageId)),
  }).toMatchInlineSnapshot(`
    {
      "attemptWamids": [
        "SEARCH attempts USING INDEX sqlite_autoindex_attempts_2 (message_id=?)",
      ],
      "attempting": [
        "SCAN outbox USING INDEX outbox_open",
      ],
      "attempts": [
        "SEARCH attempts USING INDEX sqlite_autoindex_attempts_2 (message_id=?)",
      ],
      "dueHeads": [
        "SEARCH outbox USING INDEX outbox_open (message_id>?)",
        "CORRELATED SCALAR SUBQUERY 1",
        "SEARCH other USING INDEX outbox_open_in_thread (conversation_id=?)",
      ],
      "dueHeadsOfOthers": [
        "SEARCH outbox USING INDEX outbox_open (message_id>?)",
        "CORRELATED SCALAR SUBQUERY 1",
        "SEARCH other USING INDEX outbox_open_in_thread (conversation_id=?)",
      ],
      "nextDue": [
        "SEARCH outbox USING INDEX outbox_open_by_due (due_at>?)",
      ],
      "openCount": [
        "SCAN outbox USING INDEX outbox_open_by_due",
      ],
    }
  `)
})
