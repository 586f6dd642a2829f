import type { QuickReply } from '#contract'

/** Where a `/` that asks for a quick reply stands before the caret: at the start or after a blank. */
export type SlashQuery = { start: number; end: number; query: string }

export function findSlashQuery(text: string, caret: number): SlashQuery | null {
  const match = /(?:^|\s)\/([\p{L}\p{N}-]{0,24})$/u.exec(text.slice(0, caret))
  if (match === null) return null
  const query = match[1] ?? ''
  return { start: caret - query.length - 1, end: caret, query }
}

/** Replies whose shortcut, title or text match, best first; ties keep the order they came in (most used first). */
export function matchReplies(replies: readonly QuickReply[], query: string): QuickReply[] {
  const wanted = fold(query)
  if (wanted === '') return [...replies]
  return replies
    .map((reply) => ({ reply, score: scoreOf(reply, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ reply }) => reply)
}

function scoreOf(reply: QuickReply, wanted: string): number {
  const shortcut = fold(reply.shortcut)
  const title = fold(reply.title)
  if (shortcut === wanted) return 7
  if (shortcut.startsWith(wanted)) return 6
  if (title.startsWith(wanted)) return 5
  if (shortcut.includes(wanted) || title.includes(wanted)) return 4
  if (isSubsequence(wanted, shortcut)) return 3
  if (isSubsequence(wanted, title)) return 2
  return wanted.length >= 3 && fold(reply.text).includes(wanted) ? 1 : 0
}

/** Without case and accents, so that `preco` finds `preço`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function isSubsequence(wanted: string, text: string): boolean {
  let from = 0
  for (const letter of wanted) {
    const at = text.indexOf(letter, from)
    if (at === -1) return false
    from = at + letter.length
  }
  return true
}
