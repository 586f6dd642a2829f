import { useLingui } from '@lingui/react/macro'
import { createContext, use, useMemo, type ReactNode } from 'react'
import { createFmt, type Fmt } from './fmt.ts'
import type { Language } from './language.ts'

const FmtContext = createContext<Fmt | null>(null)

export function FmtProvider({ language, timeZone, children }: { language: Language; timeZone?: string; children: ReactNode }) {
  const fmt = useMemo(() => createFmt(timeZone === undefined ? { language } : { language, timeZone }), [language, timeZone])
  return <FmtContext value={fmt}>{children}</FmtContext>
}

/** Dates, times, numbers and durations in the reader's language. The words for them are here too, so that each is said one way. */
export function useFmt() {
  const fmt = use(FmtContext)
  const { t } = useLingui()
  if (fmt === null) throw new Error('useFmt needs a FmtProvider above it')

  return useMemo(() => {
    /** 4m, 1h 10m, 2d. */
    const durationShort = (durationMs: number): string => {
      const parts = fmt.duration(durationMs)
      if (parts.kind === 'minutes') {
        const { minutes } = parts
        return t`${minutes}m`
      }
      if (parts.kind === 'days') {
        const { days } = parts
        return t`${days}d`
      }
      const { hours, minutes } = parts
      return minutes === 0 ? t`${hours}h` : t`${hours}h ${minutes}m`
    }
    return {
      ...fmt,
      durationShort,
      /** The same for what runs out: as long as something is left it is never nothing. */
      timeLeft: (leftMs: number) => durationShort(Math.max(leftMs, 60_000)),
      /** Today, Yesterday, Monday, 3 November. */
      dayLabel(at: number, now: number): string {
        const day = fmt.day(at, now)
        if (day.kind === 'today') return t`Today`
        if (day.kind === 'yesterday') return t`Yesterday`
        return day.text
      },
      /** Today, Tomorrow, Monday, 3 December, and the time: of what lies ahead. */
      momentAhead(at: number, now: number): string {
        const day = fmt.dayAhead(at, now)
        const time = fmt.time(at)
        if (day.kind === 'today') return t`Today ${time}`
        if (day.kind === 'tomorrow') return t`Tomorrow ${time}`
        const date = day.text
        return t`${date}, ${time}`
      },
      /** 14:05, Yesterday, Monday, 03/11. */
      rowMoment(at: number, now: number): string {
        const moment = fmt.shortMoment(at, now)
        return moment.kind === 'yesterday' ? t`Yesterday` : moment.text
      },
    }
  }, [fmt, t])
}
