import { Trans } from '@lingui/react/macro'
import { useEffect } from 'react'
import type { ConversationRow } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock, useQuotes } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { useRules, useSession } from '#renderer/stores/stores-context.tsx'
import styles from './composer.module.css'

/** What there is to know before sending, quietly: the name that goes above it, and what it costs where it costs anything. */
export function SendNotes({ row }: { row: ConversationRow }) {
  const fmt = useFmt()
  const { quotes } = useStores()
  const { conversationId } = row
  const now = useClock((state) => state.now)
  const quote = useQuotes((state) => state.byId.get(conversationId))
  const signature = useRules((state) => state.messaging?.signature ?? 'none')
  const myName = useSession((state) => state.me?.name ?? '')
  // With each tick of the clock: the store asks the core once a minute.
  useEffect(() => quotes.getState().want(conversationId, now), [quotes, conversationId, now])

  const name = signature === 'first-name' ? (myName.trim().split(/\s+/)[0] ?? '') : myName
  const price =
    quote !== undefined && quote.amount !== null && quote.amount > 0 && quote.currency !== null
      ? fmt.micros(quote.amount, quote.currency)
      : null
  if (signature === 'none' && price === null) return null
  return (
    <p className={styles.notes}>
      {signature !== 'none' && (
        <span>
          <Trans>Signed as {name}</Trans>
        </span>
      )}
      {price !== null && (
        <span>
          <Trans>≈ {price} for this message</Trans>
        </span>
      )}
    </p>
  )
}
