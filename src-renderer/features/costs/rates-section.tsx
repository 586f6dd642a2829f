import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { RateCard } from '#contract'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useCosts, useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { RateCardDialog } from './rate-card-dialog.tsx'
import { RatesTable } from './rates-table.tsx'
import styles from './costs.module.css'

/** The rate cards, with where each was read and when; the shop's own go before those of the program. */
export function RatesSection() {
  const { t } = useLingui()
  const fmt = useFmt()
  const { costs } = useStores()
  const run = useRunAction()
  const mayManage = useMay('cost.manage')
  const settings = useCosts((state) => state.settings)
  const [edited, setEdited] = useState<RateCard | null>(null)
  const [removed, setRemoved] = useState<RateCard | null>(null)
  if (settings.phase !== 'ready') return null
  const { cards } = settings.value

  return (
    <Section
      title={t`Rates`}
      description={t`Meta changes rates on the first of January, April, July and October, and gives them by no interface. Compare them with WhatsApp Manager.`}
    >
      <ul className={styles.cards}>
        {cards.map((card) => {
          const checkedOn = fmt.plainDate(card.checkedOn)
          const name = `${card.currency} · ${fmt.plainDate(card.validFrom)}`
          return (
            <li key={`${card.currency}/${card.validFrom}/${card.isBuiltIn}`} className={styles.card}>
              <div className={styles.cardHead}>
                <h3 className={styles.cardName}>{name}</h3>
                <Pill tone={card.isBuiltIn ? 'neutral' : 'brand'}>{card.isBuiltIn ? t`Came with Balcão` : t`The shop’s own`}</Pill>
              </div>
              <p className={styles.detail}>
                {card.source} <Trans>Checked on {checkedOn}.</Trans>
              </p>
              <details>
                <summary>{t`Show the rates`}</summary>
                <RatesTable card={card} />
              </details>
              {mayManage && (
                <div className={styles.cardActions}>
                  <Button size="small" onClick={() => setEdited(card)}>
                    {card.isBuiltIn ? t`Change as the shop’s own` : t`Change`}
                  </Button>
                  {!card.isBuiltIn && (
                    <Button size="small" onClick={() => setRemoved(card)}>
                      {t`Remove`}
                    </Button>
                  )}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {edited !== null && <RateCardDialog card={edited} onClose={() => setEdited(null)} />}
      <ConfirmDialog
        isOpen={removed !== null}
        onClose={() => setRemoved(null)}
        title={t`Remove these rates?`}
        confirmLabel={t`Remove`}
        cancelLabel={t`Keep them`}
        onConfirm={() => {
          if (removed !== null) void run(() => costs.getState().removeRates(removed))
          setRemoved(null)
        }}
      >
        <Trans>Messages are counted by the card before them again, also those of months that are over.</Trans>
      </ConfirmDialog>
    </Section>
  )
}
