import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { CostMonth } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { SumsTable } from './sums-table.tsx'
import styles from './costs.module.css'

/** A bar a day; the same as a table for whoever would rather read. */
export function DaysChart({ cost }: { cost: CostMonth }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const [isTable, setTable] = useState(false)
  const currency = cost.currency ?? ''
  const most = Math.max(1, ...cost.byDay.map(({ amount }) => amount))
  const days = cost.byDay.map((day) => ({ ...day, name: fmt.dayOfMonth(day.day) }))
  return (
    <>
      {isTable ? (
        <SumsTable
          caption={t`Day by day`}
          heading={t`Day`}
          currency={currency}
          rows={days.map(({ day, name, ...sum }) => ({ key: day, name, ...sum }))}
        />
      ) : (
        <ol className={styles.days}>
          {days.map(({ day, name, amount }) => {
            const price = fmt.micros(amount, currency)
            return (
              <li key={day} className={styles.day} title={`${name}: ${price}`} aria-label={`${name}: ${price}`}>
                <span className={styles.column} style={{ blockSize: `${Math.max(2, (amount / most) * 100)}%` }} />
                <span className={styles.dayName} aria-hidden="true">
                  {Number(day.slice(8))}
                </span>
              </li>
            )
          })}
        </ol>
      )}
      <div>
        <Button size="small" onClick={() => setTable(!isTable)}>
          {isTable ? t`Show as bars` : t`Show as a table`}
        </Button>
      </div>
    </>
  )
}
