import type { RecoveryKit } from '#contract'
import type { Database } from '../db/database.ts'
import { provePages, rekeyDatabase } from '../db/rekey-database.ts'
import { AppError } from '../lib/app-error.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Log, Secrets } from '../ports.ts'
import { makeAppKeys, openAppKeys, sealAppKeys, type AppKeys } from './app-keys.ts'
import type { ShopHeader } from './header.ts'
import { settleRekey } from './header-state.ts'
import { watchJournal } from './journal-watch.ts'
import { findFreeName, forgetKey, writeGeneration, writeVerified } from './keychain.ts'
import { deriveKey, keyCheckValue, ROOT_KEY_BYTES, rootKeyToText, type RootKey } from './keys.ts'
import { isGroupOfKit, issueKit } from './kit-slot.ts'
import { listSealedAppKeys, updateGeneration, updateSealedAppKeys } from './repository.ts'
import type { ShopFiles } from './shop-files.ts'

/** One shop, unlocked: its database, and what only the holder of the root key can do. */
export type Vault = {
  readonly databaseId: string
  readonly db: Database
  readonly storage: VaultStorage
  readonly kit: RecoveryKitSlot
  readonly appKeys: AppKeys
  readonly journalAnchor: JournalAnchor
  /** Keychain entries of this shop besides its key: tokens, app secrets. `set` reads back what it wrote. */
  readonly secrets: Secrets
  /** What Meta has to say when it verifies the webhook's address; the same until the next rekey. */
  webhookVerifyToken(): Redacted<string>
  /**
   * Gives the shop a new root key and encrypts the database anew with it; everything waits meanwhile, about 4 s a million messages. Answers
   * the new kit: the one before it opens nothing from now on. When it rejects, the next start finds out with which key to go on, and the shop
   * stays usable until then; there may be no kit then. The old key stays in the keychain for a week.
   */
  rekey(): Promise<RecoveryKit>
  /** Writes the generation once more and closes the database. */
  close(): Promise<void>
}

export type VaultStorage = {
  readonly folder: string
  /** A page could not be read at an earlier start, and still cannot: nothing may be written. */
  readonly isDamaged: boolean
  sizeBytes(): number
  /** Has the next start look at the whole file first. */
  noteDamage(): void
}

export type RecoveryKitSlot = {
  /** A new kit; the one before it opens nothing from now on. */
  issue(): RecoveryKit
  /** Whether both groups are right; `not-possible-now` when there is no kit. */
  confirm(groups: readonly { index: number; text: string }[]): boolean
  status(): { issuedAt: number | null; confirmedAt: number | null }
}

/** Outside the database: whoever changes the journal would have to change this as well, and has no key for it. */
export type JournalAnchor = {
  read(): ShopHeader['journal']
  /** Two files, written whole: not for each entry. */
  write(anchor: ShopHeader['journal']): void
}

export type VaultDeps = { readonly secrets: Secrets; readonly clock: Clock; readonly ids: Ids; readonly log: Log }

/** In case the new key turns out not to be where it was written. */
const PREVIOUS_KEY_KEPT_MS = 7 * 24 * 60 * 60_000

/**
 * Takes over an opened database of the newest schema, and counts the opening. `header` is what `files` are to say from now on. Of one that
 * is damaged nothing is changed.
 */
