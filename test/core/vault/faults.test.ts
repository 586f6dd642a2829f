import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { migrations } from '#core/db/migrations/list.ts'
import type { Vault } from '#core/vault/vault.ts'
import { storageError, watchFaultPoints } from '#test/support/fault-points.ts'
import { CANARY, keepCanary, readCanary, refusalWithoutTrace, setUpShop, setUpVault } from '#test/support/vault.ts'

test('F64: a header of a later version is left alone', async () => {
  const shop = await setUpShop()
  for (const name of ['shop.hdr', 'shop.hdr.2']) {
    writeFileSync(shop.path(name), readFileSync(shop.path(name), 'utf8').replace('balcao-shop-header 1', 'balcao-shop-header 2'))
  }
  expect(await refusalWithoutTrace(shop)).toBe('database-newer')
})

test('F18: a damaged first page is told apart from a wrong key', async () => {
  const shop = await setUpShop()
  const bytes = readFileSync(shop.path('shop.db'))
  bytes[1000] = (bytes[1000] ?? 0) ^ 1
  writeFileSync(shop.path('shop.db'), bytes)
  expect(await refusalWithoutTrace(shop)).toBe('database-damaged')
})

test.each([8192, 40_000])('F19: a database that was cut short to %i bytes is refused as damaged', async (size) => {
  const shop = await setUpShop()
  truncateSync(shop.path('shop.db'), size)
  expect(await refusalWithoutTrace(shop)).toBe('database-damaged')
})

