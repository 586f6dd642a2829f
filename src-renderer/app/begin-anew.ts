import type { EndedBecause, SignOutReason } from '#renderer/stores/session.ts'

const AREA = '#/ended/'

/** Throws the whole page away: nothing that the person before had on the screen or in memory is left. Only why is carried over. */
export function beginAnew(page: Pick<Window, 'location' | 'history' | 'document'>, reason: SignOutReason): void {
  // Until the new page is there, the browser goes on showing the old one.
  page.document.body.hidden = true
  const { pathname, search } = page.location
  page.history.replaceState(null, '', pathname + search + (isWorthSaying(reason) ? AREA + reason : ''))
  page.location.reload()
}

/** Why the page before this one ended, and takes it out of the address. */
export function takeEndedBecause(page: Pick<Window, 'location' | 'history'>): EndedBecause | null {
  const { hash, pathname, search } = page.location
  if (!hash.startsWith(AREA)) return null
  page.history.replaceState(null, '', pathname + search)
  return reasons.find((reason) => reason === hash.slice(AREA.length)) ?? null
}

const reasons: readonly EndedBecause[] = ['idle', 'shift-over', 'killed', 'disabled', 'access-changed', 'shop-closed']

function isWorthSaying(reason: SignOutReason): reason is EndedBecause {
  return reasons.some((each) => each === reason)
}
