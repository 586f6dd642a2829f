import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { codeOf } from '#test/support/code-of.ts'
import { CANARY, confirmKit, keepCanary, readCanary, refusalWithoutTrace, setUpShop, setUpVault } from '#test/support/vault.ts'

test('the first run keeps the key in the keychain, and what is written is there after a restart', async () => {
  const { opened, secrets, path } = setUpVault()
  const vault = await opened()
  keepCanary(vault)
  expect([...secrets.entries.keys()]).toEqual([vault.databaseId, `${vault.databaseId}.generation`])
  expect(readFileSync(path('shop.hdr'), 'utf8')).toBe(readFileSync(path('shop.hdr.2'), 'utf8'))
  await vault.close()
  expect(readCanary(await opened())).toBe(CANARY)
})

test('the folder and its files are for their owner alone', async () => {
  const { opened, folder, path } = setUpVault()
  mkdirSync(folder, { mode: 0o755 })
  chmodSync(folder, 0o755)
  keepCanary(await opened())
  const modes = readdirSync(folder).map((name) => `${name} ${(statSync(path(name)).mode & 0o777).toString(8)}`)
  expect({ folder: (statSync(folder).mode & 0o777).toString(8), modes: modes.toSorted() }).toEqual({
    folder: '700',
    modes: ['shop.db 600', 'shop.db-wal 600', 'shop.hdr 600', 'shop.hdr.2 600'],
  })
})

test('no file holds what was written, nor the key, in clear', async () => {
  const { opened, files, secrets } = setUpVault()
  const vault = await opened()
  keepCanary(vault)
  const { groups } = vault.kit.issue()
  const inUse = files()
  await vault.close()
  const key = Buffer.from(secrets.entries.get(vault.databaseId) ?? '', 'base64')
  const secret = [CANARY, 'SQLite format 3', 'CREATE TABLE', key, key.toString('hex'), key.toString('base64'), ...groups]
  for (const [name, content] of [...Object.entries(inUse), ...Object.entries(files())]) {
    const bytes = Buffer.from(content, 'base64')
    for (const needle of secret) expect(bytes.includes(needle), `${name} holds ${String(needle)}`).toBe(false)
  }
  expect(Buffer.from(inUse['shop.db-wal'] ?? '', 'base64').length).toBeGreaterThan(4096)
})

test('F63: a keychain that does not give back what was written stops the first run before a database exists', async () => {
  const shop = setUpVault()
  shop.secrets.set = async (account) => void shop.secrets.entries.set(account, 'something else')
  expect(await shop.refusal()).toBe('keychain-unavailable')
  expect(shop.files()).toEqual({})
})

test('so does one that does not answer, and the next try makes the shop', async () => {
  const shop = setUpVault()
  shop.secrets.failWith = new AppError('keychain-locked', 'locked')
  expect(await shop.refusal()).toBe('keychain-locked')
  expect(shop.files()).toEqual({})
  shop.secrets.failWith = null
  expect((await shop.opened()).databaseId).toHaveLength(32)
})

const powerCut = [
  {
    version: 10,
    name: 'broken',
    up: () => {
      throw new Error('power cut')
    },
  },
]

test('a first run that broke off before the database was written begins again', async () => {
  const shop = setUpVault()
  await expect(shop.open({ migrations: powerCut })).rejects.toThrow('power cut')
  for (const crumb of ['', '-wal']) truncateOrRemove(shop.path(`shop.db${crumb}`))
  const vault = await shop.opened()
  keepCanary(vault)
  expect(readCanary(vault)).toBe(CANARY)
})

test('a first run that broke off after it goes on with the same database', async () => {
  const shop = setUpVault()
  await expect(shop.open({ migrations: powerCut })).rejects.toThrow('power cut')
  const [databaseId] = shop.secrets.entries.keys()
  expect((await shop.opened()).databaseId).toBe(databaseId)
})

test.each(['removed', 'emptied'] as const)('F24: a database that was %s is missing data, never a new shop', async (how) => {
  const shop = await setUpShop()
  if (how === 'removed') renameSync(shop.path('shop.db'), `${shop.folder}-aside`)
  else truncateSync(shop.path('shop.db'))
  expect(await refusalWithoutTrace(shop)).toBe('database-missing')
})

test('F62: a missing key is never made anew, and nothing changes while it is missing', async () => {
  const shop = await setUpShop()
  shop.secrets.entries.delete(shop.databaseId)
  expect(await refusalWithoutTrace(shop)).toBe('key-missing, kit')
})

