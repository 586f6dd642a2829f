export const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** The shop's target for a first answer; a setting of the shop comes with opening hours. */
export const OVERDUE_AFTER_MS = 15 * MINUTE_MS

/** How much of the 24 hours is left, as the interface speaks of it. */
export type ServiceWindow =
  | { state: 'never' }
  | { state: 'closed' }
  /** More than four hours: nothing to worry about. */
  | { state: 'open'; leftMs: number }
  | { state: 'closing'; leftMs: number }
  /** An hour or less. */
  | { state: 'urgent'; leftMs: number }
  /** A quarter of an hour or less: said beside the composer too. */
  | { state: 'last-minutes'; leftMs: number }

export function serviceWindow(windowExpiresAt: number | null, now: number): ServiceWindow {
  if (windowExpiresAt === null) return { state: 'never' }
  const leftMs = windowExpiresAt - now
  if (leftMs <= 0) return { state: 'closed' }
  if (leftMs <= 15 * MINUTE_MS) return { state: 'last-minutes', leftMs }
  if (leftMs <= HOUR_MS) return { state: 'urgent', leftMs }
  return leftMs <= 4 * HOUR_MS ? { state: 'closing', leftMs } : { state: 'open', leftMs }
}

export function isWindowOpen(window: ServiceWindow): boolean {
  return window.state !== 'never' && window.state !== 'closed'
}
