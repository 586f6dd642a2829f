import { randomBytes } from 'node:crypto'
import type { ContactId, ConversationId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { createJournal, type Journal, type JournalPeople } from '#core/journal/service.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Clock } from '#core/ports.ts'
import type { JournalAnchor } from '#core/vault/vault.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeIds, createFakeLog } from './fake-ports.ts'

type TestJournalDeps = {
  db: Database
  clock?: Clock
  macKey?: Redacted<Buffer>
  people?: Partial<JournalPeople>
  anchor?: JournalAnchor
}

/** The real journal, for tests of what is written into it; whose conversation it is, it sees in the tables. */
export function createTestJournal({ db, people, ...deps }: TestJournalDeps): Journal {
  const { clock = createFakeClock(), macKey = new Redacted(randomBytes(32)), anchor = createFakeAnchor() } = deps
  const ports = { clock, ids: createFakeIds(), log: createFakeLog() }
  return createJournal({ db, ...ports, macKey, anchor, people: { ...peopleInTables(db), ...people } })
}

/** What the header of a shop keeps, with how often it was written. */
export function createFakeAnchor(): JournalAnchor & { writes(): number } {
  let kept: ReturnType<JournalAnchor['read']> = { newest: null, lost: null, anchorLostAt: null }
  let writes = 0
  return {
    read: () => kept,
    write(anchor) {
      kept = anchor
      writes += 1
    },
    writes: () => writes,
  }
}

function peopleInTables(db: Database): JournalPeople {
  return {
    contactOf: (id: ConversationId) =>
      db.find<{ contact_id: ContactId }>(sql`SELECT contact_id FROM conversations WHERE id = ${id}`)?.contact_id ?? null,
    everyIdOf: (id) => [
      id,
      ...db.list<{ id: ContactId }>(sql`SELECT id FROM contacts WHERE merged_into = ${id}`).map(({ id: merged }) => merged),
    ],
    shownTo: (_reader, contactId) => ({ contactId, conversationId: null, name: `Customer ${contactId}` }),
    staffName: (id) => `Name of ${id}`,
    teamMatesOf: () => [],
  }
}
