import type { ContactRow, ContactsRepository, NameColumn } from './repository.ts'

export type TimedName = { readonly column: NameColumn; readonly name: string | null; readonly at: number | null }

/** Of each sort the newest by the time of its event; of two of one time always the same. Answers whether any is another now. */
export function learnNames(repository: ContactsRepository, contact: ContactRow, names: readonly TimedName[]): boolean {
  const changed = names.map(({ column, name, at }) => {
    if (at === null || !isNewer(contact, { column, name, at })) return false
    repository.updateName(contact.id, column, { name, at })
    return name !== contact[column]
  })
  return changed.includes(true)
}

function isNewer(row: ContactRow, { column, name, at }: TimedName & { at: number }): boolean {
  const knownAt = row[`${column}_at`]
  return knownAt === null || knownAt < at || (knownAt === at && (row[column] ?? '') < (name ?? ''))
}
