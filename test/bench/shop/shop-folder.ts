import { join } from 'node:path'
import type { Database } from '#core/db/database.ts'
import { migrations } from '#core/db/migrations/list.ts'
import type { Redacted } from '#core/lib/redacted.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { createFileSecrets } from '#test/support/file-secrets.ts'
import { quietLog } from '../quiet-log.ts'

/** A shop, what stands in for its keychain, and for its owner's phone. */
export type ShopFolder = { readonly shop: string; readonly practice: string; readonly keys: string; readonly phone: string }

export function shopFolderIn(folder: string): ShopFolder {
  return { shop: join(folder, 'shop'), practice: join(folder, 'practice'), keys: join(folder, 'keys.json'), phone: join(folder, 'phone') }
}

/** The database alone, of a shop that nobody has open. */
export async function openShop(folder: ShopFolder): Promise<{ db: Database; macKey: Redacted<Buffer>; close(): Promise<void> }> {
  const clock = createSystemClock()
  const opening = await openVault({
    folder: folder.shop,
    migrations,
    clock,
    ids: createSystemIds({ clock }),
    log: quietLog,
    secrets: createFileSecrets(folder.keys),
  })
  if (opening.kind !== 'open') throw new Error(`The shop in ${folder.shop} does not open: ${opening.problem}`)
  return { db: opening.vault.db, macKey: opening.vault.appKeys.journalMac, close: () => opening.vault.close() }
}
