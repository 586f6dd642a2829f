import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../lib/app-error.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Log, Secrets } from '../ports.ts'
import { hasShopFiles, replaceFile } from './shop-files.ts'

/** Named like the shop's other files, so that it is set aside with them. */
const KEY_FILE = 'shop.keys'
const keyFile = z.record(z.string(), z.string())

/**
 * The keychain, and where this computer has none at all, a file beside the practice shop: nobody in it is real, and trying the program
 * must not depend on a keychain. A keychain that is there but locked is waited for, and a shop whose key is in a keychain that is away just
 * now is never begun anew. Real shops get the keychain alone.
 */
export function createPracticeSecrets(deps: { keychain: Secrets; folder: string; log: Log }): Secrets {
  const { keychain, folder, log } = deps
  const path = join(folder, KEY_FILE)

  function readAll(): Record<string, string> {
    return existsSync(path) ? keyFile.parse(JSON.parse(readFileSync(path, 'utf8'))) : {}
  }

  function writeAll(entries: Record<string, string>): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    replaceFile(path, JSON.stringify(entries), folder)
  }

  /** The keychain's answer; `null` when there is no keychain and the file may stand in for it. */
  async function asked<Answer>(ask: () => Promise<Answer>): Promise<{ answer: Answer } | null> {
    try {
      return { answer: await ask() }
    } catch (cause) {
      const isAway = cause instanceof AppError && cause.code === 'keychain-unavailable'
      if (!isAway || (hasShopFiles(folder) && !existsSync(path))) throw cause
      log.warn('practice.no-keychain')
      return null
    }
  }

  function fromFile(account: string): Redacted<string> | null {
    const value = readAll()[account]
    return value === undefined ? null : new Redacted(value)
  }

  return {
    async get(account) {
      const found = await asked(() => keychain.get(account))
      return found?.answer ?? fromFile(account)
    },
    async set(account, value) {
      const done = await asked(() => keychain.set(account, value))
      if (done === null) writeAll({ ...readAll(), [account]: value.reveal() })
    },
    async delete(account) {
      await asked(() => keychain.delete(account))
      const { [account]: removed, ...rest } = readAll()
      if (removed !== undefined) writeAll(rest)
    },
  }
}
