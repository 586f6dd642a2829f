import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { SecurityRules } from '#contract'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useRules, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { RecoverySwitch } from './recovery-switch.tsx'
import styles from './rules.module.css'

const MINUTES = [1, 2, 5, 10, 15, 30]
const DAYS = [0, 1, 3, 7]

/** How windows lock, and how soon everybody has a second factor. */
export function SecuritySection() {
  const { t } = useLingui()
  const { rules: store } = useStores()
  const rules = useRules((state) => state.rules)
  const toasts = useToasts()
  const run = useRunAction()
  if (rules === null) return null

  async function save(changes: Partial<SecurityRules>) {
    if (rules === null) return
    const isSaved = await run(() => store.getState().saveRules({ ...rules, ...changes }))
    if (isSaved) toasts.show({ tone: 'success', text: t`It holds from now on, in open windows too.` })
  }

  return (
    <Section title={t`Security`} description={t`Holds for everybody, from the next key they press.`}>
      <div className={styles.security}>
        <SelectField
          label={t`A window locks itself after`}
          value={String(rules.idleLockMinutes)}
          options={choices(MINUTES, rules.idleLockMinutes).map((minutes) => ({
            value: String(minutes),
            label: t`${plural(minutes, { one: '# minute', other: '# minutes' })}`,
          }))}
          onChange={(minutes) => void save({ idleLockMinutes: Number(minutes) })}
        />
        <SelectField
          label={t`Attendants set up the authenticator app`}
          value={String(rules.attendantGraceDays)}
          options={choices(DAYS, rules.attendantGraceDays).map((days) => ({
            value: String(days),
            label: days === 0 ? t`at once` : t`${plural(days, { one: 'within # day', other: 'within # days' })}`,
          }))}
          onChange={(days) => void save({ attendantGraceDays: Number(days) })}
        />
      </div>
      <RecoverySwitch isOn={rules.hasDelayedRecovery} onChange={(isOn) => void save({ hasDelayedRecovery: isOn })} />
    </Section>
  )
}

/** What is set stays to be seen, even if it is none of the usual ones. */
function choices(usual: readonly number[], current: number): number[] {
  return [...new Set([...usual, current])].toSorted((a, b) => a - b)
}
