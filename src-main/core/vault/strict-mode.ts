import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import type { Ids, Log, Secrets } from '../ports.ts'
import type { ShopHeader } from './header.ts'
import type { HeaderKeeper } from './header-keeper.ts'
import { newestHeader } from './header-state.ts'
import { forgetRootKey, writeRootKey } from './keychain.ts'
import { isSameSecret } from './keys.ts'
import { openWithPassphrase, sealWithPassphrase, type Passphrase } from './passphrase-slot.ts'
import type { ShopFiles } from './shop-files.ts'

/** Making a key of a passphrase takes a second or more: whoever asked may be gone before anything is done. Then `assertStillMay` throws. */
export type KeyChanger = { assertStillMay(): void }

/** In strict mode the key is in no keychain: each start takes the passphrase, or the kit. */
export type StrictMode = {
  isOn(): boolean
  /** Whether it is the passphrase that opens the shop. */
  isPassphrase(passphrase: Passphrase): Promise<boolean>
  /**
   * Begins it, or gives it another passphrase. The header first, then the keychain: wherever it breaks off, the shop opens by the keychain
   * or, from the moment the header says so, by the passphrase. When it rejects for a keychain that does not answer, strict mode may have begun
   * with the key still in there; each opening tries again to take it out.
   */
  begin(passphrase: Passphrase, caller: KeyChanger): Promise<void>
  /** The keychain first, then the header. */
  end(caller: KeyChanger): Promise<void>
  /** Takes out of the keychain what an earlier run could not; one that does not answer is asked again next time. */
  tidy(): Promise<void>
}

export function createStrictMode(deps: {
  header: HeaderKeeper
  files: Pick<ShopFiles, 'headers'>
  secrets: Secrets
  ids: Ids
  log: Log
}): StrictMode {
  const { header, files, secrets, ids, log } = deps
  const { databaseId } = header.get()

  function saveSlots(change: Partial<ShopHeader['slots']>): void {
    header.assertOpen()
    header.save({ slots: { ...header.get().slots, ...change } })
  }

  async function opens(slots: ShopHeader['slots'] | undefined, passphrase: Passphrase): Promise<boolean> {
    const slot = slots?.passphrase ?? null
    const root = slot === null ? null : await openWithPassphrase(slot, passphrase, { databaseId })
    return root !== null && isSameSecret(root.reveal(), header.root().reveal())
  }

  async function emptyKeychain(): Promise<void> {
    const { slots, previousKeys } = header.get()
    await forgetRootKey({ secrets, databaseId, account: slots.keychain.account, root: header.root() })
    for (const { account } of previousKeys) {
      if (account !== slots.keychain.account) await secrets.delete(account)
    }
    header.assertOpen()
    if (previousKeys.length > 0) header.save({ previousKeys: [] })
  }

  async function tidy(): Promise<void> {
    try {
      await emptyKeychain()
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause
      log.warn('vault.key-not-forgotten', { code: cause.code })
    }
  }

  return {
    isOn: () => header.get().slots.passphrase !== null,
    isPassphrase: (passphrase) => opens(header.get().slots, passphrase),
    async begin(passphrase, { assertStillMay }) {
      const before = header.get().slots.passphrase
      const slot = await sealWithPassphrase(header.root(), passphrase, { databaseId, ids })
      // One that does not answer now would keep the key, and the shop would look safer than it is.
      if (before === null) await secrets.get(header.get().slots.keychain.account)
      assertStillMay()
      saveSlots({ passphrase: slot })
      const written = newestHeader(files.headers(), header.root()).value?.slots
      if (!(await opens(written, passphrase))) {
        saveSlots({ passphrase: before })
        assert(false, 'a passphrase opens what it was given a moment ago')
      }
      header.assertOpen()
      log.info('vault.strict-mode-on')
      await (before === null ? emptyKeychain() : tidy())
    },
    async end({ assertStillMay }) {
      const account = await writeRootKey(secrets, databaseId, header.root())
      header.assertOpen()
      try {
        assertStillMay()
      } catch (cause) {
        await tidy()
        throw cause
      }
      saveSlots({ keychain: { account }, passphrase: null })
      log.info('vault.strict-mode-off')
    },
    tidy,
  }
}
