import { expect, test } from 'vitest'
import type { ErrorKey, MessageId } from '#contract'
import { afterAttempt, RECONCILE_MS } from '#core/outbox/after-attempt.ts'
import type { Attempt, AttemptResult } from '#core/outbox/entry.ts'
import { OFFLINE_BACK_OFF, TROUBLE_BACK_OFF } from '#core/outbox/gate.ts'
import { errorRow, errorTable } from '#core/whatsapp/error-table.ts'
import type { GraphProblem, SendResult } from '#core/whatsapp/graph-client.ts'

const NOW = 1_800_000_000_000

function problem(key: ErrorKey, retryAfterMs: number | null = null): GraphProblem {
  return { row: errorRow(key), code: 1, details: null, httpStatus: 400, retryAfterMs }
}

function earlier(...results: [AttemptResult, ErrorKey][]): Attempt[] {
  return results.map(([result, key], index) => ({
    messageId: 1 as MessageId,
    attempt: index + 1,
    resends: 0,
    tracker: `t${index}`,
    result,
    problem: { key, code: null, details: null },
  }))
}

function after(result: SendResult, before: Attempt[] = []) {
  return afterAttempt(result, { earlier: before, now: NOW, random: 0 })
}

test('accepted is accepted', () => {
  expect(after({ kind: 'accepted', wamid: 'wamid.1', waId: null, userId: null, isHeld: false })).toEqual({
    state: { kind: 'accepted' },
    number: { kind: 'fine' },
    isTakenBack: false,
  })
})

test('an unknown result is reconciled and then asked about, never tried again', () => {
  expect(after({ kind: 'unknown', problem: problem('no-clear-answer') })).toEqual({
    state: { kind: 'reconciling', dueAt: NOW + RECONCILE_MS, next: 'ask' },
    number: { kind: 'back-off', backOff: TROUBLE_BACK_OFF, atLeastMs: 0 },
    isTakenBack: false,
  })
})

test('trouble at WhatsApp is tried three times in all, each after a minute’s wait for a status', () => {
  const trouble: SendResult = { kind: 'probably-not-sent', problem: problem('whatsapp-trouble') }
  const one: [AttemptResult, ErrorKey] = ['probably-not-sent', 'whatsapp-trouble']
  expect([after(trouble), after(trouble, earlier(one)), after(trouble, earlier(one, one))].map((next) => next.state)).toEqual([
    { kind: 'reconciling', dueAt: NOW + 60_000, next: 'retry' },
    { kind: 'reconciling', dueAt: NOW + 60_000, next: 'retry' },
    { kind: 'reconciling', dueAt: NOW + 60_000, next: 'ask' },
  ])
})

test('without a network the attempt is taken back and everybody waits', () => {
  expect(after({ kind: 'not-sent', problem: problem('offline') })).toEqual({
    state: { kind: 'waiting', dueAt: NOW },
    number: { kind: 'back-off', backOff: OFFLINE_BACK_OFF, atLeastMs: 0 },
    isTakenBack: true,
  })
})

test('the pair limit slows this customer alone, 4 to the power of n seconds', () => {
  const limit: SendResult = { kind: 'not-sent', problem: problem('customer-rate-limit') }
  const one: [AttemptResult, ErrorKey] = ['not-sent', 'customer-rate-limit']
  expect([after(limit), after(limit, earlier(one)), after(limit, earlier(one, one))]).toEqual(
    [4000, 16_000, 64_000].map((waitMs) => ({
      state: { kind: 'waiting', dueAt: NOW + waitMs },
      number: { kind: 'fine' },
      isTakenBack: false,
    })),
  )
})

test('a throughput limit slows the number and blames no message', () => {
  const next = after({ kind: 'not-sent', problem: problem('rate-limit') })
  expect({ state: next.state, number: next.number.kind }).toEqual({ state: { kind: 'waiting', dueAt: NOW }, number: 'back-off' })
})

test('what stops the queue leaves the message queued', () => {
  const stopping = errorTable.filter((row) => row.stopsQueue).map((row) => row.key)
  expect(stopping).toEqual(
    expect.arrayContaining(['token-invalid', 'permission-missing', 'account-restricted', 'payment-problem', 'number-limited']),
  )
  expect(stopping.map((key) => after({ kind: 'not-sent', problem: problem(key) }))).toEqual(
    stopping.map(() => ({ state: { kind: 'queued', dueAt: NOW }, number: { kind: 'stop' }, isTakenBack: false })),
  )
})

test('what Meta refuses for good has failed, unless an earlier attempt may have arrived', () => {
  const refused: SendResult = { kind: 'not-sent', problem: problem('undeliverable') }
  expect([
    after(refused).state,
    after(refused, earlier(['probably-not-sent', 'whatsapp-trouble'])).state,
    after(refused, earlier(['not-sent', 'rate-limit'])).state,
  ]).toEqual([{ kind: 'failed' }, { kind: 'unconfirmed' }, { kind: 'failed' }])
})

test('no row of the table leads from a doubt straight to another attempt', () => {
  const doubts = errorTable.flatMap((row) =>
    (['unknown', 'probably-not-sent'] as const).map(
      (kind) => after({ kind, problem: { row, code: null, details: null, httpStatus: null, retryAfterMs: null } }).state.kind,
    ),
  )
  expect(new Set(doubts)).toEqual(new Set(['reconciling']))
})
