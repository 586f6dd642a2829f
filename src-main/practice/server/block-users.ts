import { GraphError, invalidParameter } from '../errors/graph-error.ts'
import { isWindowOpen } from '../world/people.ts'
import type { Person } from '../world/people.ts'
import type { World } from '../world/world.ts'
import { ok, postedFields } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { isFields, requireList } from './fields.ts'

const PER_CALL_MAX = 1_000

export function listBlockedUsers(world: World): GraphAnswer {
  const blocked = world.people.list().filter((person) => person.isBlocked)
  return ok({
    data: blocked.map((person) => ({
      messaging_product: 'whatsapp',
      ...(person.waId === null ? { user_id: person.userId } : { wa_id: person.waId }),
    })),
    paging: {},
  })
}

/** Only who wrote within 24 hours can be blocked; a mixed result is a refusal that says who is blocked now. */
export function blockUsers(call: GraphCall, world: World): GraphAnswer {
  const added: unknown[] = []
  const failed: unknown[] = []
  for (const { answer, person } of namedUsers(call, world)) {
    if (person !== null && isWindowOpen(person, world.clock.now())) {
      person.isBlocked = true
      added.push(answer)
    } else {
      failed.push({
        ...answer,
        errors: [
          {
            message: 'Re-engagement required',
            code: 131047,
            error_data: { details: 'User has not messaged in the last 24 hours' },
          },
        ],
      })
    }
  }
  if (failed.length === 0) return ok({ messaging_product: 'whatsapp', block_users: { added_users: added } })
  const refusal = new GraphError(400, {
    message: '(#139100) Failed to block/unblock users',
    type: 'OAuthException',
    code: 139100,
    error_data: { details: 'Failed to block some users, see the block_users response list for details' },
  })
  return {
    kind: 'json',
    http: 400,
    body: {
      messaging_product: 'whatsapp',
      block_users: { added_users: added, failed_users: failed },
      error: { ...refusal.body, fbtrace_id: world.ids.trace() },
    },
  }
}

export function unblockUsers(call: GraphCall, world: World): GraphAnswer {
  const removed = []
  for (const { answer, person } of namedUsers(call, world)) {
    if (person !== null) person.isBlocked = false
    removed.push(answer)
  }
  return ok({ messaging_product: 'whatsapp', block_users: { removed_users: removed } })
}

/** The answer names a person the way the call did: by number or by id, never by both. */
type NamedUser = {
  readonly person: Person | null
  readonly answer: { readonly input: string; readonly wa_id?: string; readonly user_id?: string }
}

function namedUsers(call: GraphCall, world: World): readonly NamedUser[] {
  const users = requireList(postedFields(call), 'block_users', 'block_users')
  if (users.length === 0 || users.length > PER_CALL_MAX)
    throw invalidParameter(`Param block_users must have between 1 and ${PER_CALL_MAX} elements.`)
  return users.map((user) => {
    if (isFields(user) && typeof user['user'] === 'string') {
      const digits = user['user'].replace(/\D/g, '')
      const person = world.people.findByPhone(digits)
      return { person, answer: { input: user['user'], wa_id: person?.waId ?? digits } }
    }
    if (isFields(user) && typeof user['user_id'] === 'string')
      return { person: world.people.findByUserId(user['user_id']), answer: { input: user['user_id'], user_id: user['user_id'] } }
    throw invalidParameter('Param block_users must be an array of objects with user or user_id.')
  })
}
