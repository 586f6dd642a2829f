import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ExternalLink, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageContent as Content } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { kindOf, wordsForKind } from './content-words.ts'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { FormattedText } from './formatted-text.tsx'
import styles from './message-content.module.css'

/** What a message says. A kind that cannot be drawn says honestly what it is. */
export function MessageContent({ content }: { content: Content }) {
  switch (content.kind) {
    case 'text':
      return <FormattedText text={content.body} />
    case 'media':
      return <MediaCard content={content} />
    case 'location':
      return <LocationCard content={content} />
    case 'contacts':
      return <ContactCards contacts={content.contacts} />
    case 'choice':
      return <ChoiceCard title={content.title} description={content.description} />
    case 'form':
      return <FormCard name={content.name} fields={content.fields} />
    case 'order':
      return <OrderCard text={content.text} items={content.items} />
    case 'call-permission':
      return (
        <Card kind="call-permission">
          {content.accepted ? <Trans>The customer allows calls.</Trans> : <Trans>The customer does not allow calls.</Trans>}
        </Card>
      )
    case 'interactive':
      return <InteractiveCard content={content} />
    case 'call':
      return <CallCard direction={content.direction} outcome={content.outcome} />
    case 'system':
      return <SystemCard event={content.event} text={content.text} />
    case 'template':
      return <TemplateCard name={content.name} text={content.text} />
    case 'unsupported':
      return (
        <Card kind="unsupported" note={content.rawType}>
          <Trans>WhatsApp could not pass this message on. Ask the customer to send it in another way.</Trans>
        </Card>
      )
    case 'unknown':
      return (
        <Card kind="unknown" note={content.rawType}>
          <Trans>This version of Balcão does not know this kind of message yet. It is kept whole and will be shown after an update.</Trans>
        </Card>
      )
  }
}

/** A kind of message by its sign and name, with what is known of it below. */
function Card({ kind, title, note, children }: { kind: string; title?: ReactNode; note?: string | null; children?: ReactNode }) {
  const { i18n } = useLingui()
  const { words, icon: Icon } = wordsForKind(kind)
  return (
    <div className={styles.card}>
      <CardIcon icon={Icon} />
      <div className={styles.cardWords}>
        <p className={styles.cardTitle}>
          {title ?? i18n._(words)}
          {note !== undefined && note !== null && note !== '' && <code className={styles.rawType}>{note}</code>}
        </p>
        {children !== undefined && <div className={styles.cardText}>{children}</div>}
      </div>
    </div>
  )
}

function CardIcon({ icon: Icon }: { icon: LucideIcon }) {
  return (
    <span className={styles.cardIcon} aria-hidden="true">
      <Icon />
    </span>
  )
}

function MediaCard({ content }: { content: Extract<Content, { kind: 'media' }> }) {
  const { i18n } = useLingui()
  const { words } = wordsForKind(kindOf(content))
  return (
    <>
      <Card kind={content.media} title={content.fileName === null ? i18n._(words) : <ForeignText>{content.fileName}</ForeignText>}>
        <Trans>Received. This version cannot show files yet.</Trans>
      </Card>
      {content.caption !== null && content.caption !== '' && <FormattedText text={content.caption} />}
    </>
  )
}

