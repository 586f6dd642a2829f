import type { RecoveryKit } from '#contract'
import type { Database } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Log, Secrets } from '../ports.ts'
import { makeAppKeys, openAppKeys, sealAppKeys, type AppKeys } from './app-keys.ts'
import type { ShopHeader } from './header.ts'
import { createHeaderKeeper } from './header-keeper.ts'
import { watchJournal } from './journal-watch.ts'
import { forgetKey, writeGeneration, writeVerified } from './keychain.ts'
import { deriveKey, type RootKey } from './keys.ts'
import type { Passphrase } from './passphrase-slot.ts'
import { createRecoveryKit, type RecoveryKitSlot } from './recovery-kit.ts'
import { createRekey } from './rekey.ts'
import { listSealedAppKeys, updateGeneration, updateSealedAppKeys } from './repository.ts'
import type { ShopFiles } from './shop-files.ts'
import { createStrictMode, type KeyChanger } from './strict-mode.ts'

/** One shop, unlocked: its database, and what only the holder of the root key can do. */
export type Vault = {
  readonly databaseId: string
  readonly db: Database
  readonly storage: VaultStorage
  readonly kit: RecoveryKitSlot
  readonly opening: ShopOpening
  readonly appKeys: AppKeys
  readonly journalAnchor: JournalAnchor
  /** Keychain entries of this shop besides its key: tokens, app secrets. `set` reads back what it wrote. */
  readonly secrets: Secrets
  /** What Meta has to say when it verifies the webhook's address; the same until the next rekey. */
  webhookVerifyToken(): Redacted<string>
  /**
   * Gives the shop a new root key and encrypts the database anew with it; everything waits meanwhile, about 4 s a million messages. Answers
   * the new kit: none before it opens anything from now on. When it rejects, the next start finds out with which key to go on, and the shop
   * stays usable until then; there may be no kit then. The old key stays in the keychain for a week. In strict mode it takes the passphrase,
   * and no keychain sees a key: `passphrase-wrong`.
   */
  rekey(passphrase?: Passphrase | null, caller?: KeyChanger): Promise<RecoveryKit>
  readonly key: ShopKey
  /** Writes the generation once more and closes the database. */
  close(): Promise<void>
}

export type { RecoveryKitSlot } from './recovery-kit.ts'

export type VaultStorage = {
  readonly folder: string
  /** Where sealed files lie; made by whoever keeps them. */
  readonly mediaFolder: string
  /** A page could not be read at an earlier start, and still cannot: nothing may be written. */
  readonly isDamaged: boolean
  sizeBytes(): number
  /** Has the next start look at the whole file first. */
  noteDamage(): void
}

export type ShopKey = {
  status(): { rotatedAt: number | null; isStrict: boolean }
  /** Strict mode with this passphrase from now on; null ends it. See `StrictMode`. */
  setPassphrase(passphrase: Passphrase | null, caller?: KeyChanger): Promise<void>
}

/** How it was opened this time. */
export type ShopOpening = {
  readonly by: 'keychain' | 'kit' | 'passphrase'
  /** A change of the key had broken off, and is done now. */
  readonly hasFinishedRekey: boolean
}

/** Outside the database: whoever changes the journal would have to change this as well, and has no key for it. */
export type JournalAnchor = {
  read(): ShopHeader['journal']
  /** Two files, written whole: not for each entry. */
  write(anchor: ShopHeader['journal']): void
}

export type VaultDeps = { readonly secrets: Secrets; readonly clock: Clock; readonly ids: Ids; readonly log: Log }

const NOBODY_ASKED: KeyChanger = { assertStillMay: () => undefined }
/** In case the new key turns out not to be where it was written. */
const PREVIOUS_KEY_KEPT_MS = 7 * 24 * 60 * 60_000

/**
 * Takes over an opened database of the newest schema, and counts the opening. `header` is what `files` are to say from now on. Of one that
 * is damaged nothing is changed.
 */
