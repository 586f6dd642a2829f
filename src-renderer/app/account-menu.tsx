import { useLingui } from '@lingui/react/macro'
import { KeyRound, LockKeyhole, LogOut } from 'lucide-react'
import { navigate } from 'wouter/use-hash-location'
import type { StaffSettings } from '#contract'
import { languageNames, languages } from '#renderer/i18n/language.ts'
import { nameOfRole } from '#renderer/i18n/role-words.ts'
import { useRunAction } from './use-run-action.ts'
import { useSession, useSettings, useStores, useTeams } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Menu, MenuItem, MenuRadioGroup, MenuSeparator } from '#renderer/ui/menu.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './account-menu.module.css'
import { paths } from './routes.ts'

/** Who is signed in, with what they change most often, and the way out. */
export function AccountMenu() {
  const { t, i18n } = useLingui()
  const me = useSession((state) => state.me)
  const theme = useSettings((state) => state.settings.theme)
  const language = useSettings((state) => state.settings.language)
  const roles = useTeams((state) => state.roles)
  const { session, settings } = useStores()
  const run = useRunAction()
  if (me === null) return null

  const { name, roleId } = me
  const change = (changes: Partial<StaffSettings>) => void run(() => settings.getState().change(changes))
  return (
    <Menu
      align="end"
      side="right"
      trigger={
        <button type="button" className={styles.trigger}>
          <Avatar name={name} />
          <VisuallyHidden>{t`${name}: account`}</VisuallyHidden>
        </button>
      }
    >
      <div className={styles.who}>
        <Avatar name={name} />
        <div>
          <p className={styles.name}>{name}</p>
          <p className={styles.role}>{nameOfRole(roleId, { i18n, roles })}</p>
        </div>
      </div>
      <MenuSeparator />
      <MenuRadioGroup
        label={t`Look`}
        value={theme}
        onChange={(next) => change({ theme: next })}
        options={[
          { value: 'system', label: t`As on this computer` },
          { value: 'light', label: t`Light` },
          { value: 'dark', label: t`Dark` },
        ]}
      />
      <MenuSeparator />
      <MenuRadioGroup
        label={t`Language`}
        value={language}
        onChange={(next) => change({ language: next })}
        options={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
      <MenuSeparator />
      <MenuItem icon={<KeyRound />} onSelect={() => navigate(paths.settings())}>
        {t`Settings and password`}
      </MenuItem>
      <MenuItem icon={<LockKeyhole />} onSelect={() => void run(() => session.getState().lock())}>
        {t`Lock, or hand over`}
      </MenuItem>
      <MenuItem icon={<LogOut />} onSelect={() => void run(() => session.getState().signOut())}>
        {t`Sign out`}
      </MenuItem>
    </Menu>
  )
}
