export type ScheduleTime = { id: 'later' | 'tomorrow' | 'monday'; at: number }

const MORNING_HOUR = 9
const LATER_MS = 3 * 60 * 60_000
const LATEST_HOUR = 21

/** What is offered without choosing a date: in the time zone of whoever chooses. */
export function scheduleTimes(now: number, zone: string): ScheduleTime[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  const morningIn = (days: number) => here.add({ days }).withPlainTime({ hour: MORNING_HOUR }).toInstant().epochMilliseconds
  const later = here.add({ milliseconds: LATER_MS }).round({ smallestUnit: 'hour', roundingMode: 'floor' })
  const isToday = later.toPlainDate().equals(here.toPlainDate()) && later.hour <= LATEST_HOUR
  const daysToMonday = 8 - here.dayOfWeek
  const times: ScheduleTime[] = isToday ? [{ id: 'later', at: later.toInstant().epochMilliseconds }] : []
  times.push({ id: 'tomorrow', at: morningIn(1) })
  // On a Sunday tomorrow is that Monday.
  if (daysToMonday > 1) times.push({ id: 'monday', at: morningIn(daysToMonday) })
  return times
}
