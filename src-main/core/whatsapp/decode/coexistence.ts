import { decodeMessage } from './messages.ts'
import { hasId, idsOf, usernameOf } from './people.ts'
import { elementsOf, errorOf, filledOf, firstFilled, isObject, objectOf, type Element } from './read.ts'
import { isolated, keepRest, type Scope } from './scope.ts'
import { timeOrFallback } from './time.ts'

/** What only numbers get that are on the phone app as well: chunks of old chats, and the phone's address book. */

/** An element of `history`: one chunk. Chunks come in any order; the account event says which one it was and how far along. */
export function decodeHistoryChunk(scope: Scope, { path, value }: Element): void {
  const { emit, entryId, numberId, entryAt } = scope
  if (!isObject(value)) return emit(path, { kind: 'unknown', reason: 'not-an-object', value })
  const progress = value['metadata']
  if (progress !== undefined)
    emit(`${path}.metadata`, { kind: 'account', entryId, field: 'history', numberId: numberId || null, at: entryAt, value: progress })
  const errors = elementsOf(value['errors'], `${path}.errors`)
  for (const error of errors) emit(error.path, { kind: 'error', entryId, numberId: numberId || null, error: errorOf(error.value) })
  const threads = elementsOf(value['threads'], `${path}.threads`)
  for (const thread of threads) isolated(emit, thread, () => decodeThread(scope, thread))
  const hasRest = keepRest(emit, { path, value }, (key) => key === 'metadata' || key === 'errors' || key === 'threads')
  if (progress === undefined && errors.length === 0 && threads.length === 0 && !hasRest)
    emit(path, { kind: 'unknown', reason: 'empty', value })
}

function decodeThread(scope: Scope, { path, value }: Element): void {
  if (!isObject(value)) return scope.emit(path, { kind: 'unknown', reason: 'not-an-object', value })
  const context = objectOf(value['context'])
  const customer = {
    ...idsOf({ phone: firstFilled(context['wa_id'], value['id']), userId: context['user_id'], parentUserId: context['parent_user_id'] }),
    username: usernameOf(context['username']),
  }
  const messages = elementsOf(value['messages'], `${path}.messages`)
  const hasRest = keepRest(scope.emit, { path, value }, (key) => key === 'id' || key === 'context' || key === 'messages')
  if (messages.length === 0 && !hasRest) return scope.emit(path, { kind: 'unknown', reason: 'empty', value })
  for (const message of messages) {
    isolated(scope.emit, message, () => decodeMessage(scope, message, { source: 'history', direction: 'by-sender', customer }))
  }
}

/** An element of `state_sync`: one entry of the phone's address book. */
export function decodeStateSync(scope: Scope, { path, value }: Element): void {
  const { emit, people, numberId } = scope
  const sync = objectOf(value)
  if (filledOf(sync['type']) !== null && sync['type'] !== 'contact')
    return emit(path, { kind: 'unknown', reason: 'unknown-sync-type', value })
  const contact = objectOf(sync['contact'])
  const ids = idsOf({
    phone: contact['phone_number'] ?? contact['wa_id'],
    userId: contact['user_id'],
    parentUserId: contact['parent_user_id'],
  })
  const person = hasId(ids) ? people.complete(ids) : null
  if (person === null) return emit(path, { kind: 'unknown', reason: 'contact-without-person', value })
  emit(path, {
    kind: 'contact-book',
    numberId,
    action: filledOf(sync['action'])?.toLowerCase() === 'remove' ? 'remove' : 'add',
    person: { ...person, username: person.username ?? usernameOf(contact['username']) },
    fullName: firstFilled(contact['full_name'], contact['first_name']),
    at: timeOrFallback(objectOf(sync['metadata'])['timestamp'] ?? sync['timestamp'], scope),
  })
}
