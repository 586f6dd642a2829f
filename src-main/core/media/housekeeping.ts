import type { MediaId } from '#contract'
import type { Clock, Log } from '../ports.ts'
import { KEPT_BY_WHATSAPP_MS } from './after-fetch.ts'
import type { MediaFiles } from './media-files.ts'
import { findOrphans } from './orphans.ts'
import type { MediaRepository, MediaRow } from './repository.ts'
import { UNUSED_FOR_MS } from './staging.ts'

/** Keeps rows and files together: a file without its row can be read by nobody, and a row without its file has to say so. */
export type Housekeeping = {
  start(): void
  stop(): void
  /** A file is missing, or not as it was written. */
  noteLost(row: MediaRow, cause: unknown): void
}

const AGAIN_AFTER_MS = 24 * 60 * 60_000
/** What nobody uses goes sooner: it may be much. */
const UNUSED_EVERY_MS = 6 * 60 * 60_000
/** Between two parts of what is much. */
const GO_ON_AFTER_MS = 1000
/** Whoever opens the shop is served first. */
const FIRST_AFTER_MS = 60_000
const DELETED_AT_ONCE = 200

export function createHousekeeping(deps: {
  repository: MediaRepository
  files: MediaFiles
  clock: Clock
  log: Log
  change(id: MediaId, act: () => void): void
}): Housekeeping {
  const { repository, files, clock, log } = deps
  let cancels: { sweep?: () => void; removal?: () => void } = {}

  /** The key first: what is left of a file when the program ends here is noise, and goes with the next sweep. */
  function remove(id: MediaId): void {
    const fileId = repository.delete(id)
    if (fileId !== null) files.delete(fileId)
  }

  /** Answers whether there may be more. */
  function removeUnused(): boolean {
    const unused = repository.listUnused({ stagedBefore: clock.now() - UNUSED_FOR_MS, limit: DELETED_AT_ONCE })
    unused.forEach(remove)
    if (unused.length > 0) log.info('media.unused-deleted', { files: unused.length })
    return unused.length === DELETED_AT_ONCE
  }

  function removeUnusedAndWait(): void {
    let isMore = false
    try {
      isMore = removeUnused()
    } catch (cause) {
      log.error('media.unused-not-deleted', {}, cause)
    }
    cancels.removal = clock.after(isMore ? GO_ON_AFTER_MS : UNUSED_EVERY_MS, removeUnusedAndWait)
  }

  /** What WhatsApp still has is fetched again. Of the rest the key is kept: its folder may only be away. */
  function fetchAgain({ id, source_id: sourceId, since }: Pick<MediaRow, 'id' | 'source_id' | 'since'>): boolean {
    if (sourceId === null || clock.now() - since > KEPT_BY_WHATSAPP_MS) return false
    deps.change(id, () => repository.updateWithoutFile(id, { state: 'waiting', tries: 0, dueAt: clock.now(), problem: null }))
    return true
  }

  function sweep(): void {
    const rows = new Map(repository.listFileIds().map(({ id, file_id: fileId }) => [fileId, id]))
    const orphans = findOrphans({ files: files.list(), fileIdsOfRows: new Set(rows.keys()), now: clock.now() })
    for (const fileId of orphans.filesWithoutRow) files.delete(fileId)
    for (const fileId of orphans.rowsWithoutFile) {
      const id = rows.get(fileId)
      const row = id === undefined ? undefined : repository.find(id)
      if (row !== undefined) fetchAgain(row)
    }
    log.info('media.swept', { filesWithoutRow: orphans.filesWithoutRow.length, rowsWithoutFile: orphans.rowsWithoutFile.length })
  }

  function sweepAndWait(): void {
    try {
      sweep()
    } catch (cause) {
      log.error('media.sweep-failed', {}, cause)
    }
    cancels.sweep = clock.after(AGAIN_AFTER_MS, sweepAndWait)
  }

  return {
    start() {
      const unfinished = files.deleteUnfinished()
      if (unfinished > 0) log.info('media.unfinished-deleted', { files: unfinished })
      cancels = { sweep: clock.after(FIRST_AFTER_MS, sweepAndWait), removal: clock.after(FIRST_AFTER_MS, removeUnusedAndWait) }
    },
    stop() {
      cancels.sweep?.()
      cancels.removal?.()
      cancels = {}
    },
    noteLost(row, cause) {
      log.error('media.lost', { mediaId: row.id }, cause)
      try {
        if (fetchAgain(row) && row.file_id !== null) files.delete(row.file_id)
      } catch (why) {
        log.error('media.lost-not-noted', { mediaId: row.id }, why)
      }
    },
  }
}
