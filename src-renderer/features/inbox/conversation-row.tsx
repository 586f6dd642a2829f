import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { memo } from 'react'
import type { ConversationRow as Row, InboxView } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { CustomerName } from '#renderer/features/messages/customer-name.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { isUnread } from '#renderer/stores/conversations-order.ts'
import { plainLine } from '#renderer/text/parse-formatting.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { CountBadge } from '#renderer/ui/count-badge.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { wordsForKind } from '#renderer/features/messages/content-words.ts'
import styles from './conversation-row.module.css'
import { DeliveryTick } from './delivery-tick.tsx'
import { ForeignText } from './foreign-text.tsx'
import { serviceWindow } from './service-window.ts'
import { WaitingPill, WindowPill } from './state-pills.tsx'

type Props = {
  row: Row
  view: InboxView
  now: number
  isSelected: boolean
  /** Exactly one row of the list is reached by Tab; the arrows do the rest. */
  isTabStop: boolean
  /** Who cannot answer does not mark anything as read either, so everything would look unread for ever. */
  countsUnread: boolean
}

export const ConversationRow = memo(function ConversationRow({ row, view, now, isSelected, isTabStop, countsUnread }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const unread = countsUnread && isUnread(row) ? row.inboundCount - row.readCount : 0
  const window = serviceWindow(row.windowExpiresAt, now)
  const isClosing = window.state === 'closing' || window.state === 'urgent' || window.state === 'last-minutes'

  return (
    // A plain link to the address behind the hash: the router's own would have every row drawn anew whenever another one opens.
    <a
      href={`#${paths.inbox(view, row.conversationId)}`}
      className={styles.row}
      aria-current={isSelected ? 'true' : undefined}
      data-unread={unread > 0 || undefined}
      data-conversation={row.conversationId}
      tabIndex={isTabStop ? 0 : -1}
    >
      <Avatar name={row.contactName} className={styles.avatar} />
      <span className={styles.words}>
        <span className={styles.line}>
          <span className={styles.name}>
            <CustomerName>{row.contactName}</CustomerName>
          </span>
          {row.waitingSince === null ? (
            row.lastAt !== null && <time className={styles.time}>{fmt.rowMoment(row.lastAt, now)}</time>
          ) : (
            <WaitingPill waitingSince={row.waitingSince} now={now} />
          )}
        </span>
        <span className={styles.line}>
          <span className={styles.preview}>
            <Preview row={row} isSelected={isSelected} />
          </span>
          {isClosing && <WindowPill window={window} />}
          {unread > 0 && (
            <CountBadge
              shown={unread > 99 ? '99+' : fmt.number(unread)}
              label={t`${plural(unread, { one: '# unread message', other: '# unread messages' })}`}
            />
          )}
        </span>
      </span>
    </a>
  )
})

function Preview({ row, isSelected }: { row: Row; isSelected: boolean }) {
  const { t, i18n } = useLingui()
  const { draftFiles: files } = row
  if (!isSelected && (hasWords(row.draftPreview) || files > 0)) {
    return (
      <>
        <span className={styles.draft}>
          <Trans>Draft:</Trans>
        </span>{' '}
        {hasWords(row.draftPreview) ? <ForeignText>{row.draftPreview}</ForeignText> : <Plural value={files} one="# file" other="# files" />}
      </>
    )
  }
  const { preview } = row
  if (preview === null) return t`No messages yet`
  const { words, icon: Icon } = wordsForKind(preview.kind)
  const text = plainLine(preview.text)
  return (
    <>
      {preview.direction === 'out' && preview.status !== null && (
        <>
          <DeliveryTick status={preview.status} />{' '}
        </>
      )}
      {preview.kind !== 'text' && (
        <>
          <Icon className={styles.kind} aria-hidden="true" />{' '}
          {text === '' ? i18n._(words) : <VisuallyHidden>{i18n._(words)}</VisuallyHidden>}{' '}
        </>
      )}
      {text !== '' && <ForeignText>{text}</ForeignText>}
    </>
  )
}

function hasWords(text: string | null): text is string {
  return text !== null && text !== ''
}
