import { useId, useMemo, useState, type KeyboardEvent, type RefObject } from 'react'
import type { QuickReply } from '#contract'
import { useReplies } from '#renderer/stores/stores-context.tsx'
import { findSlashQuery, matchReplies, type SlashQuery } from '#renderer/text/match-replies.ts'

const SHOWN = 50

export type SlashMenu = {
  isOpen: boolean
  id: string
  matches: readonly QuickReply[]
  highlighted: number
  highlight(index: number): void
  optionId(index: number): string
  choose(reply: QuickReply): void
  close(): void
  /** True when the key was for the menu. */
  onKeyDown(event: KeyboardEvent): boolean
  /** The caret may have moved. */
  followCaret(caret: number): void
}

/** The list of quick replies that a `/` opens beside the caret. Esc puts it away until another `/` is typed. */
export function useSlashMenu({
  text,
  field,
  onChoose,
  isAllowed,
}: {
  text: string
  field: RefObject<HTMLTextAreaElement | null>
  onChoose(reply: QuickReply, range: SlashQuery): void
  isAllowed: boolean
}): SlashMenu {
  const id = useId()
  const all = useReplies((state) => state.replies)
  const [caret, setCaret] = useState(0)
  const [dismissedAt, setDismissedAt] = useState<number | null>(null)
  const [highlightedId, setHighlightedId] = useState<string | null>(null)

  const query = isAllowed ? findSlashQuery(text, Math.min(caret, text.length)) : null
  const queryText = query?.query
  const matches = useMemo(
    () => (queryText === undefined || all.phase !== 'ready' ? [] : matchReplies(all.value, queryText).slice(0, SHOWN)),
    [all, queryText],
  )
  const isOpen = query !== null && query.start !== dismissedAt && matches.length > 0
  const found = matches.findIndex((reply) => reply.quickReplyId === highlightedId)
  const highlighted = found === -1 ? 0 : found

  function close() {
    if (query !== null) setDismissedAt(query.start)
  }

  function choose(reply: QuickReply) {
    if (query === null) return
    setHighlightedId(null)
    onChoose(reply, query)
  }

  return {
    isOpen,
    id,
    matches,
    highlighted,
    highlight: (index) => setHighlightedId(matches[index]?.quickReplyId ?? null),
    optionId: (index) => `${id}-${index}`,
    choose,
    close,
    followCaret(next) {
      setCaret(next)
      const nowQuery = findSlashQuery(field.current?.value ?? text, next)
      if (nowQuery === null) setDismissedAt(null)
    },
    onKeyDown(event) {
      if (!isOpen) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const reply = matches[highlighted]
      if (step !== undefined) setHighlightedId(matches[(highlighted + step + matches.length) % matches.length]?.quickReplyId ?? null)
      else if (event.key === 'Escape') close()
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && reply !== undefined) choose(reply)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}
