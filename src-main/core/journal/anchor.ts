import type { Database } from '../db/database.ts'
import type { Clock, Log } from '../ports.ts'
import type { JournalAnchor } from '../vault/vault.ts'
import { findHash, findHead } from './repository.ts'

export type AnchorKeeper = {
  /** Finds out whether the journal is still the one that was anchored, and anchors what is new. Never throws. */
  start(): void
  /** Something new stands in the journal. */
  noteNew(): void
  /** Anchors the rest. Never throws. */
  stop(): void
}

/** How long what is new may stand in the database alone: what is cut off within this time is not found out. */
const ANCHOR_WITHIN_MS = 60_000

/** Writes the journal's end into the shop's header now and then, so that a journal which was cut off shows. */
export function createAnchorKeeper(deps: { db: Database; anchor: JournalAnchor; clock: Clock; log: Log }): AnchorKeeper {
  const { db, anchor, clock, log } = deps
  let cancel: (() => void) | null = null
  let isStopped = false

  function anchorNow(): void {
    cancel?.()
    cancel = null
    try {
      const head = findHead(db)
      const before = anchor.read()
      if (head === undefined || head.seq === before.newest?.seq) return
      anchor.write({ ...before, newest: { seq: head.seq, hash: head.hash.toString('hex'), at: clock.now() } })
    } catch (cause) {
      log.error('journal.not-anchored', {}, cause)
    }
  }

  /** A journal that was found not to be what it had been never passes for whole again, however much is written after that. */
  function compare(): void {
    const before = anchor.read()
    const { newest, lost } = before
    if (newest === null) return
    const headSeq = findHead(db)?.seq ?? 0
    const problem = headSeq < newest.seq ? 'cut-off' : findHash(db, newest.seq)?.toString('hex') === newest.hash ? null : 'changed'
    if (problem === null) return
    const seq = problem === 'cut-off' ? headSeq + 1 : newest.seq
    log.warn('journal.not-as-anchored', { seq, problem })
    const found = { seq, problem, foundAt: clock.now() } as const
    const hash = findHead(db)?.hash.toString('hex')
    anchor.write({
      ...before,
      newest: hash === undefined ? null : { seq: headSeq, hash, at: clock.now() },
      lost: lost !== null && lost.seq <= seq ? lost : found,
    })
  }

  return {
    start() {
      isStopped = false
      try {
        compare()
      } catch (cause) {
        log.error('journal.not-compared', {}, cause)
        return
      }
      anchorNow()
    },
    noteNew() {
      if (!isStopped) cancel ??= clock.after(ANCHOR_WITHIN_MS, anchorNow)
    },
    stop() {
      isStopped = true
      anchorNow()
    },
  }
}
