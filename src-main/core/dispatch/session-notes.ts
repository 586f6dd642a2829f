import type { StaffId } from '#contract'
import { storageProblemOf } from '../db/storage-failure.ts'
import type { Log } from '../ports.ts'
import type { Record, Refused, SessionNote } from './record.ts'

/** What becomes of sessions, on its way into the journal of the open shop, if one is open. */
export type SessionNotes = {
  /** Whatever keeps it from being written must not keep a window from being locked. */
  note(action: SessionNote['action'], by: StaffId, details: SessionNote['details']): void
  /** Nobody comes in off the record. But where nothing can be saved reading goes on, and that needs a sign-in. */
  noteOrRefuse(action: SessionNote['action'], by: StaffId, details: SessionNote['details']): void
  noteRefusal(refused: Refused): void
}

export function createSessionNotes(deps: { record(): Pick<Record, 'noteRefusal' | 'noteSession'> | null; log: Log }): SessionNotes {
  const { log } = deps

  function unlessItFails(write: () => void): void {
    try {
      write()
    } catch (cause) {
      log.error('journal.not-written', {}, cause)
    }
  }

  return {
    note: (action, by, details) => unlessItFails(() => deps.record()?.noteSession({ action, by, details })),
    noteOrRefuse(action, by, details) {
      try {
        deps.record()?.noteSession({ action, by, details })
      } catch (cause) {
        if (storageProblemOf(cause) === null) throw cause
        log.error('journal.not-written', {}, cause)
      }
    },
    noteRefusal: (refused) => unlessItFails(() => deps.record()?.noteRefusal(refused)),
  }
}
