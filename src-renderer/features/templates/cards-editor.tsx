import { useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { templateButtonLimits, templateLimits, type TemplateDefinition } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'
import { ButtonsEditor } from './buttons-editor.tsx'
import { FileField } from './file-field.tsx'
import styles from './editor.module.css'
import { PartError } from './part-error.tsx'
import { PlaceholderText } from './placeholder-text.tsx'
import type { ErrorAt } from './problems-at.ts'
import { buttonKindsFor, moved, newCard, type Card } from './template-draft.ts'
import { mediaWords } from './template-words.ts'

type Props = { definition: TemplateDefinition; isNew: boolean; onChange(cards: Card[]): void; errorAt: ErrorAt }

/** The cards of a carousel. WhatsApp wants them all alike, so the kind of file is chosen once for all. */
export function CardsEditor({ definition: { cards, parameterFormat }, isNew, onChange, errorAt }: Props) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const most = fmt.number(templateLimits.cards)
  const fewest = fmt.number(templateLimits.cardsFewest)
  return (
    <div className={styles.part} data-at="cards">
      <RadioCards
        label={t`On every card`}
        layout="row"
        value={cards[0]?.media ?? 'image'}
        onChange={(media) => onChange(cards.map((card) => ({ ...card, media, sample: { handle: null, file: null } })))}
        options={(['image', 'video'] as const).map((value) => ({ value, label: i18n._(mediaWords[value]) }))}
      />
      {cards.map((card, index) => {
        const number = fmt.number(index + 1)
        const at = `cards.${index}`
        const set = (change: Partial<Card>) => onChange(cards.with(index, { ...card, ...change }))
        return (
          <fieldset key={index} className={styles.cardEditor} data-at={at}>
            <legend className={styles.buttonTitle}>{t`Card ${number}`}</legend>
            <div className={styles.buttonTools}>
              <IconButton
                size="small"
                label={t`Move card ${number} up`}
                icon={<ArrowUp aria-hidden="true" />}
                disabledReason={index === 0 ? t`It is the first.` : undefined}
                onClick={() => onChange(moved(cards, index, index - 1))}
              />
              <IconButton
                size="small"
                label={t`Move card ${number} down`}
                icon={<ArrowDown aria-hidden="true" />}
                disabledReason={index === cards.length - 1 ? t`It is the last.` : undefined}
                onClick={() => onChange(moved(cards, index, index + 1))}
              />
              <IconButton
                size="small"
                label={t`Remove card ${number}`}
                icon={<Trash2 aria-hidden="true" />}
                disabledReason={cards.length <= templateLimits.cardsFewest ? t`A carousel has at least ${fewest} cards.` : undefined}
                onClick={() => onChange(cards.toSpliced(index, 1))}
              />
            </div>
            <div data-at={`${at}.sample`}>
              <FileField
                label={t`Sample for the reviewers`}
                description={
                  isNew || card.sample.file !== null
                    ? undefined
                    : t`WhatsApp wants it again with each change, and gives back none that was chosen elsewhere.`
                }
                media={card.media}
                isSample
                file={card.sample.file}
                onChange={(file) => set({ sample: { ...card.sample, file } })}
                error={errorAt(`${at}.sample`)}
              />
            </div>
            <PlaceholderText
              label={t`Words of the card`}
              at={`${at}.body`}
              examplesAt={`${at}.bodyExamples`}
              format={parameterFormat}
              text={card.body}
              examples={card.bodyExamples}
              onChange={(body, bodyExamples) => set({ body, bodyExamples })}
              limit={templateLimits.cardBody}
              rows={3}
              errorAt={errorAt}
            />
            <ButtonsEditor
              at={`${at}.buttons`}
              buttons={card.buttons}
              kinds={buttonKindsFor('card')}
              most={templateButtonLimits.ofCard}
              onChange={(buttons) => set({ buttons })}
              errorAt={errorAt}
            />
            <PartError error={errorAt(at)} />
          </fieldset>
        )
      })}
      <PartError error={errorAt('cards')} />
      <div>
        <Button
          size="small"
          icon={<Plus aria-hidden="true" />}
          disabledReason={cards.length >= templateLimits.cards ? t`A carousel has at most ${most} cards.` : undefined}
          onClick={() => onChange([...cards, newCard(cards[0])])}
        >
          {t`Add a card`}
        </Button>
      </div>
    </div>
  )
}
