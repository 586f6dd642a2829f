import { numberId, type ErrorKey, type MethodOutput, type NumberId, type NumberSummary, type StaffId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Clock, Http, Ids, Log, PracticeAccount, Secrets } from '../ports.ts'
import { createGraphClient, type GraphClient } from '../whatsapp/graph-client.ts'
import { limits } from '../whatsapp/limits.ts'
import { connectNumber, resumeNumber } from './commands.ts'
import { checkAccount } from './connect-checks.ts'
import { findNumber, updatePausedBy, upsertNumber, type StoredNumber } from './repository.ts'

/** Who may send on a number just now. */
type Sender =
  | { readonly kind: 'ready'; readonly client: GraphClient }
  /** The breaker is open: the queue stays untouched until somebody resumes. */
  | { readonly kind: 'paused' }
  /** Another number than the shop's, or one whose token is not loaded. */
  | { readonly kind: 'missing' }

export type Account = { readonly numberId: NumberId; readonly wabaId: string; readonly client: GraphClient }

type Credentials = {
  readonly token: Redacted<string>
  readonly appSecret: Redacted<string>
  readonly phoneNumberId: NumberId
  readonly wabaId: NumberId
}

export type NumberService = {
  /** Takes the stored number's secrets out of the keychain; until then nothing is sent. `keychain-…` errors pass through. */
  load(): Promise<void>
  get(): NumberSummary | null
  numberId(): NumberId | null
  /**
   * Checks each thing with Meta and keeps them only when all are right; the same number again is a reconnection. `assertStillMay` throws when
   * whoever asked may not any more, once Meta has answered.
   */
  connect(credentials: Credentials, by: StaffId, options?: { assertStillMay(): void }): Promise<MethodOutput<'number.connect'>>
  /** The practice shop's account; its simulator may be at another port, and have other secrets, at each start. */
  adoptPractice(account: PracticeAccount): Promise<void>
  resume(by: StaffId): NumberSummary
  /** What webhooks are signed with; null while no number is connected or loaded. Asks nobody: anybody may post to the receiver. */
  appSecret(): Redacted<string> | null
  sender(id: NumberId): Sender
  /** For what is only read, also while sending is stopped; null for a number that is not the shop's, or not loaded. */
  reader(id: NumberId): GraphClient | null
  /** For what is no message, also while the queue is stopped; null while nothing is connected or its token is not loaded. */
  account(): Account | null
  /** Whose templates the shop has; also while nobody can ask for them. */
  wabaId(): string | null
  /** How many messages a second WhatsApp takes from it. */
  ratePerSecond(id: NumberId): number
  /** Opens the breaker, in the caller's transaction: not for a token that another has taken the place of since. `sentWith`: who met it. */
  pause(id: NumberId, key: ErrorKey, sentWith?: GraphClient): void
  /** Messages of the number that WhatsApp tells of and this desk has never seen. */
  noteUnclaimed(count: number): void
  /** What stands between this machine and WhatsApp, as the last call found; null when it went through. */
  noteConnection(id: NumberId, offlineBy: ErrorKey | null): void
  /** `count` tells how many messages of the number are on their way. */
  watchQueue(count: (id: NumberId) => number): void
  queueChanged(): void
  /** Calls back when sending became possible: connected, resumed, or online again. */
  onReady(listener: () => void): void
  stop(): void
}

/** A queue that empties at 80 a second is not told of 80 times a second. */
const ANNOUNCE_EVERY_MS = 250
/** What connecting again puts right; whatever else stopped the queue, a person looks at it and resumes. */
const MENDED_BY_CONNECTING: readonly (ErrorKey | null)[] = ['token-invalid', 'permission-missing']

