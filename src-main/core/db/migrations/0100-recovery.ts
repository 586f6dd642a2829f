import type { Migration } from '../migrate.ts'

export const recovery: Migration = {
  version: 100,
  name: 'recovery',
  up(db) {
    db.exec(`
      -- Asked for by an owner with nothing in hand, or by whoever says so. waited_ms: how long it has surely waited, see
      -- delayed-recovery-time.ts. Of this desk, so not part of the shop's log.
      CREATE TABLE delayed_recoveries (
        id TEXT PRIMARY KEY,
        target TEXT NOT NULL REFERENCES staff (id),
        code_hash BLOB NOT NULL,
        asked_at INTEGER NOT NULL,
        waited_ms INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        true_at INTEGER,
        true_waited_ms INTEGER NOT NULL,
        ready_at INTEGER,
        ready_waited_ms INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
        ended_at INTEGER
      ) STRICT, WITHOUT ROWID;
      -- One at a time.
      CREATE UNIQUE INDEX delayed_recoveries_open ON delayed_recoveries (state) WHERE state = 'open';
    `)
  },
}
