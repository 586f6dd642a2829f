import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { verifyClosedShop, type ClosedVerdict } from '#core/journal/verify-closed-shop.ts'
import type { Log } from '#core/ports.ts'
import { createPracticeSecrets } from '#core/vault/practice-secrets.ts'
import { createKeychainSecrets } from '#host/ports/keychain-secrets.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'

const USAGE =
  'Usage: npm run verify-journal -- --shop DIR [--json]\nLooks at every entry of the journal of a closed shop and names the first that is not as it was written. Nothing is changed.'

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const problemWords: Readonly<Record<'changed' | 'missing' | 'cut-off' | 'unreadable', string>> = {
  changed: 'is not as it was written',
  missing: 'is missing',
  'cut-off': 'and everything after it was cut off',
  unreadable: 'can no longer be read, though its customer was not erased',
}

/** Exit 0: the journal is whole. 1: it is not, or nobody can tell. 2: it could not be looked at, or the command is wrong. */
async function main(): Promise<number> {
  const options = readArguments()
  if (options === null) {
    console.error(USAGE)
    return 2
  }
  const clock = createSystemClock()
  const { folder } = options
  const keychain = createKeychainSecrets({ clock })
  // Only a practice shop has its keys in a file.
  const secrets = existsSync(join(folder, 'shop.keys')) ? createPracticeSecrets({ keychain, folder, log: silent }) : keychain
  const verdict = await verifyClosedShop({ folder, secrets, clock, log: silent })
  if (options.json) console.log(JSON.stringify(verdict, null, 2))
  else if (verdict.kind === 'refused') console.error(`The shop in ${folder} cannot be opened: ${verdict.problem}.`)
  else console.log(inWords(verdict))
  if (verdict.kind === 'refused') return 2
  return verdict.firstBad === null && verdict.anchorLostAt === null ? 0 : 1
}

function readArguments(): { folder: string; json: boolean } | null {
  try {
    const { values } = parseArgs({ options: { shop: { type: 'string' }, json: { type: 'boolean', default: false } } })
    if (values.shop === undefined || values.shop === '') return null
    return { folder: resolve(values.shop), json: values.json }
  } catch {
    // An unknown option: the usage says which there are.
    return null
  }
}

function inWords({ checked, firstBad, head, anchoredAt, anchorLostAt }: Extract<ClosedVerdict, { kind: 'verified' }>): string {
  const anchored = anchoredAt === null ? 'never' : new Date(anchoredAt).toISOString()
  const facts = `${checked} entries looked at; newest link ${head ?? 'none'}; written down outside the database: ${anchored}`
  if (firstBad !== null) return `The journal is NOT whole: entry ${firstBad.seq} ${problemWords[firstBad.problem]}.\n${facts}`
  if (anchorLostAt === null) return `The journal is whole.\n${facts}`
  const lostAt = new Date(anchorLostAt).toISOString()
  return `Every entry is as it was written, but NOBODY CAN TELL whether entries from before ${lostAt} were cut off: the header beside the database was lost or replaced by an older one, and with it what was written down about the journal's end.\n${facts}`
}

try {
  process.exitCode = await main()
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause))
  process.exitCode = 2
}
