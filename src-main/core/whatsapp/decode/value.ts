import { accountFieldOf } from './account.ts'
import { decodeCallLine } from './calls.ts'
import { decodeHistoryChunk, decodeStateSync } from './coexistence.ts'
import { decodeMessage, type Reading } from './messages.ts'
import { createPeople, hasId, idsOf } from './people.ts'
import { elementsOf, errorOf, filledOf, firstFilled, isObject, objectOf, type Element, type WireObject } from './read.ts'
import { isolated, keepRest, type Scope } from './scope.ts'
import { decodeStatus } from './statuses.ts'
import { decodeUserIdUpdate } from './system.ts'
import { timeOf } from './time.ts'

export type ValueContext = Pick<Scope, 'entryId' | 'field' | 'entryAt' | 'receivedAt' | 'emit'>

/** One change's `value`. Which lists it holds decides; its field's name only tells apart what looks alike. */
export function decodeValue(context: ValueContext, element: Element): void {
  isolated(context.emit, element, () => {
    const { path, value } = element
    if (!isObject(value)) return context.emit(path, { kind: 'unknown', reason: 'no-value', value: value ?? null })
    if ('standby' in value) decodeStandby(context, { path, value })
    else if (holdsLists(context.field, value)) decodeLists(context, { path, value })
    else decodeAccountValue(context, { path, value })
  })
}

/** Errors and contacts stand in values of both sorts; the other lists only in those of conversations. */
function holdsLists(field: string, value: WireObject): boolean {
  if (Object.keys(value).some((key) => key !== 'errors' && listDecoders.has(key))) return true
  return ('errors' in value || 'contacts' in value) && accountFieldOf(field, value) === null
}

type ValueAt = { readonly path: string; readonly value: WireObject }
type ListDecoder = (scope: Scope, element: Element) => void

/** The lists a value may hold, each with what one element is. */
const listDecoders: ReadonlyMap<string, ListDecoder> = new Map<string, ListDecoder>([
  ['messages', (scope, element) => decodeMessage(scope, element, readingOfMessages(scope.field))],
  [
    'message_echoes',
    (scope, element) => decodeMessage(scope, element, { source: isHistory(scope.field) ? 'history' : 'echo', direction: 'out' }),
  ],
  ['statuses', (scope, element) => decoderOfStatus(scope, element)(scope, element)],
  [
    'errors',
    (scope, { path, value }) =>
      scope.emit(path, { kind: 'error', entryId: scope.entryId, numberId: scope.numberId || null, error: errorOf(value) }),
  ],
  ['history', decodeHistoryChunk],
  ['state_sync', decodeStateSync],
  ['calls', decodeCall],
  ['groups', (scope, element) => decodeFact(scope.field.startsWith('group_') ? scope.field : 'groups')(scope, element)],
  ['user_preferences', decodeFact('user_preferences')],
  ['user_actions', decodeFact('user_actions')],
  ['conversation_context', decodeFact('conversation_context')],
  ['user_id_update', decodeUserIdUpdate],
])

/** What stands beside the lists and is read with them. */
const besideLists = new Set(['messaging_product', 'metadata', 'contacts'])

function decodeLists(context: ValueContext, { path, value }: ValueAt): void {
  const scope = scopeOf(context, { path, value })
  for (const [key, decode] of listDecoders) {
    for (const element of elementsOf(value[key], `${path}.${key}`)) isolated(scope.emit, element, () => decode(scope, element))
  }
  const { emit, entryId, entryAt, numberId } = scope
  for (const { path: at, value: contact } of scope.people.listUnused()) {
    emit(
      at,
      isObject(contact)
        ? { kind: 'account', entryId, field: 'contacts', numberId: numberId || null, at: entryAt, value: contact }
        : { kind: 'unknown', reason: 'not-an-object', value: contact },
    )
  }
  const hasRest = keepRest(emit, { path, value }, (key) => listDecoders.has(key) || besideLists.has(key))
  const isEmpty = ['contacts', ...listDecoders.keys()].every((key) => elementsOf(value[key], '').length === 0)
  if (isEmpty && !hasRest) emit(path, { kind: 'unknown', reason: 'empty', value })
}

