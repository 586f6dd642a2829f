import { useId, useMemo, useState, type KeyboardEvent, type RefObject } from 'react'

/** What was typed before the caret to ask for the menu, and where it stands. */
export type CaretQuery = { start: number; end: number; query: string }

export type CaretMenu<Item> = {
  isOpen: boolean
  id: string
  matches: readonly Item[]
  highlighted: number
  highlight(index: number): void
  optionId(index: number): string
  choose(item: Item): void
  close(): void
  /** True when the key was for the menu. */
  onKeyDown(event: KeyboardEvent): boolean
  /** The caret may have moved. */
  followCaret(caret: number): void
}

type Options<Item> = {
  text: string
  field: RefObject<HTMLTextAreaElement | null>
  findQuery(text: string, caret: number): CaretQuery | null
  /** What fits; the same function until what there is changes. */
  match(query: string): readonly Item[]
  keyOf(item: Item): string
  onChoose(item: Item, range: CaretQuery): void
  isAllowed?: boolean
}

/** A list that something typed opens beside the caret. Esc puts it away until it is asked for anew. */
export function useCaretMenu<Item>({ text, field, findQuery, match, keyOf, onChoose, isAllowed = true }: Options<Item>): CaretMenu<Item> {
  const id = useId()
  const [caret, setCaret] = useState(0)
  const [dismissedAt, setDismissedAt] = useState<number | null>(null)
  const [highlightedKey, setHighlightedKey] = useState<string | null>(null)

  const query = isAllowed ? findQuery(text, Math.min(caret, text.length)) : null
  const queryText = query?.query
  const matches = useMemo(() => (queryText === undefined ? noItems : match(queryText)), [match, queryText])
  const isOpen = query !== null && query.start !== dismissedAt && matches.length > 0
  const found = matches.findIndex((item) => keyOf(item) === highlightedKey)
  const highlighted = found === -1 ? 0 : found

  function highlight(index: number) {
    const item = matches[index]
    setHighlightedKey(item === undefined ? null : keyOf(item))
  }

  function close() {
    if (query !== null) setDismissedAt(query.start)
  }

  function choose(item: Item) {
    if (query === null) return
    setHighlightedKey(null)
    onChoose(item, query)
  }

  return {
    isOpen,
    id,
    matches,
    highlighted,
    highlight,
    optionId: (index) => `${id}-${index}`,
    choose,
    close,
    followCaret(next) {
      setCaret(next)
      if (findQuery(field.current?.value ?? text, next) === null) setDismissedAt(null)
    },
    onKeyDown(event) {
      if (!isOpen) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const item = matches[highlighted]
      if (step !== undefined) highlight((highlighted + step + matches.length) % matches.length)
      else if (event.key === 'Escape') close()
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && item !== undefined) choose(item)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}

const noItems: readonly never[] = []
