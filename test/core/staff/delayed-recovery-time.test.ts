import { expect, test } from 'vitest'
import { beginWaiting, lookAgain, phaseOf, RECOVERY_WAITS_MS, type Look, type Waited } from '#core/staff/delayed-recovery-time.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'

const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 10, 23, 12)

/** What really passes, what the computer's clocks make of it, and whether a server has said what time it is. */
function createWorld({ clockOffMs = 0, isOnline = false } = {}) {
  let real = 0
  let offMs = clockOffMs
  let monotonic = 0
  let lookedAt: number | null = 0
  let answerLateMs = 0
  let isTold = isOnline
  const now = () => START + real + offMs
  const look = (): Look => ({
    now: now(),
    monotonicMs: lookedAt === null ? null : monotonic - lookedAt,
    trueNow: isTold ? START + real - answerLateMs : null,
  })
  let waited: Waited = beginWaiting(look())
  const world = {
    real: () => real,
    waited: () => waited,
    phase: () => phaseOf(waited).is,
    passes(ms: number, { isAsleep = false } = {}) {
      real += ms
      if (!isAsleep) monotonic += ms
    },
    setsClock: (byMs: number) => void (offMs += byMs),
    tells(isTrue: boolean, lateMs = 0) {
      isTold = isTrue
      answerLateMs = lateMs
    },
    looks() {
      waited = lookAgain(waited, look())
      lookedAt = monotonic
      return world
    },
    /** The program ends, having looked or killed; what runs next knows no monotonic time of the run before. */
    ends({ isKilled = false } = {}) {
      if (!isKilled) world.looks()
      lookedAt = null
      isTold = false
    },
  }
  return world
}

test('it is ready after 72 hours of the program running, not a millisecond before', () => {
  const world = createWorld()
  world.passes(RECOVERY_WAITS_MS - 1)
  const before = world.looks().phase()
  world.passes(1)
  expect([before, world.looks().phase(), phaseOf(world.waited())]).toEqual([
    'waiting',
    'ready',
    { is: 'ready', lapsesAt: START + 2 * RECOVERY_WAITS_MS },
  ])
})

test.each<[string, (world: ReturnType<typeof createWorld>) => void]>([
  ['the clock is set forward', (world) => world.setsClock(100 * HOUR_MS)],
  [
    'the clock is set forward while the program is closed',
    (world) => {
      world.ends()
      world.setsClock(100 * HOUR_MS)
      world.looks()
    },
  ],
  [
    'the clock is set forward while the program was killed, again and again',
    (world) => {
      for (let count = 0; count < 100; count += 1) {
        world.ends({ isKilled: true })
        world.setsClock(HOUR_MS)
        world.looks()
      }
    },
  ],
  [
    'the computer sleeps, and its clock is set forward meanwhile',
    (world) => {
      world.passes(HOUR_MS, { isAsleep: true })
      world.setsClock(100 * HOUR_MS)
      world.looks()
    },
  ],
  [
    'the clock is set back and forth',
    (world) => {
      for (let count = 0; count < 100; count += 1) {
        world.setsClock(count % 2 === 0 ? -HOUR_MS : HOUR_MS)
        world.looks()
      }
    },
  ],
  [
    'it was asked by a clock that was behind, which is right afterwards',
    (world) => {
      world.ends()
      world.setsClock(100 * HOUR_MS)
      world.tells(true)
      world.looks()
    },
  ],
])('72 hours are no fewer when %s', (_what, happens) => {
  const world = createWorld()
  world.passes(HOUR_MS)
  happens(world)
  const early = world.looks().phase()
  world.passes(RECOVERY_WAITS_MS - 2 * HOUR_MS - 1)
  const late = world.looks().phase()
  // An hour of it may be lost.
  world.passes(2 * HOUR_MS + 1)
  expect([early, late, world.looks().phase()]).toEqual(['waiting', 'waiting', 'ready'])
})

test('setting the clock back only makes it longer, and for ever is it not', () => {
  const world = createWorld()
  world.setsClock(-48 * HOUR_MS)
  world.looks()
  world.passes(RECOVERY_WAITS_MS)
  const late = world.looks().phase()
  world.passes(48 * HOUR_MS)
  expect([late, world.looks().phase()]).toEqual(['waiting', 'ready'])
})

test('what was asked by a clock that was years ahead lapses, and keeps nobody from asking anew', () => {
  const world = createWorld({ clockOffMs: 20_000 * HOUR_MS })
  world.setsClock(-20_000 * HOUR_MS)
  world.looks()
  world.passes(2 * RECOVERY_WAITS_MS - 1)
  const before = world.looks().phase()
  world.passes(1)
  expect([before, world.looks().phase()]).toEqual(['waiting', 'lapsed'])
})

test('nights in which the computer is off count only when servers said before and after what time it was', () => {
  const phases: string[] = []
  for (const isOnline of [false, true]) {
    const world = createWorld({ isOnline })
    for (let day = 0; day < 3; day += 1) {
      world.passes(10 * HOUR_MS)
      world.ends()
      world.passes(15 * HOUR_MS, { isAsleep: true })
      world.looks()
      world.tells(isOnline)
      world.looks()
    }
    phases.push(`${world.phase()} after ${world.real() / HOUR_MS} hours, ${Math.round(world.waited().waitedMs / HOUR_MS)} counted`)
  }
  expect(phases).toEqual(['waiting after 75 hours, 30 counted', 'ready after 75 hours, 75 counted'])
})

test('once ready it lapses after another 72 hours, also when the clock is set back', () => {
  const phases: string[] = []
  for (const back of [0, -10 * HOUR_MS]) {
    const world = createWorld()
    world.passes(RECOVERY_WAITS_MS)
    world.looks()
    world.setsClock(back)
    world.looks()
    world.passes(RECOVERY_WAITS_MS - 1)
    const before = world.looks().phase()
    world.passes(1)
    phases.push(before, world.looks().phase())
  }
  expect(phases).toEqual(['ready', 'lapsed', 'ready', 'lapsed'])
})

test('nothing that can be done to clocks, program and network makes 72 hours shorter', () => {
  const early: string[] = []
  let ready = 0
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = createSeededRandom(seed)
    const world = createWorld({ clockOffMs: random.pick([0, -90 * HOUR_MS, 3 * HOUR_MS]), isOnline: random.below(2) === 0 })
    let isStanding = false
    for (let step = 0; step < 200 && world.real() < 3 * RECOVERY_WAITS_MS; step += 1) {
      switch (random.below(7)) {
        case 0:
          world.setsClock(random.pick([-1, 1]) * random.below(100 * HOUR_MS))
          break
        case 1:
          world.ends({ isKilled: random.below(2) === 0 })
          isStanding = random.below(2) === 0
          break
        case 2:
          world.tells(random.below(2) === 0, random.below(30_000))
          break
        default:
          world.passes(random.below(2 * HOUR_MS), { isAsleep: isStanding })
          isStanding = false
      }
      if (random.below(3) === 0) world.looks()
      if (world.phase() !== 'ready') continue
      ready += 1
      if (world.real() < RECOVERY_WAITS_MS) early.push(`seed ${seed} after ${world.real()} ms`)
      break
    }
  }
  expect(early).toEqual([])
  // Otherwise nothing would have been tried.
  expect(ready).toBeGreaterThan(100)
})
