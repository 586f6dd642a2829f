import { expect, test } from 'vitest'
import type { DeskStatus, ShopKind, StorageProblem, VaultProblem } from '#contract'
import { createDesk, type ShopOpening } from '#core/desk/desk.ts'
import { AppError } from '#core/lib/app-error.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'

type FakeShop = { name(): string | null; storageProblem(): StorageProblem | null; close(): Promise<void> }

/** A desk whose shops open as told, with everything that happens in the order in which it does. */
function setUp() {
  const story: string[] = []
  const said: DeskStatus[] = []
  const clock = createFakeClock()
  const existing = new Set<ShopKind>()
  const names: Record<ShopKind, string | null> = { shop: 'Mercadinho', practice: 'Loja de treino' }
  const world = {
    refuse: null as VaultProblem | null,
    canUseKit: false,
    storage: null as StorageProblem | null,
    throws: null as Error | null,
    throwsAtClose: null as Error | null,
  }
  const desk = createDesk<FakeShop>({
    async openShop(kind, shown): Promise<ShopOpening<FakeShop>> {
      story.push(shown === null ? `open ${kind}` : `open ${kind} with ${shown.kind} ${shown.typed}`)
      if (world.throws !== null) throw world.throws
      if (world.refuse !== null && shown === null) return { kind: 'refused', problem: world.refuse, canUseKit: world.canUseKit }
      existing.add(kind)
      return { kind: 'open', shop: { name: () => names[kind], storageProblem: () => world.storage, close: () => close(kind) } }
    },
    setAside(kind) {
      story.push(`set ${kind} aside`)
      world.refuse = null
    },
    exists: (kind) => existing.has(kind),
    closing: () => void story.push('sign everybody out'),
    changed: (status) => void said.push(status),
    clock,
    log: createFakeLog(),
  })
  async function close(kind: ShopKind) {
    story.push(`close ${kind}`)
    if (world.throwsAtClose !== null) throw world.throwsAtClose
  }
  return { desk, world, clock, story, said, names }
}

const openPractice = { phase: 'open', kind: 'practice', shopName: 'Loja de treino' }
const openReal = { phase: 'open', kind: 'shop', shopName: 'Mercadinho' }

test('the first screen says what exists on this desk', async () => {
  const { desk } = setUp()
  expect(desk.status()).toEqual({ phase: 'welcome', hasShop: false, hasPractice: false })
  await desk.open('practice')
  expect(await desk.leavePractice()).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
})

test('a shop that nobody has named yet is on its first run, until somebody has', async () => {
  const { desk, names, said } = setUp()
  names.shop = null
  expect(await desk.open('shop')).toEqual({ phase: 'first-run', kind: 'shop' })
  names.shop = 'Mercadinho'
  desk.announce()
  expect(said).toEqual([{ phase: 'first-run', kind: 'shop' }, openReal])
})

test('opening what is open already does nothing', async () => {
  const { desk, story, said } = setUp()
  await desk.open('shop')
  expect(await desk.open('shop')).toEqual(openReal)
  expect({ story, said }).toEqual({ story: ['open shop'], said: [openReal] })
})

test('from the practice shop to the real one, the first is closed before the second is opened', async () => {
  const { desk, story } = setUp()
  await desk.open('practice')
  expect(await desk.open('shop')).toEqual(openReal)
  expect(story).toEqual(['open practice', 'sign everybody out', 'close practice', 'open shop'])
})

test('practice never closes a real shop, which is receiving', async () => {
  const { desk, story } = setUp()
  await desk.open('shop')
  expect(await codeOf(() => desk.open('practice'))).toBe('not-possible-now')
  expect(await desk.leavePractice()).toEqual(openReal)
  expect(story).toEqual(['open shop'])
})

test('two who open at once get one shop', async () => {
  const { desk, story } = setUp()
  expect(await Promise.all([desk.open('practice'), desk.open('practice')])).toEqual([openPractice, openPractice])
  expect(story).toEqual(['open practice'])
})

test('a shop that cannot be opened says why, and opens at a later try', async () => {
  const { desk, world } = setUp()
  world.refuse = 'key-missing'
  world.canUseKit = true
  const lockedOut = { phase: 'locked-out', kind: 'shop', problem: 'key-missing', canUseKit: true }
  expect(await desk.open('shop')).toEqual(lockedOut)
  expect(desk.shop()).toBeNull()
  expect(await desk.retry()).toEqual(lockedOut)
  world.refuse = null
  expect(await desk.retry()).toEqual(openReal)
})

