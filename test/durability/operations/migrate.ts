import { migrations } from '#core/db/migrations/list.ts'
import { Sql, sql, type SqlValue } from '#core/db/sql.ts'
import type { Database } from '#core/db/database.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { inboundText, messageWebhook } from '#test/support/webhook-builder.ts'
import { inspect } from '../inspect.ts'
import type { Operation } from '../operation.ts'
import { postUntilTaken, prepareShop } from '../shop-in-use.ts'
import { openWorld, shopFolder, STARTS_AT, type World } from '../world.ts'

type Rows = Record<string, Record<string, SqlValue>[]>

const NEWEST = migrations.at(-1)?.version ?? 0
/** What an opening writes, or what is of this one shop alone. */
const CHANGING = ['vault.generation', 'vault.app-keys', 'outbox.tracker-key']
/** Written by an open shop of itself: what WhatsApp answered when it was asked. */
const LEARNT = new Set(['template_lists'])

/** A shop of each earlier schema, with rows in every table it had, opened by this program. */
export const migrateOperations: readonly Operation[] = migrations.slice(0, -1).map(({ version }) => createMigrate(version))

function createMigrate(version: number): Operation {
  /** By table, as the shop of the earlier program had them. */
  let before: string | null = null

  return {
    name: `migrate-${version}`,
    goesOnByItself: false,

    async prepare(world) {
      const sample = await collectSample(world.home)
      const opening = await openVault({
        ...world,
        ids: createSystemIds(world),
        folder: shopFolder(world.home),
        migrations: migrations.filter((each) => each.version <= version),
      })
      if (opening.kind === 'refused') throw new Error(opening.problem)
      insertAll(opening.vault.db, sample.rows)
      for (const [account, value] of sample.secrets) await opening.vault.secrets.set(account, new Redacted(value))
      await opening.vault.close()
      before = inspect(world.home, ({ db }) => (db === null ? null : rowsOf(db, null)))
    },

    async complete(world) {
      const { status } = await world.openShop()
      if (status.phase === 'locked-out') throw new Error(status.problem)
      world.tell('opened')
      await world.close()
    },

    describe: ({ schema }) => `schema ${schema}`,

    wrongAfterDeath({ db, schema, told }) {
      if (db === null) return ['the shop does not open']
      const wrong: string[] = []
      if (schema !== version && schema !== NEWEST) wrong.push(`the schema is ${schema}, between ${version} and ${NEWEST}`)
      if (told.includes('opened') && schema !== NEWEST) wrong.push('it was opened with the newest schema, and has it no more')
      if (rowsOf(db, before) !== before) wrong.push('rows are not what they were')
      return wrong
    },

    wrongWhenComplete({ db, schema }) {
      if (db === null) return ['the shop does not open']
      const wrong: string[] = []
      if (schema !== NEWEST) wrong.push(`the schema is ${schema}`)
      if (rowsOf(db, before) !== before) wrong.push('rows are not what they were')
      return wrong
    },
  }
}

/** Rows of every table of the newest schema, and the keychain's entries besides its key: what a shop in use has. */
async function collectSample(home: string): Promise<{ rows: Rows; secrets: [account: string, value: string][] }> {
  const world: World = openWorld(`${home}-sample`, { life: 1 })
  const desk = await prepareShop(world)
  await postUntilTaken(world, desk, messageWebhook(inboundText('Tem pão?', { id: 'wamid.IN1', timestamp: String(STARTS_AT / 1000) })))
  await world.until('the customer is there', async () => {
    const { conversations } = await desk.call('conversations.list', { view: 'all', limit: 10 })
    return conversations.length > 0
  })
  await world.close()
  return inspect(world.home, ({ db, keychain, newest }) => {
    if (db === null || newest === null) throw new Error('The sample shop opens')
    const prefix = `${newest.databaseId}.`
    const ofNumber = Object.entries(keychain).filter(([account]) => account.startsWith(prefix) && !account.endsWith('.generation'))
    const secrets = ofNumber.map(([account, value]): [string, string] => [account.slice(prefix.length), value])
    const rows = Object.fromEntries(tablesOf(db).map((table) => [table, rowsOfTable(db, table, columnsOf(db, table))]))
    return { rows, secrets }
  })
}

/** What of it the schema has room for, parents before those that point at them. */
function insertAll(db: Database, sample: Rows): void {
  db.transaction(() => {
    db.exec('PRAGMA defer_foreign_keys = ON')
    for (const table of tablesOf(db)) {
      const columns = columnsOf(db, table)
      for (const row of sample[table] ?? []) {
        if (table === 'settings' && CHANGING.includes(String(row['key']))) continue
        const names = columns.map((name) => `"${name}"`).join(', ')
        const places = columns.map(() => '?').join(', ')
        db.run(
          new Sql(
            `INSERT INTO "${table}" (${names}) VALUES (${places})`,
            columns.map((name) => row[name] ?? null),
          ),
        )
      }
    }
  })
}

/** All rows as one text; with an earlier text, of its tables and columns alone. */
function rowsOf(db: Database, earlier: string | null): string {
  const known = earlier === null ? null : (JSON.parse(earlier) as Record<string, { columns: string[] }>)
  const tables = (known === null ? tablesOf(db) : Object.keys(known)).filter((table) => !LEARNT.has(table))
  const rows = tables.map((table) => {
    const columns = known?.[table]?.columns ?? columnsOf(db, table)
    return [
      table,
      { columns, rows: rowsOfTable(db, table, columns).filter((row) => table !== 'settings' || !CHANGING.includes(String(row['key']))) },
    ]
  })
  return JSON.stringify(Object.fromEntries(rows))
}

function rowsOfTable(db: Database, table: string, columns: readonly string[]): Record<string, SqlValue>[] {
  return db.list(new Sql(`SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM "${table}" ORDER BY 1, 2`, []))
}

/** With the number by which an index for searching knows its rows. */
function columnsOf(db: Database, table: string): string[] {
  const { type } = db.get<{ type: string }>(new Sql(`SELECT type FROM pragma_table_list('${table}') WHERE schema = 'main'`, []))
  const columns = db.list<{ name: string }>(new Sql(`SELECT name FROM pragma_table_info('${table}')`, [])).map(({ name }) => name)
  return type === 'virtual' ? ['rowid', ...columns] : columns
}

/** Without those that SQLite keeps others in. */
function tablesOf(db: Database): string[] {
  return db
    .list<{ name: string }>(sql`
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .map(({ name }) => name)
}
