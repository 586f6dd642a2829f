import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import { useSettings } from '#renderer/stores/stores-context.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { Command } from './command.ts'
import { keyNotes } from './command-table.ts'
import { groupNames } from './group-names.ts'
import { isMacPlatform, keyLabels } from './key-label.ts'
import styles from './shortcut-sheet.module.css'

type Props = { isOpen: boolean; onClose(): void; finalFocus: (() => boolean) | undefined; commands: readonly Command[] }

/** Every key there is. */
export function ShortcutSheet({ isOpen, onClose, finalFocus, commands }: Props) {
  const { t, i18n } = useLingui()
  const areLettersOn = useSettings((state) => state.settings.letterKeys)
  const isMac = isMacPlatform()
  // The arrows do what J and K do; one line is enough.
  const lines = [...commands, ...keyNotes].filter((line) => line.keys.length > 0 && !line.id.endsWith('-arrow'))

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t`All keys`} closeLabel={t`Close`} size="large" finalFocus={finalFocus}>
      {!areLettersOn && (
        <Notice tone="info">
          <Trans>Single letters are switched off in your settings. Keys with Ctrl, Alt or F work.</Trans>
        </Notice>
      )}
      <div className={styles.groups}>
        {(['conversation', 'composer', 'go', 'general'] as const).map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.title}>{i18n._(groupNames[group])}</h3>
            <dl className={styles.list}>
              {lines
                .filter((line) => line.group === group)
                .map((line) => (
                  <div key={line.id} className={styles.line}>
                    <dt>{i18n._(line.label)}</dt>
                    <dd>
                      <KeyGroups keys={line.keys.filter((keys) => !keys.startsWith('AltGraph'))} isMac={isMac} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function KeyGroups({ keys, isMac }: { keys: readonly string[]; isMac: boolean }) {
  return keys.map((binding, index) => (
    <Fragment key={binding}>
      {index > 0 && (
        <span className={styles.or}>
          <Trans>or</Trans>
        </span>
      )}
      {keyLabels(binding, isMac).map((label, position) => (
        <Kbd key={position}>{label}</Kbd>
      ))}
    </Fragment>
  ))
}
