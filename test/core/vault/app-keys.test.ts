import { readFileSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import type { Vault } from '#core/vault/vault.ts'
import { watchFaultPoints } from '#test/support/fault-points.ts'
import { setUpShop, setUpVault } from '#test/support/vault.ts'

function keysOf({ appKeys }: Vault): string[] {
  return [appKeys.pepper, appKeys.totp, appKeys.journalMac].map((key) => key.reveal().toString('hex'))
}

/** Opens and closes. */
async function keysAtNextStart(shop: ReturnType<typeof setUpVault>, options: { kit?: string } = {}): Promise<string[]> {
  const vault = await shop.opened(options)
  const keys = keysOf(vault)
  await vault.close()
  return keys
}

test('a new shop has three keys of 32 random bytes, and keeps them', async () => {
  const shop = setUpVault()
  const keys = await keysAtNextStart(shop)
  expect(keys.map((key) => key.length)).toEqual([64, 64, 64])
  expect(new Set(keys).size).toBe(3)
  expect(await keysAtNextStart(shop)).toEqual(keys)
  expect(await keysAtNextStart(setUpVault())).not.toEqual(keys)
})

test('none of them stands in the header or the log, nor shows when it is printed', async () => {
  const shop = setUpVault()
  const vault = await shop.opened()
  const keys = keysOf(vault)
  await vault.close()
  const seen = [readFileSync(shop.path('shop.hdr'), 'utf8'), JSON.stringify(shop.log.lines), JSON.stringify(vault.appKeys)].join()
  expect(keys.filter((key) => seen.includes(key) || seen.includes(Buffer.from(key, 'hex').toString('base64')))).toEqual([])
})

test('a rekey seals the same keys anew', async () => {
  const shop = await setUpShop()
  const keys = await keysAtNextStart(shop)
  const sealedIn = () => /"appKeys":\{[^}]*\}/.exec(readFileSync(shop.path('shop.hdr'), 'utf8'))?.[0]
  const before = sealedIn()
  const vault = await shop.opened()
  const kit = await vault.rekey()
  expect(keysOf(vault)).toEqual(keys)
  await vault.close()
  expect(sealedIn()).not.toBe(before)
  expect(await keysAtNextStart(shop)).toEqual(keys)
  shop.secrets.entries.clear()
  expect(await keysAtNextStart(shop, { kit: kit.groups.join(' ') })).toEqual(keys)
})

test('the kit brings them back', async () => {
  const shop = await setUpShop()
  const keys = await keysAtNextStart(shop)
  shop.secrets.entries.clear()
  expect(await keysAtNextStart(shop, { kit: shop.kit })).toEqual(keys)
})

test.each(['never', 'once'] as const)('with both copies of the header gone they are found in the database; rekeyed %s', async (rekeyed) => {
  const shop = await setUpShop()
  const keys = await keysAtNextStart(shop)
  if (rekeyed === 'once') {
    const vault = await shop.opened()
    await vault.rekey()
    await vault.close()
  }
  for (const name of ['shop.hdr', 'shop.hdr.2']) rmSync(shop.path(name))
  expect(await keysAtNextStart(shop)).toEqual(keys)
  expect(await keysAtNextStart(shop)).toEqual(keys)
})

test('F07: a rekey that broke off leaves the same keys, whichever root key it left, with or without a header', async () => {
  const shop = await setUpShop()
  const keys = await keysAtNextStart(shop)
  const vault = await shop.opened()
  const stop = watchFaultPoints(
    ({ kind, name }) => {
      if (kind === 'pragma' && name === 'rekey') throw new Error('Killed')
    },
    { folder: shop.folder },
  )
  await expect(vault.rekey()).rejects.toThrow('Killed')
  stop()
  await vault.close()
  for (const name of ['shop.hdr', 'shop.hdr.2']) rmSync(shop.path(name))
  expect(await keysAtNextStart(shop)).toEqual(keys)
})

test('lost in header and database, new ones are made, and the log says so', async () => {
  const shop = await setUpShop()
  const keys = await keysAtNextStart(shop)
  const vault = await shop.opened()
  vault.db.run(sql`DELETE FROM settings WHERE key = 'vault.app-keys'`)
  await vault.close()
  for (const name of ['shop.hdr', 'shop.hdr.2']) rmSync(shop.path(name))
  const made = await keysAtNextStart(shop)
  expect(made).not.toEqual(keys)
  expect(await keysAtNextStart(shop)).toEqual(made)
  expect(shop.log.lines.filter(({ event }) => event === 'vault.app-keys-made-anew')).toHaveLength(1)
})
