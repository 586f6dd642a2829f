import { expect, test } from 'vitest'
import type { PolicyId } from '#contract'
import { acknowledgementsQuery, currentPoliciesQuery, unreadPolicyQuery } from '#core/policies/repository.ts'
import { codeOf } from '#test/support/code-of.ts'
import { setUpPeople } from '#test/support/people.ts'

const sunday = { policyId: null, title: 'Aos domingos', text: 'Fechamos aos domingos.' }

async function setUp() {
  const shop = setUpPeople()
  const rosa = await shop.add('Rosa', 'owner')
  const ana = await shop.add('Ana', 'attendant')
  const duties = () => [rosa, ana].map(({ staffId }) => shop.staff.standingOf(staffId)?.duties.includes('policies'))
  shop.published.length = 0
  shop.noted.sessions.length = 0
  return { ...shop, rosa, ana, duties }
}

test('a policy that is published is everybody’s to read before they work on, but not of whoever wrote it', async () => {
  const { policies, rosa, ana, duties, clock, noted, published, journal } = await setUp()
  expect(duties()).toEqual([false, false])
  const policy = policies.publish(sunday, rosa.staffId)
  expect({
    policy,
    ofAna: policies.list(ana.staffId),
    duties: duties(),
    sessions: noted.sessions,
    published,
    journal: journal().at(-1),
  }).toEqual({
    policy: {
      policyId: policy.policyId,
      title: 'Aos domingos',
      text: 'Fechamos aos domingos.',
      version: 1,
      publishedAt: clock.now(),
      acknowledgedAt: clock.now(),
    },
    ofAna: [{ ...policy, acknowledgedAt: null }],
    duties: [false, true],
    sessions: ['everybody refreshed'],
    published: [{ name: 'policies.changed', payload: {} }],
    journal: {
      action: 'policy.published',
      by: rosa.staffId,
      details: { policyId: policy.policyId, version: 1, before: null, after: 'Aos domingos' },
    },
  })
})

test('whoever has read it works on at once, and it is on record once', async () => {
  const { policies, rosa, ana, duties, clock, noted, journal } = await setUp()
  const { policyId, version } = policies.publish(sunday, rosa.staffId)
  await clock.advance(1000)
  noted.sessions.length = 0
  policies.acknowledge({ policyId, version }, ana.staffId)
  const entries = journal().length
  const readAt = clock.now()
  await clock.advance(1000)
  policies.acknowledge({ policyId, version }, ana.staffId)
  expect({
    duties: duties(),
    sessions: noted.sessions,
    readAt: policies.list(ana.staffId)[0]?.acknowledgedAt,
    last: journal().at(-1),
    entries: journal().length,
    acknowledgements: policies.acknowledgements(),
  }).toEqual({
    duties: [false, false],
    sessions: [`${ana.staffId} refreshed`],
    readAt,
    last: { action: 'policy.acknowledged', by: ana.staffId, details: { policyId, version: 1, title: 'Aos domingos' } },
    entries,
    acknowledgements: [
      {
        policyId,
        version: 1,
        acknowledged: [
          { staffId: rosa.staffId, at: readAt - 1000 },
          { staffId: ana.staffId, at: readAt },
        ],
      },
    ],
  })
})

test('a next version is read anew, also by whoever published the one before', async () => {
  const { policies, rosa, ana, duties, journal } = await setUp()
  const { policyId } = policies.publish(sunday, rosa.staffId)
  policies.acknowledge({ policyId, version: 1 }, ana.staffId)
  const next = policies.publish({ policyId, title: 'Aos domingos e feriados', text: 'Fechamos.' }, ana.staffId)
  expect({
    version: next.version,
    duties: duties(),
    old: await codeOf(() => policies.acknowledge({ policyId, version: 1 }, rosa.staffId)),
    future: await codeOf(() => policies.acknowledge({ policyId, version: 3 }, rosa.staffId)),
    listed: policies.list(rosa.staffId).map(({ version, acknowledgedAt }) => ({ version, acknowledgedAt })),
    acknowledged: policies.acknowledgements()[0]?.acknowledged.map(({ staffId }) => staffId),
    journal: journal().at(-1)?.details,
  }).toEqual({
    version: 2,
    duties: [true, false],
    old: 'changed-meanwhile',
    future: 'changed-meanwhile',
    listed: [{ version: 2, acknowledgedAt: null }],
    acknowledged: [ana.staffId],
    journal: { policyId, version: 2, before: 'Aos domingos', after: 'Aos domingos e feriados' },
  })
})

