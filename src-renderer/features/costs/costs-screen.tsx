import { Trans, useLingui } from '@lingui/react/macro'
import { CircleDollarSign } from 'lucide-react'
import { useEffect } from 'react'
import type { CostMonth } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { NumberTabs } from '#renderer/features/number/number-tabs.tsx'
import { wordsForKind } from '#renderer/features/messages/content-words.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useCosts, useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Page, Section } from '#renderer/ui/page.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { categoryWords } from './cost-words.ts'
import { DaysChart } from './days-chart.tsx'
import { MonthTiles } from './month-tiles.tsx'
import { RatesSection } from './rates-section.tsx'
import { ReconcileSection } from './reconcile-section.tsx'
import { CostSettingsSection } from './cost-settings-section.tsx'
import { SumsTable } from './sums-table.tsx'
import styles from './costs.module.css'

/** What messages cost this month and in those before, on what, by whom, and against which budget. */
export function CostsScreen() {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { costs } = useStores()
  const month = useCosts((state) => state.month)
  const months = useCosts((state) => state.months)

  useEffect(() => {
    void costs.getState().load(null)
    void costs.getState().loadSettings()
  }, [costs])

  return (
    <Page
      width="wide"
      title={t`Number`}
      description={t`Since October 2026 WhatsApp charges for every delivered message, answers included.`}
      actions={
        months.length > 1 &&
        month.phase === 'ready' && (
          <SelectField
            label={t`Month`}
            isLabelHidden
            value={month.value.month}
            options={months.map((value) => ({ value, label: fmt.month(value) }))}
            onChange={(value) => void costs.getState().load(value)}
          />
        )
      }
    >
      <NumberTabs />
      {month.phase === 'loading' && (
        <SkeletonGroup label={t`Loading what messages cost…`}>
          <Skeleton shape="block" />
        </SkeletonGroup>
      )}
      {month.phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(month.error, i18n)}
          action={<Button onClick={() => void costs.getState().load(null)}>{t`Try again`}</Button>}
        />
      )}
      {month.phase === 'ready' && <Month cost={month.value} />}
      <CostSettingsSection />
      <RatesSection />
    </Page>
  )
}

function Month({ cost }: { cost: CostMonth }) {
  const { t, i18n } = useLingui()
  const names = useStaff((state) => state.membersById)
  const currency = cost.currency ?? ''
  if (cost.total.messages === 0) {
    return (
      <Section>
        <EmptyState icon={<CircleDollarSign />} title={t`Nothing was delivered in this month`}>
          <Trans>Prices are counted when WhatsApp says that a message has arrived.</Trans>
        </EmptyState>
      </Section>
    )
  }
  return (
    <>
      <MonthTiles cost={cost} />
      <Section title={t`Day by day`}>
        <DaysChart cost={cost} />
      </Section>
      <Section title={t`What for`}>
        <div className={styles.tables}>
          <SumsTable
            caption={t`By category of price`}
            heading={t`Category`}
            currency={currency}
            rows={cost.byCategory.map(({ category, ...sum }) => ({
              key: category,
              name: i18n._(categoryWords[category].name),
              detail: i18n._(categoryWords[category].meaning),
              ...sum,
            }))}
          />
          <SumsTable
            caption={t`By person`}
            heading={t`Person`}
            currency={currency}
            rows={cost.byPerson.map(({ staffId, ...sum }) => ({
              key: staffId ?? 'nobody',
              name: staffId === null ? t`The program, or another one` : (names.get(staffId)?.name ?? t`Somebody who has left`),
              ...sum,
            }))}
          />
          <SumsTable
            caption={t`By kind of message`}
            heading={t`Kind`}
            currency={currency}
            rows={cost.byKind.map(({ kind, ...sum }) => ({ key: kind, name: i18n._(wordsForKind(kind).words), ...sum }))}
          />
        </div>
      </Section>
      <ReconcileSection month={cost.month} currency={currency} />
    </>
  )
}
