import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Redacted } from '#core/lib/redacted.ts'
import type { Secrets } from '#core/ports.ts'

/** A keychain that is a file, for several processes one after the other. Replaced as a whole: a kill never leaves half of it. */
export function createFileSecrets(path: string): Secrets {
  // Written here alone.
  const read = () => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {})
  function write(entries: Record<string, string>): void {
    writeFileSync(`${path}.tmp`, JSON.stringify(entries), { mode: 0o600 })
    renameSync(`${path}.tmp`, path)
  }

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
