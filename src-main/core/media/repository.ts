import type { ConversationId, FileFacts, MediaId, MediaKind, MessageId, NumberId, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { seenCondition, type Viewer } from '../inbox/reach.ts'
import { Redacted } from '../lib/redacted.ts'
import type { KeptFacts } from './inspect.ts'
import type { StoredFile, WrittenFile } from './media-files.ts'

export type MediaRow = {
  readonly id: MediaId
  readonly kind: MediaKind
  readonly file_name: string | null
  readonly state: 'waiting' | 'here' | 'gone' | 'refused'
  readonly source_id: string | null
  readonly number_id: NumberId | null
  readonly since: number
  readonly tries: number
  readonly due_at: number | null
  readonly problem: string | null
  readonly file_id: string | null
  readonly file_key: Buffer | null
  readonly size_bytes: number | null
  readonly sha256: string | null
  /** `KeptFacts` as JSON. */
  readonly facts: string | null
  readonly staged_by: StaffId | null
  readonly upload_id: string | null
  readonly upload_number_id: NumberId | null
  readonly upload_type: string | null
  readonly uploaded_at: number | null
}

/** What came: on which number, and what WhatsApp calls it there. */
export type Received = {
  readonly id: MediaId
  readonly kind: MediaKind
  readonly fileName: string | null
  readonly sourceId: string
  readonly numberId: NumberId
  readonly since: number
}

export type MediaRepository = ReturnType<typeof createMediaRepository>

export function createMediaRepository({ db }: { db: Database }) {
  return {
    find(id: MediaId): MediaRow | undefined {
      return db.find<MediaRow>(sql`SELECT * FROM media WHERE id = ${id}`)
    },
    /** Undefined as well for what the person does not see. */
    findSeen(id: MediaId, viewer: Viewer): MediaRow | undefined {
      return db.find<MediaRow>(findSeenQuery(id, viewer))
    },
    /** Of what the person chose for sending, and of what belongs to a quick reply or is the sample of a template. */
    findChosen(id: MediaId, staffId: StaffId): MediaRow | undefined {
      return db.find<MediaRow>(sql`
        SELECT * FROM media d WHERE d.id = ${id} AND d.state = 'here' AND (d.staged_by = ${staffId} OR ${isOfShop})`)
    },
    /** As well, what others chose and the person sees in a message, or in one that goes later: whoever takes one back has its files. */
    findSendable(id: MediaId, viewer: Viewer): MediaRow | undefined {
      return db.find<MediaRow>(findSendableQuery(id, viewer))
    },
    listWaiting(options: { numberId: NumberId; now: number; limit: number }): MediaRow[] {
      return db.list<MediaRow>(listWaitingQuery(options))
    },
    findNextDueAfter({ numberId, now }: { numberId: NumberId; now: number }): number | null {
      return db.get<{ due_at: number | null }>(sql`
        SELECT min(due_at) AS due_at FROM media WHERE number_id = ${numberId} AND state = 'waiting' AND due_at > ${now}`).due_at
    },
    /** Of numbers that nobody can fetch from any more. */
    listUnreachable(options: { numberId: NumberId; before: number; limit: number }): MediaId[] {
      return db
        .list<{ id: MediaId }>(
          sql`SELECT id FROM media WHERE state = 'waiting' AND number_id <> ${options.numberId} AND since < ${options.before} LIMIT ${options.limit}`,
        )
        .map(({ id }) => id)
    },
    /** The same one again says what it is better than before; one given up waits anew when WhatsApp has it anew. Answers whether it waits. */
    upsertReceived({ id, kind, fileName, sourceId, numberId, since }: Received): boolean {
      const isAnew = sql`state = 'gone' AND excluded.since > since`
      return (
        db.get<{ state: string }>(sql`
          INSERT INTO media (id, kind, file_name, state, source_id, number_id, since, due_at)
          VALUES (${id}, ${kind}, ${fileName}, 'waiting', ${sourceId}, ${numberId}, ${since}, ${0})
          ON CONFLICT (id) DO UPDATE SET
            kind = excluded.kind, file_name = coalesce(excluded.file_name, file_name), since = max(since, excluded.since),
            state = iif(${isAnew}, 'waiting', state), due_at = iif(${isAnew}, 0, due_at), tries = iif(${isAnew}, 0, tries),
            problem = iif(${isAnew}, NULL, problem)
          RETURNING state`).state === 'waiting'
      )
    },
    insertStaged(staged: {
      id: MediaId
      kind: MediaKind
      fileName: string | null
      file: WrittenFile
      facts: KeptFacts
      by: StaffId
      at: number
    }): void {
      const { file } = staged
      db.run(sql`
        INSERT INTO media (id, kind, file_name, state, since, file_id, file_key, size_bytes, sha256, facts, staged_by)
        VALUES (${staged.id}, ${staged.kind}, ${staged.fileName}, 'here', ${staged.at}, ${file.fileId}, ${file.key.reveal()},
          ${file.sizeBytes}, ${file.sha256}, ${JSON.stringify(staged.facts)}, ${staged.by})`)
    },
    /** Answers whether it still waited. */
    updateHere(id: MediaId, file: WrittenFile, facts: KeptFacts): boolean {
      return (
        db.run(sql`
          UPDATE media SET state = 'here', due_at = NULL, problem = NULL, file_id = ${file.fileId}, file_key = ${file.key.reveal()},
            size_bytes = ${file.sizeBytes}, sha256 = ${file.sha256}, facts = ${JSON.stringify(facts)}
          WHERE id = ${id} AND state = 'waiting'`).changes > 0
      )
    },
    /** Its key is gone with this: whatever is left of the file is noise. */
    updateWithoutFile(
      id: MediaId,
      now: { readonly state: 'waiting'; readonly tries: number; readonly dueAt: number; readonly problem: string | null } | OverState,
    ): void {
      const { tries, dueAt } = now.state === 'waiting' ? now : { tries: 0, dueAt: null }
      db.run(sql`
        UPDATE media SET state = ${now.state}, tries = ${tries}, due_at = ${dueAt}, problem = ${now.problem}, file_id = NULL,
          file_key = NULL, size_bytes = NULL, sha256 = NULL, facts = NULL
        WHERE id = ${id}`)
      db.run(sql`DELETE FROM media_previews WHERE media_id = ${id}`)
    },
    updateDueAt(id: MediaId, dueAt: number): void {
      db.run(sql`UPDATE media SET due_at = ${dueAt} WHERE id = ${id} AND state = 'waiting'`)
    },
    updateFacts(id: MediaId, facts: KeptFacts): void {
      db.run(sql`UPDATE media SET facts = ${JSON.stringify(facts)} WHERE id = ${id}`)
    },
    updateUpload(id: MediaId, upload: { id: string; numberId: NumberId; type: string; at: number }): void {
      db.run(sql`
        UPDATE media SET upload_id = ${upload.id}, upload_number_id = ${upload.numberId}, upload_type = ${upload.type}, uploaded_at = ${upload.at}
        WHERE id = ${id}`)
    },
    updateUploadsForgotten(messageId: MessageId): void {
      db.run(sql`UPDATE media SET upload_id = NULL WHERE id IN (SELECT media_id FROM message_files WHERE message_id = ${messageId})`)
    },
    findPreview(id: MediaId): Buffer | undefined {
      return db.find<{ webp: Buffer }>(sql`SELECT webp FROM media_previews WHERE media_id = ${id}`)?.webp
    },
    /** Answers whether there was none before. */
    insertPreview(id: MediaId, webp: Buffer): boolean {
      return db.run(sql`INSERT INTO media_previews (media_id, webp) VALUES (${id}, ${webp}) ON CONFLICT DO NOTHING`).changes > 0
    },
    /** Answers the id of its file, which can no longer be read. */
    delete(id: MediaId): string | null {
      return db.find<{ file_id: string | null }>(sql`DELETE FROM media WHERE id = ${id} RETURNING file_id`)?.file_id ?? null
    },
    /** Chosen before then and in no message, draft, quick reply or template; and what came in messages that are gone. */
    listUnused(options: { stagedBefore: number; limit: number }): MediaId[] {
      return db.list<{ id: MediaId }>(listUnusedQuery(options)).map(({ id }) => id)
    },
    /** What one person chose since then, or has in a draft, and has not sent. */
    countUnsent(of: { by: StaffId; stagedAfter: number }): { files: number; sizeBytes: number } {
      return db.get(countUnsentQuery(of))
    },
    listFileIds(): { id: MediaId; file_id: string }[] {
      return db.list(sql`SELECT id, file_id FROM media WHERE file_id IS NOT NULL`)
    },
    countByKind(): { kind: MediaKind; files: number; sizeBytes: number }[] {
      return db.list(sql`
        SELECT kind, count(*) AS files, sum(size_bytes) AS sizeBytes FROM media WHERE state = 'here' GROUP BY kind ORDER BY kind`)
    },
    countIn(state: 'waiting' | 'gone'): number {
      return db.get<{ count: number }>(sql`SELECT count(*) AS count FROM media WHERE state = ${state}`).count
    },
    /** Of a message with it that the person sees. */
    findConversationOf(id: MediaId, viewer: Viewer): ConversationId | null {
      return (
        db.find<{ id: ConversationId }>(sql`
          SELECT c.id FROM message_files f CROSS JOIN messages m ON m.id = f.message_id CROSS JOIN conversations c ON c.id = m.conversation_id
          WHERE f.media_id = ${id} AND ${seenCondition(viewer)} LIMIT 1`)?.id ?? null
      )
    },
    listMessagesOf(id: MediaId): MessageId[] {
      return db
        .list<{ message_id: MessageId }>(sql`SELECT message_id FROM message_files WHERE media_id = ${id}`)
        .map((row) => row.message_id)
    },
    listOfMessage(messageId: MessageId): (MediaRow & { position: number })[] {
      return db.list(sql`
        SELECT d.*, f.position FROM message_files f CROSS JOIN media d ON d.id = f.media_id
        WHERE f.message_id = ${messageId} ORDER BY f.position`)
    },
    /** In each order of message and place. */
    listOfMessages(messageIds: readonly MessageId[]): MessageFileRow[] {
      return db.list<MessageFileRow>(listOfMessagesQuery(messageIds))
    },
    deleteMessageFiles(messageId: MessageId): void {
      db.run(sql`DELETE FROM message_files WHERE message_id = ${messageId}`)
    },
    upsertMessageFile(messageId: MessageId, { position, mediaId }: { position: number; mediaId: MediaId }): void {
      db.run(sql`
        INSERT INTO message_files (message_id, position, media_id) VALUES (${messageId}, ${position}, ${mediaId})
        ON CONFLICT (message_id, position) DO UPDATE SET media_id = excluded.media_id`)
    },
  }
}

type OverState = { readonly state: 'gone' | 'refused'; readonly problem: string | null }

export type MessageFileRow = Pick<MediaRow, 'id' | 'file_name' | 'state' | 'tries' | 'due_at' | 'problem' | 'facts'> & {
  readonly message_id: MessageId
}

/** For the file of a row that has one. */
export function storedFileOf(row: MediaRow): StoredFile | null {
  if (row.file_id === null || row.file_key === null || row.size_bytes === null) return null
  return { fileId: row.file_id, key: new Redacted(row.file_key), sizeBytes: row.size_bytes }
}

/** Of a row that has a file. */
export function keptFactsOf(row: Pick<MediaRow, 'facts'>): KeptFacts | null {
  // Written by this program.
  return row.facts === null ? null : (JSON.parse(row.facts) as KeptFacts)
}

/** The same, as it is told. */
export function factsOf(row: Pick<MediaRow, 'facts'>): FileFacts | null {
  const kept = keptFactsOf(row)
  if (kept === null) return null
  const { codecs: _codecs, channels: _channels, ...facts } = kept
  return facts
}

// Exported for the tests of their plans.

/** Whoever chose it sees it, whoever sees a message with it, and it is everybody's who writes where it belongs to a quick reply. */
export function findSeenQuery(id: MediaId, viewer: Viewer): Sql {
  return sql`SELECT d.* FROM media d WHERE d.id = ${id} AND ${isSeenBy(viewer)}`
}

export function findSendableQuery(id: MediaId, viewer: Viewer): Sql {
  return sql`
    SELECT d.* FROM media d WHERE d.id = ${id} AND d.state = 'here' AND d.staged_by IS NOT NULL AND (${isSeenBy(viewer)} OR EXISTS (
      SELECT 1 FROM scheduled s CROSS JOIN conversations c ON c.id = s.conversation_id
      WHERE s.state IN ('waiting', 'stopped') AND instr(s.content, d.id) > 0 AND ${seenCondition(viewer)}))`
}

/** A condition on a row `d` of media. */
function isSeenBy(viewer: Viewer): Sql {
  return sql`
    (d.staged_by = ${viewer.staffId}
      OR EXISTS (
        SELECT 1 FROM message_files f CROSS JOIN messages m ON m.id = f.message_id CROSS JOIN conversations c ON c.id = m.conversation_id
        WHERE f.media_id = d.id AND ${seenCondition(viewer)})
      OR ${isOfShop})`
}

/** A condition on a row `d` of media. A shop has a few hundred quick replies at most, and few of them have files. */
const inQuickReply = sql`
  (d.staged_by IS NOT NULL AND EXISTS (
    SELECT 1 FROM quick_replies r CROSS JOIN json_each(r.files) held WHERE r.files <> '[]' AND held.value ->> 'mediaId' = d.id))`

/** The sample of a template, which is uploaded again with each change of it. */
const inTemplate = sql`
  (d.staged_by IS NOT NULL AND EXISTS (
    SELECT 1 FROM templates t WHERE t.deleted_at IS NULL AND instr(t.definition, '"mediaId"') > 0 AND instr(t.definition, d.id) > 0))`

const isOfShop = sql`(${inQuickReply} OR ${inTemplate})`

/** What WhatsApp forgets first comes first. */
export function listWaitingQuery({ numberId, now, limit }: { numberId: NumberId; now: number; limit: number }): Sql {
  return sql`
    SELECT * FROM media WHERE number_id = ${numberId} AND state = 'waiting' AND due_at <= ${now} ORDER BY since, id LIMIT ${limit}`
}

export function listOfMessagesQuery(messageIds: readonly MessageId[]): Sql {
  return sql`
    SELECT f.message_id, d.id, d.file_name, d.state, d.tries, d.due_at, d.problem, d.facts
    FROM json_each(${JSON.stringify(messageIds)}) wanted
      CROSS JOIN message_files f ON f.message_id = wanted.value CROSS JOIN media d ON d.id = f.media_id
    ORDER BY wanted.key, f.position`
}

export function countUnsentQuery({ by, stagedAfter }: { by: StaffId; stagedAfter: number }): Sql {
  return sql`
    SELECT count(*) AS files, coalesce(sum(d.size_bytes), 0) AS sizeBytes FROM (
      SELECT id FROM media WHERE staged_by IS NOT NULL AND staged_by = ${by} AND since > ${stagedAfter}
      UNION SELECT held.value ->> 'mediaId' FROM drafts w CROSS JOIN json_each(w.files) held WHERE w.staff_id = ${by} AND w.files <> '[]'
    ) chosen CROSS JOIN media d ON d.id = chosen.id
    WHERE d.staged_by = ${by} AND NOT EXISTS (SELECT 1 FROM message_files f WHERE f.media_id = d.id)`
}

export function listUnusedQuery({ stagedBefore, limit }: { stagedBefore: number; limit: number }): Sql {
  const inNoMessage = sql`NOT EXISTS (SELECT 1 FROM message_files f WHERE f.media_id = d.id)`
  return sql`
    SELECT d.id FROM media d WHERE d.staged_by IS NOT NULL AND d.since < ${stagedBefore} AND ${inNoMessage} AND NOT ${isOfShop}
      AND NOT EXISTS (SELECT 1 FROM drafts w CROSS JOIN json_each(w.files) held WHERE w.files <> '[]' AND held.value ->> 'mediaId' = d.id)
      AND NOT EXISTS (SELECT 1 FROM scheduled s WHERE s.state IN ('waiting', 'stopped') AND instr(s.content, d.id) > 0)
    UNION ALL SELECT d.id FROM media d WHERE d.staged_by IS NULL AND ${inNoMessage}
    LIMIT ${limit}`
}
