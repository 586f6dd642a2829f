import type { Account } from './account.ts'

/** The account's calendar: bills and their points begin at midnight of its own time zone, which has no summer time. */
export function startOfDay(at: number, account: Account): number {
  const local = new Date(at + account.utcOffsetMs)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()) - account.utcOffsetMs
}

export function startOfMonth(at: number, account: Account): number {
  const local = new Date(at + account.utcOffsetMs)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth()) - account.utcOffsetMs
}

export function startOfNextMonth(at: number, account: Account): number {
  const local = new Date(at + account.utcOffsetMs)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1) - account.utcOffsetMs
}
