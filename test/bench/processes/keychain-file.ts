import { createFileSecrets } from '#test/support/file-secrets.ts'
import { Redacted } from '#core/lib/redacted.ts'

const path = process.env['BALCAO_BENCH_KEYS']
if (path === undefined) throw new Error('BALCAO_BENCH_KEYS names the file that stands in for the keychain')
const secrets = createFileSecrets(path)

/** Stands in for the keychain's library in a host that is measured: its entries are lines of a file. */
export class AsyncEntry {
  readonly #account: string

  constructor(_service: string, account: string) {
    this.#account = account
  }

  async getPassword(): Promise<string | null> {
    return (await secrets.get(this.#account))?.reveal() ?? null
  }

  async setPassword(password: string): Promise<void> {
    await secrets.set(this.#account, new Redacted(password))
  }

  async deletePassword(): Promise<boolean> {
    await secrets.delete(this.#account)
    return true
  }
}
