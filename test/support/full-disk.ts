import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'

const ENDLESS = 4_294_967_294

/**
 * A disk that can be filled under every database opened from here on: SQLite itself then refuses whatever makes a file grow, with the very
 * SQLITE_FULL of a full disk, and goes on reading. Undone when the test ends.
 */
export function createFillableDisk() {
  const opened = new Set<Sqlite.Database>()
  const original = Sqlite.prototype.pragma
  Sqlite.prototype.pragma = function pragma(this: Sqlite.Database, ...args) {
    opened.add(this)
    return Reflect.apply(original, this, args)
  }
  onTestFinished(() => {
    Sqlite.prototype.pragma = original
  })

  function limitPages(pages: (database: Sqlite.Database) => number): void {
    for (const database of opened) if (database.open) database.pragma(`max_page_count = ${pages(database)}`)
  }
  return {
    fill: () => limitPages((database) => Number(database.pragma('page_count', { simple: true }))),
    makeSpace: () => limitPages(() => ENDLESS),
  }
}
