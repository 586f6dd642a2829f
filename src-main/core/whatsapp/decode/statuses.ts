import type { StatusEvent } from '../decoded.ts'
import { matchKey } from '../phone.ts'
import { idsOf } from './people.ts'
import { booleanOf, errorsOf, filledOf, firstFilled, isObject, objectOf, type Element, type WireObject } from './read.ts'
import type { Scope } from './scope.ts'
import { timeOrFallback } from './time.ts'

/** An element of `statuses`: what became of a message that went out. */
export function decodeStatus(scope: Scope, { path, value }: Element): void {
  const { emit } = scope
  const giveUp = (reason: string) => emit(path, { kind: 'unknown', reason, value })
  if (!isObject(value)) return giveUp('not-an-object')
  const wamid = firstFilled(value['id'], value['message_id'])
  if (wamid === null) return giveUp('status-without-id')
  const status = statusOf(value['status'])
  if (status === null) return giveUp('unknown-status')

  const participant = participantOf(value)
  const isGroup = filledOf(value['recipient_type'])?.toLowerCase() === 'group' || isNoPhone(recipientIds(value).waId)
  emit(path, {
    kind: 'status',
    numberId: scope.numberId,
    wamid,
    status,
    at: timeOrFallback(value['timestamp'], scope),
    // In a group, `recipient_id` is the group itself.
    person: scope.people.complete(isGroup || participant !== '' ? participantIds(value) : recipientIds(value)),
    recipient: participant,
    tracker: filledOf(value['biz_opaque_callback_data']),
    errors: errorsOf(value['errors']),
    pricing: pricingOf(value['pricing']),
  })
}

const statuses = ['sent', 'delivered', 'read', 'played', 'failed', 'deleted'] as const satisfies readonly StatusEvent['status'][]

export function statusOf(value: unknown): StatusEvent['status'] | null {
  const named = filledOf(value)?.toLowerCase()
  return statuses.find((each) => each === named) ?? null
}

/** Where a phone would stand: a group's id, also in bodies that do not say so. */
function isNoPhone(waId: string | null): boolean {
  return waId !== null && matchKey(waId) === null
}

/** Meta's pages name these fields in two ways. */
function participantIds(status: WireObject) {
  return idsOf({
    phone: firstFilled(status['recipient_participant_id'], status['participant_recipient_id']),
    userId: firstFilled(status['recipient_participant_user_id'], status['participant_recipient_user_id']),
    parentUserId: firstFilled(status['recipient_participant_parent_user_id'], status['participant_recipient_parent_user_id']),
  })
}

function participantOf(status: WireObject): string {
  const { userId, waId, parentUserId } = participantIds(status)
  return waId ?? userId ?? parentUserId ?? ''
}

function recipientIds(status: WireObject) {
  return idsOf({
    phone: firstFilled(status['recipient_id'], objectOf(status['message'])['recipient_id']),
    userId: status['recipient_user_id'],
    // Renamed on 5 May 2026.
    parentUserId: firstFilled(status['recipient_parent_user_id'], status['parent_recipient_user_id']),
  })
}

function pricingOf(value: unknown): StatusEvent['pricing'] {
  if (!isObject(value)) return null
  return {
    model: filledOf(value['pricing_model']),
    type: filledOf(value['type']),
    category: filledOf(value['category']),
    billable: booleanOf(value['billable']),
  }
}
