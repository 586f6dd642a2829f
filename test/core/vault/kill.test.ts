import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { migrations } from '#core/db/migrations/list.ts'
import { sql } from '#core/db/sql.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from '#test/support/fake-ports.ts'

const home = mkdtempSync(join(tmpdir(), 'balcao-kill-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Runs the loop in a process of its own and kills it some time after its start or its first word; answers what it had said by then. */
async function runAndKill(options: {
  folder: string
  keychain: string
  after: 'start' | 'first word'
  delayMs: number
}): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(import.meta.resolve('#test/support/vault-loop.ts')), options.folder, options.keychain],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const closed = new Promise((resolve) => child.on('close', resolve))
  if (options.after === 'first word') await once(child.stdout, 'data')
  // The moment is the point: this is the one place that waits for real.
  await wait(options.delayMs)
  child.kill('SIGKILL')
  await closed
  return said.split('\n').slice(0, -1)
}

test(
  'F07: killed at any moment of its first run, its opening, writing, rekey or closing, the shop opens again with all that was said to be kept',
  { timeout: 60_000 },
  async () => {
    const folder = join(home, 'shop')
    const keychain = join(home, 'keychain.json')
    writeFileSync(keychain, '{}')
    const said: string[] = []
    for (let round = 0; round < 12; round += 1) {
      said.push(
        ...(await runAndKill({
          folder,
          keychain,
          after: round % 3 === 0 ? 'start' : 'first word',
          delayMs: Math.random() * (round % 3 === 0 ? 400 : 150),
        })),
      )
    }
    expect(said.filter((line) => line.startsWith('refused'))).toEqual([])
    expect(said.length).toBeGreaterThan(20)

    const secrets = createFakeSecrets()
    for (const [account, value] of Object.entries(JSON.parse(readFileSync(keychain, 'utf8')) as Record<string, string>))
      secrets.entries.set(account, value)
    const opening = await openVault({ secrets, clock: createFakeClock(), ids: createFakeIds(), log: createFakeLog(), folder, migrations })
    if (opening.kind === 'refused') throw new Error(opening.problem)
    const { db } = opening.vault
    const kept = new Set(db.list<{ key: string }>(sql`SELECT key FROM settings`).map((row) => row.key))
    expect(said.filter((line) => !kept.has(line))).toEqual([])
    expect(db.list(sql`PRAGMA integrity_check`)).toEqual([{ integrity_check: 'ok' }])
    await opening.vault.close()
  },
)
