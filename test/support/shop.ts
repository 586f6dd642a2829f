import { createHash } from 'node:crypto'
import { builtInGrants, builtInRoleId, type BuiltInRole, type EventName, type SessionId, type StaffId } from '#contract'
import { createCommandLog } from '#core/commands/command-log.ts'
import { createActor, type Actor } from '#core/dispatch/actor.ts'
import type { CallContext } from '#core/dispatch/handlers.ts'
import type { Database } from '#core/db/database.ts'
import type { Publish } from '#core/dispatch/event-hub.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { KeyStretching, Passwords } from '#core/ports.ts'
import { createShopSettings } from '#core/settings/service.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeIds } from './fake-ports.ts'
import { createTestJournal } from './journal.ts'
import { createMemoryDatabase } from './memory-database.ts'

/** Instant and reversible, so that a test can see what was hashed. */
export const fakePasswords: Passwords & KeyStretching = {
  hash: async (password) => `phc:${password}`,
  verify: async (phc, password) => phc === `phc:${password}`,
  isOutdated: () => false,
  deriveKey: async (text, salt, cost) =>
    new Redacted(
      createHash('sha256')
        .update(JSON.stringify([text, salt.toString('hex'), cost]))
        .digest(),
    ),
}

export type Published = { name: EventName; payload: unknown }

/** What every service stands on, with what it published. */
export function setUpShopBase() {
  const clock = createFakeClock()
  const ids = createFakeIds()
  const db = createMemoryDatabase()
  const commands = createCommandLog({ db, clock, journal: createTestJournal({ db, clock }) })
  const published: Published[] = []
  const publish = publishInto(published, db)
  const settings = createShopSettings({ db, commands, publish, onSecurityChanged: () => undefined })
  return { clock, ids, db, commands, settings, published, publish }
}

/** Somebody with a built-in role who has just shown password and code, unless a test says otherwise. */
export function actor({
  staffId = 'someone',
  role = 'owner',
  ...overrides
}: { staffId?: string; role?: BuiltInRole } & Partial<Omit<Actor, 'staffId'>> = {}): Actor {
  const made = createActor(
    // Any text is an id here.
    { staffId: staffId as StaffId, roleId: builtInRoleId(role), grant: builtInGrants[role], teamIds: [], duties: [] },
    { sessionId: `session-of-${staffId}` as SessionId, strength: 'full', steppedUpUntil: Infinity },
  )
  return { ...made, ...overrides }
}

/** A call of theirs from their own window, for a handler that looks no further than at who called. */
export function callFrom(by: Actor | null): CallContext {
  const never = () => {
    throw new Error('This handler has nothing to do with who is signed in where')
  }
  return {
    actor: by,
    isLocked: false,
    reach: 'desk',
    connection: {
      device: 'desk',
      signIn: never,
      stepUp: never,
      touch: never,
      signOut: never,
      lock: never,
      fileToken: never,
      half: () => null,
      setHalf: never,
    },
    assertStillMay: () => undefined,
  }
}

/** Keeps what is said after its commit, instead of telling anybody: as an owner hears it. */
export function publishInto(published: Published[], db: Database): Publish {
  return (name, payload, audience) =>
    db.afterCommit(() => {
      if (audience !== undefined && !audience(actor())) return
      const said = typeof payload === 'function' ? payload() : payload
      if (said !== null) published.push({ name, payload: said })
    })
}
