import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import type { StretchCost } from '#core/ports.ts'
import { openForReading } from '#core/vault/open-for-reading.ts'
import type { Vault } from '#core/vault/vault.ts'
import { codeOf } from '#test/support/code-of.ts'
import { storageError, watchFaultPoints } from '#test/support/fault-points.ts'
import { CANARY, confirmKit, readCanary, refusalWithoutTrace, setUpShop, typedPassphrase } from '#test/support/vault.ts'

type Shop = Awaited<ReturnType<typeof setUpShop>>

const FIRST = 'sete capivaras no telhado'
const SECOND = 'oito capivaras na varanda'

/** Names of entries that hold a root key: the others have a dot. */
function keysIn(shop: Shop): string[] {
  return [...shop.secrets.entries.keys()].filter((name) => !name.includes('.')).toSorted()
}

function headerOf(shop: Shop): string {
  return readFileSync(shop.path('shop.hdr'), 'utf8')
}

/** The folder and the keychain as they were, whatever has become of them since. */
function takePicture(shop: Shop): () => void {
  const files = shop.files()
  const entries = [...shop.secrets.entries]
  return () => {
    for (const name of readdirSync(shop.folder)) rmSync(shop.path(name))
    mkdirSync(shop.folder, { recursive: true })
    for (const [name, content] of Object.entries(files)) writeFileSync(shop.path(name), Buffer.from(content, 'base64'))
    shop.secrets.entries.clear()
    for (const [account, value] of entries) shop.secrets.entries.set(account, value)
  }
}

/** Calls `at` before each step that changes a file or the keychain; the answer ends it. */
function watchSteps(shop: Shop, at: (step: string) => void): () => void {
  const { set, delete: forget } = shop.secrets
  shop.secrets.set = async (account, value) => {
    if (!account.includes('.')) at('keychain set')
    await set(account, value)
  }
  shop.secrets.delete = async (account) => {
    if (!account.includes('.')) at('keychain delete')
    await forget(account)
  }
  const stop = watchFaultPoints(({ kind, name }) => at(`${kind} ${name}`), { folder: shop.folder })
  return () => {
    stop()
    Object.assign(shop.secrets, { set, delete: forget })
  }
}

/** By which of the three ways the shop opens, each tried on the same picture of it. */
async function waysIn(shop: Shop, passphrases: readonly string[], kit: string | null): Promise<string[]> {
  const putBack = takePicture(shop)
  const ways: [name: string, options: { kit?: string; passphrase?: string }][] = [
    ['keychain', {}],
    ...passphrases.map((passphrase): [string, { passphrase: string }] => [passphrase, { passphrase }]),
    ...(kit === null ? [] : [['kit', { kit }] as [string, { kit: string }]]),
  ]
  const open: string[] = []
  for (const [name, options] of ways) {
    const code = await codeOf(async () => {
      const opening = await shop.open(options)
      if (opening.kind === 'refused') throw new AppError('not-possible-now', opening.problem)
      expect(readCanary(opening.vault)).toBe(CANARY)
      await opening.vault.close()
    })
    if (code === 'no failure') open.push(name)
    putBack()
  }
  return open
}

async function makeStrict(shop: Shop, passphrase = FIRST): Promise<void> {
  const vault = await shop.opened()
  await vault.key.setPassphrase(typedPassphrase(passphrase))
  await vault.close()
}

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

/** Every state of folder and keychain that a kill could leave, each once, in order. */
async function statesOf(shop: Shop, act: () => Promise<unknown>): Promise<{ step: string; putBack(): void }[]> {
  const states = new Map<string, { step: string; putBack(): void }>()
  const look = (step: string) => {
    const { 'shop.db': db, 'shop.db-wal': wal, 'shop.hdr': one, 'shop.hdr.2': other } = shop.files()
    const state = JSON.stringify([db, wal, one, other, ...shop.secrets.entries])
    if (!states.has(state)) states.set(state, { step, putBack: takePicture(shop) })
  }
  const stop = watchSteps(shop, look)
  await act()
  stop()
  look('done')
  return [...states.values()]
}

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
