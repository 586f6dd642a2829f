import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Paperclip } from 'lucide-react'
import { FormattedText } from '#renderer/features/messages/formatted-text.tsx'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import { replyLanguageNames, versionsOf, type ReplyVersion } from '#renderer/text/reply-language.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { CaretMenuList } from './caret-menu-list.tsx'
import styles from './slash-menu.module.css'
import type { SlashMenu as Menu } from './use-slash-menu.ts'

/** The quick replies that fit what was typed after `/`, with what the customer would get. */
export function SlashMenu({ menu }: { menu: Menu }) {
  const { t } = useLingui()
  const chosen = menu.matches[menu.highlighted]
  const count = menu.matches.length
  const hasVersions = chosen !== undefined && chosen.translations.length > 0
  const nameOf = (version: ReplyVersion) => (version === 'any' ? t`For everybody else` : replyLanguageNames[version])
  const spokenVersion = hasVersions ? nameOf(menu.version(chosen)) : ''

  const fileCount = chosen?.files.length ?? 0

  return (
    <>
      <SpokenStatus>{menu.isOpen ? t`${plural(count, { one: '# quick reply', other: '# quick replies' })}` : ''}</SpokenStatus>
      <SpokenStatus>{menu.isOpen ? spokenVersion : ''}</SpokenStatus>
      {menu.isOpen && (
        <div className={styles.popup}>
          <CaretMenuList
            menu={menu}
            label={t`Quick replies`}
            className={styles.list}
            optionClassName={styles.option}
            keyOf={({ quickReplyId }) => quickReplyId}
          >
            {({ shortcut, title }) => (
              <>
                <span className={styles.shortcut}>/{shortcut}</span>
                <span className={styles.title}>{title}</span>
              </>
            )}
          </CaretMenuList>
          {chosen !== undefined && (
            <div className={styles.preview}>
              {hasVersions && (
                <p className={styles.versions} aria-hidden="true">
                  {versionsOf(chosen).map((version) => (
                    <span
                      key={version}
                      className={styles.version}
                      data-chosen={version === menu.version(chosen) || undefined}
                      onPointerDown={(event) => {
                        event.preventDefault()
                        menu.setVersion(version)
                      }}
                    >
                      {nameOf(version)}
                    </span>
                  ))}
                </p>
              )}
              <div inert>
                <FormattedText text={menu.filled(chosen)} />
              </div>
              {fileCount > 0 && (
                <p className={styles.files}>
                  <Paperclip aria-hidden="true" />
                  <Plural value={fileCount} one="# file goes with it" other="# files go with it" />
                </p>
              )}
            </div>
          )}
          <p className={styles.keys} aria-hidden="true">
            <Trans>
              <Kbd>↑</Kbd> <Kbd>↓</Kbd> choose · <Kbd>Enter</Kbd> insert · <Kbd>Esc</Kbd> close
            </Trans>
            {hasVersions && (
              <>
                {' · '}
                <Trans>
                  <Kbd>←</Kbd> <Kbd>→</Kbd> language
                </Trans>
              </>
            )}
          </p>
        </div>
      )}
    </>
  )
}
