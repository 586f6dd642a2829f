import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { storageError, watchFaultPoints } from '#test/support/fault-points.ts'
import { illegalIn, inspect, uncleanIn } from './inspect.ts'
import type { Operation } from './operation.ts'
import { FAILURES_IN_A_ROW, keychainError, openWorld, readTold, shopFolder, type Point, type Reach } from './world.ts'

/** What became of one death or one error. `found`: where it left the operation. No failures: all is as it must be. */
export type Outcome = { readonly n: number; readonly point: string; readonly found: string; readonly failures: readonly string[] }
/** A full disk at one point, one that fails there, or one that stays full for a while. */
export type Flavour = 'full' | 'failing' | 'staying full'

/** What a person may be told of a failure: something they can do something about. WhatsApp is asked to post again. */
const CLEAR: Readonly<Record<Flavour, readonly string[]>> = {
  full: ['disk-full', 'keychain-unavailable', 'key-missing', 'status 503'],
  'staying full': ['disk-full', 'keychain-unavailable', 'key-missing', 'status 503'],
  failing: ['read-only', 'keychain-locked', 'key-missing', 'status 503'],
}

export const nameOf = ({ kind, name }: Point) => (kind === 'sql' || kind === 'file' ? name : `${kind}: ${name}`)

/** The home in which every run of the operation begins; runs work on copies. */
export async function prepareHome(operation: Operation, root: string): Promise<string> {
  const home = join(root, operation.name)
  mkdirSync(home, { recursive: true })
  await operation.prepare(openWorld(home, { life: 1 }))
  return home
}

/** Nothing goes wrong: the points there are, and what is wrong all the same. */
export async function runWhole(operation: Operation, template: string): Promise<{ points: Point[]; failures: string[] }> {
  return await inCopy(template, 'whole', async (home) => {
    const points: Point[] = []
    const life = await live(operation, home, { life: 2, reach: (point) => points.push(point) })
    return {
      points,
      failures: [...life.failures, ...life.refusals, ...look(operation, home, { isClean: true, isComplete: true }).failures],
    }
  })
}

/** A home as a death left it: what is found there, and whether the next life makes it whole. */
export async function judgeDeath(operation: Operation, home: string): Promise<Pick<Outcome, 'found' | 'failures'>> {
  const { found, failures } = look(operation, home, { isClean: false, isComplete: false })
  const life = await live(operation, home, { life: 3 })
  const refused = life.refusals.map((code) => `the next life met ${code}`)
  const after = look(operation, home, { isClean: true, isComplete: true })
  return { found, failures: [...failures, ...life.failures, ...refused, ...after.failures] }
}

/** Moments at which a disk cannot fail in a way that anybody is told of: what happened has happened, and closing reports nothing. */
export function canFail({ kind }: Point): boolean {
  return kind !== 'committed' && kind !== 'close' && kind !== 'rollback'
}

/** The disk, keychain or network fails at point `n`; then all is well again. */
export async function runWithError(operation: Operation, template: string, options: { n: number; flavour: Flavour }): Promise<Outcome> {
  const { n, flavour } = options
  return await inCopy(template, `error-${n}-${flavour}`, async (home) => {
    let count = 0
    let point: Point | null = null
    const first = await live(operation, home, {
      life: 2,
      reach(each) {
        count += 1
        const last = flavour === 'staying full' ? n + FAILURES_IN_A_ROW - 1 : n
        if (count < n || count > last || !canFail(each)) return
        point ??= each
        throw failureAt(each, flavour)
      },
    })
    const { refusals } = first
    const between = look(operation, home, { isClean: false, isComplete: operation.goesOnByItself })
    const needsStart = first.failures.length > 0
    const failures = [...between.failures, ...(operation.goesOnByItself ? first.failures : [])]
    const second = await live(operation, home, { life: 3 })
    failures.push(...second.failures, ...second.refusals, ...look(operation, home, { isClean: true, isComplete: true }).failures)
    const unclear = refusals.filter((code) => !CLEAR[flavour].includes(code))
    failures.push(...unclear.map((code) => `somebody was told ${code}`))
    const met = refusals.length > 0 ? `refused: ${[...new Set(refusals)].join(', ')}` : needsStart ? 'ended' : 'nobody noticed'
    const went = needsStart ? 'went on after a new start' : 'went on'
    return { n, point: point === null ? '' : nameOf(point), found: `${met}; ${went}`, failures }
  })
}

function failureAt(point: Point, flavour: Flavour): Error {
  if (point.kind === 'keychain') return keychainError(flavour === 'failing' ? 'keychain-locked' : 'keychain-unavailable')
  if (point.kind === 'network') return new Error('The network is away')
  if (point.kind === 'file') return storageError(flavour === 'failing' ? 'EIO' : 'ENOSPC')
  // SQLite itself undoes a transaction in which reading or writing failed.
  if (flavour === 'failing' && 'database' in point && point.database?.inTransaction) point.database.exec('ROLLBACK')
  return storageError(flavour === 'failing' ? 'SQLITE_IOERR' : 'SQLITE_FULL')
}

/** One life, to its end. */
export async function live(
  operation: Operation,
  home: string,
  options: { life: number; reach?: Reach },
): Promise<{ failures: string[]; refusals: string[] }> {
  const { reach } = options
  const world = openWorld(home, options)
  const stop = reach === undefined ? () => {} : watchFaultPoints(reach, { folder: shopFolder(home) })
  const failures: string[] = []
  try {
    await operation.complete(world)
  } catch (cause) {
    failures.push(`not completed: ${String(cause)}`)
    await world.close()
  } finally {
    stop()
  }
  return { failures, refusals: world.refusals }
}

function look(operation: Operation, home: string, { isClean, isComplete }: { isClean: boolean; isComplete: boolean }) {
  const kits = operation.kits?.(readTold(home)) ?? []
  return inspect(
    home,
    (seen) => ({
      found: operation.describe(seen),
      failures: [
        ...illegalIn(seen),
        ...operation.wrongAfterDeath(seen),
        ...(isComplete ? operation.wrongWhenComplete(seen) : []),
        ...(isClean ? uncleanIn(seen) : []),
      ],
    }),
    kits,
  )
}

export async function inCopy<Result>(template: string, name: string, act: (home: string) => Promise<Result>): Promise<Result> {
  const home = `${template}-${name}`
  cpSync(template, home, { recursive: true })
  try {
    return await act(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
