import { AsyncEntry } from 'keytar'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Secrets } from '#core/ports.ts'

/** What this module uses of a keychain entry; tests bring another. */
export type KeychainEntry = {
  getPassword(): Promise<string | null>
  setPassword(password: string): Promise<void>
  deletePassword(): Promise<boolean>
}

const SERVICE = 'balcao'

/**
 * The keychain of the operating system: Credential Manager, macOS Keychain, Secret Service. One call at a time: a store that asks the
 * person to unlock it must not ask twice.
 */
export function createKeychainSecrets(open: (account: string) => KeychainEntry = openEntry): Secrets {
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(account: string, act: (entry: KeychainEntry) => Promise<T>): Promise<T> {
    const result = last.then(async () => {
      try {
        // Inside `try`: the constructor itself throws when there is no Secret Service.
        return await act(open(account))
      } catch (cause) {
        throw toAppError(account, cause)
      }
    })
    last = result.catch(() => undefined)
    return result
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
