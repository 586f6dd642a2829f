import { MEDIA_MAX_BYTES, type MediaId } from '#contract'
import type { Database } from '../db/database.ts'
import { storageProblemOf } from '../db/storage-failure.ts'
import { AppError } from '../lib/app-error.ts'
import { assert, assertNever } from '../lib/assert.ts'
import { waitBriefly } from '../lib/stop-grace.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock, Log } from '../ports.ts'
import { ownGraphProblem } from '../whatsapp/graph-client.ts'
import { afterFetch, KEPT_BY_WHATSAPP_MS, type FetchFailure } from './after-fetch.ts'
import { fetchFile, type Fetched } from './fetch-file.ts'
import { inspect } from './inspect.ts'
import type { MediaFiles, WrittenFile } from './media-files.ts'
import type { FetchingFiles } from './message-files.ts'
import { tellNowAndThen, type Progress } from './progress.ts'
import type { MediaRepository, MediaRow } from './repository.ts'

/**
 * Fetches what customers sent before WhatsApp forgets it, what it forgets first first, a few at a time. What it knows is on disk: a program
 * that is started again goes on where it was.
 */
export type Downloads = FetchingFiles & {
  start(): void
  /** Leaves what is under way, of which nothing stays. */
  stop(): Promise<void>
  /** Whatever held them up, unless WhatsApp asked to wait. */
  wakeNow(): void
  /** For how long WhatsApp asked not to be asked for this file, or for any; 0 where it did not. */
  askedToWaitMs(id: MediaId): number
}

const AT_ONCE = 3
/** Also how often it looks by itself, whatever the timers say. */
const LOOK_AGAIN_MS = 60_000
/** After the disk or the database refused a write. */
const WRITE_AGAIN_MS = 60_000
const UNREACHABLE_AT_ONCE = 100

