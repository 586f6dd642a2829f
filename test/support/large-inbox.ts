import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { createSeededRandom } from './seeded-random.ts'

/**
 * Conversations of a shop of three with two teams, written straight into the tables as the program would leave them: a fifth waits, half is
 * looked after by somebody, a third is of a team. Ana has read most, and had many that are others' now.
 */
export function createLargeInbox(db: Database, count: number, seed = 1): void {
  const random = createSeededRandom(seed)
  const people = ['ana', 'bia', 'caio']
  db.transaction(() => {
    for (let id = 1; id <= count; id += 1) {
      const at = 1_700_000_000_000 + random.below(count) * 60_000
      const waitingSince = random.below(5) === 0 ? at - random.below(3) * 1000 : null
      const assignedTo = random.pick<string | null>([null, null, null, 'ana', 'bia', 'caio'])
      const teamId = random.pick<string | null>([null, null, null, null, 'sales', 'delivery'])
      const name = `Cliente ${id}`
      db.run(sql`
        INSERT INTO contacts (id, shown_name, shown_phone, search_text, search_names, first_seen_at)
        VALUES (${id}, ${name}, ${`+55 11 9${80_000_000 + id}`}, ${`cliente ${id}\n55119${80_000_000 + id}`}, ${`cliente ${id}`}, ${at})`)
      db.run(sql`INSERT INTO contact_search (rowid, search_text) VALUES (${id}, ${`cliente ${id}\n55119${80_000_000 + id}`})`)
      db.run(sql`
        INSERT INTO conversations (id, number_id, contact_id, assigned_to, team_id, last_at, preview_direction, preview_kind, preview_text,
          waiting_since, inbound_count)
        VALUES (${id}, '106540352242922', ${id}, ${assignedTo}, ${teamId}, ${at}, 'in', 'text', 'Bom dia', ${waitingSince}, ${1 + random.below(5)})`)
      for (const staffId of people) {
        if (staffId !== assignedTo && random.below(4) > 0) continue
        const heldBy = assignedTo === null ? 'nobody' : assignedTo === staffId ? 'self' : 'other'
        db.run(sql`
          INSERT INTO conversation_people (staff_id, conversation_id, held_by, waiting_since, answered_at)
          VALUES (${staffId}, ${id}, ${heldBy}, ${waitingSince}, ${waitingSince === null ? at : null})`)
      }
      if (random.below(3) > 0) db.run(sql`INSERT INTO read_marks (staff_id, conversation_id, read_count) VALUES ('ana', ${id}, 5)`)
    }
  })
}
