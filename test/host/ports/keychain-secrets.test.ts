import { randomUUID } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { Redacted } from '#core/lib/redacted.ts'
import { createKeychainSecrets, type KeychainEntry } from '#host/ports/keychain-secrets.ts'
import { codeOf } from '#test/support/code-of.ts'

function entry(overrides: Partial<KeychainEntry>): KeychainEntry {
  return { getPassword: async () => null, setPassword: async () => undefined, deletePassword: async () => true, ...overrides }
}

describe.runIf(process.platform === 'linux')('on a real Secret Service', () => {
  const account = `test-${randomUUID()}`
  afterEach(() => createKeychainSecrets().delete(account))

  it('keeps a secret where other programs of this person find it, and forgets it when told', async () => {
    const secrets = createKeychainSecrets()
    const before = await secrets.get(account)
    await secrets.set(account, new Redacted('chave çom açentos'))
    const found = spawnSync('secret-tool', ['lookup', 'service', 'balcao', 'username', account], { encoding: 'utf8' })
    const during = await secrets.get(account)
    await secrets.delete(account)
    expect({
      before,
      during: during?.reveal(),
      after: await secrets.get(account),
      ...(found.error === undefined ? { found: found.stdout } : {}),
    }).toEqual({
      before: null,
      during: 'chave çom açentos',
      after: null,
      ...(found.error === undefined ? { found: 'chave çom açentos' } : {}),
    })
  })

  it('deletes what is not there without complaint', async () => {
    await expect(createKeychainSecrets().delete(`never-${randomUUID()}`)).resolves.toBeUndefined()
  })

  it('says unavailable, and not absent, when there is no Secret Service', async () => {
    const script = `
      import { createKeychainSecrets } from '#host/ports/keychain-secrets.ts'
      createKeychainSecrets().get(${JSON.stringify(account)}).then(
        (value) => console.log('value', value),
        (cause) => console.log(cause.code),
      )`
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
    const child = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      env,
      encoding: 'utf8',
      cwd: process.cwd(),
    })
    expect(child.stdout.trim()).toBe('keychain-unavailable')
  })
})

describe('whatever the store', () => {
  it.each([
    ['Platform secure storage failure: unlock prompt was dismissed', 'keychain-locked'],
    ["Couldn't access platform secure storage: the collection is locked", 'keychain-locked'],
    ['User interaction is not allowed.', 'keychain-locked'],
    ['org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable', 'keychain-unavailable'],
    ['Something nobody thought of', 'keychain-unavailable'],
  ])('%s → %s', async (message, code) => {
    const secrets = createKeychainSecrets(() => entry({ getPassword: () => Promise.reject(new Error(message)) }))
    expect(await codeOf(() => secrets.get('key'))).toBe(code)
  })

  it('an entry that cannot even be made counts as unavailable, and the next call is tried', async () => {
    let count = 0
    const secrets = createKeychainSecrets(() => {
      count += 1
      if (count === 1) throw new Error('no bus')
      return entry({ getPassword: async () => 'value' })
    })
    expect([await codeOf(() => secrets.get('key')), (await secrets.get('key'))?.reveal()]).toEqual(['keychain-unavailable', 'value'])
  })

  it('asks one thing at a time, in the order asked', async () => {
    const events: string[] = []
    const secrets = createKeychainSecrets((account) =>
      entry({
        async getPassword() {
          events.push(`start ${account}`)
          await new Promise((resolve) => setImmediate(resolve))
          events.push(`end ${account}`)
          return null
        },
      }),
    )
    await Promise.all(['a', 'b', 'c'].map((account) => secrets.get(account)))
    expect(events).toEqual(['start a', 'end a', 'start b', 'end b', 'start c', 'end c'])
  })
})
