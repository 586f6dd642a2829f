import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { MessageContent } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Card } from './card.tsx'
import { FormattedText } from './formatted-text.tsx'
import styles from './order-content.module.css'

type Order = Extract<MessageContent, { kind: 'order' }>

/** What a customer put into the basket, with its sum where all of it is in one currency. */
export function OrderContent({ text, items }: Pick<Order, 'text' | 'items'>) {
  const { t } = useLingui()
  const fmt = useFmt()
  const count = items.length
  const currency = items[0]?.currency ?? ''
  const isOneCurrency = items.every((item) => item.currency === currency)
  const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0)
  return (
    <>
      <Card kind="order" title={t`Order: ${plural(count, { one: '# product', other: '# products' })}`} />
      <table className={styles.order}>
        <thead>
          <tr>
            <th scope="col">{t`Product`}</th>
            <th scope="col">{t`Quantity`}</th>
            <th scope="col">{t`Price`}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={index}>
              <td>
                <ForeignText>{item.productId}</ForeignText>
              </td>
              <td>{fmt.number(item.quantity)}</td>
              <td>{fmt.money(item.price, item.currency)}</td>
            </tr>
          ))}
        </tbody>
        {isOneCurrency && items.length > 0 && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>{t`Total`}</th>
              <td>{fmt.money(total, currency)}</td>
            </tr>
          </tfoot>
        )}
      </table>
      {text !== null && text !== '' && <FormattedText text={text} />}
    </>
  )
}
