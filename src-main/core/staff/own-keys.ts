import type { Me, MethodOutput, SessionId } from '#contract'
import { createActor, type Actor } from '../dispatch/actor.ts'
import type { Connections } from '../dispatch/connections.ts'
import { assertStillHere } from '../dispatch/still-here.ts'
import { AppError } from '../lib/app-error.ts'
import type { Mfa } from './mfa.ts'
import type { StaffPins } from './pins.ts'
import type { StaffService } from './service.ts'

/** What people do about their own app, recovery codes and PIN. */
export type OwnKeys = {
  me(actor: Actor): Me
  /** `step-up-needed`. */
  beginMfa(actor: Actor): MethodOutput<'mfa.begin'>
  /** `wrong-code`, `clock-wrong`; `not-possible-now` without a secret that was shown a few minutes ago. */
  confirmMfa(code: string, actor: Actor): Promise<MethodOutput<'mfa.confirm'>>
  status(actor: Actor): MethodOutput<'mfa.status'>
  makeRecoveryCodes(actor: Actor): Promise<string[]>
  /** `pin-too-common`. */
  setPin(pin: string, actor: Actor): Promise<void>
  removePin(actor: Actor): void
}

export function createOwnKeys(deps: { staff: StaffService; mfa: Mfa; pins: StaffPins; connections: Pick<Connections, 'list'> }): OwnKeys {
  const { staff, mfa, pins } = deps

  /** Somebody whose access was ended while a hash was made keeps nothing of it, and codes that nobody would see take the place of none. */
  function assertHere(id: SessionId): void {
    assertStillHere(deps.connections, id)
  }

  return {
    me: staff.me,
    beginMfa: (actor) => mfa.begin({ actor, login: staff.loginOf(actor.staffId) }),
    async confirmMfa(code, actor) {
      const { staffId, sessionId } = actor
      const recoveryCodes = await mfa.confirm(code, { actor, assertStillHere: () => assertHere(sessionId) })
      staff.refresh(staffId)
      const standing = staff.standingOf(staffId)
      if (standing === null) throw new AppError('not-signed-in', `${staffId} left meanwhile`)
      return { recoveryCodes, me: staff.me(createActor(standing, actor)) }
    },
    status: ({ staffId }) => ({
      since: mfa.since(staffId),
      recoveryCodesLeft: mfa.countRecoveryCodes(staffId),
      dueAt: staff.mfaDueAt(staffId),
      hasPin: pins.has(staffId),
    }),
    makeRecoveryCodes: ({ staffId, sessionId }) => mfa.makeRecoveryCodes(staffId, { assertStillHere: () => assertHere(sessionId) }),
    async setPin(pin, { staffId, sessionId }) {
      const about = [staff.loginOf(staffId), staff.find(staffId)?.name ?? '']
      await pins.set(pin, { staffId, about, assertStillHere: () => assertHere(sessionId) })
    },
    removePin: ({ staffId }) => pins.remove(staffId),
  }
}
