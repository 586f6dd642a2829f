import type { Template } from '#contract'
import { fold } from '#renderer/text/match-replies.ts'
import { isUsable, speaks } from './usable.ts'

const RECENT_SHOWN = 4
/** What was used longer ago is not what somebody is looking for. */
const RECENT_MS = 30 * 86_400_000

export type Found = { recent: Template[]; others: Template[]; blocked: Template[] }

/** Every word of what was typed stands in the name or in the words of the template. */
export function isMatch({ name, language, definition }: Template, query: string): boolean {
  const text = fold([name.replaceAll('_', ' '), name, language, definition.body].join(' '))
  return fold(query.trim())
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** For the picker: those used lately, then the most used, those of the reader's language before the rest; what cannot go comes last. */
export function findTemplates(templates: readonly Template[], options: { query: string; now: number; language: string }): Found {
  const { query, now, language } = options
  const matching = templates.filter((template) => isMatch(template, query)).toSorted(byUse(language))
  const usable = matching.filter((template) => isUsable(template, now))
  const recent = usable
    .filter(({ lastUsedAt }) => lastUsedAt !== null && now - lastUsedAt < RECENT_MS)
    .toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0))
    .slice(0, RECENT_SHOWN)
  return {
    recent,
    others: usable.filter((template) => !recent.includes(template)),
    blocked: matching.filter((template) => !isUsable(template, now)),
  }
}

function byUse(language: string): (a: Template, b: Template) => number {
  return (a, b) =>
    b.useCount - a.useCount ||
    Number(speaks(b, language)) - Number(speaks(a, language)) ||
    (a.name === b.name ? compare(a.language, b.language) : compare(a.name, b.name))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1
}

/** For the list of all: by name, and the languages of each name together. */
export function groupByName(templates: readonly Template[], compareNames: (a: string, b: string) => number): Template[][] {
  const groups = Map.groupBy(templates, ({ name }) => name)
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => compareNames(a.language, b.language)))
    .toSorted(([a], [b]) => compareNames(a?.name ?? '', b?.name ?? ''))
}
