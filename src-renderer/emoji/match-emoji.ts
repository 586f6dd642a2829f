import { fold } from '#renderer/text/match-replies.ts'
import type { EmojiEntry } from './load-emoji.ts'

/** Where a `:` that asks for an emoji stands before the caret: at the start or after a blank, with two letters behind it. */
export function findEmojiQuery(text: string, caret: number): { start: number; end: number; query: string } | null {
  const match = /(?:^|\s):([\p{L}\p{N}_+-]{2,24})$/u.exec(text.slice(0, caret))
  const query = match?.[1]
  return query === undefined ? null : { start: caret - query.length - 1, end: caret, query }
}

/** The best few, by label first; blind to case, accents, and how words are joined. */
export function matchEmoji(entries: readonly EmojiEntry[], query: string, limit: number): EmojiEntry[] {
  const wanted = fold(query).replaceAll('_', ' ')
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ entry }) => entry)
}

function scoreOf({ label, tags }: EmojiEntry, wanted: string): number {
  const name = fold(label)
  const words = tags.map(fold)
  if (name === wanted) return 6
  if (words.includes(wanted)) return 5
  if (name.startsWith(wanted)) return 4
  if (words.some((word) => word.startsWith(wanted))) return 3
  if (name.split(' ').some((word) => word.startsWith(wanted))) return 2
  return 0
}
