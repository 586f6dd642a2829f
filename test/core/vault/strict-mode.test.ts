import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import type { StretchCost } from '#core/ports.ts'
import { openForReading } from '#core/vault/open-for-reading.ts'
import type { Vault } from '#core/vault/vault.ts'
import { codeOf } from '#test/support/code-of.ts'
import { storageError } from '#test/support/fault-points.ts'
import { CANARY, confirmKit, readCanary, refusalWithoutTrace, setUpShop, typedPassphrase } from '#test/support/vault.ts'
import { FIRST, headerOf, keysIn, makeStrict, SECOND, statesOf, watchSteps, waysIn } from './strict-mode-rig.ts'

test('in strict mode no keychain holds the key, and the passphrase or the kit opens the shop', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  expect(keysIn(shop)).toEqual([])
  expect(await refusalWithoutTrace(shop)).toBe('passphrase-needed, kit')
  expect(await waysIn(shop, [FIRST, FIRST.toUpperCase()], shop.kit)).toEqual([FIRST, 'kit'])
})

test('the same passphrase in another form of Unicode is the same one', async () => {
  const shop = await setUpShop()
  await makeStrict(shop, 'açaí com granola às três'.normalize('NFD'))
  expect(readCanary(await shop.opened({ passphrase: 'açaí com granola às três'.normalize('NFC') }))).toBe(CANARY)
})

test('a wrong passphrase changes nothing, and is told apart from what else keeps a shop from opening', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const before = [shop.files(), ...shop.secrets.entries]
  expect(await codeOf(() => shop.open({ passphrase: SECOND }))).toBe('passphrase-wrong')
  expect([shop.files(), ...shop.secrets.entries]).toEqual(before)
})

test('a shop that is not in strict mode has no passphrase', async () => {
  const shop = await setUpShop()
  expect(await codeOf(() => shop.open({ passphrase: FIRST }))).toBe('passphrase-wrong')
})

test('keys from before a rekey leave the keychain too, and another shop’s key under the same name stays', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  await vault.rekey()
  const stranger = Buffer.alloc(32, 7).toString('base64')
  shop.secrets.entries.set(`${shop.databaseId}-3`, stranger)
  expect(keysIn(shop)).toHaveLength(3)
  await vault.key.setPassphrase(typedPassphrase(FIRST))
  await vault.close()
  expect(shop.secrets.entries.get(`${shop.databaseId}-3`)).toBe(stranger)
  expect(keysIn(shop)).toEqual([`${shop.databaseId}-3`])
})

test('the kit opens a shop in strict mode, and leaves it in strict mode', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const vault = await shop.opened({ kit: shop.kit })
  expect([readCanary(vault), vault.opening.by, vault.key.status().isStrict]).toEqual([CANARY, 'kit', true])
  await vault.close()
  expect(keysIn(shop)).toEqual([])
  expect(await shop.refusal()).toBe('passphrase-needed, kit')
})

test('ended, the key is in the keychain again and the passphrase opens nothing', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const vault = await shop.opened({ passphrase: FIRST })
  await vault.key.setPassphrase(null)
  await vault.close()
  expect(await waysIn(shop, [FIRST], shop.kit)).toEqual(['keychain', 'kit'])
  expect(headerOf(shop)).toContain('"passphrase":null')
})

test('another passphrase replaces the first', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const vault = await shop.opened({ passphrase: FIRST })
  await vault.key.setPassphrase(typedPassphrase(SECOND))
  await vault.close()
  expect(await waysIn(shop, [FIRST, SECOND], shop.kit)).toEqual([SECOND, 'kit'])
})

test('where there is no keychain at all, a shop in strict mode opens, and takes another passphrase', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  shop.secrets.failWith = new AppError('keychain-unavailable', 'no D-Bus')
  const vault = await shop.opened({ passphrase: FIRST })
  await vault.key.setPassphrase(typedPassphrase(SECOND))
  expect(await codeOf(() => vault.key.setPassphrase(null))).toBe('keychain-unavailable')
  await vault.close()
  expect(await shop.refusal()).toBe('passphrase-needed, kit')
  expect(readCanary(await shop.opened({ passphrase: SECOND }))).toBe(CANARY)
})

test('with a keychain that does not answer, strict mode does not begin', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const before = headerOf(shop)
  shop.secrets.failWith = new AppError('keychain-locked', 'locked')
  expect(await codeOf(() => vault.key.setPassphrase(typedPassphrase(FIRST)))).toBe('keychain-locked')
  expect([headerOf(shop), vault.key.status().isStrict]).toEqual([before, false])
})

test('a key that the keychain did not let go of counts no more, and is taken out at the next opening', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const { delete: forget } = shop.secrets
  shop.secrets.delete = () => Promise.reject(new AppError('keychain-unavailable', 'no answer'))
  expect(await codeOf(() => vault.key.setPassphrase(typedPassphrase(FIRST)))).toBe('keychain-unavailable')
  shop.secrets.delete = forget
  await vault.close()
  expect(keysIn(shop)).toEqual([shop.databaseId])
  expect(await shop.refusal()).toBe('passphrase-needed, kit')
  await (await shop.opened({ passphrase: FIRST })).close()
  expect(keysIn(shop)).toEqual([])
})

test('a keychain that keeps what it was told to forget is found out', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  shop.secrets.delete = async () => undefined
  expect(await codeOf(() => vault.key.setPassphrase(typedPassphrase(FIRST)))).toBe('keychain-unavailable')
})

