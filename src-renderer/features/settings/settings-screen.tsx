import { useLingui } from '@lingui/react/macro'
import { useLocation } from 'wouter'
import type { StaffSettings } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { languageNames, languages } from '#renderer/i18n/language.ts'
import { MyKeysSection } from '#renderer/features/security/my-keys-section.tsx'
import { SessionsSection } from '#renderer/features/security/sessions-section.tsx'
import { useDesk, useMay, useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Page, Section } from '#renderer/ui/page.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { ChangePassword } from './change-password.tsx'
import { KeySection } from './key-section.tsx'
import { KitSection } from './kit-section.tsx'

/** What each person sets for themselves. Every change holds at once, on every desk they sign in at. */
export function SettingsScreen() {
  const { t } = useLingui()
  const settings = useSettings((state) => state.settings)
  const mayViewStaff = useMay('staff.view')
  const mayPrintKit = useMay('kit.reprint')
  const mayRotateKey = useMay('key.rotate')
  const hasKeys = mayPrintKit || mayRotateKey
  const isPractice = useDesk((state) => state.status?.phase === 'open' && state.status.kind === 'practice')
  const stores = useStores()
  const run = useRunAction()
  const change = (changes: Partial<StaffSettings>) => void run(() => stores.settings.getState().change(changes))

  return (
    <Page
      title={t`Settings`}
      description={
        hasKeys
          ? t`What is yours goes with you to any computer you sign in at. Recovery kit and key are the shop’s.`
          : t`These are yours alone. They go with you to any computer you sign in at.`
      }
    >
      <Section title={t`Look`}>
        <RadioCards
          label={t`Language`}
          layout="row"
          value={settings.language}
          onChange={(language) => change({ language })}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <RadioCards
          label={t`Light or dark`}
          layout="row"
          value={settings.theme}
          onChange={(theme) => change({ theme })}
          options={[
            { value: 'system', label: t`As on this computer` },
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
          ]}
        />
        <RadioCards
          label={t`Size of the list`}
          layout="row"
          value={settings.density}
          onChange={(density) => change({ density })}
          options={[
            { value: 'comfortable', label: t`Comfortable` },
            { value: 'compact', label: t`Compact: more rows at once` },
          ]}
        />
      </Section>
      <Section title={t`Writing`}>
        <RadioCards
          label={t`What sends a message`}
          layout="row"
          value={settings.sendKey}
          onChange={(sendKey) => change({ sendKey })}
          options={[
            { value: 'enter', label: t`Enter` },
            { value: 'mod-enter', label: isMac() ? t`⌘ and Enter` : t`Ctrl and Enter` },
          ]}
        />
        <RadioCards
          label={t`Time to take a message back`}
          layout="row"
          value={undoValue(settings.undoSeconds)}
          onChange={(value) => change({ undoSeconds: undoChoices[value] })}
          options={[
            { value: 'none', label: t`None` },
            { value: 'five', label: t`5 seconds` },
            { value: 'ten', label: t`10 seconds` },
          ]}
        />
        <p>{t`WhatsApp cannot take a message back once it has left, so Balcão waits this long before sending.`}</p>
      </Section>
      <Section title={t`Keyboard`}>
        <Switch
          label={t`Single-letter keys`}
          description={t`For instance J and K to walk the list and R to reply. They never act while you are writing.`}
          isOn={settings.letterKeys}
          onChange={(letterKeys) => change({ letterKeys })}
        />
      </Section>
      {isPractice ? null : (
        <>
          <MyKeysSection />
          <SessionsSection />
          <ChangePassword />
        </>
      )}
      {!mayViewStaff && <RulesSection />}
      {mayPrintKit && <KitSection />}
      {mayRotateKey && !isPractice && <KeySection />}
    </Page>
  )
}

/** The way there for whoever has no staff screen. */
function RulesSection() {
  const { t } = useLingui()
  const [, navigate] = useLocation()
  return (
    <Section title={t`Rules of the shop`} description={t`What the shop expects of everybody who works in it.`}>
      <div>
        <Button onClick={() => navigate(paths.rules())}>{t`Read the rules`}</Button>
      </div>
    </Section>
  )
}

const undoChoices = { none: 0, five: 5, ten: 10 } as const

function undoValue(seconds: StaffSettings['undoSeconds']): keyof typeof undoChoices {
  if (seconds === 0) return 'none'
  return seconds === 5 ? 'five' : 'ten'
}

function isMac(): boolean {
  return navigator.userAgent.includes('Mac')
}
