import { Trans, useLingui } from '@lingui/react/macro'
import { ContactRound, Copy, ExternalLink, LayoutTemplate, Phone, Reply, SquareMousePointer, Tag } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Message, ShownTemplate } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { ForeignLink } from './foreign-link.tsx'
import { FormattedText } from './formatted-text.tsx'
import { HeaderFile } from './header-file.tsx'
import { LocationContent } from './location-content.tsx'
import { OfferedButton, OfferedButtons } from './offered-buttons.tsx'
import styles from './template-content.module.css'

type Props = {
  message: Message
  template: ShownTemplate
  /** Customers do not see that it is a template, and which. */
  isMarked?: boolean
}

/** A template as it went, filled in: header, words, offer, buttons, and the cards of a carousel with a picture each. */
export function TemplateContent({ message, template, isMarked = true }: Props) {
  const { name, header, text, footer, buttons, offer, cards, location } = template
  const isCarousel = cards.length > 0
  return (
    <div className={styles.template}>
      {isMarked && (
        <p className={styles.mark}>
          <LayoutTemplate aria-hidden="true" />
          <Trans>Template</Trans>
          <code className={styles.name}>{name}</code>
        </p>
      )}
      {!isCarousel && <HeaderFile message={message} />}
      {location !== null && <LocationContent {...location} />}
      {header !== null && header !== '' && (
        <p className={styles.header}>
          <ForeignText>{header}</ForeignText>
        </p>
      )}
      {offer !== null && <Offer offer={offer} />}
      {text !== null && text !== '' && <FormattedText text={text} />}
      {footer !== null && footer !== '' && (
        <p className={styles.footer}>
          <ForeignText>{footer}</ForeignText>
        </p>
      )}
      <Buttons buttons={buttons} />
      {isCarousel && <Carousel message={message} cards={cards} />}
    </div>
  )
}

function Offer({ offer }: { offer: NonNullable<ShownTemplate['offer']> }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const now = useClock((state) => state.now)
  const { endsAt } = offer
  const until = endsAt === null ? null : fmt.full(endsAt)
  return (
    <div className={styles.offer}>
      <Tag aria-hidden="true" />
      <div>
        <p className={styles.offerText}>
          <ForeignText>{offer.text}</ForeignText>
        </p>
        {offer.code !== null && <code>{offer.code}</code>}
        {endsAt !== null && <p className={styles.footer}>{endsAt > now ? t`Until ${until}` : t`Ended: ${until}`}</p>}
      </div>
    </div>
  )
}

const icons: Readonly<Record<string, ReactNode>> = {
  'quick-reply': <Reply />,
  url: <ExternalLink />,
  phone: <Phone />,
  'copy-code': <Copy />,
  'one-time-code': <Copy />,
  'contact-request': <ContactRound />,
}

function Buttons({ buttons }: { buttons: ShownTemplate['buttons'] }) {
  const { t } = useLingui()
  if (buttons.length === 0) return null
  // On the phone they stand in its own language.
  const whatsAppWords: Readonly<Record<string, string | undefined>> = {
    'copy-code': t`Copy offer code`,
    'one-time-code': t`Copy code`,
    'contact-request': t`Share the phone number`,
  }
  return (
    <OfferedButtons>
      {buttons.map(({ kind, text, value }, index) => (
        <div key={index}>
          <OfferedButton icon={Object.hasOwn(icons, kind) ? icons[kind] : <SquareMousePointer />} note={kind === 'url' ? null : value}>
            {text === '' ? (whatsAppWords[kind] ?? t`Button`) : text}
          </OfferedButton>
          {kind === 'url' && value !== null && <ForeignLink address={value} />}
        </div>
      ))}
    </OfferedButtons>
  )
}

/** All of one size, as WhatsApp shows them. */
const CARD_PICTURE = { aspectRatio: '4 / 3' }

function Carousel({ message, cards }: { message: Message; cards: ShownTemplate['cards'] }) {
  const { t } = useLingui()
  return (
    <ul
      className={styles.carousel}
      aria-label={t`Cards of the carousel`}
      tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    >
      {cards.map((card, index) => (
        <li key={index} className={styles.carouselCard}>
          <HeaderFile message={message} at={index} box={CARD_PICTURE} />
          <FormattedText text={card.text} />
          <Buttons buttons={card.buttons} />
        </li>
      ))}
    </ul>
  )
}
