import type { VaultProblem } from '#contract'
import type { Database } from '../db/database.ts'
import { migrate, schemaVersion, type Migration } from '../db/migrate.ts'
import { CIPHER, codeOf, missingEngine, openDatabase } from '../db/open-database.ts'
import { damageFound, storageProblemOf } from '../db/storage-failure.ts'
import { isWhole } from '../db/whole.ts'
import { AppError } from '../lib/app-error.ts'
import { assert, assertNever } from '../lib/assert.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Disk } from '../ports.ts'
import { decideStartUp, type OpeningFact, type StartUpAction, type StartUpFacts, type WhichKey } from './decide-start-up.ts'
import { isAnchorLost, newestHeader, newHeader, settleRekey } from './header-state.ts'
import type { ShopHeader } from './header.ts'
import { forgetKey, lookUpEveryKey, lookUpKey, NO_KEY, readGeneration, writeRootKey, type FoundKey } from './keychain.ts'
import { deriveKey, ROOT_KEY_BYTES, type RootKey } from './keys.ts'
import { openWithKit } from './kit-slot.ts'
import { openWithPassphrase, type Passphrase } from './passphrase-slot.ts'
import { findGeneration } from './repository.ts'
import { createShopFiles, type ShopFiles } from './shop-files.ts'
import { createVault, type Vault, type VaultDeps } from './vault.ts'

export type VaultOpening =
  | { readonly kind: 'open'; readonly vault: Vault }
  | { readonly kind: 'refused'; readonly problem: VaultProblem; readonly canUseKit: boolean }

type OpenVaultDeps = VaultDeps & { readonly folder: string; readonly migrations: readonly Migration[]; readonly disk?: Disk }

/** What a person shows in place of the keychain's key. */
export type OpeningProof =
  | { readonly kind: 'kit'; readonly typed: string }
  | { readonly kind: 'passphrase'; readonly passphrase: Passphrase }

type Opened = { readonly fact: OpeningFact; readonly db: Database | null }
type Keys = Record<WhichKey, FoundKey>

/**
 * Opens the shop in `folder`, or makes it when there is nothing at all. `decideStartUp` decides each step; this gathers the facts it
 * asks for and does what it says. `proof` stands in for the keychain; it throws `kit-invalid`, `kit-wrong` or `passphrase-wrong`.
 */
export async function openVault(deps: OpenVaultDeps, proof: OpeningProof | null = null): Promise<VaultOpening> {
  const outside = problemBeforeLooking(deps)
  if (outside !== null) return { kind: 'refused', problem: outside, canUseKit: false }
  try {
    return await lookAndOpen(deps, proof)
  } catch (cause) {
    const problem = storageProblemOf(cause)
    if (problem === null) throw cause
    deps.log.error('vault.not-opened', { reason: problem }, cause)
    return { kind: 'refused', problem, canUseKit: false }
  }
}

/** What keeps every shop in this folder from being opened, whatever is in it. Nothing is written there to find that out. */
function problemBeforeLooking({ disk, folder, log }: OpenVaultDeps): VaultProblem | null {
  const missing = missingEngine()
  if (missing !== null) {
    log.error('vault.no-engine', {}, missing)
    return 'program-damaged'
  }
  const place = disk?.place(folder) ?? 'local'
  if (place === 'local') return null
  log.warn('vault.refused', { problem: `${place}-folder` })
  return `${place}-folder`
}

