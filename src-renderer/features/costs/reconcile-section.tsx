import { useLingui } from '@lingui/react/macro'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useCosts, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { categoryWords } from './cost-words.ts'
import styles from './costs.module.css'

/** Ours beside Meta's: where they differ much, the rates are old, or another program sends from the number. */
export function ReconcileSection({ month, currency }: { month: string; currency: string }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { costs } = useStores()
  const found = useCosts((state) => state.reconciliation)
  const { run, isBusy, error } = useAction()
  const shown = found?.month === month ? found : null
  const askedAt = shown === null ? '' : fmt.full(shown.askedAt)
  return (
    <Section
      title={t`Compared with Meta`}
      description={t`Meta calls its own sums approximate. Where the two differ much, the rates here are old, or another program sends from this number.`}
    >
      {shown !== null && (
        <table className={styles.sums}>
          <caption className={styles.caption}>{t`As of ${askedAt}`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Category`}</th>
              <th scope="col" className={styles.number}>{t`Counted here`}</th>
              <th scope="col" className={styles.number}>{t`Counted by Meta`}</th>
            </tr>
          </thead>
          <tbody>
            {shown.rows.map(({ category, ours, metas }) => (
              <tr key={category}>
                <th scope="row">{i18n._(categoryWords[category].name)}</th>
                <td className={styles.number}>
                  {fmt.micros(ours.amount, currency)}
                  <span className={styles.detail}>{fmt.number(ours.messages)}</span>
                </td>
                <td className={styles.number}>
                  {metas === null ? '–' : fmt.micros(metas.amount, currency)}
                  {metas !== null && <span className={styles.detail}>{fmt.number(metas.messages)}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <div>
        <Button isBusy={isBusy} onClick={() => void run(() => costs.getState().reconcile(month))}>
          {shown === null ? t`Ask Meta` : t`Ask Meta again`}
        </Button>
      </div>
    </Section>
  )
}
