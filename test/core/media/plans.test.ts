import { expect, test } from 'vitest'
import type { MediaId, MessageId, NumberId } from '#contract'
import { findSeenQuery, findSendableQuery, listOfMessagesQuery, listUnusedQuery, listWaitingQuery } from '#core/media/repository.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'

const viewer = actor({ staffId: 'ana', role: 'attendant' })

// The files of a page of a thread are read with the page; whoever looks at one picture must not have the shop's messages walked over.
test('files are found by the messages they are in, by their ids, and by what WhatsApp forgets first', () => {
  const db = createMemoryDatabase()
  const plans = {
    ofPage: db.explain(listOfMessagesQuery([1 as MessageId])),
    seen: db.explain(findSeenQuery('A'.repeat(22) as MediaId, viewer)),
    sendable: db.explain(findSendableQuery('A'.repeat(22) as MediaId, viewer)),
    waiting: db.explain(listWaitingQuery({ numberId: '1' as NumberId, now: 1, limit: 3 })),
    unused: db.explain(listUnusedQuery({ stagedBefore: 1, limit: 3 })),
  }
  expect(plans.ofPage).toEqual([
    expect.stringContaining('SCAN wanted'),
    'SEARCH f USING PRIMARY KEY (message_id=?)',
    'SEARCH d USING PRIMARY KEY (id=?)',
    expect.stringContaining('B-TREE'),
  ])
  expect(plans.waiting).toEqual(['SEARCH media USING INDEX media_waiting (number_id=?)'])
  expect(plans.seen.filter((step) => /^(SEARCH|SCAN) [dfmc] /.test(step))).toEqual([
    'SEARCH d USING PRIMARY KEY (id=?)',
    'SEARCH f USING COVERING INDEX message_files_by_media (media_id=?)',
    expect.stringMatching(/^SEARCH m USING .*\(id=\?\)$/),
    expect.stringMatching(/^SEARCH c USING INTEGER PRIMARY KEY/),
  ])
  // Few messages go later.
  expect(plans.sendable.filter((step) => step.startsWith('SCAN s'))).toEqual(['SCAN s USING INDEX scheduled_in_thread'])
  expect(plans.unused.filter((step) => step.startsWith('SEARCH d'))).toEqual(['SEARCH d USING INDEX media_staged (since<?)'])
})
