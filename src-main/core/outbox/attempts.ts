import type { DeliveryProblem } from '#contract'
import type { Database } from '../db/database.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock } from '../ports.ts'
import type { GraphProblem, SendResult, SendTarget } from '../whatsapp/graph-client.ts'
import { afterAttempt, RECONCILE_MS, type AfterAttempt } from './after-attempt.ts'
import { ownProblem, type Attempt, type OutboxEntry } from './entry.ts'
import type { OutgoingThreads } from './outgoing-messages.ts'
import {
  deleteAttempt,
  findEntry,
  insertAttempt,
  listAttempting,
  listAttempts,
  updateAttemptResult,
  updateDueAtOfReconciling,
} from './repository.ts'
import { trackerOf } from './tracker.ts'
import type { Transitions } from './transitions.ts'

export type OpenAttempt = { readonly entry: OutboxEntry; readonly tracker: string }

type Attempts = {
  /** Those since a person last decided, or since the message was written. */
  ofThisDecision(entry: OutboxEntry): Attempt[]
  /** Commits that bytes may leave from now on. */
  open(entry: OutboxEntry): OpenAttempt
  /** Commits the answer, and answers what it says about the number. `target`: whom it was written to. */
  close(attempt: OpenAttempt, answer: { result: SendResult; target: SendTarget | null; random: number }): AfterAttempt['number']
  /** At start: whatever was out when the program died may have arrived. */
  recover(): void
}

/** A status is waited for this long anew after a start: until then nobody could have brought it. */
const STATUS_WAIT_MS = 60_000
const RECOVER_BATCH = 500

export function createAttempts(deps: {
  db: Database
  clock: Clock
  threads: Pick<OutgoingThreads, 'noteAnswer'>
  numbers: Pick<NumberService, 'pause'>
  transitions: Transitions
  trackerKey: Buffer
}): Attempts {
  const { db, clock, threads, numbers, transitions, trackerKey } = deps

  function ofThisDecision(entry: OutboxEntry): Attempt[] {
    return listAttempts(db, entry.messageId).filter((attempt) => attempt.resends === entry.resends)
  }

  return {
    ofThisDecision,

    open(entry) {
      return db.transaction(() => {
        const { messageId, clientKey, resends } = entry
        const attempt = (listAttempts(db, messageId).at(-1)?.attempt ?? 0) + 1
        const tracker = trackerOf(trackerKey, { clientKey, attempt })
        insertAttempt(db, { messageId, attempt, resends, tracker, startedAt: clock.now() })
        transitions.move(messageId, { kind: 'attempting' })
        return { entry, tracker }
      })
    },

    close({ entry, tracker }, { result, target, random }) {
      return db.transaction(() => {
        const now = clock.now()
        const problem = result.kind === 'accepted' ? null : toProblem(result.problem)
        // A status may have overtaken the answer, and a person may even have sent it again since: then the answer decides nothing.
        const isAwaited =
          findEntry(db, entry.messageId)?.state.kind === 'attempting' && listAttempts(db, entry.messageId).at(-1)?.tracker === tracker
        const earlier = ofThisDecision(entry).filter((attempt) => attempt.tracker !== tracker)
        const next = afterAttempt(result, { earlier, now, random })
        if (next.isTakenBack) deleteAttempt(db, tracker)
        else
          updateAttemptResult(db, tracker, {
            result: result.kind,
            finishedAt: now,
            wamid: result.kind === 'accepted' ? result.wamid : null,
            problem,
          })
        if (result.kind === 'accepted' && target !== null) threads.noteAnswer(entry.conversationId, { target, result, at: now })
        if (next.number.kind === 'stop' && problem !== null && result.kind === 'not-sent')
          numbers.pause(entry.numberId, result.problem.row.key)
        if (!isAwaited) return next.number
        if (result.kind === 'accepted') transitions.accept(entry.messageId, result.wamid)
        else transitions.move(entry.messageId, next.state, next.number.kind === 'stop' ? null : problem)
        return next.number
      })
    },

    recover() {
      db.transaction(() => {
        const now = clock.now()
        updateDueAtOfReconciling(db, { next: 'retry', notBefore: now + STATUS_WAIT_MS })
        updateDueAtOfReconciling(db, { next: 'ask', notBefore: now + RECONCILE_MS })
        for (let batch = listAttempting(db, RECOVER_BATCH); batch.length > 0; batch = listAttempting(db, RECOVER_BATCH)) {
          for (const entry of batch) recoverOne(entry, now)
        }
      })
    },
  }

  function recoverOne(entry: OutboxEntry, now: number): void {
    const problem = ownProblem('no-clear-answer')
    for (const attempt of listAttempts(db, entry.messageId)) {
      if (attempt.result !== null) continue
      updateAttemptResult(db, attempt.tracker, { result: 'unknown', finishedAt: now, wamid: null, problem })
    }
    transitions.move(entry.messageId, { kind: 'reconciling', dueAt: now + RECONCILE_MS, next: 'ask' }, problem)
  }
}

function toProblem({ row, code, details }: GraphProblem): DeliveryProblem {
  return { key: row.key, code, details }
}
