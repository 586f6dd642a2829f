import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createPracticeSecrets } from '#core/vault/practice-secrets.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createFakeLog, createFakeSecrets } from '#test/support/fake-ports.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const away = new AppError('keychain-unavailable', 'No Secret Service here')
const locked = new AppError('keychain-locked', 'Somebody has to unlock it')

function setUp() {
  const folder = makeTemporaryFolder()
  const keychain = createFakeSecrets()
  return { folder, keychain, secrets: createPracticeSecrets({ keychain, folder, log: createFakeLog() }), file: join(folder, 'shop.keys') }
}

test('a keychain that is there gets everything, and no file is made', async () => {
  const { secrets, keychain, file } = setUp()
  await secrets.set('key', new Redacted('k'))
  expect([keychain.entries.get('key'), (await secrets.get('key'))?.reveal()]).toEqual(['k', 'k'])
  expect(() => statSync(file)).toThrow('ENOENT')
})

test('without any keychain a new practice shop keeps its keys in a file of its owner alone', async () => {
  const { secrets, keychain, file } = setUp()
  keychain.failWith = away
  expect(await secrets.get('key')).toBe(null)
  await secrets.set('key', new Redacted('k'))
  await secrets.set('token', new Redacted('t'))
  await secrets.delete('token')
  expect([(await secrets.get('key'))?.reveal(), await secrets.get('token'), readFileSync(file, 'utf8')]).toEqual(['k', null, '{"key":"k"}'])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('the file goes on holding when a keychain turns up later', async () => {
  const { secrets, keychain } = setUp()
  keychain.failWith = away
  await secrets.set('key', new Redacted('k'))
  keychain.failWith = null
  expect((await secrets.get('key'))?.reveal()).toBe('k')
})

test('a shop whose key is in a keychain that is away just now is not begun anew', async () => {
  const { secrets, keychain, folder } = setUp()
  await secrets.set('key', new Redacted('k'))
  writeFileSync(join(folder, 'shop.hdr'), 'header')
  keychain.failWith = away
  expect([await codeOf(() => secrets.get('key')), await codeOf(() => secrets.set('key', new Redacted('other')))]).toEqual([
    'keychain-unavailable',
    'keychain-unavailable',
  ])
})

test('a locked keychain is waited for', async () => {
  const { secrets, keychain } = setUp()
  keychain.failWith = locked
  expect([await codeOf(() => secrets.get('key')), await codeOf(() => secrets.set('key', new Redacted('k')))]).toEqual([
    'keychain-locked',
    'keychain-locked',
  ])
})
