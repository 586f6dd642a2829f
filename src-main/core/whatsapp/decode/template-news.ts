import type { TemplateCategory, TemplateStatus } from '#contract'
import type { AccountEvent } from '../decoded.ts'
import { filledOf, firstFilled, objectOf, type WireObject } from './read.ts'
import { categoryOf, idOf, qualityOf, reasonOf, statusOf, type Quality } from './template.ts'
import { timeOf } from './time.ts'

/** What a webhook says of one template. */
export type TemplateNews = { readonly templateId: string } & (
  | {
      readonly kind: 'status'
      readonly status: TemplateStatus
      /** Meta's word for what happened, where it is none of our statuses. */
      readonly event: string | null
      readonly reason: string | null
      readonly advice: string | null
      readonly pausedForMs: number | null
    }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'quality'; readonly before: Quality; readonly after: Quality }
  | { readonly kind: 'category'; readonly before: TemplateCategory | null; readonly after: TemplateCategory }
  | { readonly kind: 'category-notice'; readonly correct: TemplateCategory; readonly changesAt: number | null }
  /** Told in part only: the list has the rest. */
  | { readonly kind: 'content' }
)

const HOUR_MS = 60 * 60 * 1000
/** Template pausing page: three hours, then six, and then it is disabled. */
const PAUSES_MS: Readonly<Record<string, number>> = { FIRST_PAUSE: 3 * HOUR_MS, SECOND_PAUSE: 6 * HOUR_MS }

const readers: Readonly<Record<string, (value: WireObject, templateId: string) => TemplateNews | null>> = {
  message_template_status_update: statusNews,
  message_template_quality_update: (value, templateId) => ({
    kind: 'quality',
    templateId,
    before: qualityOf(value['previous_quality_score']),
    after: qualityOf(value['new_quality_score']),
  }),
  message_template_components_update: (_value, templateId) => ({ kind: 'content', templateId }),
  template_category_update: categoryNews,
  template_correct_category_detection: categoryNews,
}

/** Null for what is not about templates, `unreadable` for what is and says nothing that we know. */
export function templateNewsOf({ field, value }: Pick<AccountEvent, 'field' | 'value'>): TemplateNews | 'unreadable' | null {
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined
  if (read === undefined) return null
  const json = objectOf(value)
  const templateId = idOf(json['message_template_id'])
  return (templateId === null ? null : read(json, templateId)) ?? 'unreadable'
}

function statusNews(value: WireObject, templateId: string): TemplateNews | null {
  const event = filledOf(value['event'])?.toUpperCase() ?? null
  if (event === 'DELETED') return { kind: 'deleted', templateId }
  const status = statusOf(event)
  if (event === null || status === 'unknown') return null
  const rejection = objectOf(value['rejection_info'])
  const other = objectOf(value['other_info'])
  const isRejected = status === 'rejected'
  return {
    kind: 'status',
    templateId,
    status,
    event: event.toLowerCase().replaceAll('_', '-') === status ? null : event,
    reason: isRejected ? reasonOf(firstFilled(value['reason'], rejection['reason'])) : null,
    advice: isRejected ? filledOf(rejection['recommendation']) : null,
    pausedForMs: status === 'paused' ? (PAUSES_MS[filledOf(other['title'])?.toUpperCase() ?? ''] ?? null) : null,
  }
}

/** By the keys that are there: `new_category` is the present one in a notice, and the new one in a change. */
function categoryNews(value: WireObject, templateId: string): TemplateNews | null {
  const correct = categoryOf(value['correct_category'])
  const after = categoryOf(value['new_category'])
  if (correct !== null) {
    return { kind: 'category-notice', templateId, correct, changesAt: timeOf(value['category_update_timestamp'], null) }
  }
  return after === null ? null : { kind: 'category', templateId, before: categoryOf(value['previous_category']), after }
}
