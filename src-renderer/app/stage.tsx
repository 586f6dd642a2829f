import { Trans, useLingui } from '@lingui/react/macro'
import { Languages, Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { languageNames, languages } from '#renderer/i18n/language.ts'
import { useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Menu, MenuRadioGroup } from '#renderer/ui/menu.tsx'
import { ReconnectingBar } from './reconnecting-bar.tsx'
import { RecoveryStrip } from './recovery-strip.tsx'
import styles from './stage.module.css'
import { StorageStrip } from './storage-strip.tsx'
import { useRunAction } from './use-run-action.ts'

type Props = {
  /** Beside the content when there is room; it adds nothing to what is said. */
  aside?: ReactNode
  width?: 'narrow' | 'medium'
  children: ReactNode
}

/** Every screen before the shell: the mark, the switches for language and look, and one thing to do. */
export function Stage({ aside, width = 'narrow', children }: Props) {
  return (
    <div className={styles.stage}>
      <ReconnectingBar />
      <StorageStrip />
      <RecoveryStrip />
      <header className={styles.header}>
        <Mark />
        <Switches />
      </header>
      <div className={styles.middle} data-aside={aside !== undefined || undefined}>
        <main className={styles.main} data-width={width}>
          {children}
        </main>
        {aside !== undefined && (
          <div className={styles.aside} aria-hidden="true">
            {aside}
          </div>
        )}
      </div>
    </div>
  )
}

export function StageHeading({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.heading}>
      <h1 className={styles.title}>{title}</h1>
      {children !== undefined && <div className={styles.lead}>{children}</div>}
    </div>
  )
}

export function StageCard({ children }: { children: ReactNode }) {
  return <div className={styles.card}>{children}</div>
}

function Mark() {
  return (
    <div className={styles.mark}>
      <img src={new URL('icon.svg', import.meta.url).href} alt="" />
      <span>Balcão</span>
    </div>
  )
}

function Switches() {
  const { t } = useLingui()
  const language = useSettings((state) => state.settings.language)
  const theme = useSettings((state) => state.settings.theme)
  const { settings } = useStores()
  const run = useRunAction()
  return (
    <div className={styles.switches}>
      <Menu
        trigger={
          <button type="button" className={styles.language}>
            <Languages aria-hidden="true" />
            {languageNames[language]}
          </button>
        }
      >
        <MenuRadioGroup
          label={t`Language`}
          value={language}
          onChange={(next) => void run(() => settings.getState().change({ language: next }))}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </Menu>
      <Menu trigger={<IconButton label={t`Light or dark`} icon={theme === 'dark' ? <Moon /> : <Sun />} />}>
        <MenuRadioGroup
          label={t`Look`}
          value={theme}
          onChange={(next) => void run(() => settings.getState().change({ theme: next }))}
          options={[
            { value: 'system', label: t`As on this computer` },
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
          ]}
        />
      </Menu>
    </div>
  )
}

/** Where somebody stands in a task of several screens. */
export function StageSteps({ steps, current }: { steps: readonly string[]; current: number }) {
  const total = steps.length
  const step = current + 1
  return (
    <div className={styles.steps}>
      <p>
        <Trans>
          Step {step} of {total}
        </Trans>
      </p>
      <ol aria-hidden="true">
        {steps.map((name, index) => (
          <li key={name} data-state={index < current ? 'done' : index === current ? 'here' : 'ahead'} />
        ))}
      </ol>
    </div>
  )
}
