import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TemplateId } from '#contract'
import {
  changesBetween,
  isUndecided,
  isUndecidedBy,
  shownChanges,
  standingOf,
  withListed,
  withNews,
  type Standing,
} from '#core/templates/standing.ts'
import type { ListedTemplate } from '#core/whatsapp/decode/template.ts'
import { templateNewsOf, type TemplateNews } from '#core/whatsapp/decode/template-news.ts'
import { definitionOf } from '#test/support/sample-templates.ts'

const ID = '594425479261596'
const listed: ListedTemplate = {
  templateId: ID,
  name: 'pedido_pronto',
  language: 'pt_BR',
  status: 'pending',
  category: 'utility',
  previousCategory: null,
  correctCategory: null,
  quality: 'UNKNOWN',
  rejectedReason: null,
  isAutomatic: false,
  definition: definitionOf(),
}
// Digits, as an id is.
const known = standingOf({ ...listed, templateId: ID as TemplateId }, { wabaId: '1', at: 1000 })

function news(field: string, value: Record<string, unknown>): TemplateNews {
  const read = templateNewsOf({ field, value: { message_template_id: Number(ID), ...value } })
  if (read === null || read === 'unreadable') throw new Error(`${field} was not understood`)
  return read
}
const status = (event: string, more: Record<string, unknown> = {}) => news('message_template_status_update', { event, ...more })

test('reads each webhook about a template', () => {
  expect([
    status('REJECTED', { reason: 'SCAM', rejection_info: { reason: 'SCAM', recommendation: 'Do not promise prizes.' } }),
    status('PAUSED', { reason: 'NONE', other_info: { title: 'SECOND_PAUSE', description: 'x' } }),
    status('PAUSED', { other_info: { title: 'RATE_LIMITING_PAUSE' } }),
    status('FLAGGED'),
    status('DELETED'),
    news('message_template_quality_update', { previous_quality_score: 'GREEN', new_quality_score: 'YELLOW' }),
    news('template_category_update', { previous_category: 'UTILITY', new_category: 'MARKETING' }),
    news('template_category_update', { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: 1_793_500_000 }),
    news('template_correct_category_detection', { category: 'UTILITY', correct_category: 'MARKETING' }),
    news('message_template_components_update', { message_template_element: 'Oi' }),
  ]).toEqual([
    {
      kind: 'status',
      templateId: ID,
      status: 'rejected',
      event: null,
      reason: 'SCAM',
      advice: 'Do not promise prizes.',
      pausedForMs: null,
    },
    { kind: 'status', templateId: ID, status: 'paused', event: null, reason: null, advice: null, pausedForMs: 6 * 3_600_000 },
    { kind: 'status', templateId: ID, status: 'paused', event: null, reason: null, advice: null, pausedForMs: null },
    { kind: 'status', templateId: ID, status: 'approved', event: 'FLAGGED', reason: null, advice: null, pausedForMs: null },
    { kind: 'deleted', templateId: ID },
    { kind: 'quality', templateId: ID, before: 'GREEN', after: 'YELLOW' },
    { kind: 'category', templateId: ID, before: 'utility', after: 'marketing' },
    { kind: 'category-notice', templateId: ID, correct: 'marketing', changesAt: 1_793_500_000_000 },
    { kind: 'category-notice', templateId: ID, correct: 'marketing', changesAt: null },
    { kind: 'content', templateId: ID },
  ])
})

test('takes nothing from what is not about templates, and says so of what it cannot read', () => {
  expect([
    templateNewsOf({ field: 'account_update', value: { message_template_id: 1 } }),
    templateNewsOf({ field: 'constructor', value: {} }),
    templateNewsOf({ field: 'message_template_status_update', value: { event: 'APPROVED' } }),
    templateNewsOf({ field: 'message_template_status_update', value: { event: 'SOMETHING', message_template_id: 1 } }),
    templateNewsOf({ field: 'template_category_update', value: { message_template_id: 1 } }),
    templateNewsOf({ field: 'message_template_quality_update', value: 'nonsense' }),
  ]).toEqual([null, null, 'unreadable', 'unreadable', 'unreadable', 'unreadable'])
})

test('keeps what came first when something older comes after it', () => {
  const paused = withNews(known, status('PAUSED', { other_info: { title: 'FIRST_PAUSE' } }), 5000)
  expect(paused).toMatchObject({ status: 'paused', pausedUntil: 5000 + 3 * 3_600_000 })
  expect(withNews(paused, status('APPROVED'), 4000)).toBe(paused)
  expect(withNews(paused, status('PAUSED'), 5000)).toBe(paused)
  expect(withNews(paused, status('APPROVED'), 6000)).toMatchObject({ status: 'approved', pausedUntil: null })
})

test('forgets why it was rejected once it is not', () => {
  const rejected = withNews(known, status('REJECTED', { reason: 'SCAM' }), 2000)
  expect(withNews(rejected, status('PENDING'), 3000)).toMatchObject({ status: 'pending', rejectedReason: null, rejectionAdvice: null })
})

test('ends a notice with the change that it told of', () => {
  const noticed = withNews(
    known,
    news('template_category_update', { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: 1_793_500_000 }),
    2000,
  )
  expect(noticed).toMatchObject({ category: 'utility', correctCategory: 'marketing', categoryChangesAt: 1_793_500_000_000 })
  const moved = withNews(noticed, news('template_category_update', { previous_category: 'UTILITY', new_category: 'MARKETING' }), 3000)
  expect(moved).toMatchObject({ category: 'marketing', previousCategory: 'utility', correctCategory: null, categoryChangesAt: null })
  expect(withNews(moved, news('template_correct_category_detection', { correct_category: 'MARKETING' }), 2500)).toBe(moved)
})

