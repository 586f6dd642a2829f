import { Dialog } from '@base-ui/react/dialog'
import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CopyIcon, Pencil, X } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { CallError, type Contact, type ConversationId } from '#contract'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { CustomerName } from '#renderer/features/messages/customer-name.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useContacts, useConversations, useInboxView } from '#renderer/stores/inbox-context.ts'
import { useMay, useSession, useStores } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import styles from './contact-panel.module.css'
import { ForeignText } from './foreign-text.tsx'
import { useFocusRequest } from './use-focus-request.ts'
import { useMessageActions } from './use-message-actions.ts'

/** Beside the thread. */
export function ContactPanel({ conversationId }: { conversationId: ConversationId }) {
  const { t } = useLingui()
  const { inboxView } = useStores()
  const contactKey = useShortcut('contact')
  const pane = useRef<HTMLElement>(null)
  useFocusRequest('contact', pane)
  return (
    <aside ref={pane} className={styles.panel} aria-label={t`Contact`} data-pane="contact" tabIndex={-1}>
      <div className={styles.close}>
        <IconButton
          label={t`Hide the contact`}
          {...contactKey}
          icon={<X aria-hidden="true" />}
          onClick={() => {
            inboxView.getState().setContactPanelShown(false)
            inboxView.getState().askFocus('thread')
          }}
        />
      </div>
      <ContactDetails conversationId={conversationId} />
    </aside>
  )
}

