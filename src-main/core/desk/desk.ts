import type { DeskStatus, ShopKind, StorageProblem, VaultProblem } from '#contract'
import { AppError } from '../lib/app-error.ts'
import { assertNever } from '../lib/assert.ts'
import type { Clock, Log } from '../ports.ts'
import { createGuessLimit } from '../staff/guess-limit.ts'

/** What the desk needs of an open shop. */
export type OpenShop = {
  /** Null until its first person has named it. */
  name(): string | null
  /** What keeps it from saving. */
  storageProblem(): StorageProblem | null
  close(): Promise<void>
}

export type ShopOpening<Shop> =
  | { readonly kind: 'open'; readonly shop: Shop }
  | { readonly kind: 'refused'; readonly problem: VaultProblem; readonly canUseKit: boolean }

/** What a person shows to open a shop that is locked out, as it was typed. */
export type ShownKey = { readonly kind: 'kit' | 'passphrase'; readonly typed: string }

/** Which shop is open on this desk, if any. At most one is. */
export type Desk<Shop> = {
  status(): DeskStatus
  /** Of the shop that is open, or locked out. */
  kind(): ShopKind | null
  shop(): Shop | null
  /** Makes the shop when there is none. Another that is open is closed, but never a real one for a practice one. */
  open(kind: ShopKind): Promise<DeskStatus>
  /** Opens the practice shop; one that is lost for good is set aside first. */
  openPracticeAnew(): Promise<DeskStatus>
  /** Also when it is locked out. */
  leavePractice(): Promise<DeskStatus>
  retry(): Promise<DeskStatus>
  unlockWithKit(kit: string): Promise<DeskStatus>
  /** Of a shop in strict mode. `passphrase-wrong`; `try-later` after a few of them. */
  unlockWithPassphrase(passphrase: string): Promise<DeskStatus>
  /** Says the status again, after something in the open shop changed it. */
  announce(): void
  close(): Promise<void>
}

type State<Shop> =
  | { readonly kind: 'nothing-open' }
  | {
      readonly kind: 'locked-out'
      readonly shopKind: ShopKind
      readonly problem: VaultProblem
      readonly canUseKit: boolean
      stopRetrying(): void
    }
  | { readonly kind: 'open'; readonly shopKind: ShopKind; readonly shop: Shop }

/** A keychain that did not answer may do so any moment: it is tried again as long as the problem is shown. */
const RETRY_EVERY_MS = 5000
const PASSES_BY_ITSELF: readonly VaultProblem[] = ['keychain-locked', 'keychain-unavailable', 'in-use', 'disk-full']
/** Where nothing can be written, nothing can be begun anew either. */
const MAY_COME_BACK: readonly VaultProblem[] = [...PASSES_BY_ITSELF, 'read-only', 'network-folder', 'synced-folder', 'program-damaged']

