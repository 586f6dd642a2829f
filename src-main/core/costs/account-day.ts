/** Days and months as the account counts them: rates and months begin at midnight of its own time zone. */
export type AccountDays = {
  /** `2026-11-22` */
  dayOf(at: number): string
}

export function createAccountDays(timeZone: string): AccountDays {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return {
    dayOf(at) {
      const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
      return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
    },
  }
}

export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** How many days `2026-11` has. */
export function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).getUTCDate()
}

export function monthAfter(month: string): string {
  return shifted(month, 1)
}

export function monthBefore(month: string): string {
  return shifted(month, -1)
}

function shifted(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/** Epoch ms at which `2026-11-01` begins for the account. Every zone's midnight is a whole quarter of an hour of UTC. */
export function firstMomentOf(day: string, dayOf: (at: number) => string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  let at = midnight - FARTHEST_ZONE_MS
  while (dayOf(at) < day) at += QUARTER_HOUR_MS
  return at
}

const QUARTER_HOUR_MS = 15 * 60_000
const FARTHEST_ZONE_MS = 15 * 60 * 60_000
