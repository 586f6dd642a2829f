import type { QuickReply, QuickReplyId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

type ReplyRow = {
  id: QuickReplyId
  shortcut: string
  title: string
  text: string
  translations: string
  files: string
  use_count: number
  revision: number
}

type Written = Pick<QuickReply, 'quickReplyId' | 'shortcut' | 'title' | 'text' | 'translations' | 'files'>
const replyColumns = sql`id, shortcut, title, text, translations, files, use_count, revision`

export function insertReply(db: Database, reply: Written): void {
  db.run(sql`INSERT INTO quick_replies (id, shortcut, title, text, translations, files, revision)
    VALUES (${reply.quickReplyId}, ${reply.shortcut}, ${reply.title}, ${reply.text}, ${JSON.stringify(reply.translations)},
      ${JSON.stringify(reply.files)}, 1)`)
}

export function updateReply(db: Database, reply: Written): void {
  db.run(sql`UPDATE quick_replies SET shortcut = ${reply.shortcut}, title = ${reply.title}, text = ${reply.text},
      translations = ${JSON.stringify(reply.translations)}, files = ${JSON.stringify(reply.files)}, revision = revision + 1
    WHERE id = ${reply.quickReplyId}`)
}

export function updateReplyUse(db: Database, id: QuickReplyId): void {
  db.run(sql`UPDATE quick_replies SET use_count = use_count + 1 WHERE id = ${id}`)
}

export function deleteReply(db: Database, id: QuickReplyId): void {
  db.run(sql`DELETE FROM quick_replies WHERE id = ${id}`)
}

export function findReply(db: Database, id: QuickReplyId): QuickReply | undefined {
  const row = db.find<ReplyRow>(sql`SELECT ${replyColumns} FROM quick_replies WHERE id = ${id}`)
  return row === undefined ? undefined : rowToReply(row)
}

export function findReplyIdByShortcut(db: Database, shortcut: string): QuickReplyId | undefined {
  return db.find<{ id: QuickReplyId }>(sql`SELECT id FROM quick_replies WHERE shortcut = ${shortcut}`)?.id
}

export function countReplies(db: Database): number {
  return db.get<{ replies: number }>(sql`SELECT COUNT(*) AS replies FROM quick_replies`).replies
}

/** Most used first. The whole table, which `MAX_REPLIES` bounds: sorting it needs no index. */
export function listReplies(db: Database): QuickReply[] {
  return db.list<ReplyRow>(sql`SELECT ${replyColumns} FROM quick_replies ORDER BY use_count DESC, shortcut`).map(rowToReply)
}

function rowToReply({ id, use_count, translations, files, ...row }: ReplyRow): QuickReply {
  // Both written by this program.
  return { quickReplyId: id, useCount: use_count, ...row, translations: JSON.parse(translations), files: JSON.parse(files) }
}
