import type { NoticeId, NoticeKind, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

export type NoticeRow = { id: NoticeId; kind: NoticeKind; about: StaffId | null; at: number }

export function insertNotice(db: Database, row: NoticeRow & { seq: number }): void {
  db.run(sql`INSERT INTO notices (id, kind, about, at, seq) VALUES (${row.id}, ${row.kind}, ${row.about}, ${row.at}, ${row.seq})`)
}

/** The first time counts. */
export function insertPutAway(db: Database, id: NoticeId, by: StaffId): void {
  db.run(sql`INSERT INTO notices_put_away (notice_id, staff_id) VALUES (${id}, ${by}) ON CONFLICT DO NOTHING`)
}

export function hasNotice(db: Database, id: NoticeId): boolean {
  return db.find(sql`SELECT 1 FROM notices WHERE id = ${id}`) !== undefined
}

/** Those since `reader` came to the shop, whatever the clock said then, that they have not put away; oldest first. */
export function noticesQuery(reader: StaffId, { except }: { except: NoticeKind | null }): Sql {
  return sql`
    SELECT id, kind, about, at FROM notices
    WHERE seq > COALESCE((SELECT seq FROM commands WHERE key = ${`staff.add:${reader}`}), 0) AND kind IS NOT ${except} AND NOT EXISTS (
      SELECT 1 FROM notices_put_away AS away WHERE away.notice_id = notices.id AND away.staff_id = ${reader})
    ORDER BY notices.seq
    LIMIT 20`
}

export function listNotices(db: Database, reader: StaffId, options: { except: NoticeKind | null }): NoticeRow[] {
  return db.list(noticesQuery(reader, options))
}
