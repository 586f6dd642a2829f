import type { MessageContent } from '#contract'
import type { ChangeRow } from './facts-repository.ts'
import type { MessageRow } from './repository.ts'

export type Version = { readonly at: number; readonly content: MessageContent }

/** `changes` of the message, in order. Only whoever wrote a message can change it. */
export function versionsOf(row: Pick<MessageRow, 'direction' | 'sent_at' | 'first_content'>, changes: readonly ChangeRow[]): Version[] {
  if (row.first_content === null) return []
  const edits = changes.flatMap(({ kind, direction, at, content }) =>
    kind === 'edit' && direction === row.direction && content !== null ? [{ at, content }] : [],
  )
  const said = [{ at: row.sent_at, content: row.first_content }, ...edits].slice(0, -1)
  // Written by this program from decoded contents.
  return said.map(({ at, content }) => ({ at, content: JSON.parse(content) as MessageContent }))
}
