import type { Language } from './language.ts'
import { scheduleTimes } from './schedule-times.ts'

export type DayLabel = { kind: 'today' } | { kind: 'yesterday' } | { kind: 'weekday'; text: string } | { kind: 'date'; text: string }

/** A length of time as the interface shows it, one or two units long: 4m, 1h 10m, 2d. */
export type DurationParts =
  | { kind: 'minutes'; minutes: number }
  | { kind: 'hours'; hours: number; minutes: number }
  | { kind: 'days'; days: number }

export type Fmt = ReturnType<typeof createFmt>

/**
 * The only place of the interface that asks `Intl` or `Temporal` for anything.
 * Times are epoch milliseconds, shown in `timeZone`, which is the machine's own unless given.
 */
export function createFmt({ language, timeZone }: { language: Language; timeZone?: string }) {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const locale = language === 'en' ? 'en-ZA' : language
  const style = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  const timeStyle = style({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const weekdayStyle = style({ weekday: 'long' })
  const dateStyle = style({ day: 'numeric', month: 'long' })
  const dateWithYearStyle = style({ day: 'numeric', month: 'long', year: 'numeric' })
  const shortDateStyle = style({ day: '2-digit', month: '2-digit' })
  const shortDateWithYearStyle = style({ day: '2-digit', month: '2-digit', year: '2-digit' })
  const fullStyle = style({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const sizeStyle = (unit: string, maximumFractionDigits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits })
  const kilobytes = sizeStyle('kilobyte', 0)
  const megabytes = sizeStyle('megabyte', 1)
  const monthStyle = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' })
  const plainDateStyle = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })
  const plainDayStyle = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long' })
  const percentStyle = new Intl.NumberFormat(locale, { style: 'percent' })
  const numberStyle = new Intl.NumberFormat(locale)
  const languageNames = new Intl.DisplayNames(locale, { type: 'language', languageDisplay: 'standard' })
  const collator = new Intl.Collator(locale, { sensitivity: 'base', numeric: true })

  const dayOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const daysBetween = (at: number, now: number) => dayOf(at).until(dayOf(now), { largestUnit: 'day' }).days

  function longDate(at: number, now: number): string {
    return (dayOf(at).year === dayOf(now).year ? dateStyle : dateWithYearStyle).format(at)
  }

  /** Two digits after the point, and as many more as there are. */
  function priceOf(micros: number, currency: string): string {
    const value = micros / 1_000_000
    if (!/^[A-Z]{3}$/.test(currency)) return numberStyle.format(value)
    return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 6 }).format(value)
  }

  return {
    /** 14:05, always with 24 hours. */
    time: (at: number) => timeStyle.format(at),
    /** 22 November 2026. */
    date: (at: number) => dateWithYearStyle.format(at),
    /** 22 November: of a day that is near. */
    dayAndMonth: (at: number) => dateStyle.format(at),
    /** For `<time>`, which machines read. */
    iso: (at: number) => new Date(at).toISOString(),
    /** Everything about the moment, for tooltips. */
    full: (at: number) => fullStyle.format(at),
    /** For the line between two days of a thread. The words for today and yesterday are the catalogue's. */
    day(at: number, now: number): DayLabel {
      const days = daysBetween(at, now)
      if (days === 0) return { kind: 'today' }
      if (days === 1) return { kind: 'yesterday' }
      if (days > 1 && days < 7) return { kind: 'weekday', text: capitalized(weekdayStyle.format(at)) }
      return { kind: 'date', text: longDate(at, now) }
    },
    /** For a row of a list: the time today, otherwise the day. */
    shortMoment(
      at: number,
      now: number,
    ): { kind: 'time' | 'date'; text: string } | { kind: 'yesterday' } | { kind: 'weekday'; text: string } {
      const days = daysBetween(at, now)
      if (days === 0) return { kind: 'time', text: timeStyle.format(at) }
      if (days === 1) return { kind: 'yesterday' }
      if (days > 1 && days < 7) return { kind: 'weekday', text: capitalized(weekdayStyle.format(at)) }
      const isThisYear = dayOf(at).year === dayOf(now).year
      return { kind: 'date', text: (isThisYear ? shortDateStyle : shortDateWithYearStyle).format(at) }
    },
    /** Of a moment that lies ahead. The words for today and tomorrow are the catalogue's. */
    dayAhead(at: number, now: number): { kind: 'today' } | { kind: 'tomorrow' } | { kind: 'other'; text: string } {
      const days = -daysBetween(at, now)
      if (days < 1) return { kind: 'today' }
      if (days === 1) return { kind: 'tomorrow' }
      return { kind: 'other', text: days < 7 ? capitalized(weekdayStyle.format(at)) : longDate(at, now) }
    },
    /** What is offered when something is to go later. */
    scheduleTimes: (now: number) => scheduleTimes(now, zone),
    isSameDay: (a: number, b: number) => dayOf(a).equals(dayOf(b)),
    /** Rounded down to whole minutes, never negative. */
    duration: durationParts,
    number: (value: number) => numberStyle.format(value),
    /** 3.4 MB, 12 kB: as file managers count, in thousands. */
    fileSize: (bytes: number) =>
      bytes < 1_000_000 ? kilobytes.format(Math.max(1, Math.round(bytes / 1000))) : megabytes.format(bytes / 1_000_000),
    /** 1:05 or 1:02:05: of a recording, in whole seconds. */
    clock: clockOf,
    /** R$ 12,50. A currency nobody knows is written after the number as it came. */
    money(value: number, currency: string): string {
      if (!/^[A-Z]{3}$/.test(currency)) return `${numberStyle.format(value)} ${currency}`.trim()
      return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value)
    },
    /** The same from whole millionths of the unit, as exactly as they say: US$ 0.0068. */
    micros: (micros: number, currency: string) => priceOf(micros, currency),
    /** 84 % */
    percent: (share: number) => percentStyle.format(share),
    /** Of `2026-11`: November 2026. */
    month: (month: string) => capitalized(monthStyle.format(Date.parse(`${month}-01T00:00Z`))),
    /** Of `2026-11-22`, whatever the time zone: 22 November 2026, and 22 November. */
    plainDate: (day: string) => plainDateStyle.format(Date.parse(`${day}T00:00Z`)),
    dayOfMonth: (day: string) => plainDayStyle.format(Date.parse(`${day}T00:00Z`)),
    /** `2026-11-22`: the day that it is here. */
    isoDay: (at: number) => dayOf(at).toString(),
    /** Of Meta's code, such as `pt_BR`: Portuguese (Brazil). A code that nobody knows stays as it is. */
    language(code: string): string {
      if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(code)) return code
      return capitalized(languageNames.of(code.replace('_', '-')) ?? code)
    },
    /** For `<input type="datetime-local">`, and back; null for what is no time. */
    dateTimeInput: (at: number) =>
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }),
    fromDateTimeInput(text: string): number | null {
      if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null
      return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
    },
    /** In the order a reader of this language looks names up in. */
    compare: (a: string, b: string) => collator.compare(a, b),
    /** Phones are shown as they are given: the core has put them in international form. */
    phone: (phone: string) => phone,
  }
}

export function durationParts(durationMs: number): DurationParts {
  const minutes = Math.max(0, Math.floor(durationMs / 60_000))
  if (minutes < 60) return { kind: 'minutes', minutes }
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return { kind: 'hours', hours, minutes: minutes % 60 }
  return { kind: 'days', days: Math.floor(hours / 24) }
}

function clockOf(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(seconds % 60)}` : `${minutes}:${padded(seconds % 60)}`
}

function padded(value: number): string {
  return String(value).padStart(2, '0')
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
