import type { Migration } from '../migrate.ts'

export const outbox: Migration = {
  version: 40,
  name: 'outbox',
  up(db) {
    db.exec(`
      CREATE TABLE numbers (
        id TEXT PRIMARY KEY,
        waba_id TEXT NOT NULL,
        graph_url TEXT NOT NULL,
        display_phone_number TEXT NOT NULL,
        verified_name TEXT NOT NULL,
        quality TEXT NOT NULL,
        is_on_phone_app INTEGER NOT NULL CHECK (is_on_phone_app IN (0, 1)),
        -- Key of the error table's row that opened the breaker; nothing is sent while it is set.
        paused_by TEXT,
        connected_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE outbox (
        message_id INTEGER PRIMARY KEY REFERENCES messages (id),
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        number_id TEXT NOT NULL,
        -- Made by the caller once for each intent, so that a repeated call finds what the first one made.
        client_key TEXT NOT NULL UNIQUE,
        -- What is to go, as the caller gave it: an OutgoingContent as JSON.
        payload TEXT NOT NULL CHECK (json_valid(payload)),
        state TEXT NOT NULL CHECK (state IN (
          'queued', 'attempting', 'waiting', 'reconciling', 'accepted', 'failed', 'unconfirmed', 'cancelled', 'arrived', 'dropped')),
        -- Not before this: the undo time, a back-off, or the end of waiting for a status.
        due_at INTEGER NOT NULL,
        queued_at INTEGER NOT NULL,
        -- What follows when no status came: another attempt, or a person's decision.
        reconcile_next TEXT CHECK ((reconcile_next IS NOT NULL) = (state = 'reconciling') AND reconcile_next IN ('retry', 'ask')),
        -- How often a person decided to send it again.
        resends INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX outbox_open ON outbox (message_id) WHERE state IN ('queued', 'attempting', 'waiting', 'reconciling');
      CREATE INDEX outbox_open_in_thread ON outbox (conversation_id, message_id)
        WHERE state IN ('queued', 'attempting', 'waiting', 'reconciling');
      CREATE INDEX outbox_open_by_due ON outbox (due_at) WHERE state IN ('queued', 'attempting', 'waiting', 'reconciling');

      -- Committed before the first byte leaves, so that a crash can never hide a send.
      CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        message_id INTEGER NOT NULL REFERENCES outbox (message_id),
        attempt INTEGER NOT NULL,
        -- The number of resends decided before it: what is counted is counted within one decision.
        resends INTEGER NOT NULL,
        tracker TEXT NOT NULL UNIQUE,
        started_at INTEGER NOT NULL,
        finished_at INTEGER,
        result TEXT CHECK (result IN ('accepted', 'not-sent', 'probably-not-sent', 'unknown')),
        wamid TEXT,
        problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
        UNIQUE (message_id, attempt)
      ) STRICT;
    `)
  },
}
