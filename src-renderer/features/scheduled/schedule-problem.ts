import { SCHEDULE_MAX_DAYS } from '#contract'

const DAY_MS = 24 * 60 * 60_000

export type ScheduleProblem = 'missing' | 'past' | 'too-far'

/** What is wrong with a moment at which something is to go; null when nothing is. */
export function scheduleProblem(at: number | null, now: number): ScheduleProblem | null {
  if (at === null) return 'missing'
  if (at <= now) return 'past'
  return at > now + SCHEDULE_MAX_DAYS * DAY_MS ? 'too-far' : null
}