test('what is retired is nobody’s to read any more', async () => {
  const { policies, rosa, ana, duties, noted, journal } = await setUp()
  const { policyId } = policies.publish(sunday, rosa.staffId)
  noted.sessions.length = 0
  policies.retire(policyId, rosa.staffId)
  expect({
    duties: duties(),
    sessions: noted.sessions,
    list: policies.list(ana.staffId),
    acknowledgements: policies.acknowledgements(),
    journal: journal().at(-1),
    refused: [
      await codeOf(() => policies.retire(policyId, rosa.staffId)),
      await codeOf(() => policies.acknowledge({ policyId, version: 1 }, ana.staffId)),
      await codeOf(() => policies.publish({ ...sunday, policyId }, rosa.staffId)),
    ],
  }).toEqual({
    duties: [false, false],
    sessions: ['everybody refreshed'],
    list: [],
    acknowledgements: [],
    journal: { action: 'policy.retired', by: rosa.staffId, details: { policyId, version: 1, title: 'Aos domingos' } },
    refused: ['not-found', 'not-found', 'not-found'],
  })
})

test('one unread of several is enough, and what never was is not there', async () => {
  const { policies, rosa, ana, duties } = await setUp()
  const first = policies.publish(sunday, rosa.staffId)
  const second = policies.publish({ ...sunday, title: 'Pix' }, rosa.staffId)
  policies.acknowledge(first, ana.staffId)
  expect(duties()).toEqual([false, true])
  policies.acknowledge(second, ana.staffId)
  const policyId = 'nothing' as PolicyId
  expect([
    duties(),
    await codeOf(() => policies.publish({ ...sunday, policyId }, rosa.staffId)),
    await codeOf(() => policies.acknowledge({ policyId, version: 1 }, ana.staffId)),
    await codeOf(() => policies.retire(policyId, rosa.staffId)),
  ]).toEqual([[false, false], 'not-found', 'not-found', 'not-found'])
})

test('there are no more policies than anybody could read, but each can have a next version', async () => {
  const { policies, rosa } = await setUp()
  const published = Array.from({ length: 100 }, () => policies.publish(sunday, rosa.staffId))
  expect([
    await codeOf(() => policies.publish(sunday, rosa.staffId)),
    published[0] && policies.publish({ ...sunday, policyId: published[0].policyId }, rosa.staffId).version,
    policies.list(rosa.staffId).length,
  ]).toEqual(['too-large', 2, 100])
})

test('lists are found by their keys', async () => {
  const { db, ana } = await setUp()
  const plans = [
    currentPoliciesQuery(ana.staffId),
    unreadPolicyQuery(ana.staffId),
    acknowledgementsQuery({ id: 'policy' as PolicyId, version: 1 }),
  ].map((query) => db.explain(query).filter((step) => /SEARCH|SCAN/.test(step)))
  expect(plans).toEqual([
    [expect.stringMatching(/USING (?:COVERING )?INDEX policies_current/), expect.stringContaining('SEARCH read USING PRIMARY KEY')],
    [expect.stringMatching(/USING (?:COVERING )?INDEX policies_current/), expect.stringContaining('SEARCH read USING PRIMARY KEY')],
    [expect.stringContaining('SEARCH policy_acknowledgements USING PRIMARY KEY')],
  ])
})
