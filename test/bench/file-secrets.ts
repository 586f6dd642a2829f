import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Redacted } from '#core/lib/redacted.ts'
import type { Secrets } from '#core/ports.ts'

/** A keychain that is a file, so that a generated shop can be opened by several processes and needs no keychain. Nobody in it is real. */
export function createFileSecrets(path: string): Secrets {
  // Written here alone.
  const read = () => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {})
  const write = (entries: Record<string, string>) => writeFileSync(path, JSON.stringify(entries), { mode: 0o600 })

  return {
    async get(account) {
      const value = read()[account]
      return value === undefined ? null : new Redacted(value)
    },
    async set(account, value) {
      write({ ...read(), [account]: value.reveal() })
    },
    async delete(account) {
      const { [account]: _removed, ...rest } = read()
      write(rest)
    },
  }
}
