import { Trans, useLingui } from '@lingui/react/macro'
import type { CostMonth } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Section } from '#renderer/ui/page.tsx'
import styles from './costs.module.css'

/** The month in four numbers, and how much of the budget it took. */
export function MonthTiles({ cost }: { cost: CostMonth }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { total, budget, forecast } = cost
  const currency = cost.currency ?? ''
  const free = fmt.number(total.free)
  const unpriced = fmt.number(total.unpriced)
  const whole = budget === null ? '' : fmt.micros(budget, currency)
  return (
    <Section>
      <dl className={styles.tiles}>
        <div className={styles.tile}>
          <dt>{t`Spent`}</dt>
          <dd>
            <span className={styles.big}>{fmt.micros(total.amount, currency)}</span>
            <span className={styles.detail}>{t`Delivered messages, as we counted them`}</span>
          </dd>
        </div>
        <div className={styles.tile}>
          <dt>{t`Delivered`}</dt>
          <dd>
            <span className={styles.big}>{fmt.number(total.messages)}</span>
            <span className={styles.detail}>
              <Trans>{free} of them free</Trans>
            </span>
          </dd>
        </div>
        {forecast !== null && (
          <div className={styles.tile}>
            <dt>{t`By the end of the month`}</dt>
            <dd>
              <span className={styles.big}>{fmt.micros(forecast, currency)}</span>
              <span className={styles.detail}>{t`If it goes on as it went until yesterday`}</span>
            </dd>
          </div>
        )}
        {budget !== null && (
          <div className={styles.tile}>
            <dt>{t`Budget`}</dt>
            <dd>
              <span className={styles.big}>{fmt.percent(budget === 0 ? 1 : total.amount / budget)}</span>
              <BudgetBar spent={total.amount} budget={budget} />
              <span className={styles.detail}>
                <Trans>of {whole} for the month</Trans>
              </span>
            </dd>
          </div>
        )}
      </dl>
      {total.unpriced > 0 && (
        <p className={styles.warning}>
          <Trans>
            For {unpriced} of them there is no rate, so they are missing in the sum. Look for a newer rate card below, or add one.
          </Trans>
        </p>
      )}
    </Section>
  )
}

function BudgetBar({ spent, budget }: { spent: number; budget: number }) {
  const share = budget === 0 ? 1 : Math.min(1, spent / budget)
  return (
    <span className={styles.bar} data-over={spent >= budget || undefined} aria-hidden="true">
      <span style={{ inlineSize: `${share * 100}%` }} />
    </span>
  )
}
