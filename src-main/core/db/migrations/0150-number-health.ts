import type { Migration } from '../migrate.ts'

export const numberHealth: Migration = {
  version: 150,
  name: 'number-health',
  up(db) {
    db.exec(`
      -- How Meta saw the number when it was last asked.
      CREATE TABLE number_health (
        number_id TEXT PRIMARY KEY,
        facts TEXT NOT NULL CHECK (json_valid(facts)),
        checked_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- What was told of it, in order of arrival. detail: Meta's own word.
      CREATE TABLE number_events (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        what TEXT NOT NULL,
        detail TEXT
      ) STRICT;
      CREATE INDEX number_events_by_time ON number_events (at, id);

      -- What may not be done, and until when.
      CREATE TABLE number_restrictions (
        type TEXT PRIMARY KEY,
        until INTEGER,
        told_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Of what people were told, and on which day it was, so that it is told once.
      CREATE TABLE number_told (
        what TEXT PRIMARY KEY,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE INDEX messages_templates ON messages (sent_at) WHERE kind = 'template' AND direction = 'out';
    `)
  },
}
