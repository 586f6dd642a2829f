import type { Database } from '../db/database.ts'
import type { Changes } from '../messages/changes.ts'
import type { Messages } from '../messages/service.ts'
import type { Clock, Log } from '../ports.ts'
import type { DecodedBody, DecodedEvent, DecodedItem } from '../whatsapp/decoded.ts'
import type { Origin, Outcome } from './apply-event.ts'
import type { IntakeRepository, RawEvent } from './repository.ts'

/** What became of one body, for whoever replays it. */
export type BodyReport = {
  readonly rawEventId: number
  /** `failed`: not applied, though it could be read; a defect of this program. */
  readonly body: DecodedBody | { readonly kind: 'failed' }
  readonly outcomes: readonly { readonly item: DecodedItem; readonly outcome: Outcome }[]
}

/**
 * Calls from windows have their turn between two batches; deriving, committing and telling take as long again. The more a commit
 * holds, the fewer pages are written again and again.
 */
const BATCH_MS = 20
const BATCH_ITEMS = 400
/** After a batch that failed. */
const CAREFUL_BODIES = 100
/** A flood of bodies holds applying up only so long. */
const STORING_TURNS = 20
/** After a failure of the disk or the database itself; nothing is lost meanwhile. */
const RETRY_AFTER_MS = 5000

/** What holds for all that one transaction applies. */
type Batch = { readonly ownNumberId: string | null; readonly changes: Changes; readonly ended: Ended }

/** What ended in a batch, for one line of the log: with a line for each body a busy day would push out all that was logged before. */
type Ended = { bodies: number; unreadable: number; items: number; kept: number }

type Progress = { readonly raw: RawEvent; readonly body: DecodedBody; next: number; readonly outcomes: BodyReport['outcomes'][number][] }

/**
 * Takes stored bodies in their order and applies them in small transactions, each with the body's new state in it. A body larger
 * than a batch goes over several: applying an item twice does nothing more, so a crash between them loses and doubles nothing.
 */