export function createDownloads(deps: {
  repository: MediaRepository
  files: MediaFiles
  numbers: Pick<NumberService, 'numberId' | 'reader' | 'onReady'>
  clock: Clock
  log: Log
  db: Pick<Database, 'transaction'>
  /** What shows the file is to show it as it is now. */
  tell(id: MediaId): void
  tellProgress(id: MediaId, progress: Progress): void
  /** The disk takes nothing more. */
  storageFailed(cause: unknown): void
}): Downloads {
  const { db, repository, files, numbers, clock, log } = deps
  const underWay = new Map<MediaId, { readonly abort: AbortController; readonly settled: Promise<void> }>()
  let phase: 'idle' | 'running' | 'stopping' = 'idle'
  let timer: { readonly at: number; cancel(): void } | null = null
  /** `asked`: until when WhatsApp itself asked to wait. Both of the monotonic clock. */
  let pause = { count: 0, until: -Infinity, asked: -Infinity }
  /** The same of single files. */
  const askedById = new Map<MediaId, number>()

  numbers.onReady(wakeNow)

  function wakeAfter(ms: number): void {
    if (phase !== 'running') return
    const at = clock.monotonic() + ms
    if (timer !== null && timer.at <= at) return
    timer?.cancel()
    timer = { at, cancel: clock.after(ms, look) }
  }

  function endPause(): void {
    pause = { ...pause, count: 0, until: pause.asked }
  }

  function wakeNow(): void {
    endPause()
    wakeAfter(0)
  }

  function look(): void {
    timer = null
    if (phase !== 'running') return
    let nextMs = LOOK_AGAIN_MS
    try {
      nextMs = Math.min(nextMs, beginWhatIsDue())
    } catch (cause) {
      log.error('media.look-failed', {}, cause)
    }
    wakeAfter(Math.max(0, nextMs))
  }

  /** Answers when to look again at the latest. */
  function beginWhatIsDue(): number {
    const numberId = numbers.numberId()
    const client = numberId === null ? null : numbers.reader(numberId)
    if (numberId === null || client === null) return Infinity
    const now = clock.now()
    giveUpOthers(now - KEPT_BY_WHATSAPP_MS)
    const pausedMs = pause.until - clock.monotonic()
    if (pausedMs > 0) return pausedMs
    const free = AT_ONCE - underWay.size
    // Each that ends looks again.
    if (free <= 0) return Infinity
    const due = repository.listWaiting({ numberId, now, limit: AT_ONCE + underWay.size }).filter(({ id }) => !underWay.has(id))
    for (const row of due.slice(0, free)) {
      const abort = new AbortController()
      const fetching = fetchFile(row, {
        client,
        files,
        signal: abort.signal,
        maxBytes: MEDIA_MAX_BYTES.document,
        progress: tellNowAndThen(clock, (progress) => deps.tellProgress(row.id, progress)),
      })
      underWay.set(row.id, { abort, settled: settle(row, fetching) })
      tell(row.id)
    }
    if (due.length > free) return Infinity
    return (repository.findNextDueAfter({ numberId, now }) ?? Infinity) - now
  }

  /** What came to a number that is no longer the shop's. */
  function giveUpOthers(before: number): void {
    const numberId = numbers.numberId()
    if (numberId === null) return
    for (const id of repository.listUnreachable({ numberId, before, limit: UNREACHABLE_AT_ONCE })) {
      db.transaction(() => repository.updateWithoutFile(id, { state: 'gone', problem: null }))
      tell(id)
    }
  }

  /** Of what is on disk, and of what only this run knows. */
  function tell(id: MediaId): void {
    try {
      deps.tell(id)
    } catch (cause) {
      log.error('media.not-told', { mediaId: id }, cause)
    }
  }

  async function settle(row: MediaRow, fetching: Promise<Fetched>): Promise<void> {
    let nextMs = 0
    try {
      const fetched = await fetching
      if (fetched.kind === 'fetched') await keep(row, fetched.file)
      else if (phase === 'running') note(row, fetched)
    } catch (cause) {
      nextMs = phase === 'running' ? noteThrown(row, cause) : 0
    }
    underWay.delete(row.id)
    if (phase === 'running') tell(row.id)
    wakeAfter(nextMs)
  }

  async function keep(row: MediaRow, file: WrittenFile): Promise<void> {
    try {
      const facts = await inspect(files.source(file))
      assert(phase === 'running', 'a stopped program writes nothing')
      assert(repository.updateHere(row.id, file, facts), 'what is being fetched waits until it is here')
    } catch (cause) {
      files.delete(file.fileId)
      throw cause
    }
    endPause()
    askedById.delete(row.id)
    log.info('media.fetched', { mediaId: row.id, sizeBytes: file.sizeBytes })
  }

  function note(row: MediaRow, failure: FetchFailure): void {
    const { id, since } = row
    // Another reason is counted anew.
    const tries = row.problem === keyOf(failure) ? row.tries : 0
    const next = afterFetch(failure, { tries, since, now: clock.now(), paused: pause.count })
    const askedMs = (failure.kind === 'problem' ? failure.problem.retryAfterMs : null) ?? 0
    const asked = clock.monotonic() + askedMs
    log.info('media.not-fetched', { mediaId: id, reason: keyOf(failure), next: next.kind })
    switch (next.kind) {
      case 'pause':
        pause = { count: pause.count + 1, until: clock.monotonic() + next.inMs, asked: Math.max(pause.asked, asked) }
        return
      case 'again': {
        const dueAt = clock.now() + next.inMs
        if (askedMs > 0) askedById.set(id, asked)
        db.transaction(() => repository.updateWithoutFile(id, { state: 'waiting', tries: tries + 1, dueAt, problem: next.problem }))
        return
      }
      case 'gone':
      case 'refused':
        askedById.delete(id)
        db.transaction(() => repository.updateWithoutFile(id, { state: next.kind, problem: next.problem }))
        return
      default:
        assertNever(next)
    }
  }

  /** The disk, or something that nobody expected: the row stays as it is. Answers when to look again. */
  function noteThrown(row: MediaRow, cause: unknown): number {
    const code = cause instanceof AppError ? cause.code : null
    if (code === 'disk-full' || code === 'read-only' || storageProblemOf(cause) !== null) {
      log.warn('media.not-stored', { mediaId: row.id, code })
      // The system's own words are behind ours.
      deps.storageFailed(cause instanceof AppError ? cause.cause : cause)
      pause = { ...pause, count: 0, until: clock.monotonic() + WRITE_AGAIN_MS }
      return WRITE_AGAIN_MS
    }
    log.error('media.fetch-failed', { mediaId: row.id }, cause)
    try {
      note(row, { kind: 'problem', problem: ownGraphProblem('media-download-failed') })
    } catch (why) {
      log.error('media.not-noted', { mediaId: row.id }, why)
      pause = { ...pause, count: 0, until: clock.monotonic() + WRITE_AGAIN_MS }
    }
    return 0
  }

  return {
    isFetching: (id) => underWay.has(id),
    wake: () => wakeAfter(0),
    wakeNow,
    askedToWaitMs: (id) => Math.max(0, Math.max(pause.asked, askedById.get(id) ?? -Infinity) - clock.monotonic()),
    start() {
      phase = 'running'
      wakeAfter(0)
    },
    async stop() {
      if (phase !== 'running') return
      phase = 'stopping'
      timer?.cancel()
      timer = null
      for (const { abort } of underWay.values()) abort.abort()
      // A question that nobody answers cannot be taken back.
      await waitBriefly(
        clock,
        [...underWay.values()].map(({ settled }) => settled),
      )
      phase = 'idle'
    },
  }
}

function keyOf(failure: FetchFailure): string {
  if (failure.kind === 'problem') return failure.problem.row.key
  return failure.kind === 'damaged' ? 'media-damaged' : 'media-too-large'
}
