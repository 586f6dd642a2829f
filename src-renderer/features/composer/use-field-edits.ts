import type { RefObject } from 'react'
import { nextSlot } from '#renderer/text/reply-variables.ts'
import { replaceRange } from './edit-text.ts'

type Range = { start: number; end: number }

/** What is written into the field by something else than its keys, and undone by them. */
export function useFieldEdits(field: RefObject<HTMLTextAreaElement | null>) {
  function putIn(range: Range, words: string): void {
    if (field.current !== null) replaceRange(field.current, range, words)
  }

  function select(slot: Range): void {
    field.current?.setSelectionRange(slot.start, slot.end)
  }

  return {
    putIn,
    select,
    putAtCaret(words: string): void {
      putIn({ start: field.current?.selectionStart ?? 0, end: field.current?.selectionEnd ?? 0 }, words)
    },
    selectSlot(from: number): void {
      const text = field.current?.value
      const slot = text === undefined ? null : nextSlot({ text, selection: { start: from, end: from }, backwards: false })
      if (slot !== null) select(slot)
    },
    /** Begins a quick reply where the caret is. */
    putSlash(): void {
      const at = field.current?.selectionEnd ?? 0
      const before = field.current?.value.slice(0, at) ?? ''
      putIn({ start: at, end: at }, /(?:^|\s)$/.test(before) ? '/' : ' /')
    },
  }
}
