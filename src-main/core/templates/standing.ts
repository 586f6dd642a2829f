import type { Template, TemplateChange, TemplateStatus } from '#contract'
import { assertNever } from '../lib/assert.ts'
import type { ListedTemplate } from '../whatsapp/decode/template.ts'
import { withFilesOf } from './samples.ts'
import type { TemplateNews } from '../whatsapp/decode/template-news.ts'

/** A template with the time of the newest fact about each of its parts. */
export type Standing = Template & {
  readonly wabaId: string
  readonly addedAt: number
  readonly deletedAt: number | null
  readonly statusAt: number
  readonly categoryAt: number
  readonly noticeAt: number
  readonly qualityAt: number
  readonly definitionAt: number
}

// Of two facts of one second the graver counts, in whatever order they come, until the list has said which is the newer.

const byGravity: readonly TemplateStatus[] = [
  'unknown',
  'pending',
  'in-appeal',
  'approved',
  'archived',
  'limit-exceeded',
  'rejected',
  'paused',
  'disabled',
  'pending-deletion',
]

const qualitiesByGravity: readonly Template['quality'][] = ['UNKNOWN', 'GREEN', 'YELLOW', 'RED']
const categoriesByPrice: readonly Template['category'][] = ['authentication', 'utility', 'marketing']

type Rank = readonly (number | string)[]

/** By the first that differs; what stands there is of one sort in both. */
function isAbove(rank: Rank, other: Rank): boolean {
  const index = rank.findIndex((each, at) => each !== other[at])
  return index !== -1 && (rank[index] ?? 0) > (other[index] ?? 0)
}

function statusRank({ status, pausedUntil, rejectedReason, rejectionAdvice }: StatusFact): Rank {
  return [byGravity.indexOf(status), pausedUntil ?? 0, rejectedReason ?? '', rejectionAdvice ?? '']
}

function categoryRank({ category, previousCategory }: Pick<Template, 'category' | 'previousCategory'>): Rank {
  return [categoriesByPrice.indexOf(category), previousCategory ?? '']
}

function noticeRank({ correctCategory, categoryChangesAt }: Pick<Template, 'correctCategory' | 'categoryChangesAt'>): Rank {
  return [correctCategory === null ? -1 : categoriesByPrice.indexOf(correctCategory), categoryChangesAt ?? 0]
}

type StatusFact = Pick<Template, 'status' | 'pausedUntil' | 'rejectedReason' | 'rejectionAdvice'>

/** What a webhook of that time makes of it; the same object when it is older than what is known. */
export function withNews(known: Standing, news: TemplateNews, at: number): Standing {
  switch (news.kind) {
    case 'status': {
      const fact: StatusFact = {
        status: news.status,
        rejectedReason: news.reason,
        rejectionAdvice: news.advice,
        pausedUntil: news.pausedForMs === null ? null : at + news.pausedForMs,
      }
      if (at < known.statusAt || (at === known.statusAt && !isAbove(statusRank(fact), statusRank(known)))) return known
      return { ...known, ...fact, statusAt: at }
    }
    case 'quality': {
      const isGraver = qualitiesByGravity.indexOf(news.after) > qualitiesByGravity.indexOf(known.quality)
      return at < known.qualityAt || (at === known.qualityAt && !isGraver) ? known : { ...known, quality: news.after, qualityAt: at }
    }
    case 'category': {
      const previousCategory = news.before ?? (news.after === known.category ? known.previousCategory : known.category)
      const fact = { category: news.after, previousCategory }
      if (at < known.categoryAt || (at === known.categoryAt && !isAbove(categoryRank(fact), categoryRank(known)))) return known
      return {
        ...known,
        ...fact,
        categoryAt: at,
        // What was said of the next category before is over.
        ...(known.noticeAt <= at && { correctCategory: null, categoryChangesAt: null, noticeAt: at }),
      }
    }
    case 'category-notice': {
      const fact = { correctCategory: news.correct, categoryChangesAt: news.changesAt }
      // One of the second in which the category changed is taken for the one that told of it.
      if (at <= known.categoryAt || at < known.noticeAt) return known
      return at === known.noticeAt && !isAbove(noticeRank(fact), noticeRank(known)) ? known : { ...known, ...fact, noticeAt: at }
    }
    case 'deleted':
    case 'content':
      return known
    default:
      return assertNever(news)
  }
}

/** Of one second with something that says otherwise: only the list knows which is the newer, and it is to be asked. */
export function isUndecided(known: Standing, news: TemplateNews, at: number): boolean {
  switch (news.kind) {
    case 'status':
      return at === known.statusAt && news.status !== known.status
    case 'quality':
      return at === known.qualityAt && news.after !== known.quality
    case 'category':
      return (at === known.categoryAt && news.after !== known.category) || (at === known.noticeAt && known.correctCategory !== null)
    case 'category-notice':
      return (at === known.noticeAt || at === known.categoryAt) && news.correct !== known.correctCategory
    case 'deleted':
    case 'content':
      return false
    default:
      return assertNever(news)
  }
}

