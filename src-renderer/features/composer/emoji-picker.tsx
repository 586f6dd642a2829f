import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { EmojiPicker as Base, type EmojiData, type EmojiPickerListComponents } from 'frimousse'
import { useCallback } from 'react'
import { loadEmoji } from '#renderer/emoji/load-emoji.ts'
import { pickLanguage } from '#renderer/i18n/language.ts'
import styles from './emoji-picker.module.css'

/** By the numbers of the data's groups; 2 is left out. */
const groups: ReadonlyArray<{ index: number; words: MessageDescriptor }> = [
  { index: 0, words: msg`Faces and feelings` },
  { index: 1, words: msg`People` },
  { index: 3, words: msg`Animals and nature` },
  { index: 4, words: msg`Food and drink` },
  { index: 5, words: msg`Travel and places` },
  { index: 6, words: msg`Activities` },
  { index: 7, words: msg`Objects` },
  { index: 8, words: msg`Symbols` },
  { index: 9, words: msg`Flags` },
]

/** All emoji, to be searched and gone through by keyboard. */
export function EmojiPicker({ onChoose }: { onChoose(emoji: string): void }) {
  const { t, i18n } = useLingui()
  const language = pickLanguage([i18n.locale])
  const resolve = useCallback(
    async (locale: string): Promise<EmojiData> => ({
      locale,
      emojis: [...(await loadEmoji(pickLanguage([locale])))],
      categories: groups.map(({ index, words }) => ({ index, label: i18n._(words) })),
      skinTones: { light: '', 'medium-light': '', medium: '', 'medium-dark': '', dark: '' },
    }),
    [i18n],
  )
  return (
    <Base.Root
      className={styles.picker}
      locale={language === 'pt-BR' ? 'pt' : 'en'}
      resolveEmojiData={resolve}
      columns={8}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
    >
      <Base.Search
        className={styles.search}
        placeholder={t`Search for an emoji`}
        aria-label={t`Search for an emoji`}
        autoComplete="off"
        autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- it is opened to search, and comes after what opened it
      />
      <Base.Viewport className={styles.viewport}>
        <Base.Loading className={styles.note}>
          <Trans>Loading…</Trans>
        </Base.Loading>
        <Base.Empty className={styles.note}>
          <Trans>No emoji is called that.</Trans>
        </Base.Empty>
        <Base.List className={styles.list} components={parts} aria-label={t`Emoji`} />
      </Base.Viewport>
      <p className={styles.active} aria-hidden="true">
        <Base.ActiveEmoji>{({ emoji }) => (emoji === undefined ? ' ' : `${emoji.emoji} ${emoji.label}`)}</Base.ActiveEmoji>
      </p>
    </Base.Root>
  )
}

const parts: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className={styles.group}>
      {category.label}
    </div>
  ),
  // Both are counted from one; the picker counts from nought, and finds rows by their number.
  Row: ({ children, 'aria-rowindex': row, ...props }) => (
    <div {...props} {...(row === 0 ? {} : { 'aria-rowindex': row })} className={styles.row}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, 'aria-colindex': column = 0, ...props }) => (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the picker is a grid of its own, without a table
    <button {...props} role="gridcell" aria-colindex={column + 1} type="button" className={styles.emoji}>
      {emoji.emoji}
    </button>
  ),
}
