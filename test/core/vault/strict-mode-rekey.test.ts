import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { codeOf } from '#test/support/code-of.ts'
import { watchFaultPoints } from '#test/support/fault-points.ts'
import { CANARY, readCanary, setUpShop, typedPassphrase } from '#test/support/vault.ts'
import { FIRST, keysIn, makeStrict, SECOND, statesOf, takePicture, waysIn } from './strict-mode-rig.ts'

test('a new key in strict mode is in no keychain, and takes the passphrase', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const vault = await shop.opened({ passphrase: FIRST })
  expect(await codeOf(() => vault.rekey())).toBe('passphrase-wrong')
  expect(await codeOf(() => vault.rekey(typedPassphrase(SECOND)))).toBe('passphrase-wrong')
  expect(vault.key.status().rotatedAt).toBeNull()
  const kit = await vault.rekey(typedPassphrase(FIRST))
  expect(vault.key.status()).toEqual({ rotatedAt: shop.clock.now(), isStrict: true })
  await vault.close()
  expect(keysIn(shop)).toEqual([])
  expect(await waysIn(shop, [FIRST], shop.kit)).toEqual([FIRST])
  expect(await waysIn(shop, [], kit.groups.join(' '))).toEqual(['kit'])
})

test('somebody who may no longer changes nothing about the key, and leaves none in the keychain', async () => {
  const gone = {
    assertStillMay() {
      throw new AppError('not-allowed', 'Their role was changed meanwhile')
    },
  }
  const usual = await setUpShop()
  const open = await usual.opened()
  const before = keysIn(usual)
  const begins = await codeOf(() => open.key.setPassphrase(typedPassphrase(FIRST), gone))
  const rotates = await codeOf(() => open.rekey(null, gone))
  expect([begins, rotates, open.key.status(), keysIn(usual)]).toEqual([
    'not-allowed',
    'not-allowed',
    { rotatedAt: null, isStrict: false },
    before,
  ])
  await open.close()
  expect(await waysIn(usual, [FIRST], usual.kit)).toEqual(['keychain', 'kit'])

  const strict = await setUpShop()
  await makeStrict(strict)
  const vault = await strict.opened({ passphrase: FIRST })
  const replaces = await codeOf(() => vault.key.setPassphrase(typedPassphrase(SECOND), gone))
  const ends = await codeOf(() => vault.key.setPassphrase(null, gone))
  const renews = await codeOf(() => vault.rekey(typedPassphrase(FIRST), gone))
  expect([replaces, ends, renews, vault.key.status(), keysIn(strict)]).toEqual([
    'not-allowed',
    'not-allowed',
    'not-allowed',
    { rotatedAt: null, isStrict: true },
    [],
  ])
  await vault.close()
  expect(await waysIn(strict, [FIRST, SECOND], strict.kit)).toEqual([FIRST, 'kit'])
})

test('somebody who may no longer when the new key is in the keychain leaves the old one, and takes the new one out again', async () => {
  const shop = await setUpShop()
  const vault = await shop.opened()
  const before = keysIn(shop)
  let asked = 0
  const goesMeanwhile = {
    assertStillMay() {
      asked += 1
      if (asked > 1) throw new AppError('locked', 'The window was locked meanwhile')
    },
  }
  expect([await codeOf(() => vault.rekey(null, goesMeanwhile)), asked, keysIn(shop)]).toEqual(['locked', 2, before])
  await vault.close()
  expect(await waysIn(shop, [], shop.kit)).toEqual(['keychain', 'kit'])
})

test('killed at any step of a new key in strict mode, the passphrase opens the shop', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const vault = await shop.opened({ passphrase: FIRST })
  const states = await statesOf(shop, () => vault.rekey(typedPassphrase(FIRST)))
  vault.db.close()
  const outcomes: string[] = []
  for (const { step, putBack } of states) {
    putBack()
    const ways = await waysIn(shop, [FIRST], shop.kit)
    const next = await shop.opened({ passphrase: FIRST })
    const { rotatedAt, isStrict } = next.key.status()
    // The kit wraps the old key: it opens as long as that one does.
    const expected = { step, ways: rotatedAt === null ? [FIRST, 'kit'] : [FIRST], isStrict: true, keys: [] }
    expect({ step, ways, isStrict, keys: keysIn(shop) }).toEqual(expected)
    outcomes.push(rotatedAt === null ? 'old key' : 'new key')
    await next.close()
  }
  expect(outcomes.filter((outcome, index) => outcome !== outcomes[index - 1])).toEqual(['old key', 'new key'])
})

test('with the kit alone, a new key that had come into use before the program was killed takes the passphrase', async () => {
  const shop = await setUpShop()
  await makeStrict(shop)
  const vault = await shop.opened({ passphrase: FIRST })
  const pictures: (() => void)[] = []
  const stop = watchFaultPoints(
    ({ kind, name }) => {
      if (kind === 'pragma' && name === 'wal_checkpoint') pictures.push(takePicture(shop))
    },
    { folder: shop.folder },
  )
  await vault.rekey(typedPassphrase(FIRST))
  stop()
  vault.db.close()
  pictures[0]?.()
  expect(await shop.refusal({ kit: shop.kit })).toBe('passphrase-needed')
  const next = await shop.opened({ passphrase: FIRST })
  expect([readCanary(next), next.opening]).toEqual([CANARY, { by: 'passphrase', hasFinishedRekey: true }])
})