export function createApplier(deps: {
  db: Database
  clock: Clock
  log: Log
  repository: IntakeRepository
  messages: Messages
  decoderVersion: number
  decode(body: Buffer, options: { receivedAt: number }): DecodedBody
  apply(event: DecodedEvent, origin: Origin, changes: Changes): Outcome
  ownNumberId(): string | null
  isStoring(): boolean
  report(report: BodyReport): void
}) {
  const { db, clock, log, repository, messages } = deps
  let isRunning = false
  let running = Promise.resolve()
  let progress: Progress | null = null
  /** How many bodies still go one by one, because a batch failed. */
  let carefulFor = 0
  let isClosed = false
  let cancelRetry: (() => void) | null = null
  /** Bodies that could be neither applied nor set aside: the next start tries again, and meanwhile those behind them go on. */
  const passedOver: number[] = []

  async function run(): Promise<void> {
    isRunning = true
    do {
      await yieldToOthers()
    } while (!isClosed && tryStep())
    isRunning = false
  }

  /** Whatever goes wrong, even in setting a body aside, must not be the end of applying. */
  function tryStep(): boolean {
    try {
      return step()
    } catch (cause) {
      return tryLater(cause)
    }
  }

  function tryLater(cause: unknown): false {
    log.error('intake.storage', {}, cause)
    cancelRetry = clock.after(RETRY_AFTER_MS, wake)
    return false
  }

  /** Calls and sockets have their turn; bodies that wait to be stored go first, as somebody waits for the answer. */
  async function yieldToOthers(): Promise<void> {
    let turns = 0
    do {
      await new Promise((resolve) => setImmediate(resolve))
      turns += 1
    } while (deps.isStoring() && turns < STORING_TURNS)
  }

  /** Answers whether there may be more to do. */
  function step(): boolean {
    const before = progress === null ? null : { progress, next: progress.next, outcomes: progress.outcomes.length }
    let isMore = true
    let isCommitted = false
    try {
      db.transaction(() => {
        db.afterCommit(() => {
          isCommitted = true
        })
        isMore = applyBatch()
      })
      carefulFor = Math.max(0, carefulFor - 1)
      return isMore
    } catch (cause) {
      if (isCommitted) {
        // Somebody could not be told; what was applied stays applied.
        log.error('intake.tell', {}, cause)
        return isMore
      }
      // What the transaction did not keep, memory must not either.
      progress = before === null ? null : takenBack(before)
      if (isStorageFailure(cause)) return tryLater(cause)
      if (carefulFor > 0) setAside(cause)
      else carefulFor = CAREFUL_BODIES
      return true
    }
  }

  /** One batch; after a failure one body only, so that it is known which one fails. */
  function applyBatch(): boolean {
    const startedAt = clock.monotonic()
    return messages.change((changes) => {
      const ended: Ended = { bodies: 0, unreadable: 0, items: 0, kept: 0 }
      const batch: Batch = { ownNumberId: deps.ownNumberId(), changes, ended }
      db.afterCommit(() => {
        if (ended.bodies > 0) log.info('intake.applied', { ...ended })
      })
      let count = 0
      // At least something each time: however slow the computer, it gets on.
      do {
        progress ??= begin()
        if (progress === null) return false
        count += advance(progress, { limit: BATCH_ITEMS - count, batch })
      } while (carefulFor === 0 && count < BATCH_ITEMS && clock.monotonic() - startedAt < BATCH_MS)
      return true
    })
  }

  function begin(): Progress | null {
    const raw = repository.findNextStored(passedOver)
    if (raw === undefined) return null
    repository.deleteKeptItems(raw.id)
    return { raw, body: deps.decode(raw.body, { receivedAt: raw.received_at }), next: 0, outcomes: [] }
  }

  function advance(current: Progress, { limit, batch }: { limit: number; batch: Batch }): number {
    const { raw, body } = current
    const items = body.kind === 'events' ? body.items : []
    const until = Math.min(items.length, current.next + limit)
    for (const item of items.slice(current.next, until)) current.outcomes.push({ item, outcome: applyItem(item, raw.id, batch) })
    const count = until - current.next
    current.next = until
    if (until === items.length) end(current, batch.ended)
    return Math.max(count, 1)
  }

  function end({ raw, body, outcomes }: Progress, ended: Ended): void {
    const isReadable = body.kind === 'events'
    repository.updateRawEvent(raw.id, { state: isReadable ? 'applied' : 'unreadable', decoderVersion: deps.decoderVersion })
    progress = null
    ended.bodies += 1
    if (!isReadable) ended.unreadable += 1
    ended.items += outcomes.length
    ended.kept += outcomes.filter(({ outcome }) => outcome.kind === 'kept').length
    db.afterCommit(() => deps.report({ rawEventId: raw.id, body, outcomes }))
  }

  /**
   * One item can fail without its neighbours. The usual batch has no such item and is spared the cost of being ready for one; when
   * it fails, it is done again with each item ready to be undone alone, and kept with the reason.
   */
  function applyItem(item: DecodedItem, rawEventId: number, { ownNumberId, changes }: Batch): Outcome {
    const origin = { rawEventId, ownNumberId }
    const outcome = carefulFor > 0 ? applyAlone(item, origin) : deps.apply(item.event, origin, changes)
    if (outcome.kind === 'kept') {
      const value = item.event.kind === 'unknown' ? item.event.value : item.event
      repository.upsertKeptItem({ rawEventId, path: item.path, reason: outcome.reason, value })
    }
    return outcome
  }

  function applyAlone(item: DecodedItem, origin: Origin): Outcome {
    db.exec('SAVEPOINT item')
    let outcome: Outcome
    try {
      outcome = messages.change((changes) => deps.apply(item.event, origin, changes))
    } catch (cause) {
      if (isStorageFailure(cause)) throw cause
      db.exec('ROLLBACK TO item')
      log.error('intake.item', { rawEvent: origin.rawEventId, path: item.path, kind: item.event.kind }, cause)
      outcome = { kind: 'kept', reason: 'apply-failed' }
    }
    db.exec('RELEASE item')
    return outcome
  }

  /** A body that fails as a whole must not stop those behind it. It stays as it came, to be read again by a newer program. */
  function setAside(cause: unknown): void {
    const raw = progress?.raw ?? repository.findNextStored(passedOver)
    progress = null
    if (raw === undefined) return
    log.error('intake.body', { rawEvent: raw.id }, cause)
    try {
      db.transaction(() => repository.updateRawEvent(raw.id, { state: 'unreadable', decoderVersion: deps.decoderVersion }))
    } catch (failure) {
      if (isStorageFailure(failure)) throw failure
      log.error('intake.body-passed-over', { rawEvent: raw.id }, failure)
      passedOver.push(raw.id)
    }
    deps.report({ rawEventId: raw.id, body: { kind: 'failed' }, outcomes: [] })
  }

  /** Goes through what is stored, unless it already does. */
  function wake(): void {
    if (isClosed || isRunning) return
    cancelRetry?.()
    cancelRetry = null
    running = run()
  }

  return {
    wake,
    /** Until nothing stored is left, or storing has failed. */
    async settled(): Promise<void> {
      while (isRunning) await running
    },
    async close(): Promise<void> {
      isClosed = true
      cancelRetry?.()
      await running
    },
  }
}

/** Cut back rather than copied beforehand: a body may have hundreds of thousands of items, and a batch a few hundred. */
function takenBack(before: { progress: Progress; next: number; outcomes: number }): Progress {
  before.progress.next = before.next
  before.progress.outcomes.length = before.outcomes
  return before.progress
}

/** The disk or the file, not the item: to be tried again, not set aside. */
function isStorageFailure(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return /^SQLITE_(?:FULL|IOERR|BUSY|LOCKED|NOMEM|CORRUPT|NOTADB|READONLY|CANTOPEN|INTERRUPT)/.test(code)
}
