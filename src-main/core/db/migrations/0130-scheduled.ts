import type { Migration } from '../migrate.ts'

export const scheduled: Migration = {
  version: 130,
  name: 'scheduled',
  up(db) {
    db.exec(`
      -- Messages that go later. Those that went or were cancelled stay, so that a repeated call makes none again.
      CREATE TABLE scheduled (
        id TEXT PRIMARY KEY,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        staff_id TEXT NOT NULL,
        client_key TEXT NOT NULL UNIQUE,
        -- What is to go, as the caller gave it: an OutgoingContent as JSON.
        content TEXT NOT NULL CHECK (json_valid(content)),
        -- The same as it is drawn.
        shown TEXT NOT NULL CHECK (json_valid(shown)),
        reply_to INTEGER,
        due_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'stopped', 'sent', 'cancelled')),
        -- The error code of one that was stopped.
        problem TEXT CHECK ((problem IS NOT NULL) = (state = 'stopped')),
        -- What a template cost when somebody agreed to it; null where nobody could tell.
        agreed TEXT CHECK (agreed IS NULL OR json_valid(agreed))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX scheduled_due ON scheduled (due_at) WHERE state = 'waiting';
      CREATE INDEX scheduled_in_thread ON scheduled (conversation_id, due_at) WHERE state IN ('waiting', 'stopped');
    `)
  },
}
