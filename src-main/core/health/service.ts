import type { NoticeKind, NumberHealth, NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import type { Clock, Log } from '../ports.ts'
import type { AccountEvent } from '../whatsapp/decoded.ts'
import { explainError } from '../whatsapp/error-table.ts'
import type { GraphHealth, HealthFacts } from '../whatsapp/graph-health.ts'
import { limits } from '../whatsapp/limits.ts'
import { phoneNamedIn, readAccountEvent } from './account-events.ts'
import {
  countFirstWritten,
  findFacts,
  insertEvent,
  listEvents,
  listRestrictions,
  noteTold,
  replaceRestrictions,
  upsertFacts,
} from './repository.ts'

export type Health = {
  /** Null while no number is connected, and until Meta has answered once. */
  get(): NumberHealth | null
  /** Asks Meta now; what is known stays when it does not answer. */
  check(): Promise<NumberHealth | null>
  /** Something about the account came, in the caller's transaction. */
  noteAccount(event: AccountEvent): void
  start(): void
  stop(): void
}

const CHECK_EVERY_MS = 60 * 60_000
/** Meta tells several things of one event; what it answers is right a moment later. */
const CHECK_AFTER_NEWS_MS = 3000
const EVENTS_SHOWN = 50
const DAY_MS = 24 * 60 * 60_000
/** Of the customers who may be written to first in a day: from here on it is worth knowing. */
const LIMIT_NEAR = 0.8

export function createHealth(deps: {
  db: Database
  clock: Clock
  log: Log
  publish: Publish
  notices: { post(notice: { kind: NoticeKind; about: null; detail?: string }): void }
  numberId(): NumberId | null
  /** How to ask Meta, while that is possible. */
  account(): { readonly client: { readonly health: GraphHealth } } | null
  onReady(listener: () => void): void
}): Health {
  const { db, clock, log, publish, notices } = deps
  let cancel: (() => void) | null = null
  let isRunning = false

  function get(): NumberHealth | null {
    const numberId = deps.numberId()
    const known = numberId === null ? undefined : findFacts(db, numberId)
    if (numberId === null || known === undefined) return null
    const now = clock.now()
    return {
      ...shown(known.facts),
      checkedAt: known.checkedAt,
      limit: { ...limitOf(known.facts.messagingLimit), usedLast24h: countFirstWritten(db, numberId, now - DAY_MS) },
      restrictions: listRestrictions(db, now),
      events: listEvents(db, { limit: EVENTS_SHOWN }),
    }
  }

  function checkAfter(delayMs: number): void {
    if (!isRunning) return
    cancel?.()
    cancel = clock.after(delayMs, () => void checkQuietly())
  }

  /** By itself: a disk that takes nothing keeps nobody from anything else. */
  async function checkQuietly(): Promise<void> {
    try {
      await check()
    } catch (cause) {
      log.error('health.check-failed', {}, cause)
    }
  }

  async function check(): Promise<NumberHealth | null> {
    checkAfter(CHECK_EVERY_MS)
    const numberId = deps.numberId()
    const account = deps.account()
    if (numberId === null || account === null) return get()
    const answer = await account.client.health.getHealth(numberId)
    // The shop may have been closed, or another number connected, while Meta thought about it.
    if (!isRunning || deps.numberId() !== numberId) return null
    if (!answer.ok) {
      log.info('health.not-told', { reason: answer.problem.row.key })
      return get()
    }
    return take(numberId, answer.value)
  }

  function take(numberId: NumberId, facts: HealthFacts): NumberHealth | null {
    return db.transaction(() => {
      const before = findFacts(db, numberId)?.facts
      upsertFacts(db, numberId, { facts, at: clock.now() })
      const health = get()
      if (health !== null) {
        tellOf(before === undefined ? null : shown(before), health)
        db.afterCommit(() => publish('number.healthChanged', { health }))
      }
      return health
    })
  }

  /** What got worse since the last time; of what was so already, people have been told. */
  function tellOf(before: Shown | null, health: NumberHealth): void {
    if (isWorse(before?.quality, health.quality)) tell('number-quality', health.quality)
    if (health.canSend === 'blocked' && before?.canSend !== 'blocked' && !hasPaymentProblem(health)) tell('number-blocked')
    if (hasPaymentProblem(health) && !(before !== null && hasPaymentProblem(before))) tell('number-payment')
    const { perDay, usedLast24h } = health.limit
    if (perDay !== null && usedLast24h >= perDay * LIMIT_NEAR) tell('number-limit')
  }

  /** Once a day of each. */
  function tell(kind: NoticeKind, detail?: string): void {
    const now = clock.now()
    if (!noteTold(db, { what: kind, at: now, after: now - DAY_MS })) return
    notices.post({ kind, about: null, ...(detail === undefined ? {} : { detail }) })
  }

  /** An account may have several numbers, and what concerns one names it. */
  function isAnothers(value: unknown): boolean {
    const named = digitsOf(phoneNamedIn(value) ?? '')
    const numberId = deps.numberId()
    const own = digitsOf((numberId === null ? undefined : findFacts(db, numberId))?.facts.displayPhoneNumber ?? '')
    return named !== '' && own !== '' && named !== own
  }

  return {
    get,
    check,

    noteAccount({ field, value, at }) {
      const told = readAccountEvent(field, value)
      if (told === null || isAnothers(value)) return
      const toldAt = at ?? clock.now()
      insertEvent(db, { at: toldAt, what: told.what, detail: told.detail })
      if (told.restrictions !== null) replaceRestrictions(db, told.restrictions, toldAt)
      if (told.notice !== null) tell(told.notice, told.detail ?? undefined)
      db.afterCommit(() => {
        const health = get()
        if (health !== null) publish('number.healthChanged', { health })
        checkAfter(CHECK_AFTER_NEWS_MS)
      })
    },

    start() {
      isRunning = true
      deps.onReady(() => checkAfter(0))
      checkAfter(0)
    },
    stop() {
      isRunning = false
      cancel?.()
    },
  }
}

function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '')
}

