import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { EmojiEntry } from '#renderer/emoji/load-emoji.ts'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import styles from './emoji-menu.module.css'
import type { CaretMenu } from './use-caret-menu.ts'

/** What `:` and two letters found. */
export function EmojiMenu({ menu }: { menu: CaretMenu<EmojiEntry> }) {
  const { t } = useLingui()
  const count = menu.matches.length
  return (
    <>
      <SpokenStatus>{menu.isOpen ? t`${plural(count, { one: '# emoji', other: '# emoji' })}` : ''}</SpokenStatus>
      {menu.isOpen && (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `select` cannot stand beside the field it belongs to
        <div id={menu.id} role="listbox" aria-label={t`Emoji`} className={styles.list} tabIndex={-1}>
          {menu.matches.map((entry, index) => (
            <div
              key={entry.emoji}
              id={menu.optionId(index)}
              role="option" // oxlint-disable-line jsx-a11y/prefer-tag-over-role -- as its list
              tabIndex={-1}
              aria-selected={index === menu.highlighted}
              className={styles.option}
              onPointerMove={() => menu.highlight(index)}
              // Not on click: the field would lose the focus first.
              onPointerDown={(event) => {
                event.preventDefault()
                menu.choose(entry)
              }}
            >
              <span className={styles.emoji}>{entry.emoji}</span> {entry.label}
            </div>
          ))}
        </div>
      )}
    </>
  )
}
