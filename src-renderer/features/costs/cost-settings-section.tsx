import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { CostSettings } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useCosts, useMay, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { microsOf, textOfMicros, wholeOf } from './amounts.ts'
import styles from './costs.module.css'

/** Budget, alarm, and what the account is like: what sums are made by. */
export function CostSettingsSection() {
  const mayManage = useMay('cost.manage')
  const settings = useCosts((state) => state.settings)
  if (!mayManage || settings.phase !== 'ready') return null
  return <SettingsForm key={JSON.stringify(settings.value.settings)} settings={settings.value.settings} />
}

function SettingsForm({ settings }: { settings: CostSettings }) {
  const { t } = useLingui()
  const { costs } = useStores()
  const toasts = useToasts()
  const { run, isBusy, error } = useAction()
  const [budget, setBudget] = useState(settings.budget === null ? '' : textOfMicros(settings.budget))
  const [alarmAt, setAlarmAt] = useState(String(settings.alarmAt))
  const [free, setFree] = useState(String(settings.freeServiceMessages))
  const [currency, setCurrency] = useState(settings.currency ?? '')
  const [timeZone, setTimeZone] = useState(settings.timeZone)
  const [isChecked, setChecked] = useState(false)

  const wrong = {
    budget: budget.trim() !== '' && microsOf(budget) === null ? t`An amount such as 50 or 49,90.` : null,
    alarmAt: inRange(wholeOf(alarmAt), 1, 100) ? null : t`A whole number from 1 to 100.`,
    free: inRange(wholeOf(free), 0, 1_000_000) ? null : t`A whole number, 0 for none.`,
    currency: /^[A-Za-z]{3}$/.test(currency.trim()) ? null : t`Three letters, such as BRL or USD.`,
  }

  async function save() {
    setChecked(true)
    if (Object.values(wrong).some((each) => each !== null)) return
    const changed: CostSettings = {
      currency: currency.trim().toUpperCase(),
      timeZone: timeZone.trim(),
      freeServiceMessages: wholeOf(free) ?? 0,
      budget: budget.trim() === '' ? null : microsOf(budget),
      alarmAt: wholeOf(alarmAt) ?? settings.alarmAt,
    }
    if (await run(() => costs.getState().saveSettings(changed)))
      toasts.show({ tone: 'success', text: t`Saved. Sums are made by it from now on.` })
  }

  return (
    <Section title={t`Budget and account`} description={t`Owners and managers are told when the budget is nearly spent, and when it is.`}>
      <Form onSubmit={() => void save()}>
        <div className={styles.fields}>
          <TextField
            label={t`Budget for a month`}
            hint={t`optional`}
            value={budget}
            onChange={setBudget}
            error={isChecked ? wrong.budget : null}
            description={t`In the currency of the account; empty for none.`}
          />
          <TextField
            label={t`Tell us at`}
            value={alarmAt}
            onChange={setAlarmAt}
            inputMode="numeric"
            error={isChecked ? wrong.alarmAt : null}
            description={t`Percent of the budget.`}
          />
          <TextField
            label={t`Free service messages a month`}
            value={free}
            onChange={setFree}
            inputMode="numeric"
            error={isChecked ? wrong.free : null}
            description={<Trans>Some partners report 1,000 for each number; Meta has not confirmed it.</Trans>}
          />
          <TextField
            label={t`Currency of the account`}
            value={currency}
            onChange={setCurrency}
            error={isChecked ? wrong.currency : null}
            description={t`As Meta bills it; it cannot be changed there.`}
          />
          <TextField
            label={t`Time zone of the account`}
            value={timeZone}
            onChange={setTimeZone}
            description={t`Months and rates begin at its midnight: America/Sao_Paulo.`}
          />
        </div>
        {error !== null && <ErrorNotice error={error} />}
        <FormActions>
          <Button type="submit" variant="primary" isBusy={isBusy}>{t`Save`}</Button>
        </FormActions>
      </Form>
    </Section>
  )
}

function inRange(value: number | null, from: number, to: number): boolean {
  return value !== null && value >= from && value <= to
}
