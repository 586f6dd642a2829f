import type { ErrorCode, JournalAction, MethodName, StaffId } from '#contract'
import type { Actor } from './actor.ts'

/** What the journal of the open shop is told about calls and sessions. */
export type Record = {
  /** What is noted inside stands or falls with what was done. */
  transaction<Result>(act: () => Result): Result
  /** A call of a method that is journaled has passed; what of it is written down, the journal knows. */
  noteCall(call: { method: MethodName; input: unknown; output: unknown; by: Actor }): void
  noteRefusal(refusal: Refused): void
  noteSession(note: SessionNote): void
}

export type Refused = {
  readonly device: string
  readonly method: string
  readonly code: ErrorCode
  readonly by: StaffId | null
  /** How many more there were within the minute than were written down one by one; `method` and `code` are the last one's. */
  readonly more?: number
}

export type SessionNote = {
  readonly action: Extract<JournalAction, `session.${string}`>
  readonly by: StaffId | null
  readonly details: Readonly<{ [key: string]: string }>
}
