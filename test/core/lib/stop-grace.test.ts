import { expect, test } from 'vitest'
import { waitBriefly } from '#core/lib/stop-grace.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'

function begin(clock: ReturnType<typeof createFakeClock>, out: Promise<unknown>[]) {
  const state = { isOver: false }
  void waitBriefly(clock, out).then(() => (state.isOver = true))
  return state
}

test('what is out is waited for until it has ended, however it ends, and no timer is left', async () => {
  const clock = createFakeClock()
  let end: () => void = () => {}
  const waiting = begin(clock, [Promise.reject(new Error('refused')), new Promise<void>((resolve) => (end = resolve))])
  await clock.advance(2999)
  expect(waiting.isOver).toBe(false)
  end()
  await settle()
  expect([waiting.isOver, clock.waiting()]).toEqual([true, 0])
})

test('what does not end is waited for three seconds, and nothing is not waited for', async () => {
  const clock = createFakeClock()
  const [endless, nothing] = [begin(clock, [new Promise(() => {})]), begin(clock, [])]
  await settle()
  expect([endless.isOver, nothing.isOver]).toEqual([false, true])
  await clock.advance(3000)
  expect(endless.isOver).toBe(true)
})
