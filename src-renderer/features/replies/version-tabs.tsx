import { Tabs } from '@base-ui/react/tabs'
import { useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { replyLanguageNames, replyLanguages, type ReplyLanguage, type ReplyVersion } from '#renderer/text/reply-language.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Menu, MenuItem } from '#renderer/ui/menu.tsx'
import styles from './replies.module.css'

type Props = {
  versions: readonly ReplyVersion[]
  chosen: ReplyVersion
  onChoose(version: ReplyVersion): void
  onAdd(language: ReplyLanguage): void
  onRemove(language: ReplyLanguage): void
  /** The text in the chosen one. */
  children: ReactNode
}

/** The same reply in several languages, one at a time. */
export function VersionTabs({ versions, chosen, onChoose, onAdd, onRemove, children }: Props) {
  const { t } = useLingui()
  const missing = replyLanguages.filter((language) => !versions.includes(language))
  const nameOf = (version: ReplyVersion) => (version === 'any' ? t`For everybody else` : replyLanguageNames[version])
  const chosenName = nameOf(chosen)
  return (
    // Base UI does not type its values; only those of `versions` come back.
    <Tabs.Root value={chosen} onValueChange={(next) => onChoose(next as ReplyVersion)}>
      <div className={styles.tabsRow}>
        <Tabs.List className={styles.tabs} aria-label={t`Languages`}>
          {versions.map((version) => (
            <Tabs.Tab key={version} value={version} className={styles.tab}>
              {nameOf(version)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {chosen !== 'any' && (
          <IconButton
            size="small"
            label={t`Remove the text in ${chosenName}`}
            icon={<Trash2 aria-hidden="true" />}
            onClick={() => onRemove(chosen)}
          />
        )}
        {missing.length > 0 && (
          <Menu trigger={<IconButton size="small" label={t`Add a language`} icon={<Plus aria-hidden="true" />} />}>
            {missing.map((language) => (
              <MenuItem key={language} onSelect={() => onAdd(language)}>
                {replyLanguageNames[language]}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
      <Tabs.Panel value={chosen} tabIndex={-1}>
        {children}
      </Tabs.Panel>
    </Tabs.Root>
  )
}
