import type { Random } from '../time/random.ts'

/** One thing that happened, on its way to the business. */
export type Update = {
  /** Names the update for repeatable chance, such as `wamid/delivered`. */
  readonly key: string
  readonly field: string
  readonly value: Readonly<Record<string, unknown>>
}

/** Puts updates into one body in one of the shapes that Meta uses: an entry each, a change each, or one value for all. */
export function composeBody({
  updates,
  wabaId,
  now,
  random,
}: {
  updates: readonly Update[]
  wabaId: string
  now: number
  random: Random
}): unknown {
  const shape = updates.length === 1 ? 'changes' : random.pick(['entries', 'changes', 'merged'] as const)
  const changes = (shape === 'merged' ? merge(updates) : updates).map(({ field, value }) => ({ value, field }))
  const entryOf = (its: typeof changes) => ({
    id: wabaId,
    ...(its.some((change) => change.field !== 'messages') && { time: Math.floor(now / 1000) }),
    changes: its,
  })
  return {
    object: 'whatsapp_business_account',
    entry: shape === 'entries' ? changes.map((change) => entryOf([change])) : [entryOf(changes)],
  }
}

const LISTS = ['contacts', 'messages', 'statuses', 'errors'] as const

function merge(updates: readonly Update[]): readonly Update[] {
  const merged: Update[] = []
  for (const update of updates) {
    const last = merged.at(-1)
    if (last === undefined || last.field !== 'messages' || update.field !== 'messages') {
      merged.push(update)
      continue
    }
    const value: Record<string, unknown> = { ...last.value }
    for (const list of LISTS) {
      const both = [...asList(last.value[list]), ...asList(update.value[list])]
      if (both.length > 0) value[list] = list === 'contacts' ? distinct(both) : both
    }
    merged[merged.length - 1] = { ...last, value }
  }
  return merged
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** One entry a person, the fuller one: the same person may be named with and without username. */
function distinct(contacts: readonly unknown[]): readonly unknown[] {
  const byId = new Map<unknown, unknown>()
  for (const contact of contacts) {
    const id = typeof contact === 'object' && contact !== null && 'user_id' in contact ? contact.user_id : contact
    const known = byId.get(id)
    if (known === undefined || JSON.stringify(known).length < JSON.stringify(contact).length) byId.set(id, contact)
  }
  return [...byId.values()]
}
