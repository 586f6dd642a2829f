import { constants, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { sql } from '#core/db/sql.ts'
import { makeScratchFolder } from '../scratch.ts'
import { generateShop } from '../generate-shop.ts'
import { openShop, shopFolderIn, type ShopFolder } from './shop-folder.ts'

const DONE = 'done'
/** Whatever of the source a generated shop is made by: another schema or another history is another shop. */
const MADE_BY = [
  'src-main/core/db/migrations',
  ...[
    'generate-shop',
    'shop/bodies',
    'shop/contents',
    'shop/history',
    'shop/past-journal',
    'shop/people',
    'shop/timeline',
    'shop/vocabulary',
  ].map((name) => `test/bench/${name}.ts`),
].map((path) => join(import.meta.dirname, '../../..', path))

/**
 * The generated shop of this size, made when it is not there yet and then kept in the system's temporary folder. Nobody writes to it:
 * it is copied for whoever does.
 */
export async function cachedShop(messages: number, tell: (text: string) => void): Promise<ShopFolder> {
  const folder = join(tmpdir(), `balcao-bench-${shopVersion()}-${messages}`)
  if (existsSync(join(folder, DONE))) return shopFolderIn(folder)
  tell(`Making a shop of ${messages} messages for ${folder}`)
  const startedAt = performance.now()
  // Another run may be making the same one: each makes its own, and the first that is done is kept.
  const making = makeScratchFolder()
  await generateShop(shopFolderIn(making), { messages })
  writeFileSync(join(making, DONE), '')
  tell(`Made in ${Math.round((performance.now() - startedAt) / 1000)} s`)
  if (!existsSync(join(folder, DONE))) {
    rmSync(folder, { recursive: true, force: true })
    renameSync(making, folder)
  }
  rmSync(making, { recursive: true, force: true })
  return shopFolderIn(folder)
}

/** For runs that write; `remove` when done. */
export function copyShop(shop: ShopFolder): ShopFolder & { remove(): void } {
  const folder = makeScratchFolder()
  const copy = shopFolderIn(folder)
  // Shares the blocks where the file system can.
  cpSync(shop.shop, copy.shop, { recursive: true, mode: constants.COPYFILE_FICLONE })
  cpSync(shop.keys, copy.keys)
  cpSync(shop.phone, copy.phone)
  return { ...copy, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * So that anybody may be written to, whenever the shop was made: every customer wrote just now. And where the number's API is. Everybody comes
 * in as on the first day: attendants with their password alone, the owner with any code that counts now.
 */
export async function prepareCopy(shop: ShopFolder, { graphUrl = null }: { graphUrl?: string | null } = {}): Promise<void> {
  const { db, close } = await openShop(shop)
  db.run(sql`UPDATE conversations SET window_expires_at = ${Date.now() + 86_400_000}`)
  db.run(sql`UPDATE credentials SET first_sign_in_at = ${Date.now()}`)
  db.run(sql`UPDATE authenticators SET last_step = 0`)
  if (graphUrl !== null) db.run(sql`UPDATE numbers SET graph_url = ${graphUrl}`)
  await close()
}

function shopVersion(): string {
  const digest = createHash('sha256')
  for (const path of MADE_BY) for (const file of filesIn(path)) digest.update(readFileSync(file))
  return digest.digest('hex').slice(0, 12)
}

function filesIn(path: string): string[] {
  if (path.endsWith('.ts')) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
