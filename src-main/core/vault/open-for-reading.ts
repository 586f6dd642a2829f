import type { VaultProblem } from '#contract'
import type { Database } from '../db/database.ts'
import { openReadOnly } from '../db/open-database.ts'
import type { Clock, Log, Secrets } from '../ports.ts'
import { openAppKeys, type AppKeys } from './app-keys.ts'
import type { KeyFact } from './decide-start-up.ts'
import { isAnchorLost, newestHeader } from './header-state.ts'
import type { ShopHeader } from './header.ts'
import { lookUpKey, NO_KEY, readGeneration } from './keychain.ts'
import { deriveKey, keyCheckValue, type RootKey } from './keys.ts'
import { findGeneration, listSealedAppKeys } from './repository.ts'
import { createShopFiles } from './shop-files.ts'

export type ReadingOpening =
  | { readonly kind: 'open'; readonly db: Database; readonly appKeys: AppKeys; readonly journal: ShopHeader['journal'] }
  | { readonly kind: 'refused'; readonly problem: VaultProblem }

type Deps = { readonly folder: string; readonly secrets: Secrets; readonly clock: Clock; readonly log: Log }

/** A closed shop, for looking at it with the keychain's key. Nothing is made, mended or counted; the caller closes the database. */
export async function openForReading(deps: Deps): Promise<ReadingOpening> {
  const files = createShopFiles(deps.folder)
  if (files.database() !== 'present') return refused('database-missing')
  const copies = files.headers()
  const { fact, value } = newestHeader(copies)
  if (value === null) return refused(fact === 'newer' ? 'database-newer' : fact === 'none' ? 'header-missing' : 'header-damaged')

  if (value.slots.passphrase !== null) return refused('passphrase-needed')
  const keys = await lookUpKeys(value, deps.secrets)
  if (!Array.isArray(keys)) return refused(keys.problem)
  const header = keys.map((root) => newestHeader(copies, root).value).find((believed) => believed !== null)
  if (header === undefined) return refused('header-damaged')
  let problem: VaultProblem = 'database-damaged'
  for (const root of keys) {
    const file = { path: files.databasePath, key: deriveKey(root, 'db-key'), salt: header.databaseId, cipher: header.cipher }
    const opening = openReadOnly(file, deps)
    if (opening.kind === 'opened') return await read(opening.db, { root, header }, deps)
    if (opening.reason === 'in-use' || opening.reason === 'read-only') problem = opening.reason
  }
  return refused(problem)
}

/** An interrupted rekey leaves it open which of the two it is. */
async function lookUpKeys({ slots, keyCheck, rekey }: ShopHeader, secrets: Secrets): Promise<RootKey[] | { problem: VaultProblem }> {
  const current = await lookUpKey(secrets, slots.keychain.account, keyCheck)
  const next = rekey === null ? NO_KEY : await lookUpKey(secrets, rekey.account, rekey.keyCheck)
  const found = [current.root, next.root].filter((root) => root !== null)
  return found.length > 0 ? found : { problem: PROBLEMS[current.fact] }
}

const PROBLEMS: Readonly<Record<KeyFact, VaultProblem>> = {
  absent: 'key-missing',
  locked: 'keychain-locked',
  unavailable: 'keychain-unavailable',
  wrong: 'key-of-another-database',
  right: 'key-missing',
  unchecked: 'key-missing',
}

async function read(
  db: Database,
  { root, header }: { root: RootKey; header: ShopHeader },
  { secrets, clock }: Deps,
): Promise<ReadingOpening> {
  const { databaseId } = header
  const seen = { database: findGeneration(db) ?? 0, keychain: await readGeneration(secrets, databaseId) }
  // As the next start would have it on record.
  const journal = isAnchorLost(header, seen) ? { ...header.journal, anchorLostAt: clock.now() } : header.journal
  const copy = listSealedAppKeys(db)[keyCheckValue(root)]
  for (const sealed of [header.appKeys, header.rekey?.appKeys, copy]) {
    const appKeys = sealed ? openAppKeys(sealed, { root, databaseId }) : null
    if (appKeys !== null) return { kind: 'open', db, appKeys, journal }
  }
  db.close()
  return refused('header-damaged')
}

function refused(problem: VaultProblem): ReadingOpening {
  return { kind: 'refused', problem }
}