test('the kit opens it, and only then', async () => {
  const { desk, world, story } = setUp()
  expect(await desk.unlockWithKit('KIT')).toEqual({ phase: 'welcome', hasShop: false, hasPractice: false })
  world.refuse = 'key-missing'
  await desk.open('shop')
  expect(await desk.unlockWithKit('KIT')).toEqual(openReal)
  expect(story).toEqual(['open shop', 'open shop with kit KIT'])
})

test.each([
  ['F61', 'keychain-locked'],
  ['F61', 'keychain-unavailable'],
  ['F25', 'in-use'],
  ['F12', 'disk-full'],
] as const)('%s: %s: tried every five seconds, and said once', async (_id, problem) => {
  const { desk, world, clock, story, said } = setUp()
  world.refuse = problem
  await desk.open('shop')
  await clock.advance(4999)
  expect(story).toEqual(['open shop'])
  await clock.advance(5001)
  expect(story).toEqual(['open shop', 'open shop', 'open shop'])
  world.refuse = null
  await clock.advance(5000)
  expect(said).toEqual([{ phase: 'locked-out', kind: 'shop', problem, canUseKit: false }, openReal])
  await clock.advance(60_000)
  expect(story).toHaveLength(4)
})

test('what does not pass by itself is not tried again and again', async () => {
  const { desk, world, clock, story } = setUp()
  world.refuse = 'key-missing'
  await desk.open('shop')
  await clock.advance(60_000)
  expect(story).toEqual(['open shop'])
})

test('a wrong kit leaves the reason on the screen, and the trying goes on', async () => {
  const { desk, world, clock, story } = setUp()
  world.refuse = 'keychain-locked'
  await desk.open('shop')
  world.throws = new Error('the kit of another shop')
  await expect(desk.unlockWithKit('KIT')).rejects.toThrow('another shop')
  expect(desk.status()).toMatchObject({ phase: 'locked-out', problem: 'keychain-locked' })
  world.throws = null
  await clock.advance(5000)
  expect(story).toEqual(['open shop', 'open shop with kit KIT', 'open shop'])
})

test('from a locked-out shop to practice, the trying stops', async () => {
  const { desk, world, clock, story } = setUp()
  world.refuse = 'keychain-locked'
  await desk.open('shop')
  world.refuse = null
  expect(await desk.open('practice')).toEqual(openPractice)
  await clock.advance(60_000)
  expect(story).toEqual(['open shop', 'open practice'])
})

test('a desk that was closed opens nothing any more', async () => {
  const { desk, story } = setUp()
  await desk.open('practice')
  await desk.close()
  expect(await codeOf(() => desk.open('practice'))).toBe('no-shop-open')
  expect(story).toEqual(['open practice', 'sign everybody out', 'close practice'])
})

test('a practice shop that is lost for good is set aside when a person says so, and made anew', async () => {
  const { desk, world, story } = setUp()
  world.refuse = 'key-missing'
  expect(await desk.open('practice')).toMatchObject({ phase: 'locked-out', kind: 'practice' })
  expect(await desk.openPracticeAnew()).toEqual(openPractice)
  expect(story).toEqual(['open practice', 'open practice', 'set practice aside', 'open practice'])
})

test.each([
  'keychain-locked',
  'keychain-unavailable',
  'in-use',
  'disk-full',
  'read-only',
  'network-folder',
  'synced-folder',
  'program-damaged',
] as const)('a practice shop that may come back stays where it is: %s', async (problem) => {
  const { desk, world, story } = setUp()
  world.refuse = problem
  expect(await desk.openPracticeAnew()).toEqual({ phase: 'locked-out', kind: 'practice', problem, canUseKit: false })
  expect(story).toEqual(['open practice'])
})

test('a practice shop that opens is not set aside', async () => {
  const { desk, story } = setUp()
  expect(await desk.openPracticeAnew()).toEqual(openPractice)
  expect(await desk.openPracticeAnew()).toEqual(openPractice)
  expect(story).toEqual(['open practice'])
})

