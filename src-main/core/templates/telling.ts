import { template, type NoticeKind, type TemplateId } from '#contract'
import type { Publish } from '../dispatch/event-hub.ts'
import type { Notices } from '../notices/service.ts'
import type { Standing } from './standing.ts'

export type TemplateTelling = ReturnType<typeof createTemplateTelling>

/** Tells windows of each change, and those who look after templates of what they have to see to. */
export function createTemplateTelling({ publish, notices }: { publish: Publish; notices: Pick<Notices, 'post'> }) {
  return {
    /** `before` left out: nothing was known of it, so nothing has become otherwise. */
    changed(now: Standing, before?: Standing): void {
      publish('template.changed', { template: template.parse(now) })
      if (before === undefined || now.isAutomatic) return
      for (const kind of noticesOf(now, before)) notices.post({ kind, about: null, detail: now.name })
    },
    removed(templateId: TemplateId): void {
      publish('template.removed', { templateId })
    },
  }
}

function noticesOf(now: Standing, before: Standing): NoticeKind[] {
  const kinds: NoticeKind[] = []
  if (now.status !== before.status) {
    if (now.status === 'rejected') kinds.push('template-rejected')
    if (now.status === 'paused') kinds.push('template-paused')
    if (now.status === 'disabled') kinds.push('template-disabled')
  }
  if (now.category !== before.category) kinds.push('template-category')
  return kinds
}