async function lookAndOpen(deps: OpenVaultDeps, proof: OpeningProof | null): Promise<VaultOpening> {
  const files = createShopFiles(deps.folder)
  const folder = files.prepareFolder()
  const copies = files.headers()
  let header = newestHeader(copies)
  let keys: Keys | null = null
  /** Without a header, no key-check value says which of several is the right one. */
  let otherKeys: FoundKey[] = []
  let keychainGeneration = 0
  const opened: Record<WhichKey, Opened | null> = { current: null, next: null }

  if (proof !== null) {
    const root = await rootOfProof(proof, header.value)
    await takeKeys({ fact: 'right', root, account: null }, header.value)
  }
  for (;;) {
    const action = decideStartUp(facts())
    if (action.do === 'look-up-keys') await lookUpKeys()
    else if (action.do === 'open') opened[action.key] = openWith(action.key)
    else return await conclude(action)
  }

  function facts(): StartUpFacts {
    return {
      folder,
      database: files.database(),
      header: header.fact,
      keys: keys && { current: keys.current.fact, next: keys.next.fact },
      openings: { current: opened.current?.fact ?? null, next: opened.next?.fact ?? null },
      keychainGeneration,
      isKitShown: proof?.kind === 'kit',
    }
  }

  async function lookUpKeys(): Promise<void> {
    const { value } = header
    if (value !== null) return await takeKeys(await lookUpKey(deps.secrets, value.slots.keychain.account, value.keyCheck), value)
    const [first = NO_KEY, ...others] = await lookUpEveryKey(deps.secrets, files.databaseId())
    otherKeys = others
    await takeKeys(first, null)
  }

  async function takeKeys(current: FoundKey, value: ShopHeader | null): Promise<void> {
    keys = { current, next: value === null ? NO_KEY : await findNextKey(value) }
    keychainGeneration = await readGeneration(deps.secrets, value?.databaseId ?? files.databaseId())
    // Until a key was found, the checksum had to be enough; a copy that somebody altered shows now.
    const { root } = current
    if (root === null || value === null) return
    header = newestHeader(copies, root)
    if (header.value === null) keys = { current: { ...current, fact: 'unchecked' }, next: NO_KEY }
  }

  async function findNextKey({ rekey, databaseId }: ShopHeader): Promise<FoundKey> {
    if (rekey === null) return NO_KEY
    if (rekey.passphrase === null) return await lookUpKey(deps.secrets, rekey.account, rekey.keyCheck)
    const root = proof?.kind === 'passphrase' ? await openWithPassphrase(rekey.passphrase, proof.passphrase, { databaseId }) : null
    return root === null ? NO_KEY : { fact: 'right', root, account: null }
  }

  function openWith(which: WhichKey): Opened {
    const opening = openAndLook(files, rootOf(which), header.value, deps)
    const other = opening.fact === 'not-a-database' ? otherKeys.shift() : undefined
    if (other === undefined || keys === null) return opening
    keys = { ...keys, current: other }
    return openWith(which)
  }

  function rootOf(which: WhichKey): RootKey {
    const root = keys?.[which].root ?? null
    assert(root !== null, 'only a key that was found is opened with')
    return root
  }

  async function conclude(action: Exclude<StartUpAction, { do: 'look-up-keys' | 'open' }>): Promise<VaultOpening> {
    switch (action.do) {
      case 'create':
        return await begin(files, deps, header.value)
      case 'refuse':
        opened.current?.db?.close()
        opened.next?.db?.close()
        deps.log.warn('vault.refused', { problem: action.problem })
        return { kind: 'refused', problem: action.problem, canUseKit: action.canUseKit }
      case 'use': {
        const db = opened[action.key]?.db
        assert(db, 'only an opened database is used')
        return await orClose(db, async () => ({ kind: 'open', vault: await use(db, action) }))
      }
      default:
        return assertNever(action)
    }
  }

  async function use(db: Database, action: Extract<StartUpAction, { do: 'use' }>): Promise<Vault> {
    const root = rootOf(action.key)
    const isDamaged = header.value?.isSuspect === true && !isWhole(db)
    if (!isDamaged) migrate(db, deps.migrations)
    else if (schemaVersion(db) < newestOf(deps.migrations)) throw damageFound('and it has an older schema')
    if (action.header === 'rebuild') files.keepDamagedHeaders(String(deps.clock.now()))
    const settled =
      header.value === null
        ? newHeader({ databaseId: files.databaseId(), root, account: keys?.current.account ?? files.databaseId() })
        : settleRekey(header.value, { openedWith: action.key, now: deps.clock.now() })
    const isKeychainEmpty = proof?.kind === 'kit' && settled.slots.passphrase === null
    const account = isKeychainEmpty ? await keepKey(settled, root) : settled.slots.keychain.account
    const seen = { database: generationOf(db), keychain: keychainGeneration }
    const generation = Math.max(settled.generation, seen.database, seen.keychain)
    const slots = { ...settled.slots, keychain: { account } }
    const journal = isAnchorLost(header.value, seen) ? { ...settled.journal, anchorLostAt: deps.clock.now() } : settled.journal
    const wanted: ShopHeader = { ...settled, state: 'normal', isSuspect: isDamaged, generation, slots, journal }
    const next = isDamaged || header.value === null ? wanted : caughtUp(wanted, { onDisk: header.value, root })
    const hasFinishedRekey = action.key === 'next'
    const opening = { by: proof?.kind ?? 'keychain', hasFinishedRekey } as const
    const vault = await createVault({ files, db, root, header: next, opening, isDamaged }, deps)
    if (header.value?.rekey && !isDamaged) await afterRekey(header.value.rekey, action.key)
    return vault
  }

  /** Where the database counted and the header could not, it counts on only when both say the same: one ahead is a crash, two a lost header. */
  function caughtUp(next: ShopHeader, { onDisk, root }: { onDisk: ShopHeader; root: RootKey }): ShopHeader {
    if (next.generation <= onDisk.generation) return next
    const written = { ...next, revision: next.revision + 1 }
    files.writeHeader(written, root)
    return written
  }

  /** The header says how it ended; a new key that never came to be used is of no more use. */
  async function afterRekey({ account, passphrase }: NonNullable<ShopHeader['rekey']>, openedWith: WhichKey): Promise<void> {
    deps.log.warn(openedWith === 'next' ? 'vault.rekey-finished' : 'vault.rekey-undone')
    const isOfNoUse = openedWith === 'current' && opened.next?.fact === 'not-a-database'
    if (isOfNoUse && passphrase === null) await forgetKey({ ...deps, account })
  }

  /** The kit opened the shop, so the keychain had lost the key. Where it still does not answer, the kit will be asked for again. */
  async function keepKey(settled: ShopHeader, root: RootKey): Promise<string> {
    try {
      const account = await writeRootKey(deps.secrets, settled.databaseId, root)
      deps.log.info('vault.key-back-in-keychain')
      return account
    } catch (cause) {
      deps.log.error('vault.key-not-in-keychain', {}, cause)
      return settled.slots.keychain.account
    }
  }
}