export function createDesk<Shop extends OpenShop>(deps: {
  openShop(kind: ShopKind, shown: ShownKey | null): Promise<ShopOpening<Shop>>
  exists(kind: ShopKind): boolean
  /** Moves a closed shop's files out of the way, so that the next opening makes a new one. */
  setAside(kind: ShopKind): void
  /** Before the database goes: everybody is signed out. */
  closing(): void
  changed(status: DeskStatus): void
  clock: Clock
  log: Log
}): Desk<Shop> {
  const { clock, log } = deps
  const guesses = createGuessLimit({ clock })
  let state: State<Shop> = { kind: 'nothing-open' }
  let isClosed = false
  /** Opening and closing happen one after the other, whoever asks. */
  let lastTurn: Promise<unknown> = Promise.resolve()

  function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = lastTurn.then(act)
    lastTurn = turn.catch(() => undefined)
    return turn
  }

  function status(): DeskStatus {
    switch (state.kind) {
      case 'nothing-open':
        return { phase: 'welcome', hasShop: deps.exists('shop'), hasPractice: deps.exists('practice') }
      case 'locked-out':
        return { phase: 'locked-out', kind: state.shopKind, problem: state.problem, canUseKit: state.canUseKit }
      case 'open': {
        const shopName = state.shop.name()
        if (shopName === null) return { phase: 'first-run', kind: state.shopKind }
        const storage = state.shop.storageProblem()
        return { phase: 'open', kind: state.shopKind, shopName, ...(storage !== null && { storage }) }
      }
      default:
        return assertNever(state)
    }
  }

  function become(next: State<Shop>): DeskStatus {
    state = next
    const now = status()
    deps.changed(now)
    return now
  }

  async function closeCurrent(): Promise<void> {
    const current = state
    if (current.kind === 'locked-out') current.stopRetrying()
    // In the same turn: while it is told, the shop can still write down what has happened.
    if (current.kind === 'open') deps.closing()
    state = { kind: 'nothing-open' }
    if (current.kind !== 'open') return
    try {
      await current.shop.close()
    } catch (cause) {
      // What had to be kept is committed already, and whatever still holds the database shows at the next opening.
      log.error('desk.close-failed', { kind: current.shopKind }, cause)
    }
  }

  async function openInstead(kind: ShopKind): Promise<DeskStatus> {
    if (state.kind === 'open' && state.shopKind === kind) return status()
    // Whoever stands at the screen could stop a real shop from receiving.
    if (state.kind === 'open' && state.shopKind === 'shop') throw new AppError('not-possible-now', 'The real shop is open')
    const before = state
    await closeCurrent()
    try {
      return await openNow(kind, null)
    } catch (cause) {
      if (before.kind !== 'nothing-open') deps.changed(status())
      throw cause
    }
  }

  async function openNow(kind: ShopKind, shown: ShownKey | null): Promise<DeskStatus> {
    if (isClosed) throw new AppError('no-shop-open', 'The desk was closed')
    const opening = await deps.openShop(kind, shown)
    if (opening.kind === 'open') {
      if (state.kind === 'locked-out') state.stopRetrying()
      log.info('desk.opened', { kind })
      return become({ kind: 'open', shopKind: kind, shop: opening.shop })
    }
    if (state.kind === 'locked-out') state.stopRetrying()
    const { problem, canUseKit } = opening
    const stopRetrying = PASSES_BY_ITSELF.includes(problem) ? clock.after(RETRY_EVERY_MS, retryQuietly) : () => undefined
    const isNews = state.kind !== 'locked-out' || state.problem !== problem || state.canUseKit !== canUseKit || state.shopKind !== kind
    const next = { kind: 'locked-out', shopKind: kind, problem, canUseKit, stopRetrying } as const
    if (isNews) return become(next)
    state = next
    return status()
  }

  /** Counted before it is tried, and what was wrong stays counted until one was right. */
  async function tryPassphrase(typed: string): Promise<DeskStatus> {
    if (state.kind !== 'locked-out') return status()
    const isRight = guesses.begin(state.shopKind)
    const opened = await openNow(state.shopKind, { kind: 'passphrase', typed })
    isRight()
    return opened
  }

  function retryQuietly(): void {
    void inTurn(async () => {
      if (state.kind !== 'locked-out' || isClosed) return
      const tried = state
      try {
        await openNow(tried.shopKind, null)
      } catch (cause) {
        log.error('desk.retry-failed', {}, cause)
        tried.stopRetrying()
        state = { ...tried, stopRetrying: clock.after(RETRY_EVERY_MS, retryQuietly) }
      }
    })
  }

  return {
    status,
    kind: () => (state.kind === 'nothing-open' ? null : state.shopKind),
    shop: () => (state.kind === 'open' ? state.shop : null),
    open: (kind) => inTurn(() => openInstead(kind)),
    openPracticeAnew: () =>
      inTurn(async () => {
        const opened = await openInstead('practice')
        if (opened.phase !== 'locked-out' || MAY_COME_BACK.includes(opened.problem)) return opened
        deps.setAside('practice')
        log.warn('desk.practice-set-aside', { problem: opened.problem })
        return await openNow('practice', null)
      }),
    leavePractice: () =>
      inTurn(async () => {
        if (state.kind === 'nothing-open' || state.shopKind !== 'practice') return status()
        await closeCurrent()
        return become({ kind: 'nothing-open' })
      }),
    retry: () => inTurn(async () => (state.kind === 'locked-out' ? await openNow(state.shopKind, null) : status())),
    unlockWithKit: (typed) =>
      inTurn(async () => (state.kind === 'locked-out' ? await openNow(state.shopKind, { kind: 'kit', typed }) : status())),
    unlockWithPassphrase: (typed) => inTurn(() => tryPassphrase(typed)),
    announce() {
      if (state.kind === 'open') deps.changed(status())
    },
    close: () =>
      inTurn(async () => {
        isClosed = true
        await closeCurrent()
      }),
  }
}
