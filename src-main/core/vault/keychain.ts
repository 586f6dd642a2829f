import { AppError } from '../lib/app-error.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Log, Secrets } from '../ports.ts'
import type { KeyFact } from './decide-start-up.ts'
import { isSameSecret, keyCheckValue, rootKeyToText, textToRootKey, type RootKey } from './keys.ts'

export type FoundKey = {
  readonly fact: KeyFact
  readonly root: RootKey | null
  /** The entry it is from; null for one that is in no keychain. */
  readonly account: string | null
}

/** One a rekey, and one a stranger's entry: more have never been needed. */
const NAMES_LOOKED_UP = 8

export const NO_KEY: FoundKey = { fact: 'absent', root: null, account: null }

/** Never throws for a keychain that does not answer: that is a fact to decide on. `keyCheck` is null when no header says it. */
export async function lookUpKey(secrets: Secrets, account: string, keyCheck: string | null): Promise<FoundKey> {
  const failure = await keychainFailure(() => secrets.get(account))
  if ('code' in failure) return { fact: failure.code === 'keychain-locked' ? 'locked' : 'unavailable', root: null, account }
  if (failure.value === null) return NO_KEY
  const root = textToRootKey(failure.value)
  if (root === null) return { fact: 'wrong', root: null, account }
  if (keyCheck === null) return { fact: 'unchecked', root, account }
  return keyCheckValue(root) === keyCheck ? { fact: 'right', root, account } : { fact: 'wrong', root: null, account }
}

/** Writes an entry and reads it back: a keychain that forgets is found out now. `keychain-unavailable` when it gives back another. */
export async function writeVerified(secrets: Secrets, account: string, value: Redacted<string>): Promise<void> {
  await secrets.set(account, value)
  const readBack = await secrets.get(account)
  if (readBack === null || !isSameSecret(readBack.reveal(), value.reveal())) {
    throw new AppError('keychain-unavailable', `The keychain does not give back what was written for ${account}`)
  }
}

/**
 * Keeps the root key under the first free name: an entry with another key in it may be all that is left of another database.
 * Answers the name.
 */
export async function writeRootKey(secrets: Secrets, account: string, root: RootKey): Promise<string> {
  const value = rootKeyToText(root)
  for (let attempt = 1; ; attempt += 1) {
    const name = nameOf(account, attempt)
    const existing = await secrets.get(name)
    if (existing !== null && !isSameSecret(existing.reveal(), value.reveal())) continue
    await writeVerified(secrets, name, value)
    return name
  }
}

/** A name that no entry has yet. */
export async function findFreeName(secrets: Secrets, account: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const name = nameOf(account, attempt)
    if ((await secrets.get(name)) === null) return name
  }
}

/** All keys that may be a shop's whose header is lost; or what keeps the keychain from saying. */
export async function lookUpEveryKey(secrets: Secrets, databaseId: string): Promise<FoundKey[]> {
  const found: FoundKey[] = []
  for (let attempt = 1; attempt <= NAMES_LOOKED_UP; attempt += 1) {
    const key = await lookUpKey(secrets, nameOf(databaseId, attempt), null)
    if (key.fact === 'locked' || key.fact === 'unavailable') return [key]
    if (key.root !== null) found.push(key)
  }
  return found
}

/** An entry that is of no more use; that it stays is worth a warning only. Answers whether it is gone. */
export async function forgetKey(deps: { secrets: Secrets; log: Log; account: string }): Promise<boolean> {
  const answer = await keychainFailure(() => deps.secrets.delete(deps.account))
  if ('code' in answer) deps.log.warn('vault.key-not-forgotten', { code: answer.code })
  return !('code' in answer)
}

/**
 * Takes this very key out of the keychain, under whatever name it is there; entries with other keys stay. Rejects when that cannot be made
 * sure of.
 */
export async function forgetRootKey(deps: { secrets: Secrets; databaseId: string; account: string; root: RootKey }): Promise<void> {
  const { secrets, databaseId, account } = deps
  const text = rootKeyToText(deps.root).reveal()
  const names = Array.from({ length: NAMES_LOOKED_UP }, (_, index) => nameOf(databaseId, index + 1))
  for (const name of new Set([account, ...names])) {
    const isHere = async () => {
      const found = await secrets.get(name)
      return found !== null && isSameSecret(found.reveal(), text)
    }
    if (!(await isHere())) continue
    await secrets.delete(name)
    if (await isHere()) throw new AppError('keychain-unavailable', `The keychain does not forget ${name}`)
  }
}

function nameOf(account: string, attempt: number): string {
  return attempt === 1 ? account : `${account}-${attempt}`
}

/** The generation counter's second place: whoever puts an older folder back does not put back the keychain with it. */
export async function readGeneration(secrets: Secrets, databaseId: string): Promise<number> {
  const answer = await keychainFailure(() => secrets.get(generationAccount(databaseId)))
  if ('code' in answer || answer.value === null) return 0
  const generation = Number(answer.value.reveal())
  return Number.isSafeInteger(generation) && generation > 0 ? generation : 0
}

/** The header has it too, so that a keychain which does not answer is worth a warning only. */
export async function writeGeneration(deps: { secrets: Secrets; log: Log; databaseId: string; generation: number }): Promise<void> {
  const { secrets, log, databaseId, generation } = deps
  const answer = await keychainFailure(() => secrets.set(generationAccount(databaseId), new Redacted(String(generation))))
  if ('code' in answer) log.warn('vault.generation-not-in-keychain', { code: answer.code })
}

function generationAccount(databaseId: string): string {
  return `${databaseId}.generation`
}

async function keychainFailure<Value>(
  ask: () => Promise<Value>,
): Promise<{ value: Value } | { code: 'keychain-locked' | 'keychain-unavailable' }> {
  try {
    return { value: await ask() }
  } catch (cause) {
    if (cause instanceof AppError && (cause.code === 'keychain-locked' || cause.code === 'keychain-unavailable'))
      return { code: cause.code }
    throw cause
  }
}
