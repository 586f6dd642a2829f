import { describe, expect, test } from 'vitest'
import { decideStartUp, type KeyFact, type OpeningFact, type StartUpFacts } from '#core/vault/decide-start-up.ts'

const header = { state: 'normal', generation: 7, hasKit: true, isStrict: false } as const
const opened = { schema: 'known', generation: 7 } as const

/** A shop that opens as usual, all facts gathered. */
function facts(
  overrides: Partial<Omit<StartUpFacts, 'keys' | 'openings'>> & { key?: KeyFact | null; opening?: OpeningFact | null } = {},
): StartUpFacts {
  const { key = 'right', opening = opened, ...others } = overrides
  return {
    folder: 'writable',
    database: 'present',
    header,
    keys: key === null ? null : { current: key, next: 'absent' },
    openings: { current: opening, next: null },
    keychainGeneration: 7,
    isKitShown: false,
    ...others,
  }
}

const refuse = (problem: string, canUseKit = false) => ({ do: 'refuse', problem, canUseKit })

describe('first run', () => {
  test('with neither database nor header, a shop is made', () => {
    expect(decideStartUp(facts({ database: 'none', header: 'none', key: null, opening: null }))).toEqual({ do: 'create' })
  })
  test('one that was interrupted before the database existed begins again', () => {
    for (const database of ['none', 'empty'] as const) {
      expect(decideStartUp(facts({ database, header: { ...header, state: 'creating' }, key: null, opening: null }))).toEqual({
        do: 'create',
      })
    }
  })
  test('one that was interrupted after the database existed opens it', () => {
    const creating = { ...header, state: 'creating', generation: 0 } as const
    expect(decideStartUp(facts({ header: creating, opening: { schema: 'known', generation: 0 }, keychainGeneration: 0 }))).toEqual({
      do: 'use',
      key: 'current',
      header: 'keep',
    })
  })
  test('in a folder that cannot be written, nothing is begun', () => {
    expect(decideStartUp(facts({ database: 'none', header: 'none', folder: 'read-only', key: null }))).toEqual(refuse('read-only'))
  })
})

describe('a database that is missing', () => {
  test.each(['none', 'empty'] as const)('%s beside a header is missing data, never a new shop', (database) => {
    expect(decideStartUp(facts({ database, key: null, opening: null }))).toEqual(refuse('database-missing'))
  })
  test('an empty file with no header at all is missing data too', () => {
    expect(decideStartUp(facts({ database: 'empty', header: 'none', key: null, opening: null }))).toEqual(refuse('database-missing'))
  })
  test('nor is one made beside a damaged header', () => {
    expect(decideStartUp(facts({ database: 'none', header: 'damaged', key: null, opening: null }))).toEqual(refuse('database-missing'))
  })
  test('an interrupted restore has left none', () => {
    expect(decideStartUp(facts({ header: { ...header, state: 'restoring' }, key: null, opening: null }))).toEqual(
      refuse('database-missing'),
    )
  })
})

describe('a shop that is whole', () => {
  test('the keychain is asked before the database is touched', () => {
    expect(decideStartUp(facts({ key: null, opening: null }))).toEqual({ do: 'look-up-keys' })
  })
  test('the right key opens', () => {
    expect(decideStartUp(facts({ opening: null }))).toEqual({ do: 'open', key: 'current' })
    expect(decideStartUp(facts())).toEqual({ do: 'use', key: 'current', header: 'keep' })
  })
  test('a database that is ahead of header and keychain is what a crash leaves', () => {
    expect(decideStartUp(facts({ opening: { schema: 'known', generation: 8 } }))).toEqual({ do: 'use', key: 'current', header: 'keep' })
  })
})

describe('the keychain does not give the key', () => {
  test.each([
    ['absent', 'key-missing'],
    ['locked', 'keychain-locked'],
    ['unavailable', 'keychain-unavailable'],
    ['wrong', 'key-of-another-database'],
  ] as const)('%s: refused as %s, with the recovery kit as the way in where there is one', (key, problem) => {
    expect(decideStartUp(facts({ key, opening: null }))).toEqual(refuse(problem, true))
    expect(decideStartUp(facts({ key, opening: null, header: { ...header, hasKit: false } }))).toEqual(refuse(problem, false))
  })
})

describe('the header is gone', () => {
  test('the key of the keychain is tried, and the header made again when it opens', () => {
    for (const lost of ['none', 'damaged'] as const) {
      expect(decideStartUp(facts({ header: lost, key: 'unchecked', opening: null }))).toEqual({ do: 'open', key: 'current' })
      expect(decideStartUp(facts({ header: lost, key: 'unchecked' }))).toEqual({ do: 'use', key: 'current', header: 'rebuild' })
    }
  })
  test.each([
    ['none', 'header-missing'],
    ['damaged', 'header-damaged'],
  ] as const)('%s: with no key that opens it is refused as %s', (lost, problem) => {
    expect(decideStartUp(facts({ header: lost, key: 'absent', opening: null }))).toEqual(refuse(problem))
    expect(decideStartUp(facts({ header: lost, key: 'unchecked', opening: 'not-a-database' }))).toEqual(refuse(problem))
  })
  test('the keychain is not blamed for it when it does not answer', () => {
    expect(decideStartUp(facts({ header: 'none', key: 'locked', opening: null }))).toEqual(refuse('keychain-locked'))
  })
  test('the keychain’s generation still tells an older database', () => {
    expect(decideStartUp(facts({ header: 'none', key: 'unchecked', keychainGeneration: 9 }))).toEqual(refuse('older-than-expected'))
  })
})

