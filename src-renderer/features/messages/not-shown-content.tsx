import { Trans, useLingui } from '@lingui/react/macro'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { Card } from './card.tsx'
import { notShownKind } from './not-shown-words.ts'

/** WhatsApp did not hand it over: what it was, as far as that is known, why, and what to do. */
export function UnsupportedContent({ rawType, problem }: { rawType: string | null; problem: string | null }) {
  const { i18n } = useLingui()
  const kind = notShownKind(rawType, problem)
  const words = problem === null ? null : wordsForDelivery(problem, i18n)
  return (
    <Card kind="unsupported" icon={kind?.icon} title={kind === null ? undefined : i18n._(kind.words)} note={kind === null ? rawType : null}>
      {rawType === 'media_placeholder' ? (
        <Trans>A file from before this number was connected. WhatsApp did not bring it along; it is still on the phone.</Trans>
      ) : words === null ? (
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
    <Card kind="unknown" note={rawType === 'none' ? null : rawType}>
      <Trans>This version of Balcão does not know this kind of message yet. It is kept whole and will be shown after an update.</Trans>
    </Card>
  )
}
