import type { DeliveryProblem, DeliveryStatus, MessageId } from '#contract'
import type { Database } from '../db/database.ts'
import { assertNever } from '../lib/assert.ts'
import type { Messages } from '../messages/service.ts'
import type { OutboxState } from './entry.ts'
import { updateEntryState } from './repository.ts'

export type Transitions = {
  move(messageId: MessageId, state: OutboxState, problem?: DeliveryProblem | null): void
  accept(messageId: MessageId, wamid: string): void
}

/** The one place where an entry changes its state, so that what is shown can never be something else. Called inside a transaction. */
export function createTransitions(deps: { db: Database; messages: Messages }): Transitions {
  const { db, messages } = deps

  function move(messageId: MessageId, state: OutboxState, problem: DeliveryProblem | null = null): void {
    updateEntryState(db, messageId, state)
    messages.setOutgoing(messageId, { status: shownAs(state), problem })
  }

  return {
    move,
    accept(messageId, wamid) {
      move(messageId, { kind: 'accepted' })
      messages.learnWamid(messageId, wamid)
    },
  }
}

function shownAs(state: OutboxState): DeliveryStatus {
  switch (state.kind) {
    case 'queued':
    case 'attempting':
    case 'waiting':
    case 'reconciling':
    case 'accepted':
    case 'failed':
    case 'unconfirmed':
    case 'cancelled':
      return state.kind
    case 'arrived':
      return 'accepted'
    case 'dropped':
      return 'cancelled'
    default:
      return assertNever(state)
  }
}
