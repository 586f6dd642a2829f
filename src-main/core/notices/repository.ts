import type { ConversationId, NoticeId, NoticeKind, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

export type NoticeRow = {
  id: NoticeId
  kind: NoticeKind
  about: StaffId | null
  conversation_id: ConversationId | null
  detail: string | null
  at: number
}

export function insertNotice(db: Database, row: NoticeRow & { seq: number }): void {
  db.run(sql`
    INSERT INTO notices (id, kind, about, conversation_id, detail, at, seq)
    VALUES (${row.id}, ${row.kind}, ${row.about}, ${row.conversation_id}, ${row.detail}, ${row.at}, ${row.seq})`)
}

/** `own` are for the person they are about alone. */
export type NoticesFor = { readonly kinds: readonly NoticeKind[]; readonly own: readonly NoticeKind[] }

/** The first time counts. */
export function insertPutAway(db: Database, id: NoticeId, by: StaffId): void {
  db.run(sql`INSERT INTO notices_put_away (notice_id, staff_id) VALUES (${id}, ${by}) ON CONFLICT DO NOTHING`)
}

export function hasNotice(db: Database, id: NoticeId): boolean {
  return db.find(sql`SELECT 1 FROM notices WHERE id = ${id}`) !== undefined
}

/** Those since `reader` came to the shop, whatever the clock said then, that they have not put away; oldest first. */
export function noticesQuery(reader: StaffId, { kinds, own }: NoticesFor): Sql {
  return sql`
    SELECT id, kind, about, conversation_id, detail, at FROM notices
    WHERE seq > COALESCE((SELECT seq FROM commands WHERE key = ${`staff.add:${reader}`}), 0) AND (kind IN (SELECT value FROM json_each(${JSON.stringify(kinds)}))
        OR about = ${reader} AND kind IN (SELECT value FROM json_each(${JSON.stringify(own)})))
      AND NOT EXISTS (
      SELECT 1 FROM notices_put_away AS away WHERE away.notice_id = notices.id AND away.staff_id = ${reader})
    ORDER BY notices.seq
    LIMIT 20`
}

export function listNotices(db: Database, reader: StaffId, options: NoticesFor): NoticeRow[] {
  return db.list(noticesQuery(reader, options))
}