async function rootOfProof(proof: OpeningProof, header: ShopHeader | null): Promise<RootKey> {
  if (proof.kind === 'kit') {
    if (header === null) throw new AppError('kit-wrong', 'Without its header file this shop has no recovery kit')
    return openWithKit(header, proof.typed)
  }
  const slot = header?.slots.passphrase ?? null
  const root = header === null || slot === null ? null : await openWithPassphrase(slot, proof.passphrase, header)
  if (root === null) throw new AppError('passphrase-wrong', 'The passphrase does not open this shop')
  return root
}

/**
 * The first row of the table. The key is in the keychain, and proved to be, before a file exists that needs it; the header says
 * `creating` until the database is there, so that a crash in between can begin again.
 */
async function begin(files: ShopFiles, deps: OpenVaultDeps, begun: ShopHeader | null): Promise<VaultOpening> {
  let first: FirstKey
  try {
    first = (begun && (await findFirstKey(begun, deps))) ?? (await makeFirstKey(deps))
  } catch (cause) {
    if (!(cause instanceof AppError) || (cause.code !== 'keychain-locked' && cause.code !== 'keychain-unavailable')) throw cause
    deps.log.error('vault.key-not-in-keychain', {}, cause)
    return { kind: 'refused', problem: cause.code, canUseKit: false }
  }
  const { root } = first
  const header = newHeader(first)
  try {
    files.writeHeader({ ...header, state: 'creating' }, root)
  } catch (cause) {
    // Nothing remembers this key, and the next try makes another.
    if (files.headers().length === 0) await forgetKey({ ...deps, account: first.account })
    throw cause
  }
  files.createDatabase()
  const { db, fact } = openAndLook(files, root, header, deps)
  if (db === null) return { kind: 'refused', problem: fact === 'in-use' ? 'in-use' : 'read-only', canUseKit: false }
  return await orClose(db, async () => {
    migrate(db, deps.migrations)
    deps.log.info('vault.created')
    return {
      kind: 'open',
      vault: await createVault({ files, db, root, header, opening: { by: 'keychain', hasFinishedRekey: false } }, deps),
    }
  })
}

type FirstKey = { readonly databaseId: string; readonly root: RootKey; readonly account: string }

async function makeFirstKey({ secrets, ids }: OpenVaultDeps): Promise<FirstKey> {
  const root: RootKey = new Redacted(ids.randomBytes(ROOT_KEY_BYTES))
  const databaseId = ids.randomBytes(16).toString('hex')
  return { databaseId, root, account: await writeRootKey(secrets, databaseId, root) }
}

/** Of a first run that broke off; null when the keychain has it no more. */
async function findFirstKey({ databaseId, keyCheck, slots }: ShopHeader, { secrets }: OpenVaultDeps): Promise<FirstKey | null> {
  const { account } = slots.keychain
  const { root } = await lookUpKey(secrets, account, keyCheck)
  return root && { databaseId, root, account }
}

async function orClose<Result>(db: Database, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (cause) {
    db.close()
    throw cause
  }
}

function openAndLook(files: ShopFiles, root: RootKey, header: ShopHeader | null, deps: OpenVaultDeps): Opened {
  const opening = openDatabase(
    {
      path: files.databasePath,
      key: deriveKey(root, 'db-key'),
      salt: header?.databaseId ?? files.databaseId(),
      cipher: header?.cipher ?? CIPHER,
    },
    deps,
  )
  if (opening.kind === 'refused') {
    deps.log.error('vault.not-opened', { reason: opening.reason }, opening.cause)
    return { fact: opening.reason, db: null }
  }
  const { db } = opening
  try {
    if (schemaVersion(db) > newestOf(deps.migrations)) return { fact: { schema: 'newer', generation: 0 }, db }
    return { fact: { schema: 'known', generation: generationOf(db) }, db }
  } catch (cause) {
    db.close()
    if (!codeOf(cause).startsWith('SQLITE_CORRUPT')) throw cause
    deps.log.error('vault.not-opened', { reason: 'damaged' }, cause)
    return { fact: 'damaged', db: null }
  }
}

function newestOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0
}

/** 0 as well for a database that a crash left before its first migration. */
function generationOf(db: Database): number {
  return schemaVersion(db) === 0 ? 0 : (findGeneration(db) ?? 0)
}
