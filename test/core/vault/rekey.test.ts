import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { AppError } from '#core/lib/app-error.ts'
import type { Vault } from '#core/vault/vault.ts'
import { codeOf } from '#test/support/code-of.ts'
import { storageError, watchFaultPoints } from '#test/support/fault-points.ts'
import { CANARY, keepCanary, readCanary, setUpShop, setUpVault } from '#test/support/vault.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000

type ShopOnDisk = ReturnType<typeof setUpVault>

function headerOf(shop: ShopOnDisk): Record<string, unknown> {
  return JSON.parse(readFileSync(shop.path('shop.hdr'), 'utf8').split('\n')[1] ?? '') as Record<string, unknown>
}

/** The folder and the keychain as they were, whatever has become of them since. */
function takePicture(shop: ShopOnDisk): () => void {
  const files = shop.files()
  const entries = [...shop.secrets.entries]
  return () => {
    for (const name of readdirSync(shop.folder)) rmSync(shop.path(name))
    mkdirSync(shop.folder, { recursive: true })
    for (const [name, content] of Object.entries(files)) writeFileSync(shop.path(name), Buffer.from(content, 'base64'))
    shop.secrets.entries.clear()
    for (const [account, value] of entries) shop.secrets.entries.set(account, value)
  }
}

function keep(vault: Vault, key: string): void {
  vault.db.run(sql`INSERT INTO settings (key, value) VALUES (${key}, '1')`)
}

function kept(vault: Vault): string[] {
  return vault.db.list<{ key: string }>(sql`SELECT key FROM settings WHERE key NOT LIKE 'vault.%' ORDER BY key`).map((row) => row.key)
}

function keysOf(shop: ShopOnDisk): string[] {
  return [...shop.secrets.entries.keys()].filter((name) => !name.includes('.')).toSorted()
}

test('after a rekey the shop is as it was, under another key and with another kit', async () => {
  const shop = await setUpShop()
  const oldKey = shop.secrets.entries.get(shop.databaseId)
  const vault = await shop.opened()
  const oldToken = vault.webhookVerifyToken().reveal()
  keep(vault, 'before')
  const kit = await vault.rekey()
  keep(vault, 'after')
  expect(vault.webhookVerifyToken().reveal()).not.toBe(oldToken)
  await vault.close()

  expect(headerOf(shop)).toMatchObject({ state: 'normal', rekey: null, slots: { keychain: { account: `${shop.databaseId}-2` } } })
  const again = await shop.opened()
  expect([readCanary(again), ...kept(again)]).toEqual([CANARY, 'after', 'before', 'canary'])
  await again.close()

  expect(shop.secrets.entries.get(shop.databaseId)).toBe(oldKey)
  shop.secrets.entries.delete(`${shop.databaseId}-2`)
  expect(await shop.refusal()).toBe('key-missing, kit')
  expect(await codeOf(() => shop.open({ kit: shop.kit }))).toBe('kit-wrong')
  expect(readCanary(await shop.opened({ kit: kit.groups.join(' ') }))).toBe(CANARY)
})

test('no page is left that the old key opens', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const pagesOf = (content: string | undefined) => {
    const bytes = Buffer.from(content ?? '', 'base64')
    return Array.from({ length: bytes.length / 4096 }, (_, page) => bytes.subarray(page * 4096 + 64, (page + 1) * 4096).toString('hex'))
  }
  vault.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const before = new Set(pagesOf(shop.files()['shop.db']))
  await vault.rekey()
  expect(pagesOf(shop.files()['shop.db']).filter((page) => before.has(page))).toEqual([])
  await vault.close()
})

