import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { currencyCode, type PriceCategory, type RateCard } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { DateField } from '#renderer/ui/date-field.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { microsOf, textOfMicros } from './amounts.ts'
import { categoryWords } from './cost-words.ts'
import styles from './costs.module.css'
import { categoriesOf } from './rates-table.tsx'

/** A card of the shop's own, beginning as `card` is: what Meta changed is typed over it. */
export function RateCardDialog({ card, onClose }: { card: RateCard; onClose(): void }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { costs } = useStores()
  const toasts = useToasts()
  const formId = useId()
  const { run, isBusy, error } = useAction()
  const [validFrom, setValidFrom] = useState(card.validFrom)
  const [currency, setCurrency] = useState(card.currency)
  const [source, setSource] = useState(card.isBuiltIn ? '' : card.source)
  const [amounts, setAmounts] = useState(() => amountsOf(card))
  const [isChecked, setChecked] = useState(false)
  const categories = categoriesOf(card)

  const isWrong = {
    currency: !currencyCode.safeParse(currency.trim().toUpperCase()).success,
    source: source.trim() === '',
    validFrom: validFrom === '',
    amounts: [...amounts.values()].some((text) => text.trim() !== '' && microsOf(text) === null),
  }

  async function save() {
    setChecked(true)
    if (Object.values(isWrong).some(Boolean)) return
    const changed = {
      currency: currency.trim().toUpperCase(),
      validFrom,
      source: source.trim(),
      checkedOn: fmt.isoDay(Date.now()),
      markets: card.markets.map((market) => ({ ...market, rates: ratesOf(market, amounts) })),
    }
    if (!(await run(() => costs.getState().saveRates(changed)))) return
    toasts.show({ tone: 'success', text: t`Saved. Sums are made by it from now on.` })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title={t`Rates of the shop’s own`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Save`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void save()}>
        <div className={styles.fields}>
          <DateField label={t`From this day on`} value={validFrom} onChange={setValidFrom} />
          <TextField
            label={t`Currency`}
            value={currency}
            onChange={setCurrency}
            error={isChecked && isWrong.currency ? t`Three letters, such as BRL or USD.` : null}
          />
        </div>
        <TextField
          label={t`Where they are from`}
          value={source}
          onChange={setSource}
          error={isChecked && isWrong.source ? t`Say where they were read, so that somebody can check them.` : null}
          placeholder={t`WhatsApp Manager, rate card of January 2027`}
        />
        {isChecked && isWrong.amounts && (
          <p className={styles.warning}>{t`An amount is a number such as 0.0068; empty where there is no rate.`}</p>
        )}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, which has to work by keyboard */}
        <section className={styles.wide} aria-label={t`Rates`} tabIndex={0}>
          <table className={styles.sums}>
            <thead>
              <tr>
                <th scope="col">{t`Market`}</th>
                {categories.map((category) => (
                  <th key={category} scope="col">
                    {i18n._(categoryWords[category].name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {card.markets.map(({ market }) => (
                <tr key={market}>
                  <th scope="row">{market}</th>
                  {categories.map((category) => {
                    const place = placeOf(market, category)
                    const text = amounts.get(place) ?? ''
                    const name = i18n._(categoryWords[category].name)
                    return (
                      <td key={category}>
                        <input
                          className={styles.amount}
                          inputMode="decimal"
                          aria-label={`${market}, ${name}`}
                          aria-invalid={(isChecked && text.trim() !== '' && microsOf(text) === null) || undefined}
                          value={text}
                          onChange={({ currentTarget: { value } }) => setAmounts((known) => new Map(known).set(place, value))}
                        />
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {error !== null && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}

function placeOf(market: string, category: PriceCategory): string {
  return `${market}/${category}`
}

function amountsOf(card: RateCard): ReadonlyMap<string, string> {
  return new Map(
    card.markets.flatMap(({ market, rates }) =>
      categoriesOf(card).map((category): [string, string] => {
        const rate = rates[category]
        return [placeOf(market, category), rate === undefined ? '' : textOfMicros(rate.perMessage)]
      }),
    ),
  )
}

/** Tiers stay as they were; they are below the first rate in any case. */
function ratesOf(
  { market, rates }: RateCard['markets'][number],
  amounts: ReadonlyMap<string, string>,
): RateCard['markets'][number]['rates'] {
  const changed = { ...rates }
  for (const category of Object.keys(categoryWords) as PriceCategory[]) {
    const perMessage = microsOf(amounts.get(placeOf(market, category)) ?? '')
    if (perMessage === null) delete changed[category]
    else changed[category] = { perMessage, tiers: rates[category]?.tiers ?? [] }
  }
  return changed
}
