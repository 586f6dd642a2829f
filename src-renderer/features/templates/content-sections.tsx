import { Trans, useLingui } from '@lingui/react/macro'
import { charactersIn, templateButtonLimits, templateLimits, type TemplateDraft } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { ButtonsEditor } from './buttons-editor.tsx'
import { CardsEditor } from './cards-editor.tsx'
import styles from './editor.module.css'
import { HeaderEditor } from './header-editor.tsx'
import { PartError } from './part-error.tsx'
import { PlaceholderText } from './placeholder-text.tsx'
import type { ErrorAt } from './problems-at.ts'
import { buttonKindsFor, layoutOf, withFormat, withLayout } from './template-draft.ts'

/** So many buttons are shown on every phone and computer. */
const SHOWN_EVERYWHERE = 3

type Props = { draft: TemplateDraft; isNew: boolean; onChange(definition: TemplateDraft['definition']): void; errorAt: ErrorAt }

/** All that the customer sees, from top to bottom. */
export function ContentSections({ draft: { definition, category }, isNew, onChange, errorAt }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const layout = layoutOf(definition)
  const marketingOnly = category === 'marketing' ? undefined : t`For marketing only.`
  const footer = definition.footer ?? ''
  const [used, most] = [fmt.number(charactersIn(footer)), fmt.number(templateLimits.footer)]
  return (
    <>
      {(category === 'marketing' || layout !== 'plain') && (
        <Section title={t`Sort`}>
          <RadioCards
            label={t`Sort`}
            isLabelHidden
            value={layout}
            onChange={(next) => onChange(withLayout(definition, next))}
            options={[
              { value: 'plain', label: t`Message`, description: t`Words, with a header and buttons where you like.` },
              {
                value: 'offer',
                label: t`Limited-time offer`,
                description: t`A code to copy and a link, with the time until the offer ends.`,
                disabledReason: layout === 'offer' ? undefined : marketingOnly,
              },
              {
                value: 'carousel',
                label: t`Carousel`,
                description: t`Two to ten cards side by side, each with a photo or video.`,
                disabledReason: layout === 'carousel' ? undefined : marketingOnly,
              },
            ]}
          />
        </Section>
      )}
      {definition.offer !== null && <OfferSection definition={definition} onChange={onChange} errorAt={errorAt} />}
      {layout !== 'carousel' && (
        <Section title={t`Header`}>
          <HeaderEditor
            definition={definition}
            layout={layout}
            isNew={isNew}
            onChange={(header) => onChange({ ...definition, header })}
            errorAt={errorAt}
          />
        </Section>
      )}
      <Section title={t`Text`}>
        <PlaceholderText
          label={t`What it says`}
          at="body"
          examplesAt="bodyExamples"
          format={definition.parameterFormat}
          text={definition.body}
          examples={definition.bodyExamples}
          onChange={(body, bodyExamples) => onChange({ ...definition, body, bodyExamples })}
          limit={definition.offer === null ? templateLimits.body : templateLimits.bodyOfOffer}
          rows={6}
          errorAt={errorAt}
        />
        {isNew && (
          <Switch
            label={t`Placeholders have names`}
            description={t`Names say what goes in. Without them they are numbered.`}
            isOn={definition.parameterFormat === 'named'}
            onChange={(isOn) => onChange(withFormat(definition, isOn ? 'named' : 'positional'))}
          />
        )}
      </Section>
      {layout === 'plain' && (
        <Section title={t`Footer`}>
          <div data-at="footer">
            <TextField
              label={t`A line below the text`}
              hint={t`optional`}
              description={t`${used} of ${most}`}
              value={footer}
              onChange={(text) => onChange({ ...definition, footer: text === '' ? null : text })}
              error={errorAt('footer')}
            />
          </div>
        </Section>
      )}
      {layout === 'carousel' ? (
        <Section title={t`Cards`}>
          <CardsEditor definition={definition} isNew={isNew} onChange={(cards) => onChange({ ...definition, cards })} errorAt={errorAt} />
        </Section>
      ) : (
        <Section title={t`Buttons`}>
          <ButtonsEditor
            at="buttons"
            buttons={definition.buttons}
            kinds={buttonKindsFor(layout)}
            most={templateButtonLimits.buttons}
            onChange={(buttons) => onChange({ ...definition, buttons })}
            errorAt={errorAt}
          />
          {definition.buttons.length > SHOWN_EVERYWHERE && (
            <p className={styles.help}>
              <Trans>WhatsApp on a computer may not show a message with more than three buttons.</Trans>
            </p>
          )}
        </Section>
      )}
    </>
  )
}

function OfferSection({
  definition,
  onChange,
  errorAt,
}: { definition: TemplateDraft['definition'] } & Pick<Props, 'onChange' | 'errorAt'>) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { offer, buttons } = definition
  if (offer === null) return null
  const [used, most] = [fmt.number(charactersIn(offer.text)), fmt.number(templateLimits.offerText)]
  return (
    <Section title={t`Offer`}>
      <div data-at="offer.text">
        <TextField
          label={t`What is offered`}
          description={t`${used} of ${most}`}
          value={offer.text}
          onChange={(text) => onChange({ ...definition, offer: { ...offer, text } })}
          error={errorAt('offer.text')}
        />
      </div>
      <Switch
        label={t`It ends`}
        description={t`The customer sees how long it still lasts, and copies a code. When it ends is chosen when it is sent.`}
        isOn={offer.hasEnd}
        onChange={(hasEnd) => {
          const links = buttons.filter(({ kind }) => kind !== 'copy-code')
          onChange({
            ...definition,
            offer: { ...offer, hasEnd },
            buttons: hasEnd ? [{ kind: 'copy-code', example: '' }, ...links] : links,
          })
        }}
      />
      <PartError error={errorAt('offer')} />
    </Section>
  )
}
