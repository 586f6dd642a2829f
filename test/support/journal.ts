import { randomBytes } from 'node:crypto'
import type { ContactId, ConversationId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { createJournal, type Journal, type JournalPeople } from '#core/journal/service.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Clock } from '#core/ports.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeIds, createFakeLog } from './fake-ports.ts'

/** The real journal, for tests of what is written into it; whose conversation it is, it sees in the tables. */
export function createTestJournal(deps: {
  db: Database
  clock?: Clock
  macKey?: Redacted<Buffer>
  people?: Partial<JournalPeople>
}): Journal {
  const { db, clock = createFakeClock(), macKey = new Redacted(randomBytes(32)), people } = deps
  return createJournal({ db, clock, ids: createFakeIds(), log: createFakeLog(), macKey, people: { ...peopleInTables(db), ...people } })
}

export function peopleInTables(db: Database): JournalPeople {
  return {
    contactOf: (id: ConversationId) =>
      db.find<{ contact_id: ContactId }>(sql`SELECT contact_id FROM conversations WHERE id = ${id}`)?.contact_id ?? null,
    everyIdOf: (id) => [
      id,
      ...db.list<{ id: ContactId }>(sql`SELECT id FROM contacts WHERE merged_into = ${id}`).map(({ id: merged }) => merged),
    ],
    shownTo: () => null,
    teamMatesOf: () => [],
  }
}