test('neither a second change at once nor one while the shop is closed goes through', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const first = vault.key.setPassphrase(typedPassphrase(FIRST))
  expect(await codeOf(() => vault.key.setPassphrase(null))).toBe('not-possible-now')
  expect(await codeOf(() => vault.rekey())).toBe('not-possible-now')
  expect(await codeOf(async () => vault.kit.issue())).toBe('not-possible-now')
  await first
  const late = vault.key.setPassphrase(typedPassphrase(SECOND))
  await vault.close()
  expect(await codeOf(() => late)).toBe('no-shop-open')
  expect(await waysIn(shop, [FIRST, SECOND], null)).toEqual([FIRST])
})

test('a closed shop in strict mode is not looked into with the keychain', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  expect(await openForReading(shop)).toEqual({ kind: 'refused', problem: 'passphrase-needed' })
})

test('neither passphrase, key nor what is made of them stands in header or log', async () => {
  const shop = await setUpShop()
  const key = shop.secrets.entries.get(shop.databaseId) ?? ''
  const passphrase = typedPassphrase(FIRST)
  const vault = await shop.opened()
  await vault.key.setPassphrase(passphrase)
  await vault.close()
  await codeOf(() => shop.open({ passphrase: SECOND }))
  // What the header's own schema wrote.
  const { slots } = JSON.parse(headerOf(shop).split('\n')[1] ?? '') as { slots: { passphrase: { salt: string; cost: StretchCost } } }
  const { salt, cost } = slots.passphrase
  const stretched = (await passphrase.stretch(Buffer.from(salt, 'hex'), cost)).reveal()
  const seen = headerOf(shop) + JSON.stringify(shop.log.lines) + JSON.stringify(vault)
  const secrets = [FIRST, SECOND, key, Buffer.from(key, 'base64').toString('hex'), stretched.toString('hex'), stretched.toString('base64')]
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
})

/** What is done from where, and what must open the shop wherever it is interrupted. */
const changes: [name: string, from: 'keychain' | 'strict', act: (vault: Vault) => Promise<unknown>][] = [
  ['begun', 'keychain', (vault) => vault.key.setPassphrase(typedPassphrase(FIRST))],
  ['given another passphrase', 'strict', (vault) => vault.key.setPassphrase(typedPassphrase(SECOND))],
  ['ended', 'strict', (vault) => vault.key.setPassphrase(null)],
]

test.each(changes)(
  'killed at any step while strict mode is %s, keychain or passphrase opens it, never both, and the kit',
  async (_name, from, act) => {
    const shop = await setUpShop()
    if (from === 'strict') await makeStrict(shop)
    const vault = await shop.opened(from === 'strict' ? { passphrase: FIRST } : {})
    const states = await statesOf(shop, () => act(vault))
    vault.db.close()
    const outcomes: string[] = []
    for (const { step, putBack } of states) {
      putBack()
      const [way = '', ...others] = await waysIn(shop, [FIRST, SECOND], shop.kit)
      expect({ step, others }).toEqual({ step, others: ['kit'] })
      outcomes.push(way)
      // The next opening leaves no key where it does not belong.
      await (await shop.opened(way === 'keychain' ? {} : { passphrase: way })).close()
      expect({ step, keys: keysIn(shop).length }).toEqual({ step, keys: way === 'keychain' ? 1 : 0 })
    }
    expect(outcomes.filter((outcome, index) => outcome !== outcomes[index - 1])).toHaveLength(2)
  },
)

test.each(changes)('a step that fails while strict mode is %s leaves a shop that opens', async (_name, from, act) => {
  for (let n = 1; ; n += 1) {
    const shop = await setUpShop()
    if (from === 'strict') await makeStrict(shop)
    const vault = await shop.opened(from === 'strict' ? { passphrase: FIRST } : {})
    let reached = 0
    const failed: string[] = []
    const stop = watchSteps(shop, (step) => {
      reached += 1
      if (reached !== n) return
      failed.push(step)
      throw step.startsWith('keychain') ? new AppError('keychain-unavailable', 'no answer') : storageError('SQLITE_FULL')
    })
    const isDone = await act(vault).then(
      () => true,
      () => false,
    )
    stop()
    const { isStrict } = vault.key.status()
    await vault.close()
    if (failed.length === 0) return
    const passphrase = (await codeOf(() => shop.open({ passphrase: SECOND }))) === 'no failure' ? SECOND : FIRST
    const opened = await shop.opened(isStrict ? { passphrase } : {})
    // What was answered as done is done.
    const isAsAnswered = !isDone || isStrict === (act !== changes[2]?.[2])
    expect({ failed, canary: readCanary(opened), isAsAnswered }).toEqual({ failed, canary: CANARY, isAsAnswered: true })
    await opened.close()
  }
})

test('a kit made in strict mode and confirmed opens; the passphrase still does', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const vault = await shop.opened({ passphrase: FIRST })
  const kit = vault.kit.issue()
  confirmKit(vault, kit)
  await vault.close()
  expect(await waysIn(shop, [FIRST], kit.groups.join(' '))).toEqual([FIRST, 'kit'])
  expect(await waysIn(shop, [FIRST], shop.kit)).toEqual([FIRST])
})

test('an older folder that was put back is not passed over for a passphrase, but is for the kit', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const older = shop.files()['shop.db'] ?? ''
  await (await shop.opened({ passphrase: FIRST })).close()
  writeFileSync(shop.path('shop.db'), Buffer.from(older, 'base64'))
  expect(await shop.refusal({ passphrase: FIRST })).toBe('older-than-expected, kit')
  expect(readCanary(await shop.opened({ kit: shop.kit }))).toBe(CANARY)
})
