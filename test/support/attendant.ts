import type { Client } from '#contract'

/** Somebody who may work for a week before their app has to be set up: for what signs in more often than there are codes. */
export const ATTENDANT = { name: 'Ana', login: 'ana', password: 'sete peixes no rio' }

/** Makes the attendant on an owner's window, which is theirs afterwards. */
export async function hireAttendant(window: Pick<Client, 'call'>): Promise<void> {
  await window.call('security.save', { rules: { idleLockMinutes: 30, attendantGraceDays: 7 } })
  const { name, login, password } = ATTENDANT
  const { invitation } = await window.call('staff.invite', { name, login, roleId: 'attendant', teamIds: [] })
  await window.call('session.acceptInvitation', { code: invitation.code, password, language: 'pt-BR' })
}
