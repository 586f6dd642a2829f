import type { Database } from '#core/db/database.ts'
import { migrations } from '#core/db/migrations/list.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createKeychainSecrets } from '#host/ports/keychain-secrets.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { createFakeLog } from './fake-ports.ts'

/** The database of a shop that no host has open, with its key from the keychain. */
export async function openShopDatabase(folder: string): Promise<{ db: Database; close(): Promise<void> }> {
  const clock = createSystemClock()
  const opening = await openVault({
    folder,
    migrations,
    clock,
    ids: createSystemIds({ clock }),
    log: createFakeLog(),
    secrets: createKeychainSecrets({ clock }),
  })
  if (opening.kind !== 'open') throw new Error(`The shop does not open: ${opening.problem}`)
  return { db: opening.vault.db, close: () => opening.vault.close() }
}