describe('the database does not open', () => {
  test('what is no database under the right key has a damaged first page', () => {
    expect(decideStartUp(facts({ opening: 'not-a-database' }))).toEqual(refuse('database-damaged'))
  })
  test.each([
    ['damaged', 'database-damaged'],
    ['in-use', 'in-use'],
    ['read-only', 'read-only'],
  ] as const)('%s: refused as %s', (opening, problem) => {
    expect(decideStartUp(facts({ opening }))).toEqual(refuse(problem))
  })
  test('a folder that cannot be written is refused before a key is fetched', () => {
    expect(decideStartUp(facts({ folder: 'read-only', key: null, opening: null }))).toEqual(refuse('read-only'))
  })
})

describe('a later version has been here', () => {
  test('a newer schema is left alone', () => {
    expect(decideStartUp(facts({ opening: { schema: 'newer', generation: 0 } }))).toEqual(refuse('database-newer'))
  })
  test('so is a newer header', () => {
    expect(decideStartUp(facts({ header: 'newer', key: null, opening: null }))).toEqual(refuse('database-newer'))
  })
})

describe('an older file was put back', () => {
  test('it is seen by the header’s generation', () => {
    expect(decideStartUp(facts({ opening: { schema: 'known', generation: 6 }, keychainGeneration: 0 }))).toEqual(
      refuse('older-than-expected', true),
    )
  })
  test('it is seen by the keychain’s when the header is as old as the file', () => {
    expect(decideStartUp(facts({ keychainGeneration: 9 }))).toEqual(refuse('older-than-expected', true))
  })
  test('the recovery kit is the owner’s word that it is meant', () => {
    expect(decideStartUp(facts({ keychainGeneration: 9, isKitShown: true }))).toEqual({ do: 'use', key: 'current', header: 'keep' })
  })
})

describe('a rekey was interrupted', () => {
  const rekeying = facts({ header: { ...header, state: 'rekeying' } })
  const withKeys = (current: KeyFact, next: KeyFact, openings: StartUpFacts['openings']): StartUpFacts => ({
    ...rekeying,
    keys: { current, next },
    openings,
  })

  test('the new key is tried first', () => {
    expect(decideStartUp(withKeys('right', 'right', { current: null, next: null }))).toEqual({ do: 'open', key: 'next' })
  })
  test('it is finished when the new key opens', () => {
    expect(decideStartUp(withKeys('right', 'right', { current: null, next: opened }))).toEqual({ do: 'use', key: 'next', header: 'keep' })
  })
  test('it is rolled back when only the old one does', () => {
    expect(decideStartUp(withKeys('right', 'right', { current: null, next: 'not-a-database' }))).toEqual({ do: 'open', key: 'current' })
    expect(decideStartUp(withKeys('right', 'right', { current: opened, next: 'not-a-database' }))).toEqual({
      do: 'use',
      key: 'current',
      header: 'keep',
    })
  })
  test('with the new key lost, the old one is tried', () => {
    expect(decideStartUp(withKeys('right', 'absent', { current: null, next: null }))).toEqual({ do: 'open', key: 'current' })
  })
  test.each([
    ['absent', 'key-missing'],
    ['locked', 'keychain-locked'],
    ['unavailable', 'keychain-unavailable'],
    ['wrong', 'key-of-another-database'],
  ] as const)('with the new key %s and the old one void, nothing is called damaged, and the old kit is of no use', (next, problem) => {
    expect(decideStartUp(withKeys('right', next, { current: 'not-a-database', next: null }))).toEqual(refuse(problem, false))
  })
  test('when neither opens, the first page is damaged', () => {
    expect(decideStartUp(withKeys('right', 'right', { current: 'not-a-database', next: 'not-a-database' }))).toEqual(
      refuse('database-damaged'),
    )
  })
})

describe('strict mode', () => {
  const strict = { ...header, isStrict: true }

  test('the keychain is not even asked: a person brings the passphrase, or the kit', () => {
    expect(decideStartUp(facts({ header: strict, key: null, opening: null }))).toEqual(refuse('passphrase-needed', true))
    expect(decideStartUp(facts({ header: { ...strict, hasKit: false }, key: null, opening: null }))).toEqual(refuse('passphrase-needed'))
  })
  test('with the passphrase, or the kit, it opens like any shop', () => {
    expect(decideStartUp(facts({ header: strict, opening: null }))).toEqual({ do: 'open', key: 'current' })
    expect(decideStartUp(facts({ header: strict, isKitShown: true }))).toEqual({ do: 'use', key: 'current', header: 'keep' })
  })
  test('what is wrong with the folder comes first', () => {
    expect(decideStartUp(facts({ header: strict, database: 'none', key: null }))).toEqual(refuse('database-missing'))
    expect(decideStartUp(facts({ header: strict, folder: 'read-only', key: null }))).toEqual(refuse('read-only'))
  })
  test('a damaged first page is not blamed on the passphrase', () => {
    expect(decideStartUp(facts({ header: strict, opening: 'not-a-database' }))).toEqual(refuse('database-damaged'))
  })
  test('an older file is not passed over for a passphrase, and is for the kit', () => {
    const older = { header: strict, opening: { schema: 'known', generation: 6 } } as const
    expect(decideStartUp(facts(older))).toEqual(refuse('older-than-expected', true))
    expect(decideStartUp(facts({ ...older, isKitShown: true }))).toMatchObject({ do: 'use' })
  })
  test('a new key that came into use before a kill is the passphrase’s, not the kit’s', () => {
    const rekeying = facts({ header: { ...strict, state: 'rekeying' }, opening: 'not-a-database', isKitShown: true })
    expect(decideStartUp(rekeying)).toEqual(refuse('passphrase-needed'))
    expect(decideStartUp({ ...rekeying, keys: { current: 'right', next: 'right' } })).toEqual({ do: 'open', key: 'next' })
  })
})
