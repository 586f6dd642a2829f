import type { Migration } from '../migrate.ts'

export const journal: Migration = {
  version: 70,
  name: 'journal',
  up(db) {
    db.exec(`
      -- What somebody did, in the order it happened. Each row's hash covers the row before it.
      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        at INTEGER NOT NULL,
        by_staff TEXT,
        action TEXT NOT NULL,
        -- A pseudonym: whose it is, only journal_subjects knows.
        subject BLOB,
        -- JSON; with a subject, sealed with the subject's key.
        details BLOB NOT NULL,
        hash BLOB NOT NULL,
        mac BLOB NOT NULL
      ) STRICT;
      CREATE INDEX journal_by_time ON journal (at);
      -- In the order of the chain, which no clock changes; the time is there so that one out of range is passed over without its row.
      CREATE INDEX journal_by_staff ON journal (by_staff, seq, at);
      CREATE INDEX journal_by_action ON journal (action, seq, at);
      CREATE INDEX journal_by_staff_and_action ON journal (by_staff, action, seq, at);
      CREATE INDEX journal_by_subject ON journal (subject, seq, at) WHERE subject IS NOT NULL;

      -- Against mistakes of the program. Whoever has the key can drop these, and is found out by the hashes.
      CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
      CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

      -- Taking key and customer out of a row erases what the journal says about them, and the journal stays whole.
      CREATE TABLE journal_subjects (
        pseudonym BLOB PRIMARY KEY,
        -- Null for what is about nobody in particular, and may have to be erased all the same.
        contact_id INTEGER UNIQUE,
        key BLOB NOT NULL,
        mac BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
