import { migrations } from '#core/db/migrations/list.ts'
import { sql } from '#core/db/sql.ts'
import type { Log } from '#core/ports.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createFakeIds } from './fake-ports.ts'
import { createFileSecrets } from './file-secrets.ts'

// A process of its own that opens a shop, writes, changes its key, and closes it, over and over, until it is killed. Says each thing once it is done.
const [folder = '', keychainFile = ''] = process.argv.slice(2)
const quiet: Log = { info() {}, warn() {}, error() {} }
const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => {} }
const deps = { secrets: createFileSecrets(keychainFile), clock, ids: createFakeIds(), log: quiet, folder, migrations }

for (;;) {
  const opening = await openVault(deps)
  if (opening.kind === 'refused') {
    process.stdout.write(`refused ${opening.problem}\n`)
    break
  }
  const { db } = opening.vault
  for (let count = 0; count < 5; count += 1) {
    const key = `kept.${db.get<{ rows: number }>(sql`SELECT COUNT(*) AS rows FROM settings`).rows}`
    db.run(sql`INSERT INTO settings (key, value) VALUES (${key}, '1')`)
    process.stdout.write(`${key}\n`)
  }
  opening.vault.kit.issue()
  await opening.vault.rekey()
  await opening.vault.close()
}
