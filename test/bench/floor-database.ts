import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { CIPHER } from '#core/db/open-database.ts'
import { decodeHeader } from '#core/vault/header.ts'
import { lookUpKey } from '#core/vault/keychain.ts'
import { deriveKey } from '#core/vault/keys.ts'
import { createFileSecrets } from '#test/support/file-secrets.ts'
import type { ShopFolder } from './shop/shop-folder.ts'

/**
 * The floor: the same library, cipher, page size and durability with nothing of ours around it. What the product takes beyond this is
 * what the product costs.
 */
export function openFloor(path: string, key?: { key: Buffer; salt: string }): Sqlite.Database {
  const { key: bytes, salt } = key ?? { key: randomBytes(32), salt: randomBytes(16).toString('hex') }
  const floor = new Sqlite(path)
  floor.pragma(`cipher = '${CIPHER.name}'`)
  floor.pragma(`algorithm = '${CIPHER.algorithm}'`)
  floor.pragma(`page_size = ${CIPHER.pageSize}`)
  floor.pragma(`key = "x'${bytes.toString('hex')}${salt}'"`)
  for (const setting of SETTINGS) floor.pragma(setting)
  return floor
}

/** The shop's own file, with nothing of ours between it and the question. */
export async function openShopBare(shop: ShopFolder): Promise<Sqlite.Database> {
  const read = decodeHeader(readFileSync(join(shop.shop, 'shop.hdr'), 'utf8'))
  if (read.kind !== 'good') throw new Error(`The header of ${shop.shop} is ${read.kind}`)
  const { databaseId, keyCheck, slots } = read.header
  const { root } = await lookUpKey(createFileSecrets(shop.keys), slots.keychain.account, keyCheck)
  if (root === null) throw new Error(`There is no key for ${shop.shop}`)
  return openFloor(join(shop.shop, 'shop.db'), { key: deriveKey(root, 'db-key').reveal(), salt: databaseId })
}

const SETTINGS = [
  'locking_mode = EXCLUSIVE',
  'journal_mode = WAL',
  'synchronous = FULL',
  'temp_store = MEMORY',
  'secure_delete = ON',
  'cache_size = -32768',
  'wal_autocheckpoint = 16000',
]
