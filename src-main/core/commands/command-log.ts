import type { z } from 'zod'
import type { StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Clock } from '../ports.ts'

/**
 * One kind of change to team state. `apply` only does: deterministic, harmless when repeated, the only writer of its tables.
 * The service that appends the command has already decided whether.
 */
export type CommandKind<Kind extends string, Payload> = {
  readonly kind: Kind
  readonly payload: z.ZodType<Payload>
  apply(db: Database, command: AppliedCommand<Payload>): void
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

export function createCommandLog(deps: { db: Database; clock: Clock }): CommandLog {
  const { db, clock } = deps
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
        kind.apply(db, { seq, entity: command.entity, by: command.by, at, payload })
        return true
      })
    },
  }
}
