import type { StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { unlessDiskFails } from '../db/storage-failure.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../ports.ts'
import { findStaff } from './repository.ts'
import { deleteFailures, listFailures, updateFailures } from './sign-in-failures-repository.ts'

const FREE_FAILURES = 3
const LONGEST_WAIT_MS = 15 * 60_000
/** NIST SP 800-63B-4, 3.2.2. */
const MOST_IN_A_ROW = 100
/** Names that nobody has; the ones tried longest ago are forgotten. */
const MOST_STRANGERS = 200

/** Who is tried, and from where. A stranger is a name that nobody has, or what stands for it. */
export type Try = { readonly account: string; readonly isStranger: boolean; readonly device: string }

/**
 * How often somebody may be wrong in a row: with each account, wherever they sit; and on each device, whoever they say they are. Waits are
 * measured on the clock that nobody can set. After a restart the last wait begins anew: for how long the program was off cannot be known.
 */
export type SignInLimit = {
  /**
   * Counts a try as wrong before it is checked, so that stopping the program is not a free guess. Throws `try-later`. The answer takes the
   * count back, for a try that was right but is not yet all there is to show; the wrong ones before it stay.
   */
  begin(attempt: Try): () => void
  /** Everything was shown, or a way of recovery was used: the account begins anew. Joins the caller's transaction. */
  forgive(account: string): void
}

/** One second after the fourth failure in a row, twice as long after each further one, at most a quarter of an hour. */
export function waitAfterMs(failures: number): number {
  if (failures <= FREE_FAILURES) return 0
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(30, failures - FREE_FAILURES - 1))
}

type Failures = { readonly account: string; readonly device: string; isStranger: boolean; count: number; lastAt: number }

/** Kept in memory and written through: a full or failing disk must not be a way to guess on and on. */
export function createSignInLimit(deps: { db: Database; clock: Clock }): SignInLimit {
  const { db, clock } = deps
  const startedAt = clock.monotonic()
  /** By account and device, the one tried longest ago first. */
  let known: Map<string, Failures> | null = null

  function load(): Map<string, Failures> {
    if (known !== null) return known
    const rows = unlessDiskFails(() => listFailures(db)) ?? []
    known = new Map(
      rows
        .toReversed()
        .map(({ account, device, failures }) => [
          keyOf({ account, device }),
          { account, device, isStranger: !isSomebody(account), count: failures, lastAt: startedAt },
        ]),
    )
    return known
  }

  function isSomebody(account: string): boolean {
    // Looked up, and then it is one or it is not.
    return findStaff(db, account as StaffId) !== undefined
  }

  function write({ account, device, count }: Failures): void {
    unlessDiskFails(() => updateFailures(db, { account, device, failures: count, at: clock.now() }))
  }

  function waitMs(attempt: Try): number {
    const all = [...load().values()]
    const ofAccount = all.filter(({ account }) => account === attempt.account)
    // Whoever was not wrong themself is not kept waiting by a stranger's guesses at the same counter.
    if (waitAfterMs(sum(ofAccount)) === 0) return 0
    const ofDevice = all.filter(({ device }) => device === attempt.device)
    return Math.max(...[ofAccount, ofDevice].map((failures) => newest(failures) + waitAfterMs(sum(failures)) - clock.monotonic()))
  }

  function forgetStrangers(): void {
    const strangers = [...load().values()].filter(({ isStranger }) => isStranger)
    for (const { account } of strangers.slice(0, Math.max(0, strangers.length - MOST_STRANGERS))) unlessDiskFails(() => forget(account))
  }

  function forget(account: string): void {
    for (const [key, failures] of load()) if (failures.account === account) load().delete(key)
    deleteFailures(db, account)
  }

  return {
    begin(attempt) {
      const remainingMs = waitMs(attempt)
      if (remainingMs > 0) throw new AppError('try-later', 'Too many failed tries', { facts: { seconds: Math.ceil(remainingMs / 1000) } })
      const tries = load()
      const ofAccount = [...tries.values()].filter(({ account }) => account === attempt.account)
      if (sum(ofAccount) >= MOST_IN_A_ROW) {
        throw new AppError('try-later', 'As many failed tries in a row as there may be', { facts: { seconds: LONGEST_WAIT_MS / 1000 } })
      }
      const key = keyOf(attempt)
      const before = tries.get(key)
      const now = clock.monotonic()
      const counted = { ...attempt, count: (before?.count ?? 0) + 1, lastAt: now }
      tries.delete(key)
      tries.set(key, counted)
      write(counted)
      if (attempt.isStranger) forgetStrangers()

      return () => {
        const current = tries.get(key)
        if (current === undefined) return
        current.count -= 1
        if (current.lastAt === now) current.lastAt = before?.lastAt ?? startedAt
        if (current.count === 0) tries.delete(key)
        write(current)
      }
    },
    forgive: forget,
  }
}

function keyOf({ account, device }: { account: string; device: string }): string {
  return JSON.stringify([account, device])
}

function sum(failures: readonly Failures[]): number {
  return failures.reduce((total, { count }) => total + count, 0)
}

function newest(failures: readonly Failures[]): number {
  return Math.max(...failures.map(({ lastAt }) => lastAt))
}
