import type { Migration } from '../migrate.ts'

export const teams: Migration = {
  version: 60,
  name: 'teams',
  up(db) {
    db.exec(`
      -- Roles that the shop made, and built-in ones that it changed.
      CREATE TABLE roles (
        id TEXT PRIMARY KEY,
        -- Null for a built-in one.
        name TEXT,
        -- Null for a built-in one that is again as it was.
        allows TEXT CHECK (json_valid(allows)),
        revision INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE teams (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE team_members (
        team_id TEXT NOT NULL REFERENCES teams (id),
        staff_id TEXT NOT NULL,
        PRIMARY KEY (team_id, staff_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX team_members_by_staff ON team_members (staff_id);
    `)
  },
}
