import { builtInGrants, builtInRoleId, type BuiltInRole, type SessionId, type StaffId } from '#contract'
import { createCommandLog } from '#core/commands/command-log.ts'
import { createActor, type Actor } from '#core/dispatch/actor.ts'
import type { HalfSignedIn, SignInSlot } from '#core/dispatch/handlers.ts'
import type { JournalEntryToWrite } from '#core/journal/service.ts'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { Ids, Passwords } from '#core/ports.ts'
import { createShopSettings } from '#core/settings/service.ts'
import { createCredentials } from '#core/staff/credentials.ts'
import { createInvitations } from '#core/staff/invitations.ts'
import { createMfa } from '#core/staff/mfa.ts'
import { createOwnKeys } from '#core/staff/own-keys.ts'
import { createPins } from '#core/staff/pins.ts'
import { createStaffService } from '#core/staff/service.ts'
import { createSignInLimit } from '#core/staff/sign-in-limit.ts'
import { createSignIn } from '#core/staff/sign-in.ts'
import { createFakeClock, type FakeClock } from '#test/support/fake-clock.ts'
import { createFakeIds } from '#test/support/fake-ports.ts'
import { codesOf } from '#test/support/authenticator.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { fakePasswords } from '#test/support/shop.ts'

export const OWNER = {
  shopName: 'Casa Jabuticaba',
  name: 'Helena',
  login: 'Helena',
  password: 'quatro palavras bem longas',
  language: 'pt-BR',
} as const
export const ANA = { name: 'Ana', login: 'ana', password: 'outra frase de partes' }

export type Seat = ReturnType<typeof seatAt>

/** Somebody's window: what sign-in does to it can be looked at. */
function seatAt({ clock, ids, device }: { clock: FakeClock; ids: Ids; device: string }) {
  let actor: Actor | null = null
  let half: HalfSignedIn | null = null
  let sessions = 0
  const slot: SignInSlot = {
    device,
    signIn(standing, strength) {
      sessions += 1
      actor = createActor(standing, {
        // A fresh ulid is what a SessionId is.
        sessionId: ids.ulid() as SessionId,
        strength,
        steppedUpUntil: clock.monotonic() + 300_000,
      })
      half = null
      return actor
    },
    stepUp(id) {
      if (actor?.sessionId !== id) throw new AppError('not-signed-in', 'Another session')
      return { forSeconds: 300 }
    },
    touch: () => undefined,
    fileToken: () => 'file-token',
    signOut() {
      actor = null
    },
    lock: () => undefined,
    half: () => half,
    setHalf(next) {
      half = next
    },
  }
  return {
    slot,
    sessions: () => sessions,
    actor(): Actor {
      if (actor === null) throw new Error('Nobody is signed in here')
      return actor
    },
  }
}

/** Sign-in on a real database, with nothing of the program around it. `restart` forgets what is in memory. */
export function setUpSignIn(options: { passwords?: Passwords } = {}) {
  const db = createMemoryDatabase()
  const ids = createFakeIds()
  const clock = createFakeClock()
  const entries: JournalEntryToWrite[] = []
  const ended: { id: StaffId; except?: SessionId }[] = []
  const live = new Set<string>()
  const world = {
    clockOffset: null as number | null,
    graceDays: 0,
    /** For a test that has somebody who wants to know. */
    cameIn: (_id: StaffId): void => undefined,
    cameInUnsaved: (_id: StaffId): void => undefined,
  }
  const passwords = options.passwords ?? fakePasswords
  const journal = { append: (entry: JournalEntryToWrite) => db.afterCommit(() => entries.push(entry)) }

  function start() {
    const appKeys = { pepper: new Redacted(Buffer.alloc(32, 1)), totp: new Redacted(Buffer.alloc(32, 2)) }
    const commands = createCommandLog({ db, clock, journal: { append: () => undefined } })
    const publish = () => undefined
    const base = { db, ids, clock, passwords, commands, publish, journal, appKeys, pepper: appKeys.pepper }
    const settings = createShopSettings({ ...base, onSecurityChanged: () => undefined })
    const shop = { ...settings, securityRules: () => ({ ...settings.securityRules(), attendantGraceDays: world.graceDays }) }
    const connections = {
      refresh: () => undefined,
      refreshHolders: () => undefined,
      list: () => [...live].map((sessionId) => ({ sessionId })) as never,
      endSessionsOf: (id: StaffId, _reason: string, more: { except?: SessionId } = {}) => void ended.push({ id, ...more }),
    }
    const teams = {
      grantOf: (id: string) => builtInGrants[id as BuiltInRole],
      teamIdsOf: () => [],
    } as never
    const recovery = { cameIn: (id: StaffId) => world.cameIn(id), cameInUnsaved: (id: StaffId) => world.cameInUnsaved(id) }
    const invitations = createInvitations(base)
    const limit = createSignInLimit(base)
    const credentials = createCredentials({ ...base, settings: shop, invitations, limit })
    const staff = createStaffService({
      ...base,
      settings: shop,
      teams,
      connections,
      credentials,
      invitations,
      hasUnreadPolicy: () => false,
    })
    const mfa = createMfa({ ...base, settings: shop, invitations, clockOffset: () => world.clockOffset })
    const pins = createPins(base)
    const signIn = createSignIn({ ...base, settings: shop, staff, credentials, mfa, pins, limit, invitations, connections, recovery })
    const keys = createOwnKeys({ staff, mfa, pins, connections })
    return { settings, invitations, limit, credentials, staff, mfa, pins, signIn, keys }
  }

  let shop = start()
  return {
    db,
    clock,
    ids,
    entries,
    ended,
    live,
    world,
    shop: () => shop,
    restart() {
      shop = start()
    },
    seat: (device = 'desk') => seatAt({ clock, ids, device }),
    actions: () => entries.map((entry) => entry.action),
    /** Adds somebody with a password. */
    async hire(person: { name: string; login: string; password: string }, role: BuiltInRole = 'attendant'): Promise<StaffId> {
      const hashed = await shop.credentials.hashNew(person.password, { about: [] })
      return shop.staff.add(
        { ...person, roleId: builtInRoleId(role), language: 'pt-BR' },
        { by: null, more: (id) => shop.credentials.setPassword(id, hashed) },
      ).staffId
    },
    /** Sets up the app of whoever sits there. */
    async enrol(seat: Seat) {
      live.add(seat.actor().sessionId)
      const { secret } = shop.keys.beginMfa(seat.actor())
      const code = codesOf(secret, clock)
      const { recoveryCodes, me } = await shop.keys.confirmMfa(code(), seat.actor())
      return { secret, code, recoveryCodes, me }
    },
  }
}

/** A shop whose owner has password and app, and nobody signed in. */
export async function setUpOwner(options: Parameters<typeof setUpSignIn>[0] = {}) {
  const rig = setUpSignIn(options)
  const seat = rig.seat()
  const { me } = await rig.shop().signIn.createOwner(OWNER, seat.slot)
  const app = await rig.enrol(seat)
  await rig.clock.advance(60_000)
  rig.entries.length = 0
  return { ...rig, ownerId: me.staffId, ownerSeat: seat, app }
}
