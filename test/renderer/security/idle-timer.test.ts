import { expect, test } from 'vitest'
import { createIdleTimer } from '#renderer/features/security/idle-timer.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Five minutes until the lock, a clock that is moved by hand, and the times at which the core was told. */
function begin() {
  let now = 0
  const touches: number[] = []
  const timer = createIdleTimer({ idleLockMs: 5 * MINUTE, now: () => now, touch: () => touches.push(now) })
  return { timer, touches, pass: (ms: number) => void (now += ms) }
}

test('nothing is said until 20 seconds before the lock, and then how many are left', () => {
  const { timer, pass } = begin()
  pass(5 * MINUTE - 20_001)
  expect(timer.secondsLeft()).toBeNull()
  pass(1)
  expect(timer.secondsLeft()).toBe(20)
  pass(19_500)
  expect(timer.secondsLeft()).toBe(1)
  pass(10 * SECOND)
  expect(timer.secondsLeft()).toBe(0)
})

test('what would be lost is put away before the lock, the sooner the seldomer the window looks', () => {
  const { timer, pass } = begin()
  pass(5 * MINUTE - 68_001)
  expect([timer.isNearlyOver(MINUTE), timer.isNearlyOver(SECOND)]).toEqual([false, false])
  pass(1)
  expect([timer.isNearlyOver(MINUTE), timer.isNearlyOver(SECOND)]).toEqual([true, false])
  pass(59 * SECOND)
  expect(timer.isNearlyOver(SECOND)).toBe(true)
  timer.see()
  expect(timer.isNearlyOver(MINUTE)).toBe(false)
})

test('a sign of life takes the warning away and is told to the core', () => {
  const { timer, touches, pass } = begin()
  pass(5 * MINUTE - 5 * SECOND)
  expect(timer.secondsLeft()).toBe(5)
  timer.see()
  expect([timer.secondsLeft(), touches]).toEqual([null, [5 * MINUTE - 5 * SECOND]])
})

test('while somebody works the core is told every 15 seconds, not at every key', () => {
  const { timer, touches, pass } = begin()
  for (let second = 1; second <= 60; second += 1) {
    pass(SECOND)
    timer.see()
    timer.see()
  }
  expect(touches).toEqual([15, 30, 45, 60].map((second) => second * SECOND))
})

test('the last key before a pause is told too, so that the core counts from it', () => {
  const { timer, touches, pass } = begin()
  pass(2 * SECOND)
  timer.see()
  pass(12 * SECOND)
  timer.secondsLeft()
  expect(touches).toEqual([])
  pass(SECOND)
  timer.secondsLeft()
  pass(MINUTE)
  timer.secondsLeft()
  expect(touches).toEqual([15 * SECOND])
})
