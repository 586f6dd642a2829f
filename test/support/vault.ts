import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { RecoveryKit } from '#contract'
import type { Database } from '#core/db/database.ts'
import { migrations as released } from '#core/db/migrations/list.ts'
import type { Migration } from '#core/db/migrate.ts'
import { sql } from '#core/db/sql.ts'
import type { Disk } from '#core/ports.ts'
import { openVault, type OpeningProof } from '#core/vault/open-vault.ts'
import { passphraseOf, type Passphrase } from '#core/vault/passphrase-slot.ts'
import type { Vault } from '#core/vault/vault.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from './fake-ports.ts'
import { fakePasswords } from './shop.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A shop's folder with a keychain beside it, and the ways to open it. */
export function setUpVault() {
  const folder = join(makeTemporaryFolder(), 'shop')
  const deps = { secrets: createFakeSecrets(), clock: createFakeClock(), ids: createFakeIds(), log: createFakeLog() }

  async function open(options: { kit?: string; passphrase?: string; migrations?: readonly Migration[]; disk?: Disk } = {}) {
    const { kit, passphrase, migrations = released, ...more } = options
    return await openVault({ ...deps, ...more, folder, migrations }, proofOf({ kit, passphrase }))
  }

  return {
    ...deps,
    folder,
    path: (name: string) => join(folder, name),
    open,
    /** The refusal as `problem` or `problem, kit`; throws when it opened. */
    async refusal(options: Parameters<typeof open>[0] = {}): Promise<string> {
      const opening = await open(options)
      if (opening.kind === 'open') throw new Error('The vault opened')
      return opening.canUseKit ? `${opening.problem}, kit` : opening.problem
    },
    /** Throws when it is refused; closed when the test ends, if the test has not. */
    async opened(options: Parameters<typeof open>[0] = {}): Promise<Vault> {
      const opening = await open(options)
      if (opening.kind === 'refused') throw new Error(`The vault was refused: ${opening.problem}`)
      onTestFinished(() => opening.vault.db.close())
      return opening.vault
    },
    /** Every file with its bytes, to prove that nothing was touched. */
    files(): Record<string, string> {
      if (!existsSync(folder)) return {}
      return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]))
    },
  }
}

/** What `text` is to the vault. */
export function typedPassphrase(text: string): Passphrase {
  return passphraseOf(text, fakePasswords)
}

function proofOf(shown: { kit: string | undefined; passphrase: string | undefined }): OpeningProof | null {
  if (shown.kit !== undefined) return { kind: 'kit', typed: shown.kit }
  return shown.passphrase === undefined ? null : { kind: 'passphrase', passphrase: typedPassphrase(shown.passphrase) }
}

export const CANARY = 'the parrot sleeps in the pantry'

/** Types two of its groups, as somebody who has the sheet. */
export function confirmKit({ kit }: Pick<Vault, 'kit'>, { groups }: RecoveryKit): boolean {
  return kit.confirm([2, 7].map((index) => ({ index, text: groups[index] ?? '' })))
}

export function keepCanary(vault: { db: Database }): void {
  vault.db.run(sql`INSERT INTO settings (key, value) VALUES ('canary', ${JSON.stringify(CANARY)})`)
}

export function readCanary(vault: { db: Database }): string {
  return JSON.parse(vault.db.get<{ value: string }>(sql`SELECT value FROM settings WHERE key = 'canary'`).value) as string
}

/** A shop that was made, used and closed in good order, with a recovery kit. */
export async function setUpShop() {
  const shop = setUpVault()
  const vault = await shop.opened()
  keepCanary(vault)
  const kit = vault.kit.issue().groups.join(' ')
  await vault.close()
  return { ...shop, kit, databaseId: vault.databaseId }
}

/** The refusal; says so when a file or the keychain changed meanwhile, which in none of these cases they may. */
export async function refusalWithoutTrace(
  shop: ReturnType<typeof setUpVault>,
  options: Parameters<typeof shop.open>[0] = {},
): Promise<string> {
  const before = JSON.stringify([shop.files(), ...shop.secrets.entries])
  const refusal = await shop.refusal(options)
  return JSON.stringify([shop.files(), ...shop.secrets.entries]) === before ? refusal : `${refusal}, but something changed`
}
