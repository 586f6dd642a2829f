import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { MessageCirclePlus, UserPlus } from 'lucide-react'
import type { ContactCard } from '#contract'
import { saveFile } from '#renderer/app/save-file.ts'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { useBeginConversation } from '#renderer/features/inbox/use-begin-conversation.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useMay, useSession, useStores } from '#renderer/stores/stores-context.tsx'
import { toVcard } from '#renderer/text/to-vcard.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { birthdayOf, wordsForLabel, type Birthday } from './card-words.ts'
import styles from './contacts-content.module.css'
import { CustomerName } from './customer-name.tsx'
import { FormattedText } from './formatted-text.tsx'

/** A card may hold anything where a phone is. */
const SHOWN_OF_PHONE = 24

/** Cards from an address book, one below the other. */
export function ContactsContent({ contacts }: { contacts: readonly ContactCard[] }) {
  return (
    <ul className={styles.cards}>
      {contacts.map((card, index) => (
        <li key={index} className={styles.card}>
          <ContactCardView card={card} />
        </li>
      ))}
    </ul>
  )
}

function ContactCardView({ card }: { card: ContactCard }) {
  const { t } = useLingui()
  const work = [card.title, card.organization].filter((part) => part !== null && part !== '').join(', ')
  return (
    <>
      <div className={styles.head}>
        <Avatar name={card.name} />
        <div className={styles.who}>
          <p className={styles.name}>
            <CustomerName>{card.name}</CustomerName>
          </p>
          {work !== '' && (
            <p className={styles.quiet}>
              <ForeignText>{work}</ForeignText>
            </p>
          )}
        </div>
      </div>
      <dl className={styles.fields}>
        {card.phones.map(({ phone, type }, index) => (
          <Field key={`p${index}`} label={type ?? t`Phone`}>
            <span className={styles.phone}>{phone}</span>
          </Field>
        ))}
        {card.emails.map(({ email, type }, index) => (
          <Field key={`e${index}`} label={type ?? t`Email`}>
            <FormattedText text={email} />
          </Field>
        ))}
        {card.urls.map((url, index) => (
          <Field key={`u${index}`} label={t`Website`}>
            <FormattedText text={url} />
          </Field>
        ))}
        {card.addresses.map((address, index) => (
          <Field key={`a${index}`} label={t`Address`}>
            <ForeignText>{address}</ForeignText>
          </Field>
        ))}
        {card.birthday !== null && (
          <Field label={t`Birthday`}>
            <BirthdayText birthday={birthdayOf(card.birthday)} />
          </Field>
        )}
      </dl>
      <div className={styles.actions}>
        <Button
          size="small"
          icon={<UserPlus aria-hidden="true" />}
          onClick={() => saveFile({ name: `${fileNameOf(card.name)}.vcf`, type: 'text/vcard', content: toVcard(card) })}
        >
          {t`Save the contact`}
        </Button>
        <StartButtons card={card} />
      </div>
    </>
  )
}

/** One for each phone; more than one say which. */
function StartButtons({ card }: { card: ContactCard }) {
  const { t } = useLingui()
  const { toasts } = useStores()
  const begin = useBeginConversation()
  const mayBegin = useMay('template.use')
  const arePhonesShown = useSession((state) => state.me?.masks.phone === 'shown')
  if (!mayBegin) return null

  async function start({ phone, waId }: ContactCard['phones'][number]): Promise<void> {
    const why = await begin({ phone: waId === null ? phone : `+${waId}`, name: card.name })
    if (why !== null) toasts.show({ tone: 'problem', text: why })
  }

  return card.phones.map((each, index) => {
    const phone = each.phone.slice(0, SHOWN_OF_PHONE)
    return (
      <Button
        key={index}
        size="small"
        variant="quiet"
        icon={<MessageCirclePlus aria-hidden="true" />}
        disabledReason={arePhonesShown ? undefined : t`Your role does not see whole phone numbers.`}
        onClick={() => void start(each)}
      >
        {card.phones.length === 1 ? (
          t`Start a chat`
        ) : (
          <Trans>
            Chat with <bdi>{phone}</bdi>
          </Trans>
        )}
      </Button>
    )
  })
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  const { i18n } = useLingui()
  const words = wordsForLabel(label)
  return (
    <div>
      <dt>{words === null ? <ForeignText>{label}</ForeignText> : i18n._(words)}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function BirthdayText({ birthday }: { birthday: Birthday }) {
  const fmt = useFmt()
  switch (birthday.kind) {
    case 'day':
      return fmt.plainDate(birthday.day)
    case 'day-of-month':
      return fmt.dayOfMonth(birthday.day)
    case 'text':
      return <ForeignText>{birthday.text}</ForeignText>
  }
}

/** Letters, digits and spaces of the name alone: what else stands in it is no business of a file system. */
function fileNameOf(name: string): string {
  const kept = name
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .slice(0, 60)
  return kept === '' ? 'contact' : kept
}
