import type { Migration } from '../migrate.ts'

export const policies: Migration = {
  version: 80,
  name: 'policies',
  up(db) {
    db.exec(`
      -- Each version stays as it was read.
      CREATE TABLE policies (
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        published_by TEXT REFERENCES staff (id),
        published_at INTEGER NOT NULL,
        is_current INTEGER NOT NULL,
        PRIMARY KEY (id, version)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX policies_current ON policies (id) WHERE is_current = 1;

      CREATE TABLE policy_acknowledgements (
        policy_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        staff_id TEXT NOT NULL REFERENCES staff (id),
        at INTEGER NOT NULL,
        PRIMARY KEY (policy_id, version, staff_id),
        FOREIGN KEY (policy_id, version) REFERENCES policies (id, version)
      ) STRICT, WITHOUT ROWID;

      -- What waits for somebody's agreement or for its time. approvers: who could agree when it was asked.
      CREATE TABLE approvals (
        id TEXT PRIMARY KEY,
        request TEXT NOT NULL CHECK (json_valid(request)),
        target TEXT NOT NULL REFERENCES staff (id),
        asked_by TEXT NOT NULL REFERENCES staff (id),
        asked_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        approvers TEXT NOT NULL CHECK (json_valid(approvers)),
        cools_until INTEGER,
        state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
        decided_by TEXT REFERENCES staff (id),
        decided_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX approvals_open ON approvals (asked_at) WHERE state = 'open';

      -- How long one has really waited, whatever the clock says, which kit was there, and how often it was guessed: of this desk, so not part of the shop's log.
      CREATE TABLE approval_waits (
        approval_id TEXT PRIMARY KEY REFERENCES approvals (id),
        waited_ms INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        kit_issued_at INTEGER NOT NULL,
        kit_tries INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Codes that were handed over: one for a password and one in place of an app, at most. Secrets of this desk, so not part of the
      -- shop's log. Whoever has a row for 'mfa' comes in with such a code only, until their new app is set up.
      CREATE TABLE invitations (
        staff_id TEXT NOT NULL REFERENCES staff (id),
        purpose TEXT NOT NULL CHECK (purpose IN ('password', 'mfa')),
        code_hash BLOB UNIQUE,
        made_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (staff_id, purpose)
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
