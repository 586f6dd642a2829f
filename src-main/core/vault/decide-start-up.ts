import type { VaultProblem } from '#contract'
import type { OpeningRefusal } from '../db/open-database.ts'

/** What is known so far. `null` is not looked up yet: the answer then says to look it up, or decides without. */
export type StartUpFacts = {
  readonly folder: 'writable' | 'read-only'
  /** An empty file opens as an empty database, so it counts as missing. */
  readonly database: 'none' | 'empty' | 'present'
  readonly header: HeaderFact
  readonly keys: { readonly current: KeyFact; readonly next: KeyFact } | null
  readonly openings: { readonly current: OpeningFact | null; readonly next: OpeningFact | null }
  /** The highest generation the keychain remembers; 0 when it remembers none. */
  readonly keychainGeneration: number
  /** The owner has shown the recovery kit just now. */
  readonly isKitShown: boolean
}

export type HeaderFact =
  /** `damaged`: there is a copy, and none can be believed. */
  | 'none'
  | 'damaged'
  | 'newer'
  | {
      readonly state: 'creating' | 'normal' | 'rekeying' | 'restoring'
      readonly generation: number
      readonly hasKit: boolean
      readonly isStrict: boolean
    }

/** `right` and `wrong` by the key-check value; `unchecked` when no header has one. */
export type KeyFact = 'absent' | 'locked' | 'unavailable' | 'wrong' | 'right' | 'unchecked'

export type OpeningFact = OpeningRefusal | { readonly schema: 'known' | 'newer'; readonly generation: number }

export type WhichKey = 'current' | 'next'

export type StartUpAction =
  /** Make key, keychain entry, header and database, in this order. */
  | { readonly do: 'create' }
  | { readonly do: 'look-up-keys' }
  | { readonly do: 'open'; readonly key: WhichKey }
  | { readonly do: 'use'; readonly key: WhichKey; readonly header: 'keep' | 'rebuild' }
  | { readonly do: 'refuse'; readonly problem: VaultProblem; readonly canUseKit: boolean }

/**
 * What to do when a shop is opened, from what key, header and file say. Nothing here or after it ever deletes data, and only the very
 * first row makes a key.
 */
export function decideStartUp(facts: StartUpFacts): StartUpAction {
  const { database, header } = facts
  if (database === 'none' && header === 'none') return facts.folder === 'writable' ? { do: 'create' } : refuse('read-only', facts)
  if (isState(header, 'creating') && database !== 'present')
    return facts.folder === 'writable' ? { do: 'create' } : refuse('read-only', facts)
  if (header === 'newer') return refuse('database-newer', facts)
  // A restore that was interrupted has left no whole database in its place.
  if (database !== 'present' || isState(header, 'restoring')) return refuse('database-missing', facts)
  if (facts.folder === 'read-only') return refuse('read-only', facts)
  // In strict mode a person brings the key; what a keychain may still hold does not count.
  if (facts.keys === null) return isStrict(header) ? refuse('passphrase-needed', facts) : { do: 'look-up-keys' }
  // A rekey that was interrupted is finished when the next key opens the file already, and rolled back when only the old one does.
  if (isState(header, 'rekeying') && facts.keys.next === 'right' && facts.openings.next !== 'not-a-database')
    return decideWithKey('next', facts)
  return decideWithKey('current', facts)
}

function decideWithKey(which: WhichKey, facts: StartUpFacts): StartUpAction {
  const { header } = facts
  const hasHeader = typeof header === 'object'
  const withoutHeader = header === 'none' ? 'header-missing' : 'header-damaged'
  const key = facts.keys?.[which]
  if (key === 'locked') return refuse('keychain-locked', facts)
  if (key === 'unavailable') return refuse('keychain-unavailable', facts)
  if (key === 'absent') return refuse(hasHeader ? 'key-missing' : withoutHeader, facts)
  if (key === 'wrong') return refuse('key-of-another-database', facts)

  const opening = facts.openings[which]
  if (opening === null) return { do: 'open', key: which }
  if (opening === 'in-use' || opening === 'read-only') return refuse(opening, facts)
  if (opening === 'not-a-database' && isState(header, 'rekeying') && facts.keys?.next !== 'right') return refuseWithoutNextKey(facts)
  // The key-check value tells a damaged first page from a wrong key, which look alike to SQLite.
  if (opening === 'not-a-database') return refuse(hasHeader ? 'database-damaged' : withoutHeader, facts)
  if (opening === 'damaged') return refuse('database-damaged', facts)
  if (opening.schema === 'newer') return refuse('database-newer', facts)

  const expected = Math.max(hasHeader ? header.generation : 0, facts.keychainGeneration)
  if (opening.generation < expected && !facts.isKitShown) return refuse('older-than-expected', facts)
  return { do: 'use', key: which, header: hasHeader ? 'keep' : 'rebuild' }
}

/** The rekey went through, and the new key is not to be had: nothing is damaged. The kit wraps the old one. */
function refuseWithoutNextKey(facts: StartUpFacts): StartUpAction {
  if (isStrict(facts.header)) return { do: 'refuse', problem: 'passphrase-needed', canUseKit: false }
  const next = facts.keys?.next
  if (next === 'locked') return { do: 'refuse', problem: 'keychain-locked', canUseKit: false }
  if (next === 'unavailable') return { do: 'refuse', problem: 'keychain-unavailable', canUseKit: false }
  return { do: 'refuse', problem: next === 'wrong' ? 'key-of-another-database' : 'key-missing', canUseKit: false }
}

const KIT_HELPS: readonly VaultProblem[] = [
  'key-missing',
  'passphrase-needed',
  'keychain-locked',
  'keychain-unavailable',
  'key-of-another-database',
  'older-than-expected',
]

function refuse(problem: VaultProblem, { header }: StartUpFacts): StartUpAction {
  return { do: 'refuse', problem, canUseKit: KIT_HELPS.includes(problem) && typeof header === 'object' && header.hasKit }
}

function isStrict(header: HeaderFact): boolean {
  return typeof header === 'object' && header.isStrict
}

function isState(header: HeaderFact, state: 'creating' | 'rekeying' | 'restoring'): boolean {
  return typeof header === 'object' && header.state === state
}
