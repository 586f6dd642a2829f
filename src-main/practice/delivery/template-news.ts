import { assertNever } from '../assert-never.ts'
import type { PracticeClock } from '../time/clock.ts'
import type { QualityScore, Template, TemplateCategory, Templates } from '../world/templates.ts'
import { componentsUpdate, templateUpdate } from '../webhooks/template-payloads.ts'
import type { WebhookSender } from '../webhooks/sender.ts'

export type RejectionReason = 'ABUSIVE_CONTENT' | 'INCORRECT_CATEGORY' | 'INVALID_FORMAT' | 'PROMOTIONAL' | 'SCAM' | 'TAG_CONTENT_MISMATCH'

/** Something WhatsApp does to a template; the account is told by webhook. */
export type TemplateNews =
  | { readonly kind: 'approved' }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason }
  /** For quality: three hours, then six, then it is disabled. By pacing: until it is unpaused by hand. */
  | { readonly kind: 'paused'; readonly why: 'quality' | 'pacing' }
  | { readonly kind: 'unpaused' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'flagged' }
  | { readonly kind: 'reinstated' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'standing'; readonly status: 'ARCHIVED' | 'IN_APPEAL' | 'LIMIT_EXCEEDED' | 'LOCKED' | 'PENDING_DELETION' }
  | { readonly kind: 'quality'; readonly score: QualityScore }
  /** A day's notice; then the category changes. */
  | { readonly kind: 'category-notice'; readonly category: TemplateCategory }
  | { readonly kind: 'category'; readonly category: TemplateCategory }
  | { readonly kind: 'correct-category'; readonly category: TemplateCategory }
  /** Its content was changed and is in use now. */
  | { readonly kind: 'components' }
  /** Messages of it are held back for a while, or no more. No webhook tells of it. */
  | { readonly kind: 'pacing'; readonly isOn: boolean }

const HOUR_MS = 60 * 60 * 1000
const NOTICE_MS = 24 * HOUR_MS
const PAUSES = [
  { title: 'FIRST_PAUSE', hours: 3 },
  { title: 'SECOND_PAUSE', hours: 6 },
] as const
const RECOMMENDATIONS: Readonly<Record<RejectionReason, string>> = {
  ABUSIVE_CONTENT: 'Remove words that threaten or offend.',
  INCORRECT_CATEGORY: 'Choose the category that fits the content.',
  INVALID_FORMAT: 'Check variables, samples and spelling.',
  PROMOTIONAL: 'Remove promotional content, or choose the marketing category.',
  SCAM: 'Do not promise prizes or ask for sensitive data.',
  TAG_CONTENT_MISMATCH: 'The language of the text must be the one that was selected.',
}

export function createTemplateNews({
  clock,
  sender,
  templates,
}: {
  clock: PracticeClock
  sender: WebhookSender
  templates: Templates
}): (template: Template, news: TemplateNews) => void {
  let count = 0

  function publish(field: string, template: Template, value: Readonly<Record<string, unknown>>): void {
    count += 1
    sender.publish(templateUpdate(field, template, value, count))
  }

  function status(template: Template, event: string, more: Readonly<Record<string, unknown>> = {}): void {
    const value = { event, message_template_category: template.category, reason: template.rejectedReason ?? 'NONE', ...more }
    publish('message_template_status_update', template, value)
  }

  function disable(template: Template): void {
    template.status = 'DISABLED'
    status(template, 'DISABLED', {
      disable_info: { disable_date: Math.floor(clock.now() / 1000) },
      other_info: { title: 'DISABLED', description: 'Your template was disabled because its quality was low too often.' },
    })
  }

  function pause(template: Template, why: 'quality' | 'pacing'): void {
    const pausing = PAUSES[template.pauses]
    if (why === 'quality' && pausing === undefined) {
      disable(template)
      return
    }
    template.status = 'PAUSED'
    template.isPausedByPacing = why === 'pacing'
    if (why === 'pacing' || pausing === undefined) {
      const description = 'Your template was paused by pacing. Unpause it in WhatsApp Manager or through the API.'
      status(template, 'PAUSED', { other_info: { title: 'RATE_LIMITING_PAUSE', description } })
      return
    }
    template.pauses += 1
    template.quality = { score: 'RED', at: clock.now() }
    const description = `Your template has been paused for ${pausing.hours} hours because it had issues.`
    status(template, 'PAUSED', { other_info: { title: pausing.title, description } })
    const { pauses } = template
    clock.after(pausing.hours * HOUR_MS, () => {
      if (template.status === 'PAUSED' && template.pauses === pauses) unpause(template)
    })
  }

  function unpause(template: Template): void {
    template.status = 'APPROVED'
    template.isPausedByPacing = false
    status(template, 'APPROVED', { other_info: { title: 'UNPAUSE', description: 'Your template can be sent again.' } })
  }

  function changeCategory(template: Template, category: TemplateCategory): void {
    const previous = template.category
    Object.assign(template, { category, previousCategory: previous, correctCategory: null })
    publish('template_category_update', template, { previous_category: previous, new_category: category })
  }

  return (template, news) => {
    switch (news.kind) {
      case 'approved':
        template.status = 'APPROVED'
        template.rejectedReason = null
        status(template, 'APPROVED')
        return
      case 'rejected':
        template.status = 'REJECTED'
        template.rejectedReason = news.reason
        status(template, 'REJECTED', { rejection_info: { reason: news.reason, recommendation: RECOMMENDATIONS[news.reason] } })
        return
      case 'paused':
        pause(template, news.why)
        return
      case 'unpaused':
        unpause(template)
        return
      case 'disabled':
        disable(template)
        return
      case 'flagged':
        status(template, 'FLAGGED')
        return
      case 'reinstated':
        template.status = 'APPROVED'
        status(template, 'REINSTATED')
        return
      case 'deleted':
        templates.delete(template)
        template.status = 'DELETED'
        status(template, 'PENDING_DELETION')
        return
      case 'standing':
        template.status = news.status
        status(template, news.status)
        return
      case 'quality': {
        const previous = template.quality.score
        template.quality = { score: news.score, at: clock.now() }
        publish('message_template_quality_update', template, { previous_quality_score: previous, new_quality_score: news.score })
        return
      }
      case 'category-notice':
        template.correctCategory = news.category
        publish('template_category_update', template, {
          new_category: template.category,
          correct_category: news.category,
          category_update_timestamp: Math.floor((clock.now() + NOTICE_MS) / 1000),
        })
        clock.after(NOTICE_MS, () => {
          if (template.correctCategory === news.category) changeCategory(template, news.category)
        })
        return
      case 'category':
        changeCategory(template, news.category)
        return
      case 'correct-category':
        template.correctCategory = news.category
        publish('template_correct_category_detection', template, { category: template.category, correct_category: news.category })
        return
      case 'components':
        publish('message_template_components_update', template, componentsUpdate(template))
        return
      case 'pacing':
        template.isPaced = news.isOn
        return
      default:
        assertNever(news)
    }
  }
}