type Shown = Omit<NumberHealth, 'checkedAt' | 'limit' | 'restrictions' | 'events'>

function shown(facts: HealthFacts): Shown {
  const throughput = facts.isOnPhoneApp ? 'coexistence' : throughputOf(facts.throughput)
  return {
    displayPhoneNumber: facts.displayPhoneNumber,
    verifiedName: facts.verifiedName,
    nameStatus: facts.nameStatus,
    newName:
      facts.newName === null && (facts.newNameStatus === null || facts.newNameStatus === 'NONE')
        ? null
        : { name: facts.newName ?? '', decision: facts.newNameStatus ?? 'PENDING_REVIEW', reason: null },
    quality: qualityOf(facts.quality),
    status: facts.status,
    throughput,
    messagesPerSecond:
      throughput === 'coexistence' ? limits.coexistenceRatePerSecond : throughput === 'high' ? HIGH_PER_SECOND : limits.numberRatePerSecond,
    isOnPhoneApp: facts.isOnPhoneApp,
    isOfficial: facts.isOfficial,
    canSend: canSendOf(facts.canSend),
    entities: facts.entities.map(({ type, canSend, problems }) => ({
      type,
      canSend: canSendOf(canSend),
      problems: problems.map((problem) => ({ ...problem, key: keyOf(problem.code) })),
    })),
  }
}

/** Meta, "Throughput": what a number is raised to by itself. */
const HIGH_PER_SECOND = 1000

function throughputOf(level: string | null): NumberHealth['throughput'] {
  if (level === 'STANDARD') return 'standard'
  return level === 'HIGH' ? 'high' : 'unknown'
}

function qualityOf(quality: string): NumberHealth['quality'] {
  return quality === 'GREEN' || quality === 'YELLOW' || quality === 'RED' ? quality : 'UNKNOWN'
}

function canSendOf(word: string | null): NumberHealth['canSend'] {
  if (word === 'AVAILABLE') return 'available'
  if (word === 'LIMITED') return 'limited'
  return word === 'BLOCKED' ? 'blocked' : 'unknown'
}

/** Health has codes of its own beside those of sending. Source: Meta, "Messaging health status". */
const HEALTH_CODES: ReadonlyMap<number, string> = new Map([
  [141000, 'number-not-registered'],
  [141006, 'payment-problem'],
])

function keyOf(code: number | null): string | null {
  if (code === null) return null
  const key = HEALTH_CODES.get(code) ?? explainError({ code }).key
  return key === 'unknown-error' ? null : key
}

function hasPaymentProblem({ entities }: Pick<Shown, 'entities'>): boolean {
  return entities.some(({ problems }) => problems.some(({ key }) => key === 'payment-problem'))
}

const QUALITY_RANK: Readonly<Record<NumberHealth['quality'], number>> = { RED: 0, YELLOW: 1, GREEN: 2, UNKNOWN: 2 }

function isWorse(before: NumberHealth['quality'] | undefined, after: NumberHealth['quality']): boolean {
  return QUALITY_RANK[after] < QUALITY_RANK[before ?? 'GREEN']
}

/** TIER_250, TIER_2K, TIER_100K, TIER_UNLIMITED. */
function limitOf(tier: string | null): Pick<NumberHealth['limit'], 'tier' | 'perDay' | 'isUnlimited'> {
  const isUnlimited = tier === 'TIER_UNLIMITED'
  const parts = /^TIER_(\d+)(K?)$/.exec(tier ?? '')
  const perDay = parts === null ? null : Number(parts[1]) * (parts[2] === 'K' ? 1000 : 1)
  return { tier, perDay, isUnlimited }
}
