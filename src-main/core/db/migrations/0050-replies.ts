import type { Migration } from '../migrate.ts'

export const replies: Migration = {
  version: 50,
  name: 'replies',
  up(db) {
    db.exec(`
      CREATE TABLE quick_replies (
        id TEXT PRIMARY KEY,
        shortcut TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        translations TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(translations)),
        files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files)),
        use_count INTEGER NOT NULL DEFAULT 0,
        revision INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
