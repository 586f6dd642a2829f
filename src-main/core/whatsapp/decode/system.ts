import type { IdentityEvent } from '../decoded.ts'
import { hasId, idsOf, type Ids } from './people.ts'
import { filledOf, firstFilled, objectOf, textOf, type WireObject } from './read.ts'
import type { Scope } from './scope.ts'
import { timeOrFallback } from './time.ts'

/**
 * A `system` message: the same person under another number or id. When it does not say who they were before, `before` is the
 * same as `after`. The text holds the profile name, which the customer writes: no id is ever read out of it.
 */
export function decodeSystem(scope: Scope, { path, value, wamid }: { path: string; value: WireObject; wamid: string }): void {
  const system = objectOf(value['system'])
  // Older bodies put the identity check into an object of its own.
  const identity = objectOf(system['identity'])
  const before = idsOf({
    phone: firstFilled(value['from'], system['customer']),
    userId: firstFilled(system['previous_user_id'], value['from_user_id']),
    parentUserId: firstFilled(system['previous_parent_user_id'], value['from_parent_user_id']),
  })
  const current = idsOf({
    phone: firstFilled(system['wa_id'], system['new_wa_id'], identity['new_wa_id']),
    userId: system['user_id'],
    parentUserId: system['parent_user_id'],
  })
  emitIdentity(scope, {
    path,
    raw: value,
    wamid,
    change: changeOf(filledOf(system['type']), { before, current }),
    before,
    current,
    sentAt: timeOrFallback(value['timestamp'], scope),
    text: textOf(system['body']),
  })
}

/** An element of `user_id_update`, which came for some months in 2026 before system messages took its place. */
export function decodeUserIdUpdate(scope: Scope, { path, value }: { path: string; value: unknown }): void {
  const update = objectOf(value)
  const userId = objectOf(update['user_id'])
  const parent = objectOf(update['parent_user_id'])
  const before = idsOf({
    phone: update['wa_id'],
    userId: firstFilled(userId['previous'], update['previous_user_id']),
    parentUserId: parent['previous'],
  })
  const current = idsOf({
    phone: update['wa_id'],
    userId: firstFilled(userId['current'], update['current_user_id'], typeof update['user_id'] === 'string' ? update['user_id'] : null),
    parentUserId: parent['current'],
  })
  emitIdentity(scope, {
    path,
    raw: value,
    // It has no id of its own; this one is the same each time the update is repeated.
    wamid: `user_id_update:${before.userId ?? before.waId ?? ''}:${current.userId ?? ''}`,
    change: 'changed-user-id',
    before,
    current,
    sentAt: timeOrFallback(update['timestamp'], scope),
    text: textOf(update['detail']),
  })
}

type Change = {
  readonly path: string
  readonly raw: unknown
  readonly wamid: string
  readonly change: IdentityEvent['change']
  readonly before: Ids
  readonly current: Ids
  readonly sentAt: number
  readonly text: string | null
}

function emitIdentity(scope: Scope, { path, raw, before, current, ...rest }: Change): void {
  const { emit, numberId, people } = scope
  const start = people.complete(hasId(before) ? before : current)
  if (start === null) return emit(path, { kind: 'unknown', reason: 'change-without-person', value: raw })
  const after = {
    ...start,
    userId: current.userId ?? (rest.change === 'changed-user-id' ? null : start.userId),
    parentUserId: current.parentUserId ?? start.parentUserId,
    waId: current.waId ?? start.waId,
  }
  emit(path, { kind: 'identity', numberId, ...rest, before: start, after: hasId(after) ? after : start })
}

function changeOf(type: string | null, { before, current }: { before: Ids; current: Ids }): IdentityEvent['change'] {
  const named = type === null ? undefined : changesByType.get(type)
  if (named !== undefined) return named
  return current.waId !== null && before.waId !== null && current.waId !== before.waId ? 'changed-number' : 'other'
}

/** Also by the names of older bodies. */
const changesByType: ReadonlyMap<string, IdentityEvent['change']> = new Map([
  ['user_changed_number', 'changed-number'],
  ['customer_changed_number', 'changed-number'],
  ['user_changed_user_id', 'changed-user-id'],
  ['customer_identity_changed', 'identity-changed'],
  ['user_identity_changed', 'identity-changed'],
])
