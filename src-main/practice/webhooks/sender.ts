import { request as httpRequest, Agent as HttpAgent } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { PracticeClock } from '../time/clock.ts'
import type { Random } from '../time/random.ts'
import { composeBody } from './compose.ts'
import type { Update } from './compose.ts'
import { signedBody } from './signature.ts'

/** How the wire misbehaves. All chances are per update or per body, 0…1, and repeatable by seed. */
export type WireHabits = {
  /** The same body is posted once more. */
  readonly duplicateChance: number
  /** An update waits a moment, and what comes meanwhile travels in the same body. */
  readonly batchChance: number
  /** A status is held back, so that a later one overtakes it. */
  readonly lateChance: number
  /** `read` is told without a `delivered` before it. */
  readonly skipDeliveredChance: number
  /** An update is never delivered at all. */
  readonly lossChance: number
  /** Bodies under way at once; with one they arrive in the order of events. */
  readonly connections: number
  readonly timeoutMs: number
  /** The gap before the first retry; it doubles up to an hour, for seven days. */
  readonly firstRetryMs: number
}

export const GENTLE_WIRE: WireHabits = {
  duplicateChance: 0.03,
  batchChance: 0.12,
  lateChance: 0.04,
  skipDeliveredChance: 0.04,
  lossChance: 0,
  connections: 4,
  timeoutMs: 10_000,
  firstRetryMs: 1_000,
}

export type WebhookSender = {
  /** Takes an update on its way. `canBeLate` is for statuses: a person's words are not reordered by default. */
  publish(update: Update, options?: { canBeLate?: boolean }): void
  /** Bodies that were not yet answered with 200. */
  undelivered(): number
  habits(): WireHabits
  setHabits(habits: Partial<WireHabits>): void
  stop(): void
}

export type WebhookSenderDeps = {
  readonly clock: PracticeClock
  readonly random: Random
  readonly appSecret: string
  readonly wabaId: string
  /** Null while nothing is subscribed: the update is dropped, as Meta does. */
  readonly callbackUrl: () => string | null
  readonly habits: WireHabits
}

const BATCH_WAIT_MS = [400, 1_500] as const
const DUPLICATE_WAIT_MS = [800, 5_000] as const
const LATE_MS = [6_000, 20_000] as const
const RETRY_GAP_MAX_MS = 60 * 60 * 1000
const RETRY_FOR_MS = 7 * 24 * 60 * 60 * 1000
const BATCH_MAX = 1_000

export function createWebhookSender(deps: WebhookSenderDeps): WebhookSender {
  const { clock, random, appSecret, wabaId } = deps
  let habits = deps.habits
  const agent = new HttpAgent({ keepAlive: true, maxSockets: habits.connections })
  let isStopped = false
  let waiting: Update[] = []
  let isBatchOpen = false
  let undelivered = 0
  const requests = new Set<{ destroy(): void }>()

  function publish(update: Update, { canBeLate = false }: { canBeLate?: boolean } = {}): void {
    if (isStopped || deps.callbackUrl() === null) return
    const luck = random.fork(update.key)
    if (luck.chance(habits.lossChance)) return
    const isLate = luck.chance(habits.lateChance) && canBeLate
    const holdsBatch = luck.chance(habits.batchChance)
    if (isLate) {
      clock.after(luck.between(...LATE_MS), () => enqueue(update, false, luck))
      return
    }
    enqueue(update, holdsBatch, luck)
  }

  function enqueue(update: Update, holdsBatch: boolean, luck: Random): void {
    waiting.push(update)
    if (isBatchOpen && waiting.length < BATCH_MAX) return
    if (holdsBatch && !isBatchOpen) {
      isBatchOpen = true
      clock.after(luck.between(...BATCH_WAIT_MS), flush)
      return
    }
    flush()
  }

  function flush(): void {
    isBatchOpen = false
    const updates = waiting
    waiting = []
    const first = updates[0]
    if (first === undefined) return
    const luck = random.fork('body/' + first.key)
    const { bytes, headers } = signedBody(composeBody({ updates, wabaId, now: clock.now(), random: luck }), appSecret)
    deliver(bytes, headers, luck)
    if (luck.chance(habits.duplicateChance)) {
      clock.after(luck.between(...DUPLICATE_WAIT_MS), () => deliver(bytes, headers, luck))
    }
  }

  function deliver(bytes: Buffer, headers: Record<string, string>, luck: Random): void {
    const firstTriedAt = clock.now()
    undelivered += 1

    function attempt(count: number): void {
      void post(bytes, headers).then((isTaken) => {
        if (isTaken || isStopped || clock.now() - firstTriedAt > RETRY_FOR_MS) {
          undelivered -= 1
          return
        }
        const gapMs = Math.min(RETRY_GAP_MAX_MS, habits.firstRetryMs * 2 ** (count - 1))
        clock.after(gapMs * (0.8 + luck.next() * 0.4), () => attempt(count + 1))
      })
    }

    attempt(1)
  }

  function post(bytes: Buffer, headers: Record<string, string>): Promise<boolean> {
    const url = deps.callbackUrl()
    if (url === null || !URL.canParse(url)) return Promise.resolve(false)
    return new Promise((resolve) => {
      const isSecure = url.startsWith('https:')
      const request = (isSecure ? httpsRequest : httpRequest)(
        url,
        { method: 'POST', headers, timeout: habits.timeoutMs, ...(!isSecure && { agent }) },
        (response) => {
          response.resume()
          response.once('close', () => {
            requests.delete(request)
            resolve(response.statusCode === 200)
          })
        },
      )
      requests.add(request)
      request.once('timeout', () => request.destroy())
      // Refused, reset, timed out: all the same to a sender, it tries again.
      request.once('error', () => {
        requests.delete(request)
        resolve(false)
      })
      request.end(bytes)
    })
  }

  return {
    publish,
    undelivered: () => undelivered,
    habits: () => habits,
    setHabits(changed) {
      habits = { ...habits, ...changed }
      agent.maxSockets = habits.connections
    },
    stop() {
      isStopped = true
      for (const request of requests) request.destroy()
      agent.destroy()
    },
  }
}
