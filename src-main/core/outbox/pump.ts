import type { ErrorKey, MessageId, NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import { assertNever } from '../lib/assert.ts'
import { waitBriefly } from '../lib/stop-grace.ts'
import type { Messages } from '../messages/service.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { ownGraphProblem, type AcceptedResult, type GraphClient, type SendResult, type SendTarget } from '../whatsapp/graph-client.ts'
import { RECONCILE_MS } from './after-attempt.ts'
import type { Attempts, OpenAttempt } from './attempts.ts'
import { createClockWatch } from './clock-watch.ts'
import { decideNext, needsWindow, type Head } from './decide-next.ts'
import { mayHaveGone, ownProblem, type OpenState, type OutboxEntry } from './entry.ts'
import { createIsolation } from './isolation.ts'
import { createLane, type Lane } from './lane.ts'
import type { OutgoingFiles } from './outgoing-files.ts'
import type { OutgoingThreads } from './outgoing-messages.ts'
import type { OutgoingTemplates } from './outgoing-templates.ts'
import { countOpen, findNextDueAt, listDueHeads, listDueHeadsOfOthers, updateDueAtBeyond } from './repository.ts'
import type { Transitions } from './transitions.ts'
import { createUploads } from './uploads.ts'
import { createWireReader, type Wire } from './wire-reader.ts'

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
/** Longer than any undo time, and than any back-off of the error table. */
const LONGEST_WAIT = { held: 60_000, reconciling: RECONCILE_MS, other: 70 * 60_000 }

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
  files: Pick<OutgoingFiles, 'readyForSending'>
  templates: OutgoingTemplates
  transitions: Transitions
  attempts: Attempts
}): Pump {
  const { db, clock, ids, log, threads, numbers, transitions, attempts } = deps
  const clockWatch = createClockWatch(clock)
  const isolation = createIsolation(deps)
  const uploads = createUploads({ ...deps, isolation, wake })
  const wires = createWireReader(deps)
  const lanes = new Map<NumberId, Lane>()
  const inFlight = new Map<string, Promise<void>>()
  let phase: 'idle' | 'running' | 'stopping' = 'idle'
  let timer: { at: number; cancel: () => void } | null = null
  let lookedThoroughlyAt = -Infinity
  let mustWaitAnew = true

  numbers.watchQueue((id) => countOpen(db, id))
  numbers.onReady(() => {
    for (const [id, lane] of lanes) lane.open(numbers.ratePerSecond(id))
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
    if (clockWatch.hasJumped()) mustWaitAnew = true
    const heads = { now, numberId: numbers.numberId(), after: null, limit: HEADS_LIMIT }
    const isThorough = clock.monotonic() - lookedThoroughlyAt >= THOROUGH_EVERY_MS
    let nextMs = Infinity
    if (isThorough || mustWaitAnew) takeUp()
    if (isThorough) {
      updateDueAtBeyond(db, { now, longest: LONGEST_WAIT })
      for (const entry of listDueHeadsOfOthers(db, heads))
        nextMs = Math.min(
          nextMs,
          isolation.alone(entry, () => moveOn(entry, now)),
        )
      lookedThoroughlyAt = clock.monotonic()
    }
    nextMs = Math.min(nextMs, (findNextDueAt(db, now) ?? Infinity) - now)
    let page = listDueHeads(db, heads)
    for (;;) {
      for (const entry of page) {
        nextMs = Math.min(
          nextMs,
          isolation.alone(entry, () => moveOn(entry, now)),
        )
        if (!isThorough && laneOf(entry.numberId).waitMs(clock.monotonic()) > 0) return nextMs
      }
      const last = page.at(-1)
      if (last === undefined || page.length < HEADS_LIMIT || !hasRoom(last.numberId)) return nextMs
      // All of these wait, for instance for uploads: behind them may be some that need not.
      page = listDueHeads(db, { ...heads, after: last.messageId })
    }
  }

  function hasRoom(numberId: NumberId): boolean {
    if (inFlight.size >= MAX_IN_FLIGHT || numbers.sender(numberId).kind !== 'ready') return false
    return laneOf(numberId).waitMs(clock.monotonic()) === 0
  }

  /** What an earlier run left, or this one could not write down. */
  function takeUp(): void {
    if (mustWaitAnew) attempts.waitAnew()
    mustWaitAnew = false
    attempts.recover()
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
      needsWindow: needsWindow(entry.contentKind),
      windowExpiresAt: thread?.windowExpiresAt ?? null,
      mayHaveGone: attempted.some(mayHaveGone),
    }
    const step = decideNext(head, now)
    switch (step.kind) {
      case 'wait':
        return Infinity
      case 'ask': {
        // By a clock that has just jumped everything may seem too late.
        if (step.reason !== null && clockWatch.doubtMs() > 0) return clockWatch.doubtMs()
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
    // Each answer looks again, and each upload that has ended.
    if (inFlight.size >= MAX_IN_FLIGHT || uploads.holdUp(entry.messageId)) return Infinity
    const lane = laneOf(entry.numberId)
    const startedAt = clock.monotonic()
    const waitMs = Math.max(lane.waitMs(startedAt), lane.waitForCustomerMs(entry.conversationId, startedAt))
    if (waitMs > 0) return waitMs
    // Before there is an attempt: what cannot be read has surely not left.
    const wire = wires.read(entry)
    if (wire.kind === 'upload') {
      uploads.begin(entry, { client: to.client, run: wire.run })
      return Infinity
    }
    const attempt = attempts.open(entry)
    const { isProbe } = lane.pass(entry.conversationId, startedAt)
    const settled = exchange(attempt, { ...to, wire })
      .then((result) => settle(attempt, { result, to, lane, isProbe }))
      .finally(() => {
        inFlight.delete(attempt.tracker)
        wake(0)
      })
    inFlight.set(attempt.tracker, settled)
    return Infinity
  }

  async function exchange(
    { entry, tracker }: OpenAttempt,
    { client, target, wire }: Recipient & { wire: Exclude<Wire, { kind: 'upload' }> },
  ): Promise<SendResult> {
    const { messageId, numberId } = entry
    try {
      if (target === null) return { kind: 'not-sent', problem: ownGraphProblem('recipient-invalid') }
      if (wire.kind === 'unsendable') return { kind: 'not-sent', problem: ownGraphProblem(wire.reason) }
      const { content, remoteIds, replyTo } = wire
      return await client.sendMessage({ ...target, phoneNumberId: numberId, content, remoteIds, replyTo, tracker })
    } catch (cause) {
      // Nobody can say how far it got.
      log.error('outbox.exchange-failed', { messageId }, cause)
      return { kind: 'unknown', problem: ownGraphProblem('no-clear-answer') }
    }
  }

  /** Until the result is on disk: an answer that is known must not become one that is not. */
  async function settle(
    attempt: OpenAttempt,
    { result, to, lane, isProbe }: { result: SendResult; to: Recipient; lane: Lane; isProbe: boolean },
  ): Promise<void> {
    const { messageId, numberId } = attempt.entry
    const random = ids.randomBytes(4).readUInt32BE() / 2 ** 32
    await untilStored(messageId, () => {
      const next = attempts.close(attempt, { result, ...to, random })
      log.info('outbox.attempt', { messageId, result: result.kind, reason: result.kind === 'accepted' ? null : result.problem.row.key })
      // Before the gate: coming back online opens it, and this very answer may close it again.
      const offlineBy = connectionShownBy(result)
      if (offlineBy !== undefined) numbers.noteConnection(numberId, offlineBy)
      if (next.kind === 'back-off') lane.backOff(next.backOff, { isProbe, now: clock.monotonic(), random, atLeastMs: next.atLeastMs })
      else lane.wentFine({ isProbe })
    })
    if (result.kind === 'unknown' && result.later !== undefined) void hearLater(attempt, result.later)
  }

  /** As long as this program runs: the disk may have room again. */
  async function untilStored(messageId: MessageId, store: () => void): Promise<void> {
    while (phase !== 'idle') {
      try {
        return store()
      } catch (cause) {
        log.error('outbox.result-not-stored', { messageId }, cause)
        await new Promise<void>((resolve) => clock.after(WRITE_AGAIN_MS, resolve))
      }
    }
  }

  /** What comes too late to go on with the message at once still proves that WhatsApp took it. */
  async function hearLater({ entry, tracker }: OpenAttempt, later: Promise<AcceptedResult | null>): Promise<void> {
    const accepted = await later
    if (accepted === null) return
    await untilStored(entry.messageId, () =>
      attempts.prove({ tracker, numberId: entry.numberId, wamid: accepted.wamid, at: clock.now(), isFailure: false }),
    )
    wake(0)
  }

  function laneOf(id: NumberId): Lane {
    const known = lanes.get(id)
    if (known !== undefined) return known
    const lane = createLane({ now: clock.monotonic(), perSecond: numbers.ratePerSecond(id) })
    lanes.set(id, lane)
    return lane
  }

  return {
    start() {
      phase = 'running'
      try {
        takeUp()
      } catch (cause) {
        // A shop on a full disk can still be read; the first look tries again, before it sends anything.
        log.error('outbox.look-failed', {}, cause)
      }
      wake(0)
    },
    wake: () => wake(0),
    async stop() {
      if (phase !== 'running') return
      phase = 'stopping'
      timer?.cancel()
      timer = null
      await waitBriefly(clock, [...inFlight.values(), uploads.stop()])
      phase = 'idle'
    },
  }
}

type Recipient = { readonly client: GraphClient; readonly target: SendTarget | null }

/** What stands in the way, null for a network that works; undefined when it was not asked, or did not answer either way. */
function connectionShownBy(result: SendResult): ErrorKey | null | undefined {
  if (result.kind === 'accepted') return null
  const { row, httpStatus } = result.problem
  if (row.scope === 'network') return row.key
  return httpStatus === null ? undefined : null
}
