import { expect, test } from 'vitest'
import { decideNext, type Head } from '#core/outbox/decide-next.ts'

const NOW = 1_800_000_000_000
const HOUR_MS = 60 * 60_000

function head(overrides: Partial<Head> = {}): Head {
  return {
    state: { kind: 'queued', dueAt: NOW },
    queuedAt: NOW - 1000,
    needsWindow: true,
    windowExpiresAt: NOW + HOUR_MS,
    mayHaveGone: false,
    ...overrides,
  }
}

test('sends what is due, and not what is held or out', () => {
  expect([
    decideNext(head(), NOW),
    decideNext(head({ state: { kind: 'queued', dueAt: NOW + 1 } }), NOW),
    decideNext(head({ state: { kind: 'waiting', dueAt: NOW } }), NOW),
    decideNext(head({ state: { kind: 'waiting', dueAt: NOW + 1 } }), NOW),
    decideNext(head({ state: { kind: 'attempting' } }), NOW),
  ]).toEqual([{ kind: 'send' }, { kind: 'wait' }, { kind: 'send' }, { kind: 'wait' }, { kind: 'wait' }])
})

test('asks about a message older than six hours, and about one whose window has closed, unless it is a template', () => {
  expect([
    decideNext(head({ queuedAt: NOW - 6 * HOUR_MS }), NOW),
    decideNext(head({ queuedAt: NOW - 6 * HOUR_MS - 1 }), NOW),
    decideNext(head({ windowExpiresAt: NOW + 1 }), NOW),
    decideNext(head({ windowExpiresAt: NOW }), NOW),
    decideNext(head({ windowExpiresAt: null }), NOW),
    decideNext(head({ windowExpiresAt: null, needsWindow: false }), NOW),
  ]).toEqual([
    { kind: 'send' },
    { kind: 'ask', state: 'failed', reason: 'waited-too-long' },
    { kind: 'send' },
    { kind: 'ask', state: 'failed', reason: 'window-closed' },
    { kind: 'ask', state: 'failed', reason: 'window-closed' },
    { kind: 'send' },
  ])
})

test('what may have reached the customer is never called failed', () => {
  expect(decideNext(head({ mayHaveGone: true, windowExpiresAt: NOW - 1 }), NOW)).toEqual({
    kind: 'ask',
    state: 'unconfirmed',
    reason: 'window-closed',
  })
})

test('an unknown result ends with a person, a probable one with another try, and neither before its time', () => {
  const reconciling = (dueAt: number, next: 'ask' | 'retry') => head({ state: { kind: 'reconciling', dueAt, next }, mayHaveGone: true })
  expect([
    decideNext(reconciling(NOW + 1, 'ask'), NOW),
    decideNext(reconciling(NOW, 'ask'), NOW),
    decideNext(reconciling(NOW + 1, 'retry'), NOW),
    decideNext(reconciling(NOW, 'retry'), NOW),
    decideNext({ ...reconciling(NOW, 'retry'), queuedAt: NOW - 7 * HOUR_MS }, NOW),
  ]).toEqual([
    { kind: 'wait' },
    { kind: 'ask', state: 'unconfirmed', reason: null },
    { kind: 'wait' },
    { kind: 'send' },
    { kind: 'ask', state: 'unconfirmed', reason: 'waited-too-long' },
  ])
})
