import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Secrets } from '#core/ports.ts'

/** The computer's keychain: it outlives the program, and may be locked or away. */
export function createKeychain(initial: ReadonlyMap<string, string> = new Map()) {
  const entries = new Map(initial)
  let mood: 'open' | 'locked' | 'away' = 'open'

  function assertOpen(): void {
    if (mood === 'locked') throw new AppError('keychain-locked', 'Locked')
    if (mood === 'away') throw new AppError('keychain-unavailable', 'Away')
  }

  return {
    entries,
    isOpen: () => mood === 'open',
    become(next: typeof mood) {
      mood = next
    },
    /** `reach` is asked before each write, and may throw. */
    forLife(life: { readonly isDead: boolean }, reach: (name: string) => void): Secrets {
      /** A program that was killed is never answered. */
      async function answered<Value>(act: () => Value): Promise<Value> {
        if (life.isDead) return await new Promise<never>(() => {})
        assertOpen()
        return act()
      }
      return {
        get: (account) =>
          answered(() => {
            const value = entries.get(account)
            return value === undefined ? null : new Redacted(value)
          }),
        set: (account, value) =>
          answered(() => {
            reach('keychain set')
            entries.set(account, value.reveal())
          }),
        delete: (account) =>
          answered(() => {
            reach('keychain delete')
            entries.delete(account)
          }),
      }
    },
  }
}
export type Keychain = ReturnType<typeof createKeychain>
