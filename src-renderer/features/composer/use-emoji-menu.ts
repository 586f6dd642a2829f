import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useState, type RefObject } from 'react'
import { loadEmoji, type EmojiEntry } from '#renderer/emoji/load-emoji.ts'
import { findEmojiQuery, matchEmoji } from '#renderer/emoji/match-emoji.ts'
import { pickLanguage } from '#renderer/i18n/language.ts'
import { useCaretMenu, type CaretMenu } from './use-caret-menu.ts'

const SHOWN = 8

/** The emoji that `:` and two letters ask for. They are loaded with the first of these. */
export function useEmojiMenu({
  text,
  field,
  onChoose,
}: {
  text: string
  field: RefObject<HTMLTextAreaElement | null>
  onChoose(emoji: string, range: { start: number; end: number }): void
}): CaretMenu<EmojiEntry> {
  const { i18n } = useLingui()
  const [all, setAll] = useState<readonly EmojiEntry[] | null>(null)
  const isAsked = text.includes(':')
  const language = pickLanguage([i18n.locale])

  useEffect(() => {
    if (!isAsked) return undefined
    let isGone = false
    loadEmoji(language).then(
      (entries) => {
        if (!isGone) setAll(entries)
      },
      // Without them it is a colon and some letters.
      () => {},
    )
    return () => {
      isGone = true
    }
  }, [isAsked, language])

  const match = useCallback((query: string) => (all === null ? [] : matchEmoji(all, query, SHOWN)), [all])

  return useCaretMenu({
    text,
    field,
    findQuery: findEmojiQuery,
    match,
    keyOf: (entry) => entry.emoji,
    onChoose: (entry, range) => onChoose(entry.emoji, range),
  })
}
