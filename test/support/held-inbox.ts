import { builtInGrants, builtInRoleId, scopes, type ConversationId, type Scope, type StaffId, type TeamId } from '#contract'
import type { Colleagues } from '#core/inbox/assignments.ts'
import type { Actor } from '#core/dispatch/actor.ts'
import { echo, NOON, person, text } from './decoded-events.ts'
import { createReceiving } from './receiving.ts'
import { actor } from './shop.ts'

// Test values: the brand says no more than what kind of id it is.
export const idOf = (id: number) => id as ConversationId
export const staffOf = (name: string) => name as StaffId
export const teamOf = (name: string) => name as TeamId
export const sales = teamOf('sales')
export const delivery = teamOf('delivery')
export const staffIds = ['ana', 'bia', 'caio'].map(staffOf)

/** Anybody is there and may look after conversations; of the teams there are two. */
export const colleagues: Colleagues = {
  standingOf: (staffId) => ({
    staffId,
    roleId: builtInRoleId('attendant'),
    grant: builtInGrants.attendant,
    teamIds: [],
    duties: [],
  }),
  teamIds: () => [sales, delivery],
}

/** Somebody who may do anything with what their scope reaches. */
export function viewerOf(name: string, scope: Scope, teamIds: readonly TeamId[] = []): Actor {
  return actor({ staffId: name, role: 'manager', scope, teamIds: new Set(teamIds) })
}

/** Each person with each scope and none, one or both teams. */
export function allViewers(): Actor[] {
  return staffIds.flatMap((staffId) =>
    scopes.flatMap((scope) => [[], [sales], [sales, delivery]].map((teamIds) => viewerOf(staffId, scope, teamIds))),
  )
}

/** An inbox whose conversations change hands; what comes in is told by the number of its customer, who is also the conversation's. */
export function createHeldInbox() {
  const shop = createReceiving({ colleagues })
  let second = 0
  const personOf = (number: number) => person({ waId: `55119${80_000_000 + number}`, profileName: `Cliente ${number}` })
  const later = () => {
    second += 1
    return NOON + second * 1000
  }
  return {
    ...shop,
    hear: (number: number) => shop.receive(text('oi', { person: personOf(number), sentAt: later() })),
    answerFromPhone: (number: number) => shop.receive(echo('olá', { person: personOf(number), sentAt: later() })),
  }
}