test('the old key is forgotten after a week, and the one in use never is', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  await vault.rekey()
  await vault.rekey()
  await vault.close()
  expect(keysOf(shop)).toEqual([shop.databaseId, `${shop.databaseId}-2`, `${shop.databaseId}-3`])
  await shop.clock.advance(WEEK_MS + 1)
  await (await shop.opened()).close()
  expect(keysOf(shop)).toEqual([`${shop.databaseId}-3`])
  await shop.clock.advance(WEEK_MS + 1)
  await (await shop.opened()).close()
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('with both copies of the header gone, the new key is found under its own name', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  await vault.rekey()
  await vault.close()
  for (const name of ['shop.hdr', 'shop.hdr.2']) rmSync(shop.path(name))
  await (await shop.opened()).close()
  expect(headerOf(shop)).toMatchObject({ slots: { keychain: { account: `${shop.databaseId}-2` } } })
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('a keychain that does not take the new key changes nothing', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const before = shop.files()
  shop.secrets.failWith = new AppError('keychain-locked', 'locked')
  expect(await codeOf(() => vault.rekey())).toBe('keychain-locked')
  expect(shop.files()).toEqual(before)
  shop.secrets.failWith = null
  await vault.rekey()
  await vault.close()
})

test('two at once, or one while the shop is being closed, are refused', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const first = vault.rekey()
  expect(await codeOf(() => vault.rekey())).toBe('not-possible-now')
  await first
  const late = vault.rekey()
  await vault.close()
  expect(await codeOf(() => late)).toBe('no-shop-open')
  expect(headerOf(shop)).toMatchObject({ state: 'normal' })
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

/** The points of one rekey, in order, with what `at` makes of each. */
async function eachPoint(at: (shop: Awaited<ReturnType<typeof setUpShop>>, vault: Vault, n: number) => Promise<string | null>) {
  const points: string[] = []
  for (let n = 1; ; n += 1) {
    const shop = await setUpShop()
    const vault = await shop.opened()
    keep(vault, 'before')
    const point = await at(shop, vault, n)
    if (point === null) return points
    points.push(point)
  }
}

test('F07: killed at any step of a rekey, the next start finishes it or rolls it back', async () => {
  const outcomes = await eachPoint(async (shop, vault, n) => {
    let reached = 0
    const pictures: { point: string; putBack(): void }[] = []
    const stop = watchFaultPoints(
      ({ kind, name }) => {
        reached += 1
        if (reached === n) pictures.push({ point: `${kind} ${name}`, putBack: takePicture(shop) })
      },
      { folder: shop.folder },
    )
    await vault.rekey()
    stop()
    vault.db.close()
    const [picture] = pictures
    if (picture === undefined) return null
    picture.putBack()

    const next = await shop.opened()
    expect([readCanary(next), ...kept(next)]).toEqual([CANARY, 'before', 'canary'])
    await next.close()
    const header = headerOf(shop)
    expect({ point: picture.point, header }).toMatchObject({ point: picture.point, header: { state: 'normal', rekey: null } })
    const { keychain, kit } = header['slots'] as { keychain: { account: string }; kit: unknown }
    const outcome = keychain.account === shop.databaseId ? 'rolled back' : 'finished'
    expect({ point: picture.point, keys: keysOf(shop).length }).toEqual({ point: picture.point, keys: outcome === 'finished' ? 2 : 1 })
    if (outcome === 'rolled back') {
      shop.secrets.entries.clear()
      await (await shop.opened({ kit: shop.kit })).close()
    }
    return `${outcome}${outcome === 'finished' && kit === null ? ', without a kit' : ''}: ${picture.point}`
  })
  expect(outcomes).toMatchInlineSnapshot(`
    [
      "rolled back: file open shop.hdr.tmp",
      "rolled back: file write shop.hdr.tmp",
      "rolled back: file fsync shop.hdr.tmp",
      "rolled back: file rename shop.hdr.tmp",
      "rolled back: file fsync shop",
      "rolled back: file open shop.hdr.2.tmp",
      "rolled back: file write shop.hdr.2.tmp",
      "rolled back: file fsync shop.hdr.2.tmp",
      "rolled back: file rename shop.hdr.2.tmp",
      "rolled back: file fsync shop",
      "rolled back: commit INSERT settings",
      "rolled back: committed INSERT settings",
      "rolled back: pragma rekey",
      "finished, without a kit: pragma wal_checkpoint",
      "finished, without a kit: pragma shrink_memory",
      "finished, without a kit: file open shop.hdr.tmp",
      "finished, without a kit: file write shop.hdr.tmp",
      "finished, without a kit: file fsync shop.hdr.tmp",
      "finished, without a kit: file rename shop.hdr.tmp",
      "finished: file fsync shop",
      "finished: file open shop.hdr.2.tmp",
      "finished: file write shop.hdr.2.tmp",
      "finished: file fsync shop.hdr.2.tmp",
      "finished: file rename shop.hdr.2.tmp",
      "finished: file fsync shop",
    ]
  `)
})

test('F07: a step that fails leaves a shop that goes on, and that opens again', async () => {
  const outcomes = await eachPoint(async (shop, vault, n) => {
    let reached = 0
    const failed: string[] = []
    const stop = watchFaultPoints(
      ({ kind, name }) => {
        reached += 1
        if (reached !== n) return
        failed.push(`${kind} ${name}`)
        throw storageError('SQLITE_FULL')
      },
      { folder: shop.folder },
    )
    const answer = await vault.rekey().then(
      () => 'answered',
      () => 'rejected',
    )
    stop()
    const [point] = failed
    if (point === undefined) return null
    keep(vault, 'later')
    const kill = takePicture(shop)
    await vault.close()
    const closed = await shop.opened()
    expect({ point, kept: kept(closed) }).toEqual({ point, kept: ['before', 'canary', 'later'] })
    await closed.close()
    kill()
    const killed = await shop.opened()
    expect({ point, kept: kept(killed) }).toEqual({ point, kept: ['before', 'canary', 'later'] })
    await killed.close()
    const { keychain } = headerOf(shop)['slots'] as { keychain: { account: string } }
    return `${answer}, ${keychain.account === shop.databaseId ? 'old key' : 'new key'}: ${point}`
  })
  expect(outcomes).toMatchInlineSnapshot(`
    [
      "rejected, old key: file open shop.hdr.tmp",
      "rejected, old key: file write shop.hdr.tmp",
      "rejected, old key: file fsync shop.hdr.tmp",
      "rejected, old key: file rename shop.hdr.tmp",
      "rejected, old key: file fsync shop",
      "rejected, old key: file open shop.hdr.2.tmp",
      "rejected, old key: file write shop.hdr.2.tmp",
      "rejected, old key: file fsync shop.hdr.2.tmp",
      "rejected, old key: file rename shop.hdr.2.tmp",
      "rejected, old key: file fsync shop",
      "rejected, old key: commit INSERT settings",
      "rejected, old key: committed INSERT settings",
      "rejected, old key: pragma rekey",
      "rejected, new key: pragma wal_checkpoint",
      "rejected, new key: pragma shrink_memory",
      "rejected, new key: file open shop.hdr.tmp",
      "rejected, new key: file write shop.hdr.tmp",
      "rejected, new key: file fsync shop.hdr.tmp",
      "rejected, new key: file rename shop.hdr.tmp",
      "rejected, new key: file fsync shop",
      "rejected, new key: file open shop.hdr.2.tmp",
      "rejected, new key: file write shop.hdr.2.tmp",
      "rejected, new key: file fsync shop.hdr.2.tmp",
      "rejected, new key: file rename shop.hdr.2.tmp",
      "rejected, new key: file fsync shop",
    ]
  `)
})

test('F07: with what a crash left in the journal, the old key still finds everything', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const pictures: (() => void)[] = []
  const stop = watchFaultPoints(
    ({ kind, name }) => {
      if (kind === 'pragma' && name === 'rekey') pictures.push(takePicture(shop))
    },
    { folder: shop.folder },
  )
  for (let n = 0; n < 50; n += 1) keep(vault, `row-${n}`)
  await vault.rekey()
  stop()
  vault.db.close()
  pictures[0]?.()
  expect(Buffer.from(shop.files()['shop.db-wal'] ?? '', 'base64').length).toBeGreaterThan(4096)
  expect(headerOf(shop)).toMatchObject({ state: 'rekeying' })
  expect(kept(await shop.opened())).toHaveLength(51)
})

test('a rekey whose new key is in a keychain that does not answer waits for it, and blames no damage', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const pictures: (() => void)[] = []
  const stop = watchFaultPoints(
    ({ kind, name }) => {
      if (kind === 'pragma' && name === 'wal_checkpoint') pictures.push(takePicture(shop))
    },
    { folder: shop.folder },
  )
  await vault.rekey()
  stop()
  vault.db.close()
  pictures[0]?.()
  shop.secrets.failWith = new AppError('keychain-locked', 'locked')
  expect(await shop.refusal({ kit: shop.kit })).toBe('keychain-locked')
  shop.secrets.failWith = null
  const newKey = shop.secrets.entries.get(`${shop.databaseId}-2`) ?? ''
  shop.secrets.entries.delete(`${shop.databaseId}-2`)
  expect(await shop.refusal()).toBe('key-missing')
  shop.secrets.entries.set(`${shop.databaseId}-2`, newKey)
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('a shop that was never closed can be rekeyed at once', async () => {
  const shop = setUpVault()
  const vault = await shop.opened()
  keepCanary(vault)
  await vault.rekey()
  await vault.close()
  expect(readCanary(await shop.opened())).toBe(CANARY)
})
