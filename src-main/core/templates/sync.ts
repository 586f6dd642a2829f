import { templateId } from '#contract'
import type { Database } from '../db/database.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock, Log } from '../ports.ts'
import type { GraphResult } from '../whatsapp/graph-client.ts'
import type { ListedTemplate } from '../whatsapp/decode/template.ts'
import type { TemplateAsks } from './asks.ts'
import { findListState, findTemplate, insertChange, listTemplates, upsertListState, upsertTemplate } from './repository.ts'
import { changesBetween, isUndecidedBy, standingOf, withListed, type Standing } from './standing.ts'
import type { TemplateTelling } from './telling.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const AGAIN_AFTER_MS = 15 * 60 * 1000
/** Webhooks come in groups, and each reading is a call of Meta's hourly allowance. */
const SOON_MS = 5000
const APART_MS = 60 * 1000

export type TemplateSync = {
  /** Reads the list now, or waits for the reading under way. */
  run(): Promise<GraphResult<null> | null>
  /** There is news that the list alone tells whole. In or outside a transaction. */
  soon(): void
  start(): void
  stop(): void
}

/**
 * Reads the account's list: when a number is connected, once a day, and when a webhook is not enough. What is not in it is gone. Answers null
 * while no account can be asked.
 */
export function createTemplateSync(deps: {
  db: Database
  clock: Clock
  log: Log
  numbers: Pick<NumberService, 'account' | 'onReady'>
  telling: TemplateTelling
  asks: Pick<TemplateAsks, 'open' | 'settleBy'>
}): TemplateSync {
  const { db, clock, log, numbers, telling, asks } = deps
  let isRunning = false
  let isStarted = false
  let running: Promise<GraphResult<null> | null> = Promise.resolve(null)
  let startedAt = -Infinity
  /** Since this program runs: between two runs anything may have happened, and no webhook tells of it again. */
  let isRead = false
  let cancel: (() => void) | null = null
  let dueAt = Infinity

  numbers.onReady(() => {
    if (isStarted && isDue()) schedule(0)
  })

  function isDue(): boolean {
    const account = numbers.account()
    if (account === null) return false
    const { syncedAt, problem } = findListState(db, account.wabaId)
    return !isRead || syncedAt === null || problem !== null || clock.now() - syncedAt >= DAY_MS
  }

  /** The earlier of two times counts. */
  function schedule(afterMs: number): void {
    if (!isStarted) return
    const at = clock.monotonic() + afterMs
    if (at >= dueAt) return
    cancel?.()
    dueAt = at
    cancel = clock.after(afterMs, () => {
      cancel = null
      dueAt = Infinity
      void runAfterThis()
    })
  }

  function soon(): void {
    db.afterCommit(() => schedule(Math.max(SOON_MS, startedAt + APART_MS - clock.monotonic())))
  }

  /** One that is under way may have been asked before the news. */
  async function runAfterThis(): Promise<void> {
    // What went wrong is logged where it did.
    if (isRunning) await running.catch(() => null)
    if (isStarted) await run().catch(() => null)
  }

  function run(): Promise<GraphResult<null> | null> {
    if (!isRunning) running = read()
    return running
  }

  async function read(): Promise<GraphResult<null> | null> {
    const account = numbers.account()
    if (account === null) return null
    isRunning = true
    startedAt = clock.monotonic()
    // Whole seconds, as webhooks tell the time: of one second the webhook counts.
    const at = Math.floor(clock.now() / 1000) * 1000
    try {
      const open = asks.open(account.wabaId)
      const answer = await account.client.templates.list(account.wabaId)
      if (!isStarted) return null
      db.transaction(() => {
        keep(account.wabaId, answer, at)
        if (answer.ok) asks.settleBy(answer.value, open)
      })
      isRead = answer.ok
      schedule(answer.ok ? DAY_MS : AGAIN_AFTER_MS)
      return answer.ok ? { ok: true, value: null } : answer
    } catch (cause) {
      // The disk or the database; the list is read again.
      log.error('templates.not-kept', {}, cause)
      schedule(AGAIN_AFTER_MS)
      throw cause
    } finally {
      isRunning = false
    }
  }

  function keep(wabaId: string, answer: GraphResult<readonly ListedTemplate[]>, at: number): void {
    db.transaction(() => {
      const { syncedAt } = findListState(db, wabaId)
      if (!answer.ok) {
        upsertListState(db, wabaId, { syncedAt, problem: answer.problem.row.key })
        log.warn('templates.not-read', { key: answer.problem.row.key })
        return
      }
      const isFirst = syncedAt === null
      const ids = new Set(answer.value.map((each) => each.templateId))
      for (const listed of answer.value) keepOne(listed, { wabaId, at, isFirst })
      for (const known of listTemplates(db, wabaId)) if (!ids.has(known.templateId) && known.addedAt < at) removeOne(known, at)
      upsertListState(db, wabaId, { syncedAt: clock.now(), problem: null })
      log.info('templates.read', { count: answer.value.length })
    })
  }

  function keepOne(listed: ListedTemplate, { wabaId, at, isFirst }: { wabaId: string; at: number; isFirst: boolean }): void {
    const id = templateId.parse(listed.templateId)
    const known = findTemplate(db, id)
    if (known === undefined) {
      const added = standingOf({ ...listed, templateId: id }, { wabaId, at })
      upsertTemplate(db, added)
      if (!isFirst) insertChange(db, id, at, { what: 'created', before: null, after: 'created', reason: null })
      telling.changed(added)
      return
    }
    // Deleted here after the list was asked for.
    if (known.deletedAt !== null && known.deletedAt >= at) return
    if (isUndecidedBy(known, listed, at)) soon()
    const next = { ...withListed(known, listed, at), wabaId }
    if (JSON.stringify(next) === JSON.stringify(known)) return
    upsertTemplate(db, next)
    for (const change of changesBetween(known, next)) insertChange(db, id, at, change)
    telling.changed(next, known)
  }

  function removeOne(known: Standing, at: number): void {
    upsertTemplate(db, { ...known, deletedAt: at })
    insertChange(db, known.templateId, at, { what: 'deleted', before: null, after: 'deleted', reason: null })
    telling.removed(known.templateId)
  }

  return {
    run,
    soon,
    start() {
      isStarted = true
      if (isDue()) schedule(0)
    },
    stop() {
      isStarted = false
      cancel?.()
    },
  }
}
