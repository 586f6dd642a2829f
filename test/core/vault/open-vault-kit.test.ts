import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CIPHER, openDatabase } from '#core/db/open-database.ts'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { openAppKeys, sealAppKeys } from '#core/vault/app-keys.ts'
import { decodeHeader, encodeHeader } from '#core/vault/header.ts'
import { deriveKey, keyCheckValue, type RootKey } from '#core/vault/keys.ts'
import { codeOf } from '#test/support/code-of.ts'
import { CANARY, confirmKit, readCanary, setUpShop } from '#test/support/vault.ts'

test('F62: the kit opens a shop whose keychain was wiped, and the next start needs it no more', async () => {
  const shop = await setUpShop()
  shop.secrets.entries.clear()
  const vault = await shop.opened({ kit: shop.kit.toLowerCase() })
  expect(readCanary(vault)).toBe(CANARY)
  expect(vault.kit.status().issuedAt).not.toBeNull()
  await vault.close()
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('the kit puts the key beside another one that has its name', async () => {
  const shop = await setUpShop()
  const stranger = Buffer.alloc(32, 7).toString('base64')
  shop.secrets.entries.set(shop.databaseId, stranger)
  await (await shop.opened({ kit: shop.kit })).close()
  expect(shop.secrets.entries.get(shop.databaseId)).toBe(stranger)
  expect(shop.secrets.entries.has(`${shop.databaseId}-2`)).toBe(true)
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

test('the kit opens while the keychain does not answer, which then is asked again at the next start', async () => {
  const shop = await setUpShop()
  shop.secrets.failWith = new AppError('keychain-unavailable', 'no answer')
  const vault = await shop.opened({ kit: shop.kit })
  expect(readCanary(vault)).toBe(CANARY)
  await vault.close()
  expect(await shop.refusal()).toBe('keychain-unavailable, kit')
})

test('only the last kit of this very shop opens it, once somebody has confirmed it', async () => {
  const shop = await setUpShop()
  const other = await setUpShop()
  const vault = await shop.opened()
  const kit = vault.kit.issue()
  confirmKit(vault, kit)
  const second = kit.groups.join('-')
  await vault.close()
  shop.secrets.entries.clear()
  const before = shop.files()
  expect(await codeOf(() => shop.open({ kit: shop.kit }))).toBe('kit-wrong')
  expect(await codeOf(() => shop.open({ kit: other.kit }))).toBe('kit-wrong')
  expect(await codeOf(() => shop.open({ kit: `${second.slice(0, -1)}*` }))).toBe('kit-invalid')
  expect(shop.files()).toEqual(before)
  expect(readCanary(await shop.opened({ kit: second }))).toBe(CANARY)
})

test.each(['finished', 'rolled back'] as const)('F07: an interrupted rekey is %s, whichever key opens the database', async (outcome) => {
  const shop = await setUpShop()
  const oldKey = rootKeyOf(shop, shop.databaseId)
  const newKey = new Redacted(Buffer.alloc(32, 9))
  shop.secrets.entries.set('next-key', newKey.reveal().toString('base64'))
  const before = decodeHeader(readFileSync(shop.path('shop.hdr'), 'utf8'))
  if (before.kind !== 'good') throw new Error('The header is good')
  const { databaseId } = shop
  const appKeys = before.header.appKeys && openAppKeys(before.header.appKeys, { root: oldKey, databaseId })
  if (appKeys === null) throw new Error('The header has the keys')
  const sealed = sealAppKeys(appKeys, { root: newKey, databaseId, ids: shop.ids })
  const next = { account: 'next-key', keyCheck: keyCheckValue(newKey), appKeys: sealed, passphrase: null }
  const rekeying = { ...before.header, state: 'rekeying', rekey: next } as const
  for (const name of ['shop.hdr', 'shop.hdr.2']) writeFileSync(shop.path(name), encodeHeader(rekeying, oldKey))
  if (outcome === 'finished') rekey(shop, { from: oldKey, to: newKey })

  const vault = await shop.opened()
  expect(readCanary(vault)).toBe(CANARY)
  await vault.close()
  const after = decodeHeader(readFileSync(shop.path('shop.hdr'), 'utf8'))
  expect(after).toMatchObject({
    kind: 'good',
    header: { state: 'normal', rekey: null, slots: { keychain: { account: outcome === 'finished' ? 'next-key' : shop.databaseId } } },
  })
  expect(readCanary(await shop.opened())).toBe(CANARY)
})

function rootKeyOf(shop: { secrets: { entries: Map<string, string> } }, account: string): RootKey {
  return new Redacted(Buffer.from(shop.secrets.entries.get(account) ?? '', 'base64'))
}

function rekey(shop: Awaited<ReturnType<typeof setUpShop>>, { from, to }: { from: RootKey; to: RootKey }): void {
  const opening = openDatabase({ path: shop.path('shop.db'), key: deriveKey(from, 'db-key'), salt: shop.databaseId, cipher: CIPHER }, shop)
  if (opening.kind === 'refused') throw new Error(opening.reason)
  opening.db.exec(`PRAGMA rekey = "x'${deriveKey(to, 'db-key').reveal().toString('hex')}${shop.databaseId}'"`)
  opening.db.close()
}

test('no log line names a key, a group or a path', async () => {
  const shop = await setUpShop()
  const key = shop.secrets.entries.get(shop.databaseId) ?? ''
  shop.secrets.entries.set(shop.databaseId, Buffer.alloc(32, 7).toString('base64'))
  await shop.refusal()
  await (await shop.opened({ kit: shop.kit })).close()
  const text = JSON.stringify(shop.log.lines)
  expect(text).toContain('vault.key-back-in-keychain')
  for (const secret of [key, ...shop.kit.split(' '), shop.folder]) expect(text).not.toContain(secret)
})
