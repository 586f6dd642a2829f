import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import styles from './costs.module.css'

export type SumRow = { key: string; name: ReactNode; detail?: string; messages: number; free: number; unpriced: number; amount: number }

/** Sums by whatever `heading` says, the largest first, each with its share of the whole as a bar. */
export function SumsTable({
  caption,
  heading,
  rows,
  currency,
}: {
  caption: string
  heading: string
  rows: readonly SumRow[]
  currency: string
}) {
  const fmt = useFmt()
  const largest = Math.max(1, ...rows.map(({ amount }) => amount))
  return (
    <table className={styles.sums} data-even>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col" className={styles.number}>
            <Trans>Delivered</Trans>
          </th>
          <th scope="col" className={styles.number}>
            <Trans context="price">Free</Trans>
          </th>
          <th scope="col" className={styles.number}>
            <Trans>Cost</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const unpriced = fmt.number(row.unpriced)
          return (
            <tr key={row.key}>
              <th scope="row">
                {row.name}
                {row.detail !== undefined && <span className={styles.detail}>{row.detail}</span>}
                <span className={styles.bar} aria-hidden="true">
                  <span style={{ inlineSize: `${(row.amount / largest) * 100}%` }} />
                </span>
              </th>
              <td className={styles.number}>{fmt.number(row.messages)}</td>
              <td className={styles.number}>{fmt.number(row.free)}</td>
              <td className={styles.number}>
                {fmt.micros(row.amount, currency)}
                {row.unpriced > 0 && (
                  <span className={styles.detail}>
                    <Trans>{unpriced} without a rate</Trans>
                  </span>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
