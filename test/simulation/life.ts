import type Sqlite from 'better-sqlite3'
import type { Core } from '#core/create-core.ts'
import type { FaultPoint } from '#test/support/fault-points.ts'
import type { Fault } from './faults.ts'
import type { WorldClock } from './world-clock.ts'

/** The program from one start to its end. */
export type Life = {
  readonly folder: string
  isDead: boolean
  core: Core | null
  connection: Sqlite.Database | null
  /** The same, for looking into it again and again. */
  reading: Sqlite.Database | null
  readonly clock: ReturnType<WorldClock['startLife']>
  /** Names of what changed since the last commit. */
  readonly written: Set<string>
  /** An attempt row is on disk, and its message has not come to the network. */
  attempt: 'none' | 'written' | 'committed'
  /** WhatsApp took it, and the result is not on disk. */
  readonly unkept: Set<string>
  readonly posts: Set<{ isStored: boolean; dropped(): void }>
  readonly whenAwake: (() => void)[]
}

export function createLife(folder: string, clock: WorldClock): Life {
  return {
    folder,
    isDead: false,
    core: null,
    connection: null,
    reading: null,
    clock: clock.startLife(),
    written: new Set(),
    attempt: 'none',
    unkept: new Set(),
    posts: new Set(),
    whenAwake: [],
  }
}

/** Follows what its transaction has written, and what is on disk of it. */
export function noteWritten(current: Life, { kind, name }: FaultPoint): void {
  if (kind === 'sql') {
    if (name.startsWith('BEGIN')) current.written.clear()
    else current.written.add(name)
    return
  }
  if (kind !== 'committed') return
  if (current.written.has('INSERT attempts')) current.attempt = 'committed'
  if (current.written.has('UPDATE attempts')) current.unkept.clear()
  if (current.written.has('INSERT raw_events')) for (const post of current.posts) post.isStored = true
  current.written.clear()
}

/** What is met by being killed just now. */
export function faultsOfKill(
  current: Life,
  { hasUntried, isMakingShop, isStarting }: { hasUntried: boolean; isMakingShop: boolean; isStarting: boolean },
): Fault[] {
  const names = [...current.written].join(' ')
  const posts = [...current.posts]
  return [
    ...(posts.some(({ isStored }) => isStored) ? (['F02'] as const) : []),
    ...(posts.some(({ isStored }) => !isStored) || names.includes('raw_events') ? (['F01'] as const) : []),
    ...(hasUntried ? (['F03'] as const) : []),
    ...(current.attempt === 'committed' ? (['F04'] as const) : []),
    ...(current.unkept.size > 0 ? (['F05'] as const) : []),
    ...(isMakingShop ? (['F06'] as const) : isStarting ? (['F07-'] as const) : []),
  ]
}

/** Prepares each statement once. */
export function remembering(connection: Sqlite.Database): Sqlite.Database {
  const statements = new Map<string, Sqlite.Statement>()
  function prepare(text: string): Sqlite.Statement {
    const known = statements.get(text) ?? connection.prepare(text)
    statements.set(text, known)
    return known
  }
  // All else of it is the connection's own.
  return Object.create(connection, { prepare: { value: prepare } }) as Sqlite.Database
}

export function closeConnection({ connection }: Life): void {
  if (connection?.open === true) connection.close()
}
