import type { MessageId } from '#contract'
import type { Database } from '../db/database.ts'
import { assertNever } from '../lib/assert.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { GraphClient, GraphProblem, GraphResult } from '../whatsapp/graph-client.ts'
import { afterUpload } from './after-upload.ts'
import type { Attempts } from './attempts.ts'
import { mayHaveGone, type OutboxEntry } from './entry.ts'
import type { Isolation } from './isolation.ts'
import type { UploadFiles } from './outgoing-files.ts'
import { findEntry } from './repository.ts'
import type { Transitions } from './transitions.ts'

/**
 * Files are uploaded before there is an attempt: until their ids are on disk nothing has left for the customer, the message can be taken
 * back, and a program that dies has it queued as before.
 */
export type Uploads = {
  /** Its files are under way, or no place is free for them. */
  holdUp(messageId: MessageId): boolean
  /** Nothing when enough are under way: the end of each looks again. */
  begin(entry: OutboxEntry, options: { client: GraphClient; run: UploadFiles }): void
  /** Nothing of theirs is written any more. Answers when those under way have ended. */
  stop(): Promise<void>
}

/** They share one line, and each may hold a piece of a large file in memory. */
const AT_ONCE = 4
/** After the database refused a write. */
const WRITE_AGAIN_MS = 5000

export function createUploads(deps: {
  db: Database
  clock: Clock
  ids: Ids
  log: Log
  numbers: Pick<NumberService, 'pause' | 'noteConnection'>
  attempts: Pick<Attempts, 'ofThisDecision'>
  transitions: Transitions
  isolation: Isolation
  /** Something may be due. */
  wake(afterMs: number): void
}): Uploads {
  const { db, clock, ids, log, numbers, attempts, transitions, isolation, wake } = deps
  const underWay = new Map<MessageId, Promise<void>>()
  /** They found no place; not looked at again before one is free. */
  const turnedAway = new Set<MessageId>()
  const failures = new Map<MessageId, number>()
  let isStopped = false

  async function upload(entry: OutboxEntry, { client, run }: { client: GraphClient; run: UploadFiles }): Promise<void> {
    const { messageId } = entry
    const startedAt = clock.monotonic()
    let nextMs = 0
    try {
      const result = await run(client)
      if (!isStopped) note(entry, result, { client, tookMs: clock.monotonic() - startedAt })
    } catch (cause) {
      nextMs = isStopped ? 0 : setAside(entry, cause)
    }
    underWay.delete(messageId)
    turnedAway.clear()
    wake(nextMs)
  }

  function note(entry: OutboxEntry, result: GraphResult<null>, made: Made): void {
    const { messageId, numberId } = entry
    log.info('outbox.upload', { messageId, refusedBy: result.ok ? null : result.problem.row.key })
    if (result.ok) {
      failures.delete(messageId)
      numbers.noteConnection(numberId, null)
      return
    }
    const { row, httpStatus } = result.problem
    if (row.scope === 'network') numbers.noteConnection(numberId, row.key)
    else if (httpStatus !== null) numbers.noteConnection(numberId, null)
    moveOn(entry, result.problem, made)
  }

  function moveOn(entry: OutboxEntry, problem: GraphProblem, { client, tookMs }: Made): void {
    const { messageId, numberId } = entry
    const before = failures.get(messageId) ?? 0
    const next = afterUpload(problem, { tookMs, before, random: ids.randomBytes(4).readUInt32BE() / 2 ** 32 })
    db.transaction(() => {
      if (next.kind === 'stop') return numbers.pause(numberId, problem.row.key, client)
      // Taken back meanwhile.
      if (!isHeld(messageId)) return
      switch (next.kind) {
        case 'again':
          return transitions.move(messageId, { kind: 'waiting', dueAt: clock.now() + next.inMs }, shown(problem))
        case 'give-up': {
          const kind = attempts.ofThisDecision(entry).some(mayHaveGone) ? 'unconfirmed' : 'failed'
          return transitions.move(messageId, { kind }, next.problem)
        }
        default:
          return assertNever(next)
      }
    })
    if (next.kind !== 'again') failures.delete(messageId)
    else if (next.isCostly) failures.set(messageId, before + 1)
  }

  /** Answers when to look again. */
  function setAside(entry: OutboxEntry, cause: unknown): number {
    try {
      return isHeld(entry.messageId) ? isolation.setAside(entry, cause) : 0
    } catch (why) {
      log.error('outbox.upload-not-stored', { messageId: entry.messageId }, why)
      return WRITE_AGAIN_MS
    }
  }

  function isHeld(messageId: MessageId): boolean {
    const kind = findEntry(db, messageId)?.state.kind
    return kind === 'queued' || kind === 'waiting' || kind === 'reconciling'
  }

  return {
    holdUp: (messageId) => underWay.has(messageId) || turnedAway.has(messageId),
    begin(entry, options) {
      if (isStopped) return
      if (underWay.size >= AT_ONCE) turnedAway.add(entry.messageId)
      else underWay.set(entry.messageId, upload(entry, options))
    },
    async stop() {
      isStopped = true
      await Promise.allSettled(underWay.values())
    },
  }
}

/** By whom, and how long it took. */
type Made = { readonly client: GraphClient; readonly tookMs: number }

function shown({ row, code, details }: GraphProblem) {
  return { key: row.key, code, details }
}
