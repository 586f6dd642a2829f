import { expect, test } from 'vitest'
import { backOffMs, closedBy, OFFLINE_BACK_OFF, openedBy, openGate, passGate, waitForGate, type Gate } from '#core/outbox/gate.ts'

const noJitter = { kind: 'back-off', firstMs: 2000, factor: 2, maxMs: 10_000, jitter: false } as const

test('an open gate lets everything pass', () => {
  expect({ wait: waitForGate(openGate, 0), ...passGate(openGate) }).toEqual({ wait: 0, gate: { kind: 'open' }, isProbe: false })
})

test('trouble closes it; when the time is over one message goes as a probe, and the others wait for its answer', () => {
  const closed = closedBy(openGate, noJitter, { isProbe: false, now: 1000, random: 0, atLeastMs: 0 })
  const { gate: probing, isProbe } = passGate(closed)
  expect({
    closed,
    waitBefore: waitForGate(closed, 1500),
    waitAfter: waitForGate(closed, 3000),
    isProbe,
    waitOfOthers: waitForGate(probing, 99_000),
  }).toEqual({
    closed: { kind: 'closed', until: 3000, failures: 1, isProbing: false },
    waitBefore: 1500,
    waitAfter: 0,
    isProbe: true,
    waitOfOthers: Infinity,
  })
})

test('each failed probe waits longer, up to the most; one that went well opens', () => {
  let gate: Gate = openGate
  const waits: number[] = []
  for (let failure = 0; failure < 5; failure += 1) {
    gate = closedBy(passGate(gate).gate, noJitter, { isProbe: gate.kind === 'closed', now: 0, random: 0, atLeastMs: 0 })
    waits.push(waitForGate(gate, 0))
  }
  expect({ waits, after: openedBy(passGate(gate).gate, { isProbe: true }) }).toEqual({
    waits: [2000, 4000, 8000, 10_000, 10_000],
    after: openGate,
  })
})

test('those that were out together with the first to fail change nothing', () => {
  const closed = closedBy(openGate, noJitter, { isProbe: false, now: 0, random: 0, atLeastMs: 0 })
  expect({
    another: closedBy(closed, noJitter, { isProbe: false, now: 10, random: 0, atLeastMs: 0 }),
    success: openedBy(closed, { isProbe: false }),
    whileProbing: closedBy(passGate(closed).gate, noJitter, { isProbe: false, now: 10, random: 0, atLeastMs: 0 }),
  }).toEqual({ another: closed, success: closed, whileProbing: passGate(closed).gate })
})

test('without a network, no wait is longer than six seconds', () => {
  const waits = Array.from({ length: 50 }, (_, before) => backOffMs(OFFLINE_BACK_OFF, { before, random: 0.999_999 }))
  expect(Math.max(...waits)).toBeLessThanOrEqual(6000)
})
