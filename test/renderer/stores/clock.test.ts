import { expect, test } from 'vitest'
import { createClockStore } from '#renderer/stores/clock.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { ana, NOON } from '#test/support/inbox-rows.ts'

test('ticks every 15 seconds while somebody is signed in', async () => {
  const timers = createFakeClock(NOON)
  const clock = createClockStore({ timers })
  clock.life.start?.(ana)
  await timers.advance(14_000)
  expect(clock.getState().now).toBe(NOON)
  await timers.advance(17_000)
  expect(clock.getState().now).toBe(NOON + 30_000)
  clock.life.stop?.()
  await timers.advance(60_000)
  expect(clock.getState().now).toBe(NOON + 30_000)
})

test('goes by the core’s time when this machine’s clock is off, and takes the way there for nothing', () => {
  const clock = createClockStore({ timers: createFakeClock(NOON) })
  clock.getState().noteCoreTime(NOON + 3_000)
  expect(clock.getState().exactNow()).toBe(NOON)
  clock.getState().noteCoreTime(NOON - 600_000)
  expect([clock.getState().exactNow(), clock.getState().now]).toEqual([NOON - 600_000, NOON - 600_000])
})