test.each(['keychain-locked', 'keychain-unavailable'] as const)('F61: %s: refused until it answers again', async (code) => {
  const shop = await setUpShop()
  shop.secrets.failWith = new AppError(code, 'no answer')
  expect(await refusalWithoutTrace(shop)).toBe(`${code}, kit`)
  shop.secrets.failWith = null
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('the key of another database is told apart and left in its place', async () => {
  const shop = await setUpShop()
  shop.secrets.entries.set(shop.databaseId, Buffer.alloc(32, 7).toString('base64'))
  expect(await refusalWithoutTrace(shop)).toBe('key-of-another-database, kit')
  shop.secrets.entries.set(shop.databaseId, 'not a key at all')
  expect(await refusalWithoutTrace(shop)).toBe('key-of-another-database, kit')
})

test('a damaged first copy of the header is made good from the second', async () => {
  const shop = await setUpShop()
  writeFileSync(shop.path('shop.hdr'), 'rubbish')
  const vault = await shop.opened()
  expect(readCanary(vault)).toBe(CANARY)
  expect(vault.kit.status().issuedAt).not.toBeNull()
  expect(readFileSync(shop.path('shop.hdr'), 'utf8')).toBe(readFileSync(shop.path('shop.hdr.2'), 'utf8'))
})

test('of two good copies the newer is believed', async () => {
  const shop = await setUpShop()
  copyFileSync(shop.path('shop.hdr'), shop.path('older'))
  const vault = await shop.opened()
  confirmKit(vault, vault.kit.issue())
  await vault.close()
  copyFileSync(shop.path('older'), shop.path('shop.hdr'))
  shop.secrets.entries.delete(shop.databaseId)
  expect(await codeOf(() => shop.open({ kit: shop.kit }))).toBe('kit-wrong')
})

test('with both copies gone, the key still opens and the header is made again', async () => {
  const shop = await setUpShop()
  for (const name of ['shop.hdr', 'shop.hdr.2']) rmSync(shop.path(name))
  const vault = await shop.opened()
  expect([readCanary(vault), vault.databaseId, vault.kit.status()]).toEqual([
    CANARY,
    shop.databaseId,
    { issuedAt: null, confirmedAt: null, unconfirmedAt: null },
  ])
  await vault.close()
  expect(headerOf(shop)).toMatchObject({ state: 'normal', generation: 4 })
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('with both copies damaged, they are kept beside the new header', async () => {
  const shop = await setUpShop()
  for (const name of ['shop.hdr', 'shop.hdr.2']) writeFileSync(shop.path(name), `rubbish in ${name}`)
  expect(readCanary(await shop.opened())).toBe(CANARY)
  const kept = readdirSync(shop.folder).filter((name) => name.includes('damaged'))
  expect(kept.map((name) => readFileSync(shop.path(name), 'utf8')).toSorted()).toEqual(['rubbish in shop.hdr', 'rubbish in shop.hdr.2'])
})

test.each([
  ['gone', 'header-missing'],
  ['damaged', 'header-damaged'],
] as const)('with both copies %s and no key, nothing opens and nothing changes', async (how, problem) => {
  const shop = await setUpShop()
  for (const name of ['shop.hdr', 'shop.hdr.2']) {
    if (how === 'gone') rmSync(shop.path(name))
    else writeFileSync(shop.path(name), 'rubbish')
  }
  shop.secrets.entries.delete(shop.databaseId)
  expect(await refusalWithoutTrace(shop)).toBe(problem)
})

test('a header that somebody altered is not believed, though its checksum is right', async () => {
  const shop = await setUpShop()
  const [first, body = '', , mac] = readFileSync(shop.path('shop.hdr'), 'utf8').split('\n')
  const forged = body.replace(/"generation":\d+/, '"generation":1').replace(/"revision":\d+/, '"revision":9999')
  writeFileSync(shop.path('shop.hdr'), [first, forged, createHash('sha256').update(forged).digest('hex'), mac, ''].join('\n'))
  const vault = await shop.opened()
  await vault.close()
  // Two writes after the four of the honest copy, not after the forged 9999.
  expect(headerOf(shop)).toMatchObject({ generation: 4, revision: 6 })
})

test('an older database put back in place is noticed, and opens with the kit only', async () => {
  const shop = await setUpShop()
  const older = readFileSync(shop.path('shop.db'))
  await (await shop.opened()).close()
  writeFileSync(shop.path('shop.db'), older)
  expect(await refusalWithoutTrace(shop)).toBe('older-than-expected, kit')
  await (await shop.opened({ kit: shop.kit })).close()
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('an older folder put back is noticed by what the keychain remembers', async () => {
  const shop = await setUpShop()
  const older = Object.entries(shop.files())
  await (await shop.opened()).close()
  for (const [name, content] of older) writeFileSync(shop.path(name), Buffer.from(content, 'base64'))
  expect(await refusalWithoutTrace(shop)).toBe('older-than-expected, kit')
})

test('what a shop keeps in the keychain is its own, and is read back', async () => {
  const shop = setUpVault()
  const vault = await shop.opened()
  await vault.secrets.set('token', new Redacted('EAAG'))
  expect((await vault.secrets.get('token'))?.reveal()).toBe('EAAG')
  expect(shop.secrets.entries.get(`${vault.databaseId}.token`)).toBe('EAAG')
  await vault.secrets.delete('token')
  expect(await vault.secrets.get('token')).toBeNull()
})

test('the token for Meta’s verification stays the same', async () => {
  const shop = setUpVault()
  const vault = await shop.opened()
  const token = vault.webhookVerifyToken().reveal()
  await vault.close()
  expect((await shop.opened()).webhookVerifyToken().reveal()).toBe(token)
})

function headerOf(shop: { path(name: string): string }): unknown {
  return JSON.parse(readFileSync(shop.path('shop.hdr'), 'utf8').split('\n')[1] ?? '')
}

function truncateOrRemove(path: string): void {
  if (path.endsWith('-wal')) rmSync(path, { force: true })
  else truncateSync(path)
}
