import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { EmojiEntry } from '#renderer/emoji/load-emoji.ts'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import { CaretMenuList } from './caret-menu-list.tsx'
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
        <CaretMenuList menu={menu} label={t`Emoji`} className={styles.list} optionClassName={styles.option} keyOf={({ emoji }) => emoji}>
          {({ emoji, label }) => (
            <>
              <span className={styles.emoji}>{emoji}</span> {label}
            </>
          )}
        </CaretMenuList>
      )}
    </>
  )
}