test('F64: a schema newer than the program is left alone', async () => {
  const shop = await setUpShop()
  expect(await refusalWithoutTrace(shop, { migrations: migrations.slice(0, 1) })).toBe('database-newer')
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test.each(['network', 'synced'] as const)('F23: in a %s folder nothing is begun and nothing opened', async (place) => {
  const shop = setUpVault()
  const disk = { freeBytes: () => null, place: () => place }
  expect(await shop.refusal({ disk })).toBe(`${place}-folder`)
  expect(existsSync(shop.folder)).toBe(false)
  const made = await setUpShop()
  expect(await refusalWithoutTrace(made, { disk })).toBe(`${place}-folder`)
  expect(readCanary(await made.opened())).toBe(CANARY)
})

test('F25: a header that another program holds for a moment is replaced all the same', async () => {
  const shop = await setUpShop()
  let heldFor = 3
  const stop = watchFaultPoints(
    ({ name }) => {
      if (name !== 'rename shop.hdr.tmp' || heldFor === 0) return
      heldFor -= 1
      throw Object.assign(new Error('busy'), { code: 'EBUSY' })
    },
    { folder: shop.folder },
  )
  const vault = await shop.opened()
  stop()
  expect([heldFor, readCanary(vault)]).toEqual([0, CANARY])
})

test('F25: one that stays held is given up, and named', async () => {
  const shop = await setUpShop()
  const stop = watchFaultPoints(
    ({ name }) => {
      if (name === 'rename shop.hdr.tmp') throw Object.assign(new Error('busy'), { code: 'EBUSY' })
    },
    { folder: shop.folder },
  )
  expect(await shop.refusal()).toBe('read-only')
  stop()
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test.each(['a shop', 'nothing'])('F25: with SQLite itself gone, %s is left as it is', async (what) => {
  const shop = what === 'a shop' ? await setUpShop() : setUpVault()
  const before = shop.files()
  const script = `
    import { openVault } from '#core/vault/open-vault.ts'
    const quiet = { info() {}, warn() {}, error() {} }
    const clock = { now: () => 0, monotonic: () => 0, after: () => () => {} }
    const none = async () => { throw new Error('the keychain is not asked') }
    const opening = await openVault({
      secrets: { get: none, set: none, delete: none }, clock, ids: {}, log: quiet, folder: process.argv[1], migrations: [],
    })
    process.stdout.write(opening.kind === 'refused' ? opening.problem : opening.kind)`
  const { stdout } = spawnSync(process.execPath, ['--no-addons', '--input-type=module-typescript', '-e', script, shop.folder], {
    cwd: process.cwd(),
    encoding: 'utf8',
  })
  expect(stdout).toBe('program-damaged')
  expect(shop.files()).toEqual(before)
})

test('F26: a second opener is told that the shop is in use', async () => {
  const shop = setUpVault()
  const vault = await shop.opened()
  keepCanary(vault)
  expect(await shop.refusal()).toBe('in-use')
  expect(readCanary(vault)).toBe(CANARY)
})

test.each([
  ['before anything was moved into the database file', () => {}],
  ['after a checkpoint', (vault: Vault) => vault.db.exec('PRAGMA wal_checkpoint(PASSIVE)')],
  ['after one that emptied it', (vault: Vault) => vault.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')],
])('F20: a journal that disappeared after a crash is noticed, %s', async (_when, moveIn) => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  keep(vault, 'canary-2')
  moveIn(vault)
  vault.db.transaction(() => {
    keep(vault, 'canary-3')
    keep(vault, 'canary-4')
  })
  const crashed = shop.files()
  vault.db.close()
  putBack(shop, crashed)
  rmSync(shop.path('shop.db-wal'))
  expect(await refusalWithoutTrace(shop)).toBe('older-than-expected, kit')
  putBack(shop, crashed)
  expect((await shop.opened()).db.list(sql`SELECT key FROM settings WHERE key LIKE 'canary%'`)).toHaveLength(4)
})

test('F20: one that disappeared right after its content was moved has lost nothing', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  keep(vault, 'canary-2')
  vault.db.exec('PRAGMA wal_checkpoint(PASSIVE)')
  const crashed = shop.files()
  vault.db.close()
  putBack(shop, crashed)
  rmSync(shop.path('shop.db-wal'))
  expect((await shop.opened()).db.list(sql`SELECT key FROM settings WHERE key LIKE 'canary%'`)).toHaveLength(2)
})

test('F20: a disk that does not take the new generation just then takes it after the next commit', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  vault.db.exec('PRAGMA wal_checkpoint(PASSIVE)')
  const stop = watchFaultPoints(
    ({ name }) => {
      if (name.endsWith('.hdr.tmp')) throw storageError('SQLITE_FULL')
    },
    { folder: shop.folder },
  )
  keep(vault, 'canary-2')
  stop()
  keep(vault, 'canary-3')
  const crashed = shop.files()
  vault.db.close()
  putBack(shop, crashed)
  rmSync(shop.path('shop.db-wal'))
  expect(await refusalWithoutTrace(shop)).toBe('older-than-expected, kit')
})

test.each([
  ['missing', () => {}],
  ['of another time', (shop: ReturnType<typeof setUpVault>) => writeFileSync(shop.path('shop.db-shm'), Buffer.alloc(32_768, 7))],
])('F22: after a crash with its journal everything is there, with a shared-memory file that is %s', async (_what, leave) => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  keep(vault, 'canary-2')
  const crashed = shop.files()
  expect(Object.keys(crashed)).not.toContain('shop.db-shm')
  vault.db.close()
  putBack(shop, crashed)
  leave(shop)
  expect((await shop.opened()).db.list(sql`SELECT key FROM settings WHERE key LIKE 'canary%'`)).toHaveLength(2)
})

test('F12: a first run on a full disk leaves no key behind, however often it is tried, and begins once there is space', async () => {
  for (const full of [/^file open shop\.hdr\.tmp/, /^file fsync shop\.hdr\.2\.tmp/, /^file open shop\.db/, /INSERT/]) {
    const shop = setUpVault()
    const stop = watchFaultPoints(
      ({ kind, name }) => {
        if (full.test(`${kind} ${name}`)) throw storageError(kind === 'file' ? 'ENOSPC' : 'SQLITE_FULL')
      },
      { folder: shop.folder },
    )
    expect([await shop.refusal(), await shop.refusal(), await shop.refusal()]).toEqual(['disk-full', 'disk-full', 'disk-full'])
    stop()
    const vault = await shop.opened()
    keepCanary(vault)
    expect([...shop.secrets.entries.keys()]).toEqual([vault.databaseId, `${vault.databaseId}.generation`])
    await vault.close()
    expect(readCanary(await shop.opened())).toBe(CANARY)
  }
})

test('F15: a folder that cannot be written is refused, and nothing is begun in it', async () => {
  const shop = await setUpShop()
  const before = shop.files()
  for (const name of [...Object.keys(before), '.']) chownSync(shop.path(name), NOBODY, NOBODY)
  for (const name of Object.keys(before)) chmodSync(shop.path(name), 0o400)
  chmodSync(shop.folder, 0o500)
  chmodSync(`${shop.folder}/..`, 0o755)
  expect(await asNobody(() => shop.refusal())).toBe('read-only')
  chmodSync(shop.folder, 0o700)
  expect(shop.files()).toEqual(before)
})

test('F27: the folder of another person on this computer is neither opened nor taken for empty', async () => {
  const shop = await setUpShop()
  const before = shop.files()
  chmodSync(shop.folder, 0)
  chmodSync(`${shop.folder}/..`, 0o755)
  expect(await asNobody(() => shop.refusal())).toBe('read-only')
  chmodSync(shop.folder, 0o700)
  expect(shop.files()).toEqual(before)
})

function keep(vault: { db: Database }, key: string): void {
  vault.db.run(sql`INSERT INTO settings (key, value) VALUES (${key}, '1')`)
}

function putBack(shop: { path(name: string): string }, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(shop.path(name), Buffer.from(content, 'base64'))
}

const NOBODY = 65_534

/** File permissions do not stop root, who runs the tests in a container. */
async function asNobody<Result>(act: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return await act()
  process.seteuid?.(NOBODY)
  try {
    return await act()
  } finally {
    process.seteuid?.(0)
  }
}
