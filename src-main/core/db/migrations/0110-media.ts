import type { Migration } from '../migrate.ts'

export const media: Migration = {
  version: 110,
  name: 'media',
  up(db) {
    db.exec(`
      -- Files that customers sent and that are to be sent. What is in one lies sealed in a file of its own, under the key that is here: without
      -- its row nobody can read it any more.
      CREATE TABLE media (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'voice', 'document', 'sticker')),
        file_name TEXT,
        -- waiting: to be fetched. gone: WhatsApp no longer has it. refused: it came and was not kept.
        state TEXT NOT NULL CHECK (state IN ('waiting', 'here', 'gone', 'refused')),
        -- What WhatsApp calls a file that came, on which number, and since when it has it: seven days.
        source_id TEXT,
        number_id TEXT,
        since INTEGER NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        -- Not fetched before this; null of one that does not wait.
        due_at INTEGER CHECK ((due_at IS NULL) = (state <> 'waiting')),
        problem TEXT,
        file_id TEXT UNIQUE,
        file_key BLOB,
        size_bytes INTEGER CHECK ((size_bytes IS NULL) = (file_id IS NULL)),
        sha256 TEXT,
        -- FileFacts as JSON.
        facts TEXT CHECK ((facts IS NULL) = (file_id IS NULL) AND (facts IS NULL OR json_valid(facts))),
        -- Whoever chose it for sending; null of what came.
        staged_by TEXT,
        -- Where it was uploaded to, as what, and what it is called there: kept for thirty days.
        upload_id TEXT,
        upload_number_id TEXT,
        upload_type TEXT,
        uploaded_at INTEGER,
        CHECK ((state = 'here') = (file_id IS NOT NULL)),
        CHECK ((source_id IS NULL) = (number_id IS NULL)),
        CHECK (source_id IS NOT NULL OR staged_by IS NOT NULL)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX media_waiting ON media (number_id, since, id) WHERE state = 'waiting';
      CREATE INDEX media_staged ON media (since) WHERE staged_by IS NOT NULL;
      CREATE INDEX media_staged_by ON media (staged_by, since) WHERE staged_by IS NOT NULL;
      CREATE INDEX media_by_kind ON media (state, kind, size_bytes);

      -- Apart, so that a page of a thread is read without them.
      CREATE TABLE media_previews (
        media_id TEXT PRIMARY KEY REFERENCES media (id) ON DELETE CASCADE,
        webp BLOB NOT NULL
      ) STRICT;

      -- A file may be in several messages: that of a quick reply is in each that was sent with it.
      CREATE TABLE message_files (
        message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        media_id TEXT NOT NULL REFERENCES media (id),
        PRIMARY KEY (message_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX message_files_by_media ON message_files (media_id);
    `)
  },
}
