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
        is_active INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Secrets of this desk, so not part of the shop's log.
      CREATE TABLE credentials (
        staff_id TEXT PRIMARY KEY REFERENCES staff (id),
        password_phc TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        last_sign_in_at INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE sign_in_failures (
        login TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        not_before INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE staff_settings (
        staff_id TEXT PRIMARY KEY REFERENCES staff (id),
        settings TEXT NOT NULL CHECK (json_valid(settings))
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