/** Over the thread, where the window is too narrow for a third pane. */
export function ContactDrawer({ conversationId }: { conversationId: ConversationId }) {
  const { t } = useLingui()
  const { inboxView } = useStores()
  const isOpen = useInboxView((state) => state.isContactDrawerOpen)
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => inboxView.getState().setContactDrawerOpen(open)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.drawer} aria-label={t`Contact`}>
          <div className={styles.close}>
            <Dialog.Close render={<IconButton label={t`Close`} shortcut="Esc" icon={<X aria-hidden="true" />} />} />
          </div>
          <ContactDetails conversationId={conversationId} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function ContactDetails({ conversationId }: { conversationId: ConversationId }) {
  const { t, i18n } = useLingui()
  const { contacts } = useStores()
  const contactId = useConversations((state) => state.byId.get(conversationId)?.contactId)
  const contact = useContacts((state) => (contactId === undefined ? undefined : state.byId.get(contactId)))
  const failure = useContacts((state) => (contactId === undefined ? undefined : state.failed.get(contactId)))

  useEffect(() => {
    if (contactId !== undefined) contacts.getState().load(contactId)
  }, [contactId, contacts])

  if (contact === undefined) {
    if (failure === undefined || contactId === undefined) return <DetailsSkeleton />
    return (
      <EmptyState
        icon={<CircleAlert />}
        title={t`The contact could not be loaded`}
        action={
          <Button onClick={() => contacts.getState().load(contactId)}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        {wordsForError(new CallError('contacts.get', { code: failure }), i18n).sentence}
      </EmptyState>
    )
  }
  return <Details key={contact.contactId} contact={contact} conversationId={conversationId} />
}

function Details({ contact, conversationId }: { contact: Contact; conversationId: ConversationId }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const received = useConversations((state) => state.byId.get(conversationId)?.inboundCount ?? 0)
  const name = contact.givenName ?? contact.profileName ?? contact.username ?? contact.phone ?? t`Without a name`
  const { profileName } = contact
  return (
    <div className={styles.details}>
      <div className={styles.head}>
        <Avatar name={name} size="large" />
        <Name contact={contact} name={name} />
        {contact.givenName !== null && profileName !== null && profileName !== contact.givenName && (
          <p className={styles.alias}>
            <Trans>
              Calls themselves <ForeignText>{profileName}</ForeignText>
            </Trans>
          </p>
        )}
      </div>
      <dl className={styles.facts}>
        {contact.phone !== null && <PhoneFact contact={contact} phone={contact.phone} />}
        {contact.username !== null && <CopyFact label={t`Username`} value={`@${contact.username}`} />}
        {contact.userId !== null && <CopyFact label={t`WhatsApp id`} value={contact.userId} isMono />}
        {contact.phone === null && (
          <Fact label={t`Phone`}>
            <span className={styles.none}>
              <Trans>Not shown by WhatsApp. You can answer all the same.</Trans>
            </span>
          </Fact>
        )}
        <Fact label={t`First written`}>{fmt.date(contact.firstSeenAt)}</Fact>
        <Fact label={t`Messages received`}>{fmt.number(received)}</Fact>
      </dl>
    </div>
  )
}

/** For roles that see the end of a number only: the whole of it until another contact is shown, and on record. */
function PhoneFact({ contact: { contactId }, phone }: { contact: Contact; phone: string }) {
  const { t } = useLingui()
  const { contacts } = useStores()
  const run = useRunAction()
  const masking = useSession((state) => state.me?.masks.phone ?? 'shown')
  const mayReveal = useMay('contact.reveal')
  const [revealed, setRevealed] = useState<string | null>(null)
  if (masking === 'shown' || revealed !== null) return <CopyFact label={t`Phone`} value={revealed ?? phone} isMono />
  return (
    <Fact label={t`Phone`}>
      <span className={styles.mono}>
        <ForeignText>{phone}</ForeignText>
        {masking === 'on-request' && mayReveal && (
          <Button size="small" onClick={() => void run(async () => setRevealed(await contacts.getState().revealPhone(contactId)))}>
            {t`Show it`}
          </Button>
        )}
      </span>
    </Fact>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function CopyFact({ label, value, isMono = false }: { label: string; value: string; isMono?: boolean }) {
  const { t } = useLingui()
  const { copyText } = useMessageActions()
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd className={isMono ? styles.mono : undefined}>
        <ForeignText>{value}</ForeignText>
        <IconButton size="small" label={t`Copy: ${label}`} icon={<CopyIcon aria-hidden="true" />} onClick={() => void copyText(value)} />
      </dd>
    </div>
  )
}

function Name({ contact, name }: { contact: Contact; name: string }) {
  const { t } = useLingui()
  const mayEdit = useMay('contact.edit')
  const [isEditing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (isEditing) {
    return (
      <NameForm
        contact={contact}
        onDone={() => {
          setEditing(false)
          requestAnimationFrame(() => button.current?.focus())
        }}
      />
    )
  }
  return (
    <div className={styles.name}>
      <h2>
        <CustomerName>{name}</CustomerName>
      </h2>
      {mayEdit && (
        <IconButton
          ref={button}
          size="small"
          label={t`Change the name`}
          icon={<Pencil aria-hidden="true" />}
          onClick={() => setEditing(true)}
        />
      )}
    </div>
  )
}

function NameForm({ contact, onDone }: { contact: Contact; onDone(): void }) {
  const { t, i18n } = useLingui()
  const { contacts } = useStores()
  const [text, setText] = useState(contact.givenName ?? '')
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function save(event: FormEvent) {
    event.preventDefault()
    setSaving(true)
    const outcome = await contacts.getState().rename(contact, text)
    setSaving(false)
    if (outcome.ok) onDone()
    else setError(wordsForError(new CallError('contacts.rename', { code: outcome.error }), i18n).sentence)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc gives up, wherever in the form
    <form
      className={styles.nameForm}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone()
      }}
    >
      <TextField
        label={t`Name in this shop`}
        value={text}
        onChange={setText}
        maxLength={80}
        startsFocused
        placeholder={contact.profileName ?? ''}
        description={t`Empty gives their own name back.`}
        error={error}
      />
      <div className={styles.nameButtons}>
        <Button type="submit" variant="primary" size="small" isBusy={isSaving}>
          {t`Save`}
        </Button>
        <Button size="small" onClick={onDone}>
          {t`Cancel`}
        </Button>
      </div>
    </form>
  )
}

function DetailsSkeleton() {
  const { t } = useLingui()
  return (
    <SkeletonGroup label={t`Loading the contact`} className={styles.details}>
      <div className={styles.head}>
        <Skeleton shape="avatar" />
        <Skeleton className={styles.skeletonLine} />
      </div>
      <Skeleton />
      <Skeleton />
      <Skeleton />
    </SkeletonGroup>
  )
}
