import type { ContactId } from '#contract'
import type { ContactRow, ContactsRepository, NameColumn } from './repository.ts'

export type TimedName = { readonly column: NameColumn; readonly name: string | null; readonly at: number | null }

/** Of each sort the newest by the time of its event; of two of one time always the same. Answers whether any is another now. */
export function learnNames(repository: ContactsRepository, contactId: ContactId, names: readonly TimedName[]): boolean {
  if (names.length === 0) return false
  const row = repository.get(contactId)
  const changed = names.map(({ column, name, at }) => {
    if (at === null || !isNewer(row, { column, name, at })) return false
    repository.updateName(contactId, column, { name, at })
    return name !== row[column]
  })
  return changed.includes(true)
}

function isNewer(row: ContactRow, { column, name, at }: TimedName & { at: number }): boolean {
  const knownAt = row[`${column}_at`]
  return knownAt === null || knownAt < at || (knownAt === at && (row[column] ?? '') < (name ?? ''))
}
