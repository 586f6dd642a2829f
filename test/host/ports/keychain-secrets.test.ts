import { randomUUID } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { Redacted } from '#core/lib/redacted.ts'
import { createKeychainSecrets, type KeychainEntry } from '#host/ports/keychain-secrets.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'

function entry(overrides: Partial<KeychainEntry>): KeychainEntry {
  return { getPassword: async () => null, setPassword: async () => undefined, deletePassword: async () => true, ...overrides }
}

function keychain(open: (account: string) => KeychainEntry) {
  return createKeychainSecrets({ clock: createFakeClock(), open })
}

describe.runIf(process.platform === 'linux')('on a real Secret Service', () => {
  const account = `test-${randomUUID()}`
  afterEach(() => createKeychainSecrets({ clock: createSystemClock() }).delete(account))

  it('keeps a secret where another process of this person finds it, and forgets it when told', async () => {
    const secrets = createKeychainSecrets({ clock: createSystemClock() })
    const before = await secrets.get(account)
    await secrets.set(account, new Redacted('chave çom açentos'))
    const during = readElsewhere(account)
    await secrets.delete(account)
    expect({ before, during, after: await secrets.get(account), afterElsewhere: readElsewhere(account) }).toEqual({
      before: null,
      during: 'value chave çom açentos',
      after: null,
      afterElsewhere: 'absent',
    })
  })

  it('deletes what is not there without complaint', async () => {
    await expect(createKeychainSecrets({ clock: createSystemClock() }).delete(`never-${randomUUID()}`)).resolves.toBeUndefined()
  })

  it('says unavailable, and not absent, when there is no Secret Service', async () => {
    expect(readElsewhere(account, { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' })).toBe('keychain-unavailable')
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
    const secrets = keychain(() => entry({ getPassword: () => Promise.reject(new Error(message)) }))
    expect(await codeOf(() => secrets.get('key'))).toBe(code)
  })

  it('an entry that cannot even be made counts as unavailable, and the next call is tried', async () => {
    let count = 0
    const secrets = keychain(() => {
      count += 1
      if (count === 1) throw new Error('no bus')
      return entry({ getPassword: async () => 'value' })
    })
    expect([await codeOf(() => secrets.get('key')), (await secrets.get('key'))?.reveal()]).toEqual(['keychain-unavailable', 'value'])
  })

  it('asks one thing at a time, in the order asked', async () => {
    const events: string[] = []
    const secrets = keychain((account) =>
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

  it('that waits for a person counts as locked after a while, is not asked twice meanwhile, and is heard once it answers', async () => {
    const clock = createFakeClock()
    const answer = Promise.withResolvers<string>()
    const events: string[] = []
    const secrets = createKeychainSecrets({
      clock,
      open: (account) =>
        entry({
          getPassword() {
            events.push(`get ${account}`)
            return answer.promise
          },
          async setPassword() {
            events.push(`set ${account}`)
          },
        }),
    })
    const codes = Promise.all([codeOf(() => secrets.get('key')), codeOf(() => secrets.set('token', new Redacted('old')))])
    await settle()
    await clock.advance(15_000)
    const whileItWaits = { codes: await codes, events: [...events] }
    const later = secrets.get('key')
    answer.resolve('value')
    expect({ whileItWaits, later: (await later)?.reveal(), events, waiting: clock.waiting() }).toEqual({
      whileItWaits: { codes: ['keychain-locked', 'keychain-locked'], events: ['get key'] },
      later: 'value',
      // What somebody was told had failed is not written after all.
      events: ['get key', 'get key'],
      waiting: 0,
    })
  })
})

/** What a process of its own gets for the account: its value, that it is absent, or the code of the failure. */
function readElsewhere(account: string, env: Record<string, string> = {}): string {
  const script = `
    import { createKeychainSecrets } from '#host/ports/keychain-secrets.ts'
    import { createSystemClock } from '#host/ports/system-clock.ts'
    createKeychainSecrets({ clock: createSystemClock() }).get(${JSON.stringify(account)}).then(
      (value) => console.log(value === null ? 'absent' : 'value ' + value.reveal()),
      (cause) => console.log(cause.code),
    ).finally(() => process.exit())`
  const child = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return child.stdout.trim()
}
