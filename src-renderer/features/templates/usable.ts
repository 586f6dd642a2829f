import type { Template } from '#contract'

/** As the core sees it: a pause of known length ends by itself. */
export function isUsable({ status, pausedUntil }: Pick<Template, 'status' | 'pausedUntil'>, now: number): boolean {
  return status === 'approved' || (status === 'paused' && pausedUntil !== null && pausedUntil <= now)
}

/** What Meta takes a change of. */
export function isEditable({ status }: Pick<Template, 'status'>): boolean {
  return status === 'approved' || status === 'rejected' || status === 'paused'
}

/** Once it is known what its language is: `pt_BR` for somebody who reads Portuguese. */
export function speaks(template: Pick<Template, 'language'>, language: string): boolean {
  return template.language.split('_')[0] === language.split('-')[0]
}
