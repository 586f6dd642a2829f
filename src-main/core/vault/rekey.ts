import type { Database } from '../db/database.ts'
import { provePages, rekeyDatabase } from '../db/rekey-database.ts'
import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Log, Secrets } from '../ports.ts'
import { sealAppKeys, type AppKeys } from './app-keys.ts'
import type { PassphraseSlot } from './header.ts'
import type { HeaderKeeper } from './header-keeper.ts'
import { settleRekey } from './header-state.ts'
import { findFreeName, forgetKey, writeVerified } from './keychain.ts'
import { deriveKey, isSameSecret, keyCheckValue, ROOT_KEY_BYTES, rootKeyToText, type RootKey } from './keys.ts'
import { openWithPassphrase, sealWithPassphrase, type Passphrase } from './passphrase-slot.ts'
import { listSealedAppKeys, updateGeneration, updateSealedAppKeys } from './repository.ts'
import type { KeyChanger, StrictMode } from './strict-mode.ts'

/** Gives an open shop another root key; see `Vault.rekey`. */
export function createRekey(deps: {
  header: HeaderKeeper
  strict: Pick<StrictMode, 'isOn' | 'isPassphrase'>
  db: Database
  appKeys: AppKeys
  secrets: Secrets
  clock: Clock
  ids: Ids
  log: Log
}): (passphrase: Passphrase | null, caller: KeyChanger) => Promise<void> {
  const { header, strict, db, appKeys, secrets, clock, ids, log } = deps
  const { databaseId } = header.get()

  /** In strict mode the next key is in no keychain either, not even for a moment. */
  async function sealNext(next: RootKey, passphrase: Passphrase | null): Promise<PassphraseSlot | null> {
    if (!strict.isOn()) return null
    if (passphrase === null || !(await strict.isPassphrase(passphrase)))
      throw new AppError('passphrase-wrong', 'In strict mode the new key is sealed with the passphrase')
    const slot = await sealWithPassphrase(next, passphrase, { databaseId, ids })
    const opened = await openWithPassphrase(slot, passphrase, { databaseId })
    assert(opened !== null && isSameSecret(opened.reveal(), next.reveal()), 'a passphrase opens what it was given a moment ago')
    return slot
  }

  /**
   * A commit that failed can come back from the journal after a power cut, until another one lies over it; only then is the old key the
   * one. Where the disk does not take that either, the header goes on saying `rekeying`, and the next start finds out.
   */
  function undo(): void {
    updateGeneration(db, header.get().generation)
    header.save(settleRekey(header.get(), { openedWith: 'current', now: clock.now() }))
  }

  return async (passphrase, { assertStillMay }) => {
    const next: RootKey = new Redacted(ids.randomBytes(ROOT_KEY_BYTES))
    const slot = await sealNext(next, passphrase)
    const account = slot === null ? await findFreeName(secrets, databaseId) : header.get().slots.keychain.account
    header.assertOpen()
    assertStillMay()
    try {
      const keyCheck = keyCheckValue(next)
      const sealed = sealAppKeys(appKeys, { root: next, databaseId, ids })
      header.save({ state: 'rekeying', rekey: { account, keyCheck, appKeys: sealed, passphrase: slot } })
      if (slot === null) await writeVerified(secrets, account, rootKeyToText(next))
      header.assertOpen()
      assertStillMay()
      updateSealedAppKeys(db, { ...listSealedAppKeys(db), [keyCheck]: sealed })
      rekeyDatabase(db, { key: deriveKey(next, 'db-key'), salt: databaseId })
    } catch (cause) {
      if (!header.isClosed()) {
        undo()
        if (slot === null) await forgetKey({ secrets, log, account })
      }
      throw cause
    }
    header.become(settleRekey(header.get(), { openedWith: 'next', now: clock.now() }), next)
    log.info('vault.rekeyed')
    provePages(db)
  }
}