function decodeAccountValue(context: ValueContext, { path, value }: ValueAt): void {
  const { emit, entryId, entryAt, receivedAt } = context
  const field = accountFieldOf(context.field, value)
  if (field === null) return emit(path, { kind: 'unknown', reason: isConversation(context.field) ? 'empty' : 'unknown-field', value })
  emit(path, {
    kind: 'account',
    entryId,
    field,
    numberId: numberIdOf(value) || null,
    at: timeOf(value['timestamp'], receivedAt) ?? entryAt,
    value,
  })
}

/** Meta's own agent holds the chat: the messages are as real as others, and the fact itself is for the banner. */
function decodeStandby(context: ValueContext, { path, value }: ValueAt): void {
  const { emit, entryId, entryAt } = context
  const { standby, ...outer } = value
  emit(path, { kind: 'account', entryId, field: 'standby', numberId: numberIdOf(value) || null, at: entryAt, value })
  for (const held of elementsOf(standby, `${path}.standby`)) {
    if (isObject(held.value)) decodeLists(context, { path: held.path, value: { metadata: value['metadata'], ...held.value } })
  }
  if (holdsLists(context.field, outer)) decodeLists(context, { path, value: outer })
}

/** The fact as it came, and the line that it is in the thread. */
function decodeCall(scope: Scope, element: Element): void {
  decodeFact('calls')(scope, element)
  decodeCallLine(scope, element)
}

/** Keeps the element as a fact, and marks the contacts it names as said. */
function decodeFact(field: string): ListDecoder {
  return ({ emit, entryId, numberId, entryAt, receivedAt, people }, { path, value }) => {
    const element = objectOf(value)
    for (const phone of ['wa_id', 'from', 'to', 'recipient_id']) {
      const ids = idsOf({ phone: element[phone], userId: phone === 'wa_id' ? element['user_id'] : element[`${phone}_user_id`] })
      if (hasId(ids)) people.complete(ids)
    }
    emit(path, {
      kind: 'account',
      entryId,
      field,
      numberId: numberId || null,
      at: timeOf(element['timestamp'], receivedAt) ?? entryAt,
      value,
    })
  }
}

function scopeOf(context: ValueContext, { path, value }: ValueAt): Scope {
  return {
    ...context,
    numberId: numberIdOf(value),
    shopPhone: filledOf(objectOf(value['metadata'])['display_phone_number']),
    people: createPeople(value['contacts'], `${path}.contacts`),
  }
}

function numberIdOf(value: WireObject): string {
  return (
    firstFilled(
      objectOf(value['metadata'])['phone_number_id'],
      value['phone_number_id'],
      objectOf(value['recipient'])['phone_number_id'],
      objectOf(value['phone_number_settings'])['phone_number_id'],
    ) ?? ''
  )
}

function readingOfMessages(field: string): Reading {
  if (isHistory(field)) return { source: 'history', direction: 'by-sender' }
  return field.endsWith('message_echoes') ? { source: 'echo', direction: 'out' } : { source: 'live', direction: 'in' }
}

function isHistory(field: string): boolean {
  return field === 'history'
}

/** A change of these fields with none of its lists is empty, not unknown. */
function isConversation(field: string): boolean {
  return field === 'messages' || field.endsWith('message_echoes')
}

/** Of calls and payments too there are statuses, in which `failed` is not about a message. */
function decoderOfStatus({ field }: Scope, { value }: Element): ListDecoder {
  const type = filledOf(objectOf(value)['type'])?.toLowerCase()
  if (field === 'calls' || type === 'call') return decodeFact('calls')
  return type === 'payment' ? decodeFact('payments') : decodeStatus
}
