import type { Migration } from '../migrate.ts'

export const notices: Migration = {
  version: 90,
  name: 'notices',
  up(db) {
    db.exec(`
      -- What people are told at their next sign-in. about: the colleague it is about; detail: a word for the sentence. seq: place in the log of commands, which no clock changes.
      CREATE TABLE notices (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        about TEXT REFERENCES staff (id),
        conversation_id INTEGER REFERENCES conversations (id),
        detail TEXT,
        at INTEGER NOT NULL,
        seq INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX notices_seq ON notices (seq);

      -- Who has put which away.
      CREATE TABLE notices_put_away (
        notice_id TEXT NOT NULL REFERENCES notices (id),
        staff_id TEXT NOT NULL REFERENCES staff (id),
        PRIMARY KEY (notice_id, staff_id)
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