test('takes from the list what is older than it, and leaves what a webhook said since', () => {
  const rejected = withNews(known, status('REJECTED', { reason: 'SCAM', rejection_info: { recommendation: 'Less.' } }), 5000)
  expect(withListed(rejected, { ...listed, status: 'approved' }, 5000)).toMatchObject({ status: 'rejected' })
  expect(withListed(rejected, { ...listed, status: 'rejected', rejectedReason: 'SCAM' }, 6000)).toMatchObject({ rejectionAdvice: 'Less.' })
  const moved = withListed(rejected, { ...listed, status: 'approved', category: 'marketing', quality: 'RED' }, 6000)
  expect(moved).toMatchObject({
    status: 'approved',
    rejectedReason: null,
    rejectionAdvice: null,
    category: 'marketing',
    previousCategory: 'utility',
    quality: 'RED',
  })
  expect(changesBetween(rejected, moved).map(({ what, before, after }) => [what, before, after])).toEqual([
    ['status', 'rejected', 'approved'],
    ['category', 'utility', 'marketing'],
    ['quality', 'UNKNOWN', 'RED'],
  ])
})

test('of two facts of one second takes the graver, and leaves it to the list to say which was the newer', () => {
  const quality = (score: string) => news('message_template_quality_update', { new_quality_score: score })
  const category = (name: string) => news('template_category_update', { previous_category: 'UTILITY', new_category: name })
  const paused = withNews(known, status('PAUSED', { other_info: { title: 'FIRST_PAUSE' } }), 5000)
  const red = withNews(paused, quality('RED'), 5000)
  const dear = withNews(red, category('MARKETING'), 5000)
  for (const other of [status('APPROVED'), quality('GREEN'), category('UTILITY')]) {
    expect(withNews(dear, other, 5000)).toBe(dear)
    expect([isUndecided(dear, other, 5000), isUndecided(dear, other, 4000), isUndecided(dear, other, 6000)]).toEqual([true, false, false])
  }
  for (const same of [status('PAUSED'), quality('RED'), category('MARKETING')]) expect(isUndecided(dear, same, 5000)).toBe(false)
  const notice = news('template_correct_category_detection', { correct_category: 'UTILITY' })
  expect(isUndecided(dear, notice, 5000)).toBe(true)
  const asListed = { ...listed, status: 'approved', category: 'utility', quality: 'GREEN' } as const
  expect([4000, 5000, 6000].map((at) => isUndecidedBy(dear, asListed, at))).toEqual([false, true, false])
  expect(withListed(dear, asListed, 6000)).toMatchObject({ status: 'approved', category: 'utility', quality: 'GREEN' })
})

test('says once what list and webhook both told, and what it was before', () => {
  const change = (at: number, after: string, before: string | null = null) => ({ at, what: 'status' as const, after, before, reason: null })
  expect(shownChanges([change(40, 'paused'), change(30, 'approved'), change(20, 'approved', 'pending'), change(10, 'pending')])).toEqual([
    change(40, 'paused', 'approved'),
    change(20, 'approved', 'pending'),
    change(10, 'pending'),
  ])
})

const anyNews: fc.Arbitrary<TemplateNews> = fc.oneof(
  fc
    .record({ status: fc.constantFrom('approved', 'pending', 'rejected', 'paused', 'disabled'), pausedForMs: fc.constantFrom(null, 100) })
    .map(({ status: now, pausedForMs }) => ({
      kind: 'status' as const,
      templateId: ID,
      status: now as Standing['status'],
      event: null,
      reason: now === 'rejected' ? 'SCAM' : null,
      advice: null,
      pausedForMs: now === 'paused' ? pausedForMs : null,
    })),
  fc
    .constantFrom('GREEN', 'YELLOW', 'RED')
    .map((after) => ({ kind: 'quality' as const, templateId: ID, before: 'UNKNOWN' as const, after: after as Standing['quality'] })),
  fc
    .constantFrom('utility', 'marketing')
    .map((after) => ({ kind: 'category' as const, templateId: ID, before: 'utility' as const, after: after as Standing['category'] })),
  fc.record({ changesAt: fc.constantFrom(null, 900_000) }).map(({ changesAt }) => ({
    kind: 'category-notice' as const,
    templateId: ID,
    correct: 'marketing' as const,
    changesAt,
  })),
)

test('comes to the same in whatever order the webhooks come, and however often', () => {
  fc.assert(
    fc.property(fc.array(anyNews, { maxLength: 7 }), fc.infiniteStream(fc.nat()), (all, dice) => {
      // Some of one second, as groups of webhooks are.
      const facts = all.map((each, index) => ({ news: each, at: 2000 + Math.floor(index / 3) * 1000 }))
      const shuffled = [...facts, ...facts.slice(0, 2)]
        .map((fact) => ({ fact, by: dice.next().value ?? 0 }))
        .toSorted((a, b) => a.by - b.by)
        .map(({ fact }) => fact)
      const apply = (list: typeof facts) => list.reduce((standing, fact) => withNews(standing, fact.news, fact.at), known)
      expect(apply(shuffled)).toEqual(apply(facts))
    }),
  )
})
