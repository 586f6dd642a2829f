import { AsyncEntry } from 'keytar'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Clock, Secrets } from '#core/ports.ts'

/** What this module uses of a keychain entry; tests bring another. */
export type KeychainEntry = {
  getPassword(): Promise<string | null>
  setPassword(password: string): Promise<void>
  deletePassword(): Promise<boolean>
}

const SERVICE = 'balcao'

/**
 * A store that waits for a person may wait for ever: no window would come up, and no call be answered. Whoever asks then is told that
 * it is locked, and asks again.
 */
const ANSWER_WITHIN_MS = 15_000

/**
 * The keychain of the operating system: Credential Manager, macOS Keychain, Secret Service. One call at a time: a store that asks the
 * person to unlock it must not ask twice.
 */
export function createKeychainSecrets(deps: { clock: Pick<Clock, 'after'>; open?: (account: string) => KeychainEntry }): Secrets {
  const { clock, open = openEntry } = deps
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(account: string, act: (entry: KeychainEntry) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let isLate = false
      const cancel = clock.after(ANSWER_WITHIN_MS, () => {
        isLate = true
        reject(new AppError('keychain-locked', `Keychain entry "${account}" was not answered for in time`))
      })
      last = last.then(async () => {
        // Nobody waits for it any more, and what was said to have failed must not happen after all.
        if (isLate) return
        try {
          // Inside `try`: the constructor itself throws when there is no Secret Service.
          resolve(await act(open(account)))
        } catch (cause) {
          reject(toAppError(account, cause))
        } finally {
          cancel()
        }
      })
    })
  }

  return {
    get: (account) =>
      inTurn(account, async (entry) => {
        const value = await entry.getPassword()
        return value === null ? null : new Redacted(value)
      }),
    set: (account, value) => inTurn(account, (entry) => entry.setPassword(value.reveal())),
    delete: (account) =>
      inTurn(account, async (entry) => {
        await entry.deletePassword()
      }),
  }
}

/**
 * The store is pinned on Linux: unpinned, the library falls back in silence to the kernel's key ring, which a reboot empties, and answers
 * null for an entry that does exist in an unreachable Secret Service.
 */
function openEntry(account: string): KeychainEntry {
  return new AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } })
}

/** Locked: a person can unlock it and try again. The stores say so in words only; what is not recognised counts as unavailable. */
const LOCKED =
  /locked|unlock|dismissed|user (canceled|cancelled)|interaction (is )?not allowed|auth(entication|orization)? (failed|denied)/i

function toAppError(account: string, cause: unknown): AppError {
  const text = cause instanceof Error ? cause.message : String(cause)
  const code = LOCKED.test(text) ? 'keychain-locked' : 'keychain-unavailable'
  return new AppError(code, `Keychain entry "${account}" could not be used`, { cause })
}