export async function createVault(
  parts: { files: ShopFiles; db: Database; root: RootKey; header: ShopHeader; isDamaged?: boolean },
  deps: VaultDeps,
): Promise<Vault> {
  const { files, isDamaged = false } = parts
  const { secrets, clock, ids, log } = deps
  const { databaseId } = parts.header
  let { root, header } = parts
  let isClosed = false
  let isRekeying = false

  function saveHeader(change: Partial<ShopHeader>): void {
    const next = { ...header, ...change, revision: header.revision + 1 }
    files.writeHeader(next, root)
    header = next
  }

  /** The database first: a crash in between leaves it ahead of the others, which is no sign of an older file. */
  function nextGeneration(): void {
    const generation = header.generation + 1
    updateGeneration(parts.db, generation)
    saveHeader({ generation })
  }

  async function countSession(): Promise<void> {
    nextGeneration()
    await writeGeneration({ secrets, log, databaseId, generation: header.generation })
  }

  function issueAndSaveKit(): RecoveryKit {
    const { slot, kit } = issueKit({ databaseId, root, ids, issuedAt: clock.now() })
    saveHeader({ slots: { ...header.slots, kit: slot } })
    log.info('vault.kit-issued')
    return kit
  }

  /**
   * Sealed in the header; and in the database, for when both copies of the header are lost. With neither, new ones are made: then no password
   * and no authenticator app fits any more, and the kit is the way in.
   */
  function takeAppKeys(): AppKeys {
    const opened = header.appKeys && openAppKeys(header.appKeys, { root, databaseId })
    if (opened !== null && isDamaged) return opened
    const copies = listSealedAppKeys(parts.db)
    const copy = copies[header.keyCheck]
    const found = opened ?? (copy === undefined ? null : openAppKeys(copy, { root, databaseId }))
    if (found === null && header.generation > 0) log.warn('vault.app-keys-made-anew')
    const keys = found ?? makeAppKeys(ids)
    if (isDamaged) return keys
    const sealed = opened === null || header.appKeys === null ? sealAppKeys(keys, { root, databaseId, ids }) : header.appKeys
    const wanted = { [header.keyCheck]: sealed }
    if (JSON.stringify(copies) !== JSON.stringify(wanted)) updateSealedAppKeys(parts.db, wanted)
    header = { ...header, appKeys: sealed }
    return keys
  }

  async function rekey(): Promise<RecoveryKit> {
    const next: RootKey = new Redacted(ids.randomBytes(ROOT_KEY_BYTES))
    const account = await findFreeName(secrets, databaseId)
    try {
      if (isClosed) throw new AppError('no-shop-open', 'The shop was closed before its key was changed')
      const keyCheck = keyCheckValue(next)
      const sealed = sealAppKeys(appKeys, { root: next, databaseId, ids })
      saveHeader({ state: 'rekeying', rekey: { account, keyCheck, appKeys: sealed } })
      await writeVerified(secrets, account, rootKeyToText(next))
      if (isClosed) throw new AppError('no-shop-open', 'The shop was closed before its key was changed')
      updateSealedAppKeys(db, { ...listSealedAppKeys(db), [keyCheck]: sealed })
      rekeyDatabase(db, { key: deriveKey(next, 'db-key'), salt: databaseId })
    } catch (cause) {
      if (!isClosed) {
        undoRekey()
        await forgetKey({ secrets, log, account })
      }
      throw cause
    }
    header = settleRekey(header, { openedWith: 'next', now: clock.now() })
    root = next
    log.info('vault.rekeyed')
    provePages(db)
    return issueAndSaveKit()
  }

  /**
   * A commit that failed can come back from the journal after a power cut, until another one lies over it; only then is the old key the
   * one. Where the disk does not take that either, the header goes on saying `rekeying`, and the next start finds out.
   */
  function undoRekey(): void {
    updateGeneration(db, header.generation)
    saveHeader(settleRekey(header, { openedWith: 'current', now: clock.now() }))
  }

  async function forgetPreviousKeys(): Promise<void> {
    const kept: ShopHeader['previousKeys'] = []
    for (const key of header.previousKeys) {
      const isInUse = key.account === header.slots.keychain.account
      const isOld = clock.now() - key.replacedAt > PREVIOUS_KEY_KEPT_MS
      const isGone = isInUse || (isOld && (await forgetKey({ secrets, log, account: key.account })))
      if (!isGone) kept.push(key)
    }
    if (kept.length < header.previousKeys.length) saveHeader({ previousKeys: kept })
  }

  const appKeys = takeAppKeys()
  if (!isDamaged) {
    await countSession()
    await forgetPreviousKeys()
  }
  const db = watchJournal({ db: parts.db, databasePath: files.databasePath, begunAnew: nextGeneration, log })

  return {
    databaseId,
    db,
    storage: {
      folder: files.folder,
      isDamaged,
      sizeBytes: files.sizeBytes,
      noteDamage() {
        if (!header.isSuspect) saveHeader({ isSuspect: true })
      },
    },
    kit: {
      issue: issueAndSaveKit,
      confirm(groups) {
        const { kit } = header.slots
        if (kit === null) throw new AppError('not-possible-now', 'There is no recovery kit to confirm')
        const isProof = new Set(groups.map((group) => group.index)).size === 2 && groups.every((group) => isGroupOfKit(kit, root, group))
        if (isProof) saveHeader({ slots: { ...header.slots, kit: { ...kit, confirmedAt: clock.now() } } })
        return isProof
      },
      status: () => ({ issuedAt: header.slots.kit?.issuedAt ?? null, confirmedAt: header.slots.kit?.confirmedAt ?? null }),
    },
    secrets: {
      get: (name) => secrets.get(`${databaseId}.${name}`),
      set: (name, value) => writeVerified(secrets, `${databaseId}.${name}`, value),
      delete: (name) => secrets.delete(`${databaseId}.${name}`),
    },
    appKeys,
    journalAnchor: { read: () => header.journal, write: (journal) => saveHeader({ journal }) },
    webhookVerifyToken: () => new Redacted(deriveKey(root, 'webhook-verify').reveal().toString('base64url')),
    async rekey() {
      if (isRekeying || header.isSuspect) throw new AppError('not-possible-now', 'The key is being changed, or a page cannot be read')
      isRekeying = true
      try {
        return await rekey()
      } finally {
        isRekeying = false
      }
    },
    async close() {
      isClosed = true
      try {
        if (header.isSuspect) return
        await countSession()
        db.exec('PRAGMA optimize')
      } finally {
        db.close()
      }
    },
  }
}
