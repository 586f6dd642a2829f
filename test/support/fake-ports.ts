import { randomBytes } from 'node:crypto'
import { Redacted } from '#core/lib/redacted.ts'
import type { Ids, Log, LogFields, Secrets } from '#core/ports.ts'

export type LogLine = { level: 'info' | 'warn' | 'error'; event: string; fields: LogFields; cause?: unknown }
export type FakeLog = Log & { readonly lines: LogLine[] }

export function createFakeLog(): FakeLog {
  const lines: LogLine[] = []
  return {
    lines,
    info: (event, fields = {}) => void lines.push({ level: 'info', event, fields }),
    warn: (event, fields = {}) => void lines.push({ level: 'warn', event, fields }),
    error: (event, fields, cause) => void lines.push({ level: 'error', event, fields, cause }),
  }
}

/** Ids count up, so that a test can name them; random bytes are really random. */
export function createFakeIds(): Ids {
  let count = 0
  return {
    ulid() {
      count += 1
      return `ID${String(count).padStart(24, '0')}`
    },
    randomBytes: (length) => randomBytes(length),
  }
}

export type FakeSecrets = Secrets & {
  readonly entries: Map<string, string>
  /** When set, every call throws it. */
  failWith: Error | null
}

export function createFakeSecrets(): FakeSecrets {
  const entries = new Map<string, string>()
  const secrets: FakeSecrets = {
    entries,
    failWith: null,
    async get(account) {
      if (secrets.failWith !== null) throw secrets.failWith
      const value = entries.get(account)
      return value === undefined ? null : new Redacted(value)
    },
    async set(account, value) {
      if (secrets.failWith !== null) throw secrets.failWith
      entries.set(account, value.reveal())
    },
    async delete(account) {
      if (secrets.failWith !== null) throw secrets.failWith
      entries.delete(account)
    },
  }
  return secrets
}