/** The same of a list that was asked for in that second. */
export function isUndecidedBy(known: Standing, { status, category, quality, definition }: ListedTemplate, at: number): boolean {
  return (
    (at === known.statusAt && status !== known.status) ||
    (at === known.categoryAt && category !== known.category) ||
    (at === known.qualityAt && quality !== known.quality) ||
    (at === known.definitionAt && !saysTheSame(definition, known.definition))
  )
}

/** As the list had it when it was asked for. Of one second the webhook counts: the list may have been written before it. */
export function withListed(known: Standing, listed: ListedTemplate, at: number): Standing {
  const { status, category, quality, definition, isAutomatic } = listed
  const next = { ...known, isAutomatic, deletedAt: null }
  if (at > known.statusAt) {
    Object.assign(next, {
      status,
      rejectedReason: listed.rejectedReason,
      rejectionAdvice: listed.rejectedReason === known.rejectedReason ? known.rejectionAdvice : null,
      pausedUntil: status === 'paused' ? known.pausedUntil : null,
    })
  }
  if (at > known.categoryAt) {
    const previous = listed.previousCategory ?? (category === known.category ? known.previousCategory : known.category)
    Object.assign(next, { category, previousCategory: previous })
    const correct = listed.correctCategory ?? (known.correctCategory === category ? null : known.correctCategory)
    if (at > known.noticeAt) {
      Object.assign(next, {
        correctCategory: correct,
        categoryChangesAt: correct === known.correctCategory ? known.categoryChangesAt : null,
      })
    }
  }
  if (at > known.qualityAt) next.quality = quality
  if (at > known.definitionAt) next.definition = withFilesOf(known.definition, definition)
  return next
}

/** One that this program has not seen before. */
export function standingOf(
  listed: ListedTemplate & Pick<Template, 'templateId'>,
  { wabaId, at }: { wabaId: string; at: number },
): Standing {
  return {
    ...listed,
    wabaId,
    categoryChangesAt: null,
    rejectionAdvice: null,
    pausedUntil: null,
    lastUsedAt: null,
    useCount: 0,
    addedAt: at,
    deletedAt: null,
    // The list says what is, and not since when: whatever a webhook says of the same second or later is newer.
    statusAt: at,
    categoryAt: at,
    noticeAt: at,
    qualityAt: at,
    definitionAt: at,
  }
}

export type NewChange = Omit<TemplateChange, 'at'> & { readonly after: string }

/** For the record of changes, what a webhook says; also when it came too late to count. */
export function changeOf(news: TemplateNews): NewChange {
  switch (news.kind) {
    case 'status':
      return { what: 'status', before: null, after: news.status, reason: news.reason ?? news.event }
    case 'quality':
      return { what: 'quality', before: news.before, after: news.after, reason: null }
    case 'category':
      return { what: 'category', before: news.before, after: news.after, reason: null }
    case 'category-notice':
      return { what: 'category-notice', before: null, after: news.correct, reason: null }
    case 'deleted':
      return { what: 'deleted', before: null, after: 'deleted', reason: null }
    case 'content':
      return { what: 'content', before: null, after: 'content', reason: null }
    default:
      return assertNever(news)
  }
}

/** The same for what the list shows to be otherwise than was known. */
export function changesBetween(known: Standing, next: Standing): NewChange[] {
  const changes: NewChange[] = []
  const { status, category, quality, correctCategory } = next
  if (status !== known.status) changes.push({ what: 'status', before: known.status, after: status, reason: next.rejectedReason })
  if (category !== known.category) changes.push({ what: 'category', before: known.category, after: category, reason: null })
  if (quality !== known.quality) changes.push({ what: 'quality', before: known.quality, after: quality, reason: null })
  if (correctCategory !== null && correctCategory !== known.correctCategory)
    changes.push({ what: 'category-notice', before: category, after: correctCategory, reason: null })
  if (!saysTheSame(known.definition, next.definition)) changes.push({ what: 'content', before: null, after: 'content', reason: null })
  return changes
}

/** Samples are not part of what a template says. */
export function saysTheSame(a: Template['definition'], b: Template['definition']): boolean {
  return wordsOf(a) === wordsOf(b)
}

function wordsOf(definition: Template['definition']): string {
  return JSON.stringify(definition, (key, value: unknown) => (key === 'sample' || /examples?$/i.test(key) ? undefined : value))
}

/** Newest first. What was known from the list and told again by a late webhook is one change. */
export function shownChanges(newestFirst: readonly (TemplateChange & { after: string })[]): TemplateChange[] {
  const oldestFirst = newestFirst.toReversed()
  const shown = oldestFirst.flatMap((change, index): TemplateChange[] => {
    const before = oldestFirst.slice(0, index).findLast(({ what }) => what === change.what)
    const isKnown = before?.after === change.after && change.reason === before.reason && change.what !== 'content'
    return isKnown ? [] : [{ ...change, before: change.before ?? before?.after ?? null }]
  })
  return shown.toReversed()
}
