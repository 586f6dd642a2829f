import { Trans, useLingui } from '@lingui/react/macro'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { Card } from './card.tsx'

/** WhatsApp did not hand it over. Its own reason, where it gave one, in plain words. */
export function UnsupportedContent({ rawType, problem }: { rawType: string | null; problem: string | null }) {
  const { i18n } = useLingui()
  const words = problem === null ? null : wordsForDelivery(problem, i18n)
  return (
    <Card kind="unsupported" note={rawType}>
      {words === null ? (
        <Trans>WhatsApp could not pass this message on. Ask the customer to send it in another way.</Trans>
      ) : (
        `${words.happened} ${words.todo}`
      )}
    </Card>
  )
}

/** Newer than this program. */
export function UnknownContent({ rawType }: { rawType: string }) {
  return (
    <Card kind="unknown" note={rawType}>
      <Trans>This version of Balcão does not know this kind of message yet. It is kept whole and will be shown after an update.</Trans>
    </Card>
  )
}
