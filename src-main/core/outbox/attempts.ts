import type { DeliveryProblem, DeliveryStatus, MessageId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Messages } from '../messages/service.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock } from '../ports.ts'
import type { GraphClient, GraphProblem, SendResult, SendTarget } from '../whatsapp/graph-client.ts'
import { afterAttempt, RECONCILE_MS, type AfterAttempt } from './after-attempt.ts'
import { ownProblem, type Attempt, type OutboxEntry } from './entry.ts'
import type { OutgoingThreads } from './outgoing-messages.ts'
import {
  deleteAttempt,
  findAttemptByTracker,
  findEntry,
  insertAttempt,
  listAttempting,
  listAttempts,
  listAttemptWamids,
  updateAttemptResult,
  updateDueAtOfReconciling,
} from './repository.ts'
import { trackerOf } from './tracker.ts'
import type { Transitions } from './transitions.ts'

export type OpenAttempt = { readonly entry: OutboxEntry; readonly tracker: string }

type Proof = {
  readonly tracker: string
  readonly numberId: string
  readonly wamid: string
  readonly at: number
  readonly isFailure: boolean
}

export type Attempts = {
  /** Those since a person last decided, or since the message was written. */
  ofThisDecision(entry: OutboxEntry): Attempt[]
  /** Commits that bytes may leave from now on. */
  open(entry: OutboxEntry): OpenAttempt
  /** Commits the answer, and answers what it says about the number. `target`: whom it was written to. */
  close(
    attempt: OpenAttempt,
    answer: { result: SendResult; target: SendTarget | null; client: GraphClient; random: number },
  ): AfterAttempt['number']
  /**
   * WhatsApp took this attempt after all: a status with its tracker says so, or an answer that came too late. `isFailure`: it took it
   * and then could not deliver it. Where another attempt is known to have got further, that one is shown.
   */
  prove(proof: Proof): void
  /** Time went by in which no status could have come, because the program or the machine did not run: it is waited for anew. */
  waitAnew(): void
  /** Whatever is out in the database and not in this program may have arrived: at start that is all, and later what was not even begun. */
  recover(): void
}

/** A status is waited for this long anew after a start: until then nobody could have brought it. */
const STATUS_WAIT_MS = 60_000
/** Than that another attempt has reached the customer. What is on its way is waited for first. */
const SAYS_LESS: ReadonlySet<DeliveryStatus> = new Set(['queued', 'waiting', 'reconciling', 'unconfirmed', 'failed', 'cancelled'])
/** More than can be out at once, so that what is out never hides what is not. */
const RECOVER_BATCH = 500

export function createAttempts(deps: {
  db: Database
  clock: Clock
  threads: Pick<OutgoingThreads, 'noteAnswer'>
  messages: Pick<Messages, 'get' | 'wamidOf' | 'findBestReported'>
  numbers: Pick<NumberService, 'pause'>
  transitions: Transitions
  trackerKey: Buffer
}): Attempts {
  const { db, clock, threads, messages, numbers, transitions, trackerKey } = deps
  /** Begun by this program, and their answers not on disk. */
  const out = new Set<string>()

  function ofThisDecision(entry: OutboxEntry): Attempt[] {
    return listAttempts(db, entry.messageId).filter((attempt) => attempt.resends === entry.resends)
  }

  return {
    ofThisDecision,

    open(entry) {
      const begun = db.transaction(() => {
        const { messageId, clientKey, resends } = entry
        const attempt = (listAttempts(db, messageId).at(-1)?.attempt ?? 0) + 1
        const tracker = trackerOf(trackerKey, { clientKey, attempt })
        insertAttempt(db, { messageId, attempt, resends, tracker, startedAt: clock.now() })
        transitions.move(messageId, { kind: 'attempting' })
        return { entry, tracker }
      })
      out.add(begun.tracker)
      return begun
    },

    close({ entry, tracker }, { result, target, client, random }) {
      const ofNumber = db.transaction(() => {
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
          numbers.pause(entry.numberId, result.problem.row.key, client)
        if (!isAwaited) return next.number
        if (result.kind === 'accepted') transitions.accept(entry.messageId, result.wamid)
        else transitions.move(entry.messageId, next.state, next.number.kind === 'stop' ? null : problem)
        showBestOf(entry.messageId)
        return next.number
      })
      out.delete(tracker)
      return ofNumber
    },

    prove(proof) {
      db.transaction(() => {
        const attempt = findAttemptByTracker(db, proof.tracker)
        if (attempt === undefined) return
        // Known already: the ticks come from the statuses themselves.
        if (attempt.result !== 'accepted') proveOne(attempt, proof)
        if (proof.isFailure || messages.wamidOf(attempt.messageId) !== proof.wamid) showBestOf(attempt.messageId)
      })
    },

    waitAnew() {
      const now = clock.now()
      db.transaction(() => {
        updateDueAtOfReconciling(db, { next: 'retry', notBefore: now + STATUS_WAIT_MS })
        updateDueAtOfReconciling(db, { next: 'ask', notBefore: now + RECONCILE_MS })
      })
    },

    recover() {
      for (;;) {
        const lost = listAttempting(db, RECOVER_BATCH).filter((entry) => !unanswered(entry).some(({ tracker }) => out.has(tracker)))
        if (lost.length === 0) return
        db.transaction(() => lost.forEach(recoverOne))
      }
    },
  }

  function proveOne(attempt: Attempt, { tracker, numberId, wamid, at, isFailure }: Proof): void {
    const entry = findEntry(db, attempt.messageId)
    if (entry?.numberId !== numberId) return
    updateAttemptResult(db, tracker, { result: 'accepted', finishedAt: at, wamid, problem: null })
    // That an earlier attempt failed is no reason against the one that a person decided on since.
    if (entry.state.kind === 'accepted' || (isFailure && attempt.resends < entry.resends)) return
    transitions.accept(entry.messageId, wamid)
  }

  /** What one attempt is known to have reached is not undone by the failure of another, in whatever order they are told. */
  function showBestOf(messageId: MessageId): void {
    const shown = messages.get(messageId).delivery?.status
    if (shown === undefined || !SAYS_LESS.has(shown)) return
    const best = messages.findBestReported(messageId, listAttemptWamids(db, messageId))
    if (best !== null) transitions.accept(messageId, best)
  }

  function unanswered(entry: OutboxEntry): Attempt[] {
    return listAttempts(db, entry.messageId).filter((attempt) => attempt.result === null)
  }

  function recoverOne(entry: OutboxEntry): void {
    const now = clock.now()
    const problem = ownProblem('no-clear-answer')
    for (const attempt of unanswered(entry)) {
      updateAttemptResult(db, attempt.tracker, { result: 'unknown', finishedAt: now, wamid: null, problem })
    }
    transitions.move(entry.messageId, { kind: 'reconciling', dueAt: now + RECONCILE_MS, next: 'ask' }, problem)
  }
}

function toProblem({ row, code, details }: GraphProblem): DeliveryProblem {
  return { key: row.key, code, details }
}
