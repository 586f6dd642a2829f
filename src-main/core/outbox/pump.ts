import type { NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import { assertNever } from '../lib/assert.ts'
import type { Messages } from '../messages/service.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { errorRow } from '../whatsapp/error-table.ts'
import type { GraphClient, GraphProblem, SendResult, SendTarget } from '../whatsapp/graph-client.ts'
import { createAttempts, type OpenAttempt } from './attempts.ts'
import { decideNext, type Head } from './decide-next.ts'
import { mayHaveGone, ownProblem, type OpenState, type OutboxEntry } from './entry.ts'
import { createLane, type Lane } from './lane.ts'
import { findWireText, type OutgoingThreads } from './outgoing-messages.ts'
import { countOpen, findNextDueAt, listDueHeads, updateDueAtBeyond } from './repository.ts'
import type { Transitions } from './transitions.ts'

/** Sends what is due: in order within each conversation, one at a time, as fast as the number may. */
export type Pump = {
  /** Takes up what an earlier run left, then sends. */
  start(): void
  /** Something may be due. */
  wake(): void
  /** Starts nothing more, and gives what is out a moment to be answered; what is not is unknown to the next start. */
  stop(): Promise<void>
}

/** At 80 a second with a second's answer, this many are out at once. */
const MAX_IN_FLIGHT = 80
const HEADS_LIMIT = 200
/** Also how often the program looks by itself, whatever the timers say. */
const LOOK_AGAIN_MS = 60_000
/** After the database refused a write, for instance because the disk is full. */
const WRITE_AGAIN_MS = 5000
const STOP_GRACE_MS = 3000
/** Longer than any undo time, and than any back-off of the error table. */
const LONGEST_WAIT = { held: 60_000, other: 70 * 60_000 }

/** Between two looks at every due message while the number itself must wait: most looks stop at the first. */
const THOROUGH_EVERY_MS = 10_000

export function createPump(deps: {
  db: Database
  clock: Clock
  ids: Ids
  log: Log
  messages: Messages
  threads: OutgoingThreads
  numbers: NumberService
  transitions: Transitions
  trackerKey: Buffer
}): Pump {
  const { db, clock, ids, log, messages, threads, numbers, transitions } = deps
  const attempts = createAttempts(deps)
  const lanes = new Map<NumberId, Lane>()
  const inFlight = new Map<string, Promise<void>>()
  let phase: 'idle' | 'running' | 'stopping' = 'idle'
  let timer: { at: number; cancel: () => void } | null = null
  let lookedThoroughlyAt = -Infinity

  numbers.watchQueue((id) => countOpen(db, id))
  numbers.onReady(() => {
    for (const lane of lanes.values()) lane.open()
    wake(0)
  })

  function wake(afterMs: number): void {
    if (phase !== 'running') return
    const at = clock.monotonic() + afterMs
    if (timer !== null && timer.at <= at) return
    timer?.cancel()
    timer = { at, cancel: clock.after(afterMs, look) }
  }

  function look(): void {
    timer = null
    if (phase !== 'running') return
    let nextMs: number
    try {
      nextMs = sendWhatIsDue()
    } catch (cause) {
      log.error('outbox.look-failed', {}, cause)
      nextMs = WRITE_AGAIN_MS
    }
    numbers.queueChanged()
    wake(Math.min(nextMs, LOOK_AGAIN_MS))
  }

  /** Answers when to look again at the latest. */
  function sendWhatIsDue(): number {
    const now = clock.now()
    const isThorough = clock.monotonic() - lookedThoroughlyAt >= THOROUGH_EVERY_MS
    if (isThorough) {
      lookedThoroughlyAt = clock.monotonic()
      updateDueAtBeyond(db, { now, longest: LONGEST_WAIT })
    }
    let nextMs = (findNextDueAt(db, now) ?? Infinity) - now
    for (const entry of listDueHeads(db, { now, limit: HEADS_LIMIT })) {
      nextMs = Math.min(nextMs, moveOn(entry, now))
      if (!isThorough && laneOf(entry.numberId).waitMs(clock.monotonic()) > 0) break
    }
    return nextMs
  }

  function moveOn(entry: OutboxEntry, now: number): number {
    const sender = numbers.sender(entry.numberId)
    // While the queue is stopped nothing in it fails either: it goes on as it was.
    if (sender.kind === 'paused' && entry.state.kind !== 'reconciling') return Infinity
    const thread = threads.find(entry.conversationId)
    const attempted = attempts.ofThisDecision(entry)
    const head: Head = {
      // Open, as all that the query finds.
      state: entry.state as OpenState,
      queuedAt: entry.queuedAt,
      windowExpiresAt: thread?.windowExpiresAt ?? null,
      mayHaveGone: attempted.some(mayHaveGone),
    }
    const step = decideNext(head, now)
    switch (step.kind) {
      case 'wait':
        return Infinity
      case 'ask': {
        const problem = step.reason === null ? (attempted.at(-1)?.problem ?? null) : ownProblem(step.reason)
        db.transaction(() => transitions.move(entry.messageId, { kind: step.state }, problem))
        // The next one of the conversation may be due already.
        return 0
      }
      case 'send':
        return sender.kind === 'ready' ? send(entry, { client: sender.client, target: thread?.target ?? null }) : Infinity
      default:
        return assertNever(step)
    }
  }

  function send(entry: OutboxEntry, to: Recipient): number {
    // Each answer looks again.
    if (inFlight.size >= MAX_IN_FLIGHT) return Infinity
    const lane = laneOf(entry.numberId)
    const startedAt = clock.monotonic()
    const waitMs = Math.max(lane.waitMs(startedAt), lane.waitForCustomerMs(entry.conversationId, startedAt))
    if (waitMs > 0) return waitMs
    const attempt = attempts.open(entry)
    const { isProbe } = lane.pass(entry.conversationId, startedAt)
    const settled = exchange(attempt, to)
      .then((result) => settle(attempt, { result, target: to.target, lane, isProbe }))
      .finally(() => {
        inFlight.delete(attempt.tracker)
        wake(0)
      })
    inFlight.set(attempt.tracker, settled)
    return Infinity
  }

  async function exchange({ entry, tracker }: OpenAttempt, { client, target }: Recipient): Promise<SendResult> {
    const { messageId, numberId } = entry
    try {
      const text = findWireText(messages, messageId)
      if (text === null || target === null) return { kind: 'not-sent', problem: localProblem('recipient-invalid') }
      return await client.sendText({ ...target, phoneNumberId: numberId, ...text, tracker })
    } catch (cause) {
      // Nobody can say how far it got.
      log.error('outbox.exchange-failed', { messageId }, cause)
      return { kind: 'unknown', problem: localProblem('no-clear-answer') }
    }
  }

  /** Keeps at it until the result is on disk: an answer that is known must not become one that is not. */
  async function settle(
    attempt: OpenAttempt,
    { result, target, lane, isProbe }: { result: SendResult; target: SendTarget | null; lane: Lane; isProbe: boolean },
  ): Promise<void> {
    const { messageId, numberId } = attempt.entry
    const random = ids.randomBytes(4).readUInt32BE() / 2 ** 32
    while (phase !== 'idle') {
      try {
        const next = attempts.close(attempt, { result, target, random })
        log.info('outbox.attempt', { messageId, result: result.kind, reason: result.kind === 'accepted' ? null : result.problem.row.key })
        // Before the gate: coming back online opens it, and this very answer may close it again.
        const isOnline = connectionShownBy(result)
        if (isOnline !== null) numbers.noteConnection(numberId, isOnline)
        if (next.kind === 'back-off') lane.backOff(next.backOff, { isProbe, now: clock.monotonic(), random })
        else lane.wentFine({ isProbe })
        return
      } catch (cause) {
        log.error('outbox.result-not-stored', { messageId }, cause)
        await new Promise<void>((resolve) => clock.after(WRITE_AGAIN_MS, resolve))
      }
    }
  }

  function laneOf(id: NumberId): Lane {
    const known = lanes.get(id)
    if (known !== undefined) return known
    const lane = createLane(clock.monotonic())
    lanes.set(id, lane)
    return lane
  }

  return {
    start() {
      attempts.recover()
      phase = 'running'
      wake(0)
    },
    wake: () => wake(0),
    async stop() {
      if (phase !== 'running') return
      phase = 'stopping'
      timer?.cancel()
      timer = null
      if (inFlight.size > 0) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(STOP_GRACE_MS, resolve)
          void Promise.allSettled(inFlight.values()).then(() => {
            cancel()
            resolve()
          })
        })
      }
      phase = 'idle'
    },
  }
}

type Recipient = { readonly client: GraphClient; readonly target: SendTarget | null }

function localProblem(key: 'recipient-invalid' | 'no-clear-answer'): GraphProblem {
  return { row: errorRow(key), code: null, details: null, httpStatus: null }
}

/** Null when the network was not asked, or did not answer either way. */
function connectionShownBy(result: SendResult): boolean | null {
  if (result.kind === 'accepted') return true
  if (result.problem.row.key === 'offline') return false
  return result.problem.httpStatus === null ? null : true
}
