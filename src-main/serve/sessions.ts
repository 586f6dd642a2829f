import type { ServerFrame } from '#contract'
import type { Clock, Ids } from '#core/ports.ts'
import type { HostedConnection, HostedCore } from '#host/hosted-core.ts'
import { createCallBudget, type CallBudget } from '#host/call-budget.ts'
import { digestOf } from './tickets.ts'

/** The page that a session is attached to at the moment. */
export type Page = {
  push(frame: ServerFrame): void
  /** Another page took the session over. */
  replaced(): void
  /** The core stopped under it. */
  lost(): void
}

/** One window's place at the core. It outlives its socket for a while, so that a reload keeps whoever is signed in. */
export type Session = {
  readonly budget: CallBudget
  /** Of the core; null after the core stopped, until a page comes back. */
  connection(): HostedConnection | null
  /** The page has spoken since its welcome, so it has the new token: the one before it is void. */
  confirm(page: Page): void
  /** The page's socket is gone. */
  leave(page: Page): void
}

export type Attached = { readonly session: Session; readonly resume: string; readonly resumed: boolean }

export type Sessions = {
  open(page: Page): Attached
  /** Null when the token is of no session. */
  resume(token: string, page: Page): Attached | null
  close(): void
}

/** How long a window may be away before whoever is signed in there is signed out. */
const RESUME_WITHIN_MS = 2 * 60_000

const TOKEN_BYTES = 32

type State = {
  readonly session: Session
  connection: HostedConnection | null
  page: Page | null
  token: string
  /** Still accepted until the page confirms: its welcome may have been lost in a reload. */
  previousToken: string | null
  cancelExpiry: (() => void) | null
}

export function createSessions(deps: { core: Pick<HostedCore, 'connect'>; clock: Clock; ids: Pick<Ids, 'randomBytes'> }): Sessions {
  const { core, clock, ids } = deps
  const statesByToken = new Map<string, State>()

  function create(): State {
    const state: State = {
      connection: null,
      page: null,
      token: '',
      previousToken: null,
      cancelExpiry: null,
      session: {
        budget: createCallBudget({ clock }),
        connection: () => state.connection,
        confirm(page) {
          if (state.page === page) forgetPrevious(state)
        },
        leave(page) {
          if (state.page !== page) return
          state.page = null
          state.cancelExpiry = clock.after(RESUME_WITHIN_MS, () => end(state))
        },
      },
    }
    return state
  }

  function attach(state: State, page: Page): Attached {
    state.cancelExpiry?.()
    state.cancelExpiry = null
    state.page?.replaced()
    state.page = page
    const resumed = state.connection !== null
    state.connection ??= connect(state)
    const resume = ids.randomBytes(TOKEN_BYTES).toString('base64url')
    forgetPrevious(state)
    state.previousToken = state.token === '' ? null : state.token
    state.token = digestOf(resume)
    statesByToken.set(state.token, state)
    return { session: state.session, resume, resumed }
  }

  function connect(state: State): HostedConnection {
    const connection = core.connect({
      reach: 'desk',
      device: 'browser',
      // Nobody there: dropped. The page that comes back is told that it missed something.
      push: (frame) => state.page?.push(frame),
      lost() {
        if (state.connection !== connection) return
        state.connection = null
        state.page?.lost()
      },
    })
    return connection
  }

  function forgetPrevious(state: State) {
    if (state.previousToken !== null) statesByToken.delete(state.previousToken)
    state.previousToken = null
  }

  function end(state: State) {
    // Its page may leave only later, and must not begin to wait for another.
    state.page = null
    state.cancelExpiry?.()
    forgetPrevious(state)
    statesByToken.delete(state.token)
    state.connection?.close()
    state.connection = null
  }

  return {
    open: (page) => attach(create(), page),
    resume(token, page) {
      const digest = digestOf(token)
      const state = statesByToken.get(digest)
      if (state === undefined) return null
      // Came back with the older token: the newer one never arrived, and is void from now on.
      if (digest === state.previousToken) {
        statesByToken.delete(state.token)
        state.token = digest
        state.previousToken = null
      }
      return attach(state, page)
    },
    close() {
      for (const state of new Set(statesByToken.values())) end(state)
    },
  }
}
