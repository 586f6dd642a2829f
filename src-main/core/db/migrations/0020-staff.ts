import type { Migration } from '../migrate.ts'

export const staff: Migration = {
  version: 20,
  name: 'staff',
  up(db) {
    db.exec(`
      CREATE TABLE staff (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        login TEXT NOT NULL UNIQUE,
        role_id TEXT NOT NULL,
        role_since INTEGER NOT NULL DEFAULT 0,
        is_active INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Secrets of this desk, so not part of the shop's log. password_phc: NULL for somebody who left, or whose password was reset.
      CREATE TABLE credentials (
        staff_id TEXT PRIMARY KEY REFERENCES staff (id),
        password_phc TEXT,
        changed_at INTEGER NOT NULL,
        first_sign_in_at INTEGER,
        last_sign_in_at INTEGER
      ) STRICT, WITHOUT ROWID;

      -- seed: sealed. last_step: the newest time step whose code was used; none of it or before it counts again.
      -- is_replaced: a recovery code stood in for the app, which is to be set up anew.
      CREATE TABLE authenticators (
        staff_id TEXT PRIMARY KEY REFERENCES staff (id),
        seed BLOB NOT NULL,
        drift_steps INTEGER NOT NULL,
        last_step INTEGER NOT NULL,
        is_replaced INTEGER NOT NULL,
        since INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- finder: the first characters, by which the one hash that can fit is found.
      CREATE TABLE recovery_codes (
        staff_id TEXT NOT NULL REFERENCES staff (id),
        finder TEXT NOT NULL,
        code_phc TEXT NOT NULL,
        PRIMARY KEY (staff_id, finder)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE pins (
        staff_id TEXT PRIMARY KEY REFERENCES staff (id),
        pin_phc TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- In a row, on one device. Anybody may be guessed at, so no reference.
      CREATE TABLE pin_failures (
        staff_id TEXT NOT NULL,
        device TEXT NOT NULL,
        failures INTEGER NOT NULL,
        PRIMARY KEY (staff_id, device)
      ) STRICT, WITHOUT ROWID;

      -- In a row. account: of a person, or a keyed hash of a name that nobody has.
      CREATE TABLE sign_in_failures (
        account TEXT NOT NULL,
        device TEXT NOT NULL,
        failures INTEGER NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (account, device)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE staff_settings (
        staff_id TEXT PRIMARY KEY REFERENCES staff (id),
        settings TEXT NOT NULL CHECK (json_valid(settings))
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
