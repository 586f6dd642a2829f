import { expect, test } from 'vitest'
import type { DeliveryProblem } from '#contract'
import { shownStatus, type ReportedStatus } from '#core/messages/shown-status.ts'

const expired: DeliveryProblem = { key: 'undeliverable', code: 131026, details: 'Message undeliverable' }

const reports = (...statuses: ReportedStatus[]) => statuses.map((status) => ({ status, problem: status === 'failed' ? expired : null }))

test.each<[ReportedStatus[], string]>([
  [[], 'accepted'],
  [['sent'], 'sent'],
  [['delivered'], 'delivered'],
  [['read'], 'read'],
  [['played'], 'played'],
  [['sent', 'failed'], 'failed'],
  [['sent', 'delivered', 'failed'], 'delivered'],
  [['read', 'failed'], 'read'],
  [['played', 'read', 'delivered', 'sent'], 'played'],
  [['deleted'], 'accepted'],
])('F34: %j is shown as %s, whatever the order', (statuses, shown) => {
  const facts = { own: 'accepted', ownProblem: null } as const
  const backwards = shownStatus({ ...facts, reported: reports(...statuses.toReversed()) })
  expect(shownStatus({ ...facts, reported: reports(...statuses) })).toEqual({ status: shown, problem: shown === 'failed' ? expired : null })
  expect(backwards).toEqual(shownStatus({ ...facts, reported: reports(...statuses) }))
})

test('a report proves that the message left, whatever the outbox believes', () => {
  expect(shownStatus({ own: 'unconfirmed', ownProblem: expired, reported: reports('sent') })).toEqual({ status: 'sent', problem: null })
})

test('without a report the outbox is believed, with its reason', () => {
  expect(shownStatus({ own: 'waiting', ownProblem: expired, reported: [] })).toEqual({ status: 'waiting', problem: expired })
})

test('what came in has no ticks', () => {
  expect(shownStatus({ own: null, ownProblem: null, reported: reports('read') })).toEqual({ status: null, problem: null })
})
