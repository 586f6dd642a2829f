import type { Referral } from '#contract'
import type { MessageEvent, MessageSource, Person } from '../decoded.ts'
import { matchKey } from '../phone.ts'
import { contentOf, typeOf, withErrors } from './content.ts'
import { hasId, idsOf, type Ids } from './people.ts'
import { booleanOf, errorsOf, filledOf, firstFilled, isObject, objectOf, wordsOf, type Element, type WireObject } from './read.ts'
import type { Scope } from './scope.ts'
import { statusOf } from './statuses.ts'
import { decodeSystem } from './system.ts'
import { timeOrFallback } from './time.ts'

/** How the list that a message stands in says to read it. */
export type Reading = {
  readonly source: MessageSource
  /** `by-sender`: compare the sender with the shop's own number and with the customer of the thread. */
  readonly direction: 'in' | 'out' | 'by-sender'
  /** The customer, where the list itself names one, as a thread of the history does. */
  readonly customer?: Ids & { readonly username: string | null }
}

type MessageFrame = Pick<MessageEvent, 'numberId' | 'wamid' | 'source' | 'direction' | 'person' | 'sentAt'>

export function decodeMessage(scope: Scope, { path, value }: Element, reading: Reading): void {
  const { emit } = scope
  const giveUp = (reason: string) => emit(path, { kind: 'unknown', reason, value })
  if (!isObject(value)) return giveUp('not-an-object')
  const wamid = firstFilled(value['id'], value['message_id'])
  if (wamid === null) return giveUp('message-without-id')

  const type = typeOf(value)
  if (type === 'system') return decodeSystem(scope, { path, value, wamid })

  const direction = directionOf(scope, value, reading)
  const person = personOf(scope, value, reading, direction)
  if (person === null) return giveUp('message-without-person')
  const frame: MessageFrame = {
    numberId: scope.numberId,
    wamid,
    source: reading.source,
    direction,
    person,
    sentAt: timeOrFallback(value['timestamp'], scope),
  }

  switch (type) {
    case 'reaction':
      return decodeReaction(scope, { path, value, frame })
    case 'edit':
      return decodeEdit(scope, { path, value, frame })
    case 'revoke':
      return decodeRevoke(scope, { path, value, frame })
    default:
      return decodePlain(scope, { path, value, frame })
  }
}

type Framed = { readonly path: string; readonly value: WireObject; readonly frame: MessageFrame }

function decodePlain({ emit }: Scope, { path, value, frame }: Framed): void {
  const errors = errorsOf(value['errors'])
  const { isKnown, ...said } = withErrors(contentOf(value), { type: typeOf(value), errors })
  const context = objectOf(value['context'])
  emit(path, {
    kind: 'message',
    ...frame,
    ...said,
    quotedWamid: quotedOf(context),
    forwarded: forwardedOf(context),
    referral: referralOf(value['referral']),
    productId: filledOf(objectOf(context['referred_product'])['product_retailer_id']),
    groupId: filledOf(value['group_id']),
    errors,
  })
  // The thread shows an honest placeholder; the raw message is kept beside it, to be read again after an upgrade.
  if (!isKnown) emit(`${path}.type`, { kind: 'unknown', reason: 'unknown-message-type', value })
  decodePastStatus(emit, { path, value, frame })
}

/** How far a message out of the history had come, as the status that it is. */
function decodePastStatus(emit: Scope['emit'], { path, value, frame }: Framed): void {
  const named = filledOf(objectOf(value['history_context'])['status'])?.toLowerCase()
  const status = named === 'error' ? 'failed' : statusOf(named)
  if (status === null || frame.direction === 'in') return
  const { numberId, wamid, sentAt } = frame
  emit(`${path}.history_context`, {
    kind: 'status',
    numberId,
    wamid,
    status,
    at: sentAt,
    person: null,
    recipient: '',
    tracker: null,
    errors: [],
    pricing: null,
  })
}

function decodeReaction({ emit }: Scope, { path, value, frame }: Framed): void {
  const reaction = objectOf(value['reaction'])
  // The second is how Meta's own example of a reaction writes it.
  const targetWamid = firstFilled(reaction['message_id'], reaction['messsage_id'])
  if (targetWamid === null) return emit(path, { kind: 'unknown', reason: 'reaction-without-target', value })
  emit(path, { kind: 'reaction', ...frame, targetWamid, emoji: filledOf(reaction['emoji']) ?? '' })
}

