import { expect, test } from 'vitest'
import { countedMs } from '#core/approvals/cooling.ts'

test.each([
  ['both clocks agree', { wallMs: 1000, monotonicMs: 1000 }, 1000],
  ['the clock was set forward', { wallMs: 90_000_000, monotonicMs: 1000 }, 1000],
  ['the clock was set back', { wallMs: -90_000_000, monotonicMs: 1000 }, 0],
  ['the computer slept, and its monotonic clock with it', { wallMs: 90_000_000, monotonicMs: 0 }, 0],
  ['the program was closed', { wallMs: 90_000_000, monotonicMs: null }, 90_000_000],
  ['the program was closed, and the clock set back', { wallMs: -1, monotonicMs: null }, 0],
])('of a stretch in which %s no more counts than has passed', (_what, stretch, counted) => {
  expect(countedMs(stretch)).toBe(counted)
})