export async function createVault(
  parts: { files: ShopFiles; db: Database; root: RootKey; header: ShopHeader; opening: ShopOpening; isDamaged?: boolean },
  deps: VaultDeps,
): Promise<Vault> {
  const { files, isDamaged = false } = parts
  const { secrets, clock, ids, log } = deps
  const { databaseId } = parts.header
  const header = createHeaderKeeper(parts)
  let isKeyChanging = false

  function assertKeyStays(): void {
    if (isKeyChanging) throw new AppError('not-possible-now', 'The key is being changed')
  }

  /** What changes the key, or where it is, is done one at a time, and not on a disk that loses pages. */
  async function alone<Result>(act: () => Promise<Result>): Promise<Result> {
    assertKeyStays()
    if (header.get().isSuspect) throw new AppError('not-possible-now', 'A page cannot be read')
    isKeyChanging = true
    try {
      return await act()
    } finally {
      isKeyChanging = false
    }
  }

  /** The database first: a crash in between leaves it ahead of the others, which is no sign of an older file. */
  function nextGeneration(): void {
    const generation = header.get().generation + 1
    updateGeneration(parts.db, generation)
    header.save({ generation })
  }

  async function countSession(): Promise<void> {
    nextGeneration()
    await writeGeneration({ secrets, log, databaseId, generation: header.get().generation })
  }

  /**
   * Sealed in the header; and in the database, for when both copies of the header are lost. With neither, new ones are made: then no password
   * and no authenticator app fits any more, and the kit is the way in.
   */
  function takeAppKeys(): AppKeys {
    const root = header.root()
    const { keyCheck, generation, appKeys: inHeader } = header.get()
    const opened = inHeader && openAppKeys(inHeader, { root, databaseId })
    if (opened !== null && isDamaged) return opened
    const copies = listSealedAppKeys(parts.db)
    const copy = copies[keyCheck]
    const found = opened ?? (copy === undefined ? null : openAppKeys(copy, { root, databaseId }))
    if (found === null && generation > 0) log.warn('vault.app-keys-made-anew')
    const keys = found ?? makeAppKeys(ids)
    if (isDamaged) return keys
    const sealed = opened === null || inHeader === null ? sealAppKeys(keys, { root, databaseId, ids }) : inHeader
    const wanted = { [keyCheck]: sealed }
    if (JSON.stringify(copies) !== JSON.stringify(wanted)) updateSealedAppKeys(parts.db, wanted)
    header.become({ ...header.get(), appKeys: sealed }, root)
    return keys
  }

  async function forgetPreviousKeys(): Promise<void> {
    const kept: ShopHeader['previousKeys'] = []
    const { previousKeys, slots } = header.get()
    for (const key of previousKeys) {
      const isInUse = key.account === slots.keychain.account
      const isOld = clock.now() - key.replacedAt > PREVIOUS_KEY_KEPT_MS
      const isGone = isInUse || (isOld && (await forgetKey({ secrets, log, account: key.account })))
      if (!isGone) kept.push(key)
    }
    if (kept.length < previousKeys.length) header.save({ previousKeys: kept })
  }

  const appKeys = takeAppKeys()
  const strict = createStrictMode({ ...deps, header, files })
  if (!isDamaged) {
    await countSession()
    await (strict.isOn() ? strict.tidy() : forgetPreviousKeys())
  }
  const db = watchJournal({ db: parts.db, databasePath: files.databasePath, begunAnew: nextGeneration, log })
  const kit = createRecoveryKit({ ...deps, header })
  const rekey = createRekey({ ...deps, header, strict, db, appKeys })

  return {
    databaseId,
    db,
    storage: {
      folder: files.folder,
      mediaFolder: files.mediaFolder,
      isDamaged,
      sizeBytes: files.sizeBytes,
      noteDamage() {
        if (!header.get().isSuspect) header.save({ isSuspect: true })
      },
    },
    kit: {
      ...kit,
      issue() {
        // It would be void at once.
        assertKeyStays()
        return kit.issue()
      },
    },
    opening: parts.opening,
    secrets: {
      get: (name) => secrets.get(`${databaseId}.${name}`),
      set: (name, value) => writeVerified(secrets, `${databaseId}.${name}`, value),
      delete: (name) => secrets.delete(`${databaseId}.${name}`),
    },
    appKeys,
    journalAnchor: { read: () => header.get().journal, write: (journal) => header.save({ journal }) },
    webhookVerifyToken: () => new Redacted(deriveKey(header.root(), 'webhook-verify').reveal().toString('base64url')),
    rekey: (passphrase = null, caller = NOBODY_ASKED) =>
      alone(async () => {
        await rekey(passphrase, caller)
        return kit.issue()
      }),
    key: {
      status: () => ({ rotatedAt: header.get().rotatedAt, isStrict: strict.isOn() }),
      setPassphrase: (passphrase, caller = NOBODY_ASKED) =>
        alone(() => (passphrase === null ? strict.end(caller) : strict.begin(passphrase, caller))),
    },
    async close() {
      header.close()
      try {
        if (header.get().isSuspect) return
        await countSession()
        db.exec('PRAGMA optimize')
      } finally {
        db.close()
      }
    },
  }
}
