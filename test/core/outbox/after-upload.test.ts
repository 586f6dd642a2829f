import { expect, test } from 'vitest'
import { afterUpload } from '#core/outbox/after-upload.ts'
import { ownGraphProblem, type GraphProblem } from '#core/whatsapp/graph-client.ts'

const NOW = { tookMs: 0, before: 0, random: 0 }

function problem(key: Parameters<typeof ownGraphProblem>[0], rest: Partial<GraphProblem> = {}): GraphProblem {
  return { ...ownGraphProblem(key), ...rest }
}

test('without a network it is tried again soon, however often, as nothing leaves', () => {
  expect([afterUpload(problem('offline'), NOW), afterUpload(problem('offline'), { ...NOW, before: 9, random: 0.5 })]).toEqual([
    { kind: 'again', inMs: 1000, isCostly: false },
    { kind: 'again', inMs: 1500, isCostly: false },
  ])
})

test('on a line that breaks after a while, and in WhatsApp’s trouble, each wait is longer, to ten minutes', () => {
  const waits = (of: GraphProblem, tookMs: number) => [0, 1, 2, 20].map((before) => afterUpload(of, { tookMs, before, random: 0 }))
  const longer = [2000, 4000, 8000, 600_000].map((inMs) => ({ kind: 'again', inMs, isCostly: true }))
  expect([waits(problem('offline'), 7000), waits(problem('whatsapp-trouble'), 0), waits(problem('no-clear-answer'), 0)]).toEqual([
    longer,
    longer,
    longer,
  ])
})

test('waits as long as it is asked to', () => {
  expect(afterUpload(problem('rate-limit', { retryAfterMs: 60_000 }), NOW)).toEqual({ kind: 'again', inMs: 60_000, isCostly: true })
})

test('what is refused is given up, in one word and with what WhatsApp said', () => {
  expect(
    (['media-upload-failed', 'request-invalid', 'unknown-error'] as const).map((key) =>
      afterUpload(problem(key, { code: 131053, details: 'x' }), NOW),
    ),
  ).toEqual(Array.from({ length: 3 }, () => ({ kind: 'give-up', problem: { key: 'media-upload-failed', code: 131053, details: 'x' } })))
})

test('what stops the queue stops it, and nothing of it fails', () => {
  expect([afterUpload(problem('token-invalid'), NOW), afterUpload(problem('account-restricted'), NOW)]).toEqual([
    { kind: 'stop' },
    { kind: 'stop' },
  ])
})
