import type Sqlite from 'better-sqlite3'
import type { Clock, Log } from '../ports.ts'
import { assert } from '../lib/assert.ts'
import type { Sql } from './sql.ts'

/** One synchronous connection. `Row` is what the query is known to give; rows come from our own tables and are trusted. */
export type Database = {
  /** The one row that must be there. */
  get<Row>(query: Sql): Row
  find<Row>(query: Sql): Row | undefined
  list<Row>(query: Sql): Row[]
  run(query: Sql): { changes: number; lastInsertRowid: number }
  /** Runs several statements with no parameters: migrations and pragmas. */
  exec(text: string): void
  /** All or nothing. Nested calls join the outer transaction. */
  transaction<Result>(act: () => Result): Result
  /**
   * Runs after the outermost transaction has committed, in order; at once when there is none. Dropped on rollback.
   * For telling others (events, timers), never for writing what the transaction promised. One that throws keeps none of the others from
   * running; the first failure is thrown when all have.
   */
  afterCommit(act: () => void): void
  explain(query: Sql): string[]
  close(): void
}

/** Statements slower than this are logged by their text, which never holds a value. */
const SLOW_STATEMENT_MS = 50

/** Takes over an opened connection: statement cache, timing, transactions with after-commit work. */
export function createDatabase(deps: { connection: Sqlite.Database; clock: Clock; log: Log }): Database {
  const { connection, clock, log } = deps
  const statements = new Map<string, Sqlite.Statement>()
  let pendingAfterCommit: (() => void)[] | null = null

  function prepared(query: Sql): Sqlite.Statement {
    const known = statements.get(query.text)
    if (known !== undefined) return known
    const statement = connection.prepare(query.text)
    statements.set(query.text, statement)
    return statement
  }

  function timed<Result>(query: Sql, act: (statement: Sqlite.Statement) => Result): Result {
    const statement = prepared(query)
    const startedAt = clock.monotonic()
    const result = act(statement)
    const durationMs = clock.monotonic() - startedAt
    if (durationMs > SLOW_STATEMENT_MS) log.warn('db.slow', { durationMs: Math.round(durationMs), sql: query.text })
    return result
  }

  function find<Row>(query: Sql): Row | undefined {
    // The row type is the caller's knowledge of its own SELECT.
    return timed(query, (statement) => statement.get(...query.values)) as Row | undefined
  }

  function transaction<Result>(act: () => Result): Result {
    if (pendingAfterCommit !== null) return act()
    const pending: (() => void)[] = []
    pendingAfterCommit = pending
    let result: Result
    try {
      connection.exec('BEGIN IMMEDIATE')
      try {
        result = act()
        assert(!(result instanceof Promise), 'a transaction is synchronous, so that nothing else runs inside it')
        if (!connection.inTransaction) throw undoneBySqlite()
        connection.exec('COMMIT')
      } catch (cause) {
        if (connection.inTransaction) connection.exec('ROLLBACK')
        throw cause
      }
    } finally {
      pendingAfterCommit = null
    }
    runAll(pending)
    return result
  }

  return {
    find,
    get<Row>(query: Sql): Row {
      const row = find<Row>(query)
      assert(row !== undefined, `a row must exist for: ${query.text}`)
      return row
    },
    list<Row>(query: Sql): Row[] {
      // The row type is the caller's knowledge of its own SELECT.
      return timed(query, (statement) => statement.all(...query.values)) as Row[]
    },
    run(query) {
      const { changes, lastInsertRowid } = timed(query, (statement) => statement.run(...query.values))
      return { changes, lastInsertRowid: Number(lastInsertRowid) }
    },
    exec(text) {
      connection.exec(text)
    },
    transaction,
    afterCommit(act) {
      if (pendingAfterCommit === null) act()
      else pendingAfterCommit.push(act)
    },
    explain(query) {
      const plan = connection.prepare(`EXPLAIN QUERY PLAN ${query.text}`).all(...query.values) as { detail: string }[]
      return plan.map((step) => step.detail)
    },
    close() {
      connection.close()
    },
  }
}

/** Among them is what ends the sessions of somebody who may no longer come in. */
function runAll(pending: readonly (() => void)[]): void {
  const failures: unknown[] = []
  for (const later of pending) {
    try {
      later()
    } catch (cause) {
      failures.push(cause)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** SQLite undoes a transaction by itself when the disk fails in it, also where whoever met the failure went on. Source: sqlite.org/lang_transaction.html. */
function undoneBySqlite(): Error {
  return Object.assign(new Error('The disk failed during the transaction, and SQLite undid it'), { code: 'SQLITE_IOERR' })
}
