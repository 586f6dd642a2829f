import { isGrantWithin, type Me, type Session, type SessionId, type StaffId, type Tile } from '#contract'
import type { Actor, Standing } from '../dispatch/actor.ts'
import type { Connections, OpenSession } from '../dispatch/connections.ts'
import type { SignInSlot } from '../dispatch/handlers.ts'
import { AppError } from '../lib/app-error.ts'

/** Who is signed in where, who may come back with a PIN, and who may send whom away. */
export type SessionService = {
  tiles(device: string): Tile[]
  /** `wrong-pin`; `pin-off` when only password and code help. */
  unlock(slot: SignInSlot, given: { staffId: StaffId; pin: string }): Promise<Me>
  listOf(actor: Actor): Session[]
  listAll(actor: Actor): Session[]
  /** `not-found` for any but the caller's own. */
  end(id: SessionId, by: Actor): void
  /** `not-found`; `not-allowed` for somebody who may do what the caller may not. */
  kill(id: SessionId, by: Actor): void
}

export function createSessionService(deps: {
  connections: Connections
  standingOf(id: StaffId): Standing | null
  nameOf(id: StaffId): string | null
  me(actor: Actor): Me
  pins: Pins
  /** For the journal. */
  noteWrongPin(of: { device: string; staffId: StaffId }): void
}): SessionService {
  const { connections, standingOf, pins } = deps

  function list(actor: Actor): Session[] {
    return connections.list().map((session) => ({ ...session, isThisOne: session.sessionId === actor.sessionId }))
  }

  async function verify(given: { staffId: StaffId; pin: string; device: string }): Promise<void> {
    try {
      await pins.verify(given)
    } catch (cause) {
      // Of the others there may be any number.
      if (cause instanceof AppError && cause.code === 'wrong-pin') deps.noteWrongPin(given)
      throw cause
    }
  }

  function find(id: SessionId): OpenSession {
    const found = connections.list().find((session) => session.sessionId === id)
    if (found === undefined) throw new AppError('not-found', `No session ${id}`)
    return found
  }

  return {
    tiles: (device) =>
      connections.shifts.list(device).flatMap((staffId) => {
        const name = standingOf(staffId) === null ? null : deps.nameOf(staffId)
        if (name === null) return []
        return [{ staffId, name, canUsePin: pins.canUse(staffId, device), isLast: connections.shifts.wasHereLast(device, staffId) }]
      }),
    async unlock(slot, { staffId, pin }) {
      if (connections.shifts.find(slot.device, staffId) === null)
        throw new AppError('pin-off', 'Password and code were not shown on this device during this shift')
      await verify({ staffId, pin, device: slot.device })
      const standing = standingOf(staffId)
      if (standing === null) throw new AppError('pin-off', 'Left meanwhile')
      return deps.me(slot.signIn(standing, 'pin'))
    },
    listAll: list,
    listOf: (actor) => list(actor).filter((session) => session.staffId === actor.staffId),
    end(id, by) {
      if (find(id).staffId !== by.staffId) throw new AppError('not-found', `No session ${id} of the caller`)
      connections.end(id, 'signed-out', by.staffId)
    },
    kill(id, by) {
      const grant = standingOf(find(id).staffId)?.grant
      const own = { permissions: [...by.permissions], scope: by.scope, masks: by.masks }
      if (grant !== undefined && !isGrantWithin(grant, own)) throw new AppError('not-allowed', 'They may do what the caller may not')
      connections.end(id, 'killed', by.staffId)
    },
  }
}

/** What sign-in knows of PINs. */
export type Pins = {
  /** Set, and not switched off on this device. */
  canUse(staffId: StaffId, device: string): boolean
  /** Counts the try, then checks it: `wrong-pin`, `pin-off`. */
  verify(given: { staffId: StaffId; pin: string; device: string }): Promise<void>
}
