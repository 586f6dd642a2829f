import {
  builtInGrants,
  builtInRoleId,
  type BuiltInRole,
  type Duty,
  type EventFrame,
  type Me,
  type MethodName,
  type Reach,
  type StaffId,
} from '#contract'
import type { Actor, Standing } from '#core/dispatch/actor.ts'
import { createConnections } from '#core/dispatch/connections.ts'
import { createDispatcher } from '#core/dispatch/dispatcher.ts'
import { createEventHub } from '#core/dispatch/event-hub.ts'
import type { CallContext } from '#core/dispatch/handlers.ts'
import type { Record, Refused, SessionNote } from '#core/dispatch/record.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeIds, createFakeLog } from './fake-ports.ts'

export function standing(staffId: string, role: BuiltInRole = 'attendant', duties: readonly Duty[] = []): Standing {
  // Any text is an id here.
  return { staffId: staffId as StaffId, roleId: builtInRoleId(role), grant: builtInGrants[role], teamIds: [], duties }
}

/** What the page would be told of somebody. */
export function meOf(actor: Actor): Me {
  return {
    ...actor,
    name: actor.staffId,
    permissions: [...actor.permissions],
    teamIds: [...actor.teamIds],
    duties: [...actor.duties],
    settings: { language: 'en', theme: 'system', density: 'comfortable', undoSeconds: 5, sendKey: 'enter', letterKeys: true },
    mfaDueAt: null,
    idleLockMinutes: 5,
  }
}

/** Connections of a shop whose handlers do what the test says, with what was written down of them. */
export function setUpConnections({ isPractice = false }: { isPractice?: boolean } = {}) {
  const clock = createFakeClock()
  const ids = createFakeIds()
  const log = createFakeLog()
  const hub = createEventHub({ log })
  const refusals: Refused[] = []
  const notes: SessionNote[] = []
  const failures: { record: Error | null; rule: Error | null } = { record: null, rule: null }
  let idleLockMinutes = 5
  let act: (context: CallContext, input: unknown) => unknown = () => ({ me: null })
  const record: Record = {
    transaction: (run) => run(),
    noteCall: () => undefined,
    noteRefusal: (refused) => void refusals.push(refused),
    noteSession(note) {
      if (failures.record !== null) throw failures.record
      notes.push(note)
    },
  }
  const dispatcher = createDispatcher({
    // The test answers for every method; an answer that is wrong for one is an internal failure.
    find: (_name: MethodName) => (input, context) => act(context, input) as never,
    isPractice: () => isPractice,
    record: () => record,
    clock,
    ids,
    log,
  })
  const connections = createConnections({
    dispatcher,
    hub,
    clock,
    ids,
    log,
    host: () => ({
      idleLockMinutes() {
        if (failures.rule !== null) throw failures.rule
        return isPractice ? null : idleLockMinutes
      },
      me: meOf,
      record,
    }),
  })

  function window({ device = 'desk', reach = 'desk' }: { device?: string; reach?: Reach } = {}) {
    const pushed: EventFrame[] = []
    const connection = connections.connect({ reach, device, push: (frame) => void ('event' in frame && pushed.push(frame)) })
    return {
      pushed,
      close: connection.close,
      /** Calls a method whose handler is `next`. */
      call(method: string, next: typeof act, input: unknown = {}) {
        act = next
        return connection.call({ id: 1, method, input })
      },
      /** Calls a method that everybody may call, whose handler is `next`. */
      run: (next: (context: CallContext) => unknown) => {
        act = async (context) => (await next(context), { me: null })
        return connection.call({ id: 1, method: 'session.me', input: {} })
      },
      signIn(who: string | Standing, role?: BuiltInRole) {
        return this.run(({ connection: slot }) => slot.signIn(typeof who === 'string' ? standing(who, role) : who, 'full'))
      },
      usePin(who: string, role?: BuiltInRole) {
        return this.run(({ connection: slot }) => slot.signIn(standing(who, role), 'pin'))
      },
      stepUp() {
        return this.run(({ actor, connection: slot }) => actor !== null && slot.stepUp(actor.sessionId))
      },
      touch() {
        return this.call('session.touch', ({ connection: slot }) => (slot.touch(), {}))
      },
      lock() {
        return this.call('session.lock', ({ connection: slot }) => (slot.lock(), {}))
      },
      signOut() {
        return this.call('session.signOut', ({ connection: slot }) => (slot.signOut(), {}))
      },
      /** `out`, `locked`, or who is in. */
      async who(): Promise<string> {
        const who: string[] = []
        await this.run(({ actor, isLocked }) => who.push(actor?.staffId ?? (isLocked ? 'locked' : 'out')))
        return who.join()
      },
      async sessionId() {
        const seen: Actor[] = []
        await this.run(({ actor }) => actor !== null && seen.push(actor))
        return seen[0]?.sessionId ?? null
      },
    }
  }
  return {
    clock,
    connections,
    hub,
    log,
    refusals,
    notes,
    failures,
    window,
    setIdleLock: (minutes: number) => void (idleLockMinutes = minutes),
  }
}
