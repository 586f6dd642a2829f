import { expect, test } from 'vitest'
import { CUSTOMER_RATE, fullBucket, isFull, numberRate, takeToken, waitForToken, type Bucket, type Rate } from '#core/outbox/pace.ts'

function takeAsFastAsAllowed(rate: Rate, { forMs }: { forMs: number }): number {
  let bucket: Bucket = fullBucket(rate, 0)
  let now = 0
  let taken = 0
  while (now <= forMs) {
    const waitMs = waitForToken(bucket, rate, now)
    if (waitMs === 0) {
      bucket = takeToken(bucket, rate, now)
      taken += 1
    } else now += waitMs
  }
  return taken
}

for (const perSecond of [80, 20]) {
  test(`a number that may send ${perSecond} a second sends no more in any second, and nearly as much in each`, () => {
    expect(takeAsFastAsAllowed(numberRate(perSecond), { forMs: 999 })).toBeLessThanOrEqual(perSecond)
    expect(takeAsFastAsAllowed(numberRate(perSecond), { forMs: 10_000 })).toBeLessThanOrEqual(perSecond * 10)
    expect(takeAsFastAsAllowed(numberRate(perSecond), { forMs: 10_000 })).toBeGreaterThan(perSecond * 8)
  })
}

test('a customer gets a burst of 45 and then one message in 6 seconds', () => {
  expect(takeAsFastAsAllowed(CUSTOMER_RATE, { forMs: 0 })).toBe(45)
  expect(takeAsFastAsAllowed(CUSTOMER_RATE, { forMs: 60_000 })).toBe(55)
})

test('an empty bucket says exactly how long until the next, and is full again after its whole time', () => {
  let bucket = fullBucket(CUSTOMER_RATE, 0)
  for (let count = 0; count < 45; count += 1) bucket = takeToken(bucket, CUSTOMER_RATE, 0)
  expect({
    now: waitForToken(bucket, CUSTOMER_RATE, 0),
    afterTwoSeconds: waitForToken(bucket, CUSTOMER_RATE, 2000),
    afterSix: waitForToken(bucket, CUSTOMER_RATE, 6000),
    isFullAfter269s: isFull(bucket, CUSTOMER_RATE, 269_000),
    isFullAfter270s: isFull(bucket, CUSTOMER_RATE, 270_000),
  }).toEqual({ now: 6000, afterTwoSeconds: 4000, afterSix: 0, isFullAfter269s: false, isFullAfter270s: true })
})

test('a clock that stands still or steps back gives nothing away', () => {
  const bucket = takeToken(fullBucket({ capacity: 1, refillMs: 1000 }, 5000), { capacity: 1, refillMs: 1000 }, 5000)
  expect(waitForToken(bucket, { capacity: 1, refillMs: 1000 }, 4000)).toBe(1000)
})
