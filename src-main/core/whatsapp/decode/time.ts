import { isObject, numberOf } from './read.ts'

/** WhatsApp is younger than this; an earlier time is a mistake. */
const EARLIEST = Date.UTC(2009, 0, 1)
const LATEST = Date.UTC(2100, 0, 1) - 1
/** Clocks differ; more than this ahead of the moment it reached us is a mistake. */
const AHEAD_MAX_MS = 24 * 60 * 60 * 1000

/**
 * Epoch ms of a time that comes as seconds, milliseconds, microseconds or nanoseconds, as number or text, or in ISO form.
 * Null when it is none of these, or at or before zero. Anything else is brought into the years 2009 to 2099, and when we
 * know when the body reached us, not further than a day beyond that: a wrong time must not pin a chat to the top for ever.
 */
export function timeOf(value: unknown, receivedAt: number | null): number | null {
  const raw = epochMsOf(value)
  if (raw === null || raw <= 0) return null
  if (receivedAt !== null && raw > receivedAt + AHEAD_MAX_MS) return receivedAt
  return Math.min(Math.max(raw, EARLIEST), LATEST)
}

export function timeOrFallback(value: unknown, fallback: { readonly entryAt: number | null; readonly receivedAt: number | null }): number {
  return timeOf(value, fallback.receivedAt) ?? fallback.entryAt ?? fallback.receivedAt ?? EARLIEST
}

function epochMsOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number !== null) return Math.trunc(number * msPerUnit(Math.abs(number)))
  if (isObject(value)) return null
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(parsed) ? null : parsed
}

/** By size: seconds stay below 1e11 until the year 5138, and milliseconds have been above it since 1973. */
function msPerUnit(size: number): number {
  if (size < 1e11) return 1000
  if (size < 1e14) return 1
  if (size < 1e17) return 1e-3
  return 1e-6
}