function LocationCard({ content }: { content: Extract<Content, { kind: 'location' }> }) {
  const { latitude, longitude, name, address } = content
  const place = latitude === null || longitude === null ? null : `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return (
    <Card kind="location" {...(name === null ? {} : { title: <ForeignText>{name}</ForeignText> })}>
      {address !== null && (
        <p>
          <ForeignText>{address}</ForeignText>
        </p>
      )}
      {place === null ? (
        <Trans>Without coordinates</Trans>
      ) : (
        <>
          <p className={styles.mono}>{place}</p>
          <a
            className={styles.external}
            href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            <Trans>Open the map</Trans>
            <ExternalLink aria-hidden="true" />
          </a>
        </>
      )}
    </Card>
  )
}

function ContactCards({ contacts }: { contacts: Extract<Content, { kind: 'contacts' }>['contacts'] }) {
  return contacts.map((contact, index) => (
    <Card key={index} kind="contacts" title={<ForeignText>{contact.name}</ForeignText>}>
      {contact.phones.map(({ phone }, position) => (
        <p key={position} className={styles.mono}>
          {phone}
        </p>
      ))}
    </Card>
  ))
}

function ChoiceCard({ title, description }: { title: string; description: string | null }) {
  return (
    <Card kind="choice" title={<ForeignText>{title}</ForeignText>}>
      {description === null ? <Trans>Chosen from the options</Trans> : <ForeignText>{description}</ForeignText>}
    </Card>
  )
}

function FormCard({ name, fields }: { name: string | null; fields: ReadonlyArray<{ name: string; value: string }> }) {
  const { t } = useLingui()
  return (
    <Card kind="form" title={name === null ? t`Form answers` : <ForeignText>{name}</ForeignText>}>
      {fields.length === 0 ? (
        <Trans>The answers could not be read.</Trans>
      ) : (
        <dl className={styles.fields}>
          {fields.map((field, index) => (
            <div key={index}>
              <dt>
                <ForeignText>{field.name}</ForeignText>
              </dt>
              <dd>
                <ForeignText>{field.value}</ForeignText>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

function OrderCard({ text, items }: { text: string | null; items: Extract<Content, { kind: 'order' }>['items'] }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const count = items.length
  const currency = items[0]?.currency ?? ''
  const isOneCurrency = items.every((item) => item.currency === currency)
  const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0)
  return (
    <>
      <Card kind="order" title={t`Order: ${plural(count, { one: '# product', other: '# products' })}`}>
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
      </Card>
      {text !== null && text !== '' && <FormattedText text={text} />}
    </>
  )
}

function InteractiveCard({ content }: { content: Extract<Content, { kind: 'interactive' }> }) {
  const { header, body, footer, action, url, sections } = content
  const options = sections.flatMap((section) => section.rows)
  return (
    <>
      <FormattedText text={[header, body, footer].filter((part) => part !== null && part !== '').join('\n\n')} />
      {(action !== null || url !== null || options.length > 0) && (
        <Card kind="interactive" {...(action === null ? {} : { title: <ForeignText>{action}</ForeignText> })}>
          {url !== null && (
            <p>
              <ForeignText>{url}</ForeignText>
            </p>
          )}
          {options.map((option, index) => (
            <p key={index}>
              <ForeignText>{option.title}</ForeignText>
              {option.description !== null && (
                <>
                  {' · '}
                  <ForeignText>{option.description}</ForeignText>
                </>
              )}
            </p>
          ))}
        </Card>
      )}
    </>
  )
}

type Call = Extract<Content, { kind: 'call' }>

const callWords: Readonly<Record<Call['direction'], Readonly<Record<Call['outcome'], MessageDescriptor>>>> = {
  in: {
    missed: msg`The customer called, and nobody answered.`,
    answered: msg`The customer called, and the call was answered.`,
    rejected: msg`The customer called, and the call was declined.`,
    failed: msg`The customer called, and the call failed.`,
    unknown: msg`The customer called.`,
  },
  out: {
    missed: msg`The shop called, and the customer did not answer.`,
    answered: msg`The shop called, and the customer answered.`,
    rejected: msg`The shop called, and the customer declined.`,
    failed: msg`The shop called, and the call failed.`,
    unknown: msg`The shop called the customer.`,
  },
}

function CallCard({ direction, outcome }: Pick<Call, 'direction' | 'outcome'>) {
  const { i18n } = useLingui()
  return <Card kind="call">{i18n._(callWords[direction][outcome])}</Card>
}

const systemWords: Readonly<Record<Extract<Content, { kind: 'system' }>['event'], MessageDescriptor>> = {
  'changed-number': msg`The customer changed their phone number. The conversation goes on here.`,
  'changed-user-id': msg`WhatsApp gave the customer a new id. The conversation goes on here.`,
  'identity-changed': msg`The customer’s security code changed, for instance because of a new phone. Check who it is before you talk about money or data.`,
  call: msg`The customer called. Calls are not answered here.`,
  other: msg`Notice from WhatsApp`,
}

function SystemCard({ event, text }: { event: keyof typeof systemWords; text: string | null }) {
  const { i18n } = useLingui()
  return (
    <Card kind="system" title={i18n._(systemWords[event])}>
      {text !== null && text !== '' && <ForeignText>{text}</ForeignText>}
    </Card>
  )
}

function TemplateCard({ name, text }: { name: string; text: string | null }) {
  return (
    <>
      <Card kind="template" note={name} />
      {text !== null && <FormattedText text={text} />}
    </>
  )
}
