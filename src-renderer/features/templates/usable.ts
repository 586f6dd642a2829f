import type { Template, TemplateStatus } from '#contract'

/** As the core sees it: a pause of known length ends by itself. */
export function isUsable({ status, pausedUntil }: Pick<Template, 'status' | 'pausedUntil'>, now: number): boolean {
  return status === 'approved' || (status === 'paused' && pausedUntil !== null && pausedUntil <= now)
}

/** What is said of it: once its pause is over it is as if it had never been. */
export function shownStatus(template: Pick<Template, 'status' | 'pausedUntil'>, now: number): TemplateStatus {
  return isUsable(template, now) ? 'approved' : template.status
}

/** What Meta takes a change of. */
export function isEditable({ status }: Pick<Template, 'status'>): boolean {
  return status === 'approved' || status === 'rejected' || status === 'paused'
}

/** Once it is known what its language is: `pt_BR` for somebody who reads Portuguese. */
export function speaks(template: Pick<Template, 'language'>, language: string): boolean {
  return template.language.split('_')[0] === language.split('-')[0]
}
