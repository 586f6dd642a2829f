import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { MessageCirclePlus, UserPlus } from 'lucide-react'
import type { ContactCard } from '#contract'
import { saveFile } from '#renderer/app/save-file.ts'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { toVcard } from '#renderer/text/to-vcard.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import styles from './contacts-content.module.css'
import { CustomerName } from './customer-name.tsx'
import { FormattedText } from './formatted-text.tsx'

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
            <ForeignText>{card.birthday}</ForeignText>
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
        <Button
          size="small"
          variant="quiet"
          icon={<MessageCirclePlus aria-hidden="true" />}
          disabledReason={t`New conversations cannot be started from here yet.`}
        >
          {t`Start a chat`}
        </Button>
      </div>
    </>
  )
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        <ForeignText>{label}</ForeignText>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Letters, digits and spaces of the name alone: what else stands in it is no business of a file system. */
function fileNameOf(name: string): string {
  const kept = name
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .slice(0, 60)
  return kept === '' ? 'contact' : kept
}
