import type { JournalEntry } from '#contract'

/** What an entry says besides who, when and about whom. Each action has its own; what is not there, or is not what it should be, is null. */
export type Details = Readonly<Record<string, unknown>>

export function detailsOf({ details }: JournalEntry): Details {
  return details ?? {}
}

export function textIn(details: Details, key: string): string | null {
  const value = details[key]
  return typeof value === 'string' && value !== '' ? value : null
}

export function numberIn(details: Details, key: string): number | null {
  const value = details[key]
  return typeof value === 'number' ? value : null
}

export function listIn(details: Details, key: string): string[] {
  const value = details[key]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

export function detailsIn(details: Details, key: string): Details | null {
  const value = details[key]
  return isDetails(value) ? value : null
}

function isDetails(value: unknown): value is Details {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