test('a practice shop that does not open can be left, and the trying stops', async () => {
  const { desk, world, clock, story, said } = setUp()
  world.refuse = 'keychain-locked'
  await desk.open('practice')
  const welcome = { phase: 'welcome', hasShop: false, hasPractice: false }
  expect(await desk.leavePractice()).toEqual(welcome)
  await clock.advance(60_000)
  expect({ story, last: said.at(-1) }).toEqual({ story: ['open practice'], last: welcome })
})

test('a real shop that does not open stays on the screen', async () => {
  const { desk, world } = setUp()
  world.refuse = 'key-missing'
  const lockedOut = await desk.open('shop')
  expect(await desk.leavePractice()).toEqual(lockedOut)
})

test('a real shop is never set aside', async () => {
  const { desk, world, story } = setUp()
  world.refuse = 'key-missing'
  await desk.open('shop')
  world.refuse = null
  expect(await desk.openPracticeAnew()).toEqual(openPractice)
  await desk.open('shop')
  expect(await codeOf(() => desk.openPracticeAnew())).toBe('not-possible-now')
  expect(story).toEqual(['open shop', 'open practice', 'sign everybody out', 'close practice', 'open shop'])
})

test('when the next shop does not open, every window is told that the one before it is closed', async () => {
  const { desk, world, said } = setUp()
  await desk.open('practice')
  world.throws = new Error('no such luck')
  await expect(desk.open('shop')).rejects.toThrow('no such luck')
  expect(said).toEqual([openPractice, { phase: 'welcome', hasShop: false, hasPractice: true }])
})

test('a shop that does not close in good order keeps nobody from going on', async () => {
  const { desk, world, said } = setUp()
  await desk.open('practice')
  world.throwsAtClose = new Error('the simulator hangs')
  expect(await desk.leavePractice()).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
  expect(said.at(-1)).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
})

test('a quiet try that fails unexpectedly is not the last', async () => {
  const { desk, world, clock } = setUp()
  world.refuse = 'keychain-locked'
  await desk.open('shop')
  world.throws = new Error('no such luck')
  await clock.advance(10_000)
  world.refuse = null
  world.throws = null
  await clock.advance(5000)
  expect(desk.status()).toEqual(openReal)
})

test('the passphrase is tried as it was typed, and a wrong one is made to wait for, longer each time', async () => {
  const { desk, world, clock, story } = setUp()
  world.refuse = 'passphrase-needed'
  await desk.open('shop')
  world.throws = new AppError('passphrase-wrong', 'Not this one')
  const answers: unknown[] = []
  for (let count = 0; count < 6; count += 1) answers.push(await failureOf(desk.unlockWithPassphrase(`try ${count}`)))
  await clock.advance(1000)
  answers.push(await failureOf(desk.unlockWithPassphrase('try 6')), await failureOf(desk.unlockWithPassphrase('try 7')))
  const wrong = ['passphrase-wrong', undefined]
  expect(answers).toEqual([wrong, wrong, wrong, wrong, ['try-later', 1], ['try-later', 1], wrong, ['try-later', 2]])
  // While it waits, the right one is not looked at either.
  world.throws = null
  expect(await failureOf(desk.unlockWithPassphrase('right'))).toEqual(['try-later', 2])
  await clock.advance(2000)
  expect(await desk.unlockWithPassphrase('right')).toEqual(openReal)
  expect(story.filter((line) => line.includes('passphrase'))).toEqual([
    ...[0, 1, 2, 3, 6].map((count) => `open shop with passphrase try ${count}`),
    'open shop with passphrase right',
  ])
})

test('a shop that waits for its passphrase is not tried again by itself', async () => {
  const { desk, world, clock, story } = setUp()
  world.refuse = 'passphrase-needed'
  await desk.open('shop')
  await clock.advance(60_000)
  expect([story, clock.waiting()]).toEqual([['open shop'], 0])
})

test('a passphrase for a shop that is open changes nothing', async () => {
  const { desk, story } = setUp()
  await desk.open('shop')
  expect(await desk.unlockWithPassphrase('any')).toEqual(openReal)
  expect(story).toEqual(['open shop'])
})

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return await call.then(
    () => 'no failure',
    (cause: unknown) => (cause instanceof AppError ? [cause.code, cause.facts?.['seconds']] : cause),
  )
}
