import { useLingui } from '@lingui/react/macro'
import { priceCategory, type PriceCategory, type RateCard } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { categoryWords } from './cost-words.ts'
import styles from './costs.module.css'

/** The categories that a card has a rate of at all, in their usual order. */
export function categoriesOf(card: Pick<RateCard, 'markets'>): PriceCategory[] {
  return priceCategory.options.filter((category) => card.markets.some(({ rates }) => rates[category] !== undefined))
}

/** A row a market, a column a category; per delivered message. */
export function RatesTable({ card }: { card: RateCard }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const categories = categoriesOf(card)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, which has to work by keyboard
    <section className={styles.wide} aria-label={t`Rates`} tabIndex={0}>
      <table className={styles.sums}>
        <thead>
          <tr>
            <th scope="col">{t`Market`}</th>
            {categories.map((category) => (
              <th key={category} scope="col" className={styles.number}>
                {i18n._(categoryWords[category].name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {card.markets.map(({ market, countries, rates }) => (
            <tr key={market}>
              <th scope="row" title={countries.join(', ')}>
                {market}
              </th>
              {categories.map((category) => {
                const rate = rates[category]
                return (
                  <td key={category} className={styles.number}>
                    {rate === undefined ? '–' : fmt.micros(rate.perMessage, card.currency)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