function decodeEdit({ emit }: Scope, { path, value, frame }: Framed): void {
  const edit = objectOf(value['edit'])
  const targetWamid = filledOf(edit['original_message_id'])
  if (targetWamid === null) return emit(path, { kind: 'unknown', reason: 'edit-without-target', value })
  const { content, body, isKnown } = contentOf(objectOf(edit['message']))
  emit(path, { kind: 'edit', ...frame, targetWamid, content, body })
  if (!isKnown) emit(`${path}.edit.message.type`, { kind: 'unknown', reason: 'unknown-message-type', value })
}

function decodeRevoke({ emit }: Scope, { path, value, frame }: Framed): void {
  const targetWamid = filledOf(objectOf(value['revoke'])['original_message_id'])
  if (targetWamid === null) return emit(path, { kind: 'unknown', reason: 'revoke-without-target', value })
  emit(path, { kind: 'revoke', ...frame, targetWamid })
}

function referralOf(value: unknown): Referral | null {
  const raw = objectOf(value)
  const referral = {
    sourceType: filledOf(raw['source_type']),
    sourceUrl: filledOf(raw['source_url']),
    headline: wordsOf(raw['headline']),
    body: wordsOf(raw['body']),
  }
  // Of an ad shown as a status only the fact that there was one may be told.
  return Object.keys(raw).length === 0 ? null : referral
}

/** Of a message that is too old for it WhatsApp says only that it was answered, and whose it was. */
function quotedOf(context: WireObject): string | null {
  const isAnswer = hasId(idsOf({ phone: context['from'], userId: context['from_user_id'], parentUserId: null }))
  const isAboutProduct = filledOf(objectOf(context['referred_product'])['product_retailer_id']) !== null
  const isOnlyAnswer = isAnswer && !isAboutProduct && forwardedOf(context) === 'no'
  return firstFilled(context['id'], context['message_id']) ?? (isOnlyAnswer ? '' : null)
}

function forwardedOf(context: WireObject): MessageEvent['forwarded'] {
  if (booleanOf(context['frequently_forwarded']) === true) return 'often'
  return booleanOf(context['forwarded']) === true ? 'once' : 'no'
}

function directionOf(scope: Scope, message: WireObject, reading: Reading): 'in' | 'out' {
  if (reading.direction !== 'by-sender') return reading.direction
  const fromMe = booleanOf(objectOf(message['history_context'])['from_me'])
  if (fromMe !== null) return fromMe ? 'out' : 'in'
  const sender = senderOf(message)
  const customer = reading.customer
  if (customer !== undefined && isSame(sender, customer)) return 'in'
  if (scope.shopPhone !== null && isSame(sender, { userId: null, parentUserId: null, waId: scope.shopPhone })) return 'out'
  if (hasId(receiverOf(message))) return 'out'
  // A sender in a thread with a known customer that is neither of the two: the shop's number, written in some other way.
  return customer !== undefined && hasId(customer) && hasId(sender) ? 'out' : 'in'
}

function personOf(scope: Scope, message: WireObject, reading: Reading, direction: 'in' | 'out'): Person | null {
  const named = direction === 'in' ? senderOf(message) : receiverOf(message)
  const thread = reading.customer
  if (thread === undefined) return scope.people.complete(named)
  const person = scope.people.complete({
    userId: named.userId ?? thread.userId,
    parentUserId: named.parentUserId ?? thread.parentUserId,
    waId: named.waId ?? thread.waId,
  })
  return person === null ? null : { ...person, username: person.username ?? thread.username }
}

function senderOf(message: WireObject): Ids {
  return idsOf({ phone: message['from'], userId: message['from_user_id'], parentUserId: message['from_parent_user_id'] })
}

function receiverOf(message: WireObject): Ids {
  return idsOf({
    phone: message['to'] ?? message['recipient_id'],
    userId: message['to_user_id'] ?? message['recipient_user_id'],
    parentUserId: message['to_parent_user_id'] ?? message['recipient_parent_user_id'],
  })
}

function isSame(one: Ids, other: Ids): boolean {
  if (one.userId !== null && other.userId !== null) return one.userId === other.userId
  if (one.waId === null || other.waId === null) return false
  const key = matchKey(one.waId)
  return one.waId === other.waId || (key !== null && key === matchKey(other.waId))
}
