import type { z } from 'zod'
import type { JournalAction, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { JournalDetails, JournalSubject, JournalWriter } from '../journal/service.ts'
import type { Clock } from '../ports.ts'

/**
 * One kind of change to team state. `apply` only does: deterministic, harmless when repeated, the only writer of its tables.
 * The service that appends the command has already decided whether.
 */
export type CommandKind<Kind extends string, Payload> = {
  readonly kind: Kind
  readonly payload: z.ZodType<Payload>
  /** How the journal says it; null for what is nobody's business but the person's own. */
  readonly journal: CommandNote<NoInfer<Payload>> | null
  apply(db: Database, command: AppliedCommand<Payload>): void
}

/** Asked before `apply`, so that it can say what was there before. Null of `details` writes nothing this time. */
export type CommandNote<Payload> = {
  readonly action: JournalAction | ((payload: Payload) => JournalAction)
  /** The customer it is about: then the details are sealed with their key, and erased with them. */
  subject?(payload: Payload, db: Database): JournalSubject | null
  /** Names and texts of customers only when there is a subject; passwords, codes, PINs, tokens and kits never. */
  details?(db: Database, payload: Payload): JournalDetails | null
}

export type AppliedCommand<Payload> = {
  /** Position in the shop's log. */
  readonly seq: number
  readonly entity: string
  readonly by: StaffId | null
  /** Epoch ms of the decision. */
  readonly at: number
  readonly payload: Payload
}

export type CommandLog = {
  /**
   * Writes the command and applies it, in the caller's transaction or its own. The same `key` a second time does nothing
   * and answers `false`.
   */
  append<Payload>(
    kind: CommandKind<string, Payload>,
    command: { key: string; entity: string; by: StaffId | null; payload: NoInfer<Payload> },
  ): boolean
}

export function defineCommand<const Kind extends string, Payload>(kind: CommandKind<Kind, Payload>): CommandKind<Kind, Payload> {
  return kind
}

export function createCommandLog(deps: { db: Database; clock: Clock; journal: JournalWriter }): CommandLog {
  const { db, clock, journal } = deps

  function note<Payload>({ journal: said }: CommandKind<string, Payload>, { by, at, payload }: AppliedCommand<Payload>): void {
    if (said === null) return
    const details = said.details === undefined ? {} : said.details(db, payload)
    if (details === null) return
    const action = typeof said.action === 'function' ? said.action(payload) : said.action
    journal.append({ action, by, at, subject: said.subject?.(payload, db) ?? null, details })
  }

  return {
    append(kind, command) {
      return db.transaction(() => {
        const payload = kind.payload.parse(command.payload)
        const at = clock.now()
        const { changes, lastInsertRowid: seq } = db.run(sql`
          INSERT INTO commands (key, kind, entity, by_staff, at, payload)
          VALUES (${command.key}, ${kind.kind}, ${command.entity}, ${command.by}, ${at}, ${JSON.stringify(payload)})
          ON CONFLICT (key) DO NOTHING`)
        if (changes === 0) return false
        const applied = { seq, entity: command.entity, by: command.by, at, payload }
        note(kind, applied)
        kind.apply(db, applied)
        return true
      })
    },
  }
}
