import type { Migration } from '../migrate.ts'

export const templates: Migration = {
  version: 120,
  name: 'templates',
  up(db) {
    db.exec(`
      -- The account's templates as WhatsApp has them: by its list, and by what its webhooks say between two readings of it. Each part has the
      -- time of the newest fact about it, so that facts may come in any order.
      CREATE TABLE templates (
        id TEXT PRIMARY KEY,
        waba_id TEXT NOT NULL,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        -- When this program first had it, and since when WhatsApp has it no more.
        added_at INTEGER NOT NULL,
        deleted_at INTEGER,
        status TEXT NOT NULL,
        status_at INTEGER NOT NULL,
        rejected_reason TEXT,
        rejection_advice TEXT,
        paused_until INTEGER,
        category TEXT NOT NULL,
        category_at INTEGER NOT NULL,
        previous_category TEXT,
        correct_category TEXT,
        category_changes_at INTEGER,
        notice_at INTEGER NOT NULL,
        quality TEXT NOT NULL,
        quality_at INTEGER NOT NULL,
        definition TEXT NOT NULL CHECK (json_valid(definition)),
        definition_at INTEGER NOT NULL,
        is_automatic INTEGER NOT NULL CHECK (is_automatic IN (0, 1)),
        use_count INTEGER NOT NULL DEFAULT 0,
        last_used_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX templates_of_account ON templates (waba_id, name, language) WHERE deleted_at IS NULL;
      -- Those whose samples are here, too.
      CREATE INDEX templates_with_files ON templates (id) WHERE deleted_at IS NULL AND instr(definition, '"mediaId"') > 0;

      -- What happened to each, also to those that are not in the list yet. The same fact once.
      CREATE TABLE template_changes (
        template_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        what TEXT NOT NULL,
        after TEXT NOT NULL,
        before TEXT,
        reason TEXT,
        PRIMARY KEY (template_id, at, what, after)
      ) STRICT, WITHOUT ROWID;

      -- What staff ask WhatsApp to do, from before the call until it is known whether it was done. Without an id: a new one; without a
      -- language: all of them.
      CREATE TABLE template_asks (
        id TEXT PRIMARY KEY,
        waba_id TEXT NOT NULL,
        what TEXT NOT NULL CHECK (what IN ('create', 'edit', 'delete')),
        template_id TEXT,
        name TEXT NOT NULL,
        language TEXT,
        category TEXT,
        definition TEXT CHECK (json_valid(definition)),
        by_staff TEXT,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- When an account's list was last read, and what was in the way the last time; a row of the error table.
      CREATE TABLE template_lists (
        waba_id TEXT PRIMARY KEY,
        synced_at INTEGER,
        problem TEXT
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