export function createNumberService(deps: {
  db: Database
  commands: CommandLog
  secrets: Secrets
  clock: Clock
  ids: Ids
  log: Log
  publish: Publish
  /** Where Meta's API is, for numbers that are connected by hand. */
  graphUrl: string
  http: Http
}): NumberService {
  const { db, commands, secrets, clock, ids, publish, http } = deps
  const readyListeners: (() => void)[] = []
  let live: { id: NumberId; client: GraphClient } | null = null
  let signing: { id: NumberId; appSecret: Redacted<string> } | null = null
  let isStopped = false
  let offlineBy: ErrorKey | null = null
  let unclaimed = 0
  let countQueued: ((id: NumberId) => number) | null = null
  let announced = 'null'
  let cancelAnnouncement: (() => void) | null = null

  function get(): NumberSummary | null {
    const number = findNumber(db)
    return number === undefined ? null : toSummary(number)
  }

  function toSummary(number: StoredNumber): NumberSummary {
    return {
      numberId: number.numberId,
      displayPhoneNumber: number.displayPhoneNumber,
      verifiedName: number.verifiedName,
      quality: toQuality(number.quality),
      connection: number.pausedBy !== null ? 'paused' : offlineBy === null && live?.id === number.numberId ? 'online' : 'offline',
      pausedBy: number.pausedBy,
      offlineBy,
      queued: countQueued?.(number.numberId) ?? 0,
      unclaimed,
    }
  }

  /** After commit, so that what is rolled back counts as never told. */
  function announce(): void {
    db.afterCommit(() => {
      const number = get()
      const text = JSON.stringify(number)
      if (text === announced) return
      announced = text
      publish('number.changed', { number })
    })
  }

  function announceSoon(): void {
    if (isStopped) return
    cancelAnnouncement ??= clock.after(ANNOUNCE_EVERY_MS, () => {
      cancelAnnouncement = null
      announce()
    })
  }

  function clearMended(id: NumberId): void {
    if (MENDED_BY_CONNECTING.includes(getNumber().pausedBy)) updatePausedBy(db, id, null)
  }

  function tellReady(): void {
    for (const listener of readyListeners) listener()
  }

  async function keep(
    number: Omit<StoredNumber, 'pausedBy'>,
    { token, appSecret }: Pick<Credentials, 'token' | 'appSecret'>,
  ): Promise<void> {
    await secrets.set(tokenAccount(number.numberId), token)
    await secrets.set(appSecretAccount(number.numberId), appSecret)
    live = { id: number.numberId, client: createGraphClient({ http, graphUrl: number.graphUrl, token, appSecret }) }
    signing = { id: number.numberId, appSecret }
    offlineBy = null
  }

  return {
    get,
    numberId: () => findNumber(db)?.numberId ?? null,

    async load() {
      const number = findNumber(db)
      if (number === undefined) return
      const id = number.numberId
      const before = live
      const token = await secrets.get(tokenAccount(id))
      const appSecret = await secrets.get(appSecretAccount(id))
      // The shop was closed meanwhile, or its owner was quicker.
      if (isStopped || live !== before) return
      if (appSecret !== null) signing = { id, appSecret }
      if (token !== null) live = { id, client: createGraphClient({ http, graphUrl: number.graphUrl, token, appSecret }) }
      if (token === null || appSecret === null) {
        // Without the one nothing can be sent, without the other nothing comes in: only connecting again brings both back.
        deps.log.warn('number.secret-missing', { numberId: id, token: token === null, appSecret: appSecret === null })
        updatePausedBy(db, id, 'token-invalid')
      }
      announce()
      if (token !== null) tellReady()
    },

    async connect(credentials, by, { assertStillMay } = { assertStillMay: () => undefined }) {
      const { token, appSecret, phoneNumberId, wabaId } = credentials
      const { graphUrl } = deps
      const checked = await checkAccount({
        client: createGraphClient({ http, graphUrl, token, appSecret }),
        phoneNumberId,
        wabaId,
        now: clock.now(),
      })
      if (!checked.ok) return { connected: false, step: checked.step, code: checked.code }
      assertStillMay()
      const { displayPhoneNumber, verifiedName, quality, isOnPhoneApp } = checked.phone
      const number = { numberId: phoneNumberId, wabaId, graphUrl, displayPhoneNumber, verifiedName, quality, isOnPhoneApp }
      await keep(number, credentials)
      const summary = db.transaction(() => {
        commands.append(connectNumber, { key: `number.connect:${ids.ulid()}`, entity: `number:${phoneNumberId}`, by, payload: number })
        clearMended(phoneNumberId)
        announce()
        db.afterCommit(tellReady)
        return toSummary(getNumber())
      })
      return { connected: true, number: summary }
    },

    async adoptPractice(account) {
      const phoneNumberId = numberId.parse(account.phoneNumberId)
      const client = createGraphClient({ http, ...account })
      const phone = await client.getPhoneNumber(phoneNumberId)
      if (!phone.ok)
        throw new AppError('whatsapp-unavailable', `The practice simulator answered ${phone.problem.row.key} for its own number`)
      const { displayPhoneNumber, verifiedName, quality, isOnPhoneApp } = phone.value
      const number = {
        numberId: phoneNumberId,
        wabaId: account.wabaId,
        graphUrl: account.graphUrl,
        displayPhoneNumber,
        verifiedName,
        quality,
        isOnPhoneApp,
      }
      await keep(number, account)
      db.transaction(() => {
        upsertNumber(db, { ...number, connectedAt: clock.now() })
        clearMended(phoneNumberId)
        announce()
        db.afterCommit(tellReady)
      })
    },

    resume(by) {
      return db.transaction(() => {
        const number = getNumber()
        if (live?.id !== number.numberId || signing?.id !== number.numberId)
          throw new AppError('token-invalid', `A secret of number ${number.numberId} is not loaded; connect it again`)
        if (number.pausedBy !== null) {
          commands.append(resumeNumber, {
            key: `number.resume:${ids.ulid()}`,
            entity: `number:${number.numberId}`,
            by,
            payload: { numberId: number.numberId },
          })
        }
        announce()
        db.afterCommit(tellReady)
        return toSummary(getNumber())
      })
    },

    appSecret() {
      const id = findNumber(db)?.numberId
      return id !== undefined && signing?.id === id ? signing.appSecret : null
    },

    sender(id) {
      const number = findNumber(db)
      if (number === undefined || number.numberId !== id) return { kind: 'missing' }
      if (number.pausedBy !== null) return { kind: 'paused' }
      return live?.id === id ? { kind: 'ready', client: live.client } : { kind: 'missing' }
    },

    wabaId: () => findNumber(db)?.wabaId ?? null,

    account() {
      const number = findNumber(db)
      if (number === undefined || live?.id !== number.numberId) return null
      return { numberId: number.numberId, wabaId: number.wabaId, client: live.client }
    },

    reader: (id) => (live?.id === id && findNumber(db)?.numberId === id ? live.client : null),

    ratePerSecond(id) {
      const number = findNumber(db)
      return number?.numberId === id && number.isOnPhoneApp ? limits.coexistenceRatePerSecond : limits.numberRatePerSecond
    },

    pause(id, key, sentWith) {
      const isMended = sentWith !== undefined && live !== null && live.client !== sentWith && MENDED_BY_CONNECTING.includes(key)
      if (isMended) return
      deps.log.warn('number.paused', { numberId: id, key })
      updatePausedBy(db, id, key)
      announce()
    },

    noteConnection(id, nowOfflineBy) {
      if (id !== live?.id || nowOfflineBy === offlineBy) return
      offlineBy = nowOfflineBy
      deps.log.info(offlineBy === null ? 'number.online' : 'number.offline', { numberId: id, key: offlineBy })
      announce()
      if (offlineBy === null) tellReady()
    },

    noteUnclaimed(count) {
      unclaimed = count
      announce()
    },

    watchQueue(count) {
      countQueued = count
    },
    queueChanged: announceSoon,
    onReady(listener) {
      readyListeners.push(listener)
    },
    stop() {
      isStopped = true
      cancelAnnouncement?.()
      readyListeners.length = 0
    },
  }

  function getNumber(): StoredNumber {
    const number = findNumber(db)
    if (number === undefined) throw new AppError('no-number', 'No number is connected')
    return number
  }
}

const tokenAccount = (id: NumberId) => `token:${id}`
const appSecretAccount = (id: NumberId) => `app-secret:${id}`

function toQuality(quality: string): NumberSummary['quality'] {
  return quality === 'GREEN' || quality === 'YELLOW' || quality === 'RED' ? quality : 'UNKNOWN'
}
