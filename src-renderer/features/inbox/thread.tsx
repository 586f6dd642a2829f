import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown, CircleAlert, MessageCircle } from 'lucide-react'
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { CallError, type ConversationRow, type Message, type MessageId } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock, useMessages } from '#renderer/stores/inbox-context.ts'
import { emptyWindow, type ThreadWindow } from '#renderer/stores/messages-window.ts'
import { useMay, useSession, useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Viewer } from '#renderer/features/viewer/viewer.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { plainTextOf } from '#renderer/features/messages/content-words.ts'
import { InboundAnnouncer } from './inbound-announcer.tsx'
import { AlbumRow } from '#renderer/features/messages/album-row.tsx'
import { MessageRow } from '#renderer/features/messages/message-row.tsx'
import type { MessageActions } from '#renderer/features/messages/message-tools.tsx'
import { threadRows, type ThreadRow } from './thread-rows.ts'
import styles from './thread.module.css'
import { useLaterRows } from './use-later-rows.ts'
import { useMessageActions } from './use-message-actions.ts'
import { useThreadScroll } from './use-thread-scroll.ts'

const HIGHLIGHT_MS = 2_000
/** What a row counts for before it is measured, as in the style sheet. */
const ROW_ABOUT_PX = 74

/** The messages of one conversation. Mount it anew for each: its place and what was unread at the beginning are its own. */
export function Thread({ row }: { row: ConversationRow }) {
  const { t, i18n } = useLingui()
  const { messages } = useStores()
  const { conversationId } = row
  const window = useMessages((state) => state.windows.get(conversationId)) ?? emptyWindow
  const { scroller, content, onScroll } = useThreadScroll(conversationId, window)
  const name = row.contactName

  return (
    <div className={styles.thread}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows go from message to message inside */}
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label={t`Messages with ${name}`}
        tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        onScroll={onScroll}
        onKeyDown={(event) => moveMessageFocus(event, content.current)}
        data-area="messages"
      >
        {window.phase === 'loading' && <ThreadSkeleton />}
        {window.phase === 'failed' && (
          <EmptyState
            icon={<CircleAlert />}
            title={t`The messages could not be loaded`}
            action={
              <Button onClick={() => messages.getState().open(conversationId)}>
                <Trans>Try again</Trans>
              </Button>
            }
          >
            {wordsForError(new CallError('messages.list', { code: window.error ?? 'internal' }), i18n).sentence}
          </EmptyState>
        )}
        {window.phase === 'ready' && window.items.length === 0 && (
          <EmptyState icon={<MessageCircle />} title={t`No messages yet`}>
            <Trans>Nothing has been written in this conversation.</Trans>
          </EmptyState>
        )}
        {window.phase === 'ready' && !window.hasBefore && window.items.length > 0 && (
          <p className={styles.beginning}>
            <Trans>The conversation begins here.</Trans>
          </p>
        )}
        <ol ref={content} className={styles.list}>
          <Rows row={row} window={window} />
        </ol>
      </section>
      {window.isLoadingBefore && <p className={styles.loading}>{t`Loading earlier messages…`}</p>}
      <JumpToLatest row={row} window={window} />
      <InboundAnnouncer name={name} />
      <Viewer conversationId={conversationId} />
    </div>
  )
}

function Rows({ row, window }: { row: ConversationRow; window: ThreadWindow }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const now = useClock((state) => state.now)
  const me = useSession((state) => state.me?.staffId)
  const members = useStaff((state) => state.membersById)
  const mayReply = useMay('conv.reply')
  const actions = useRowActions(row)
  const highlighted = useHighlight(window)
  const firstUnread = useFirstUnread(row, window, mayReply)
  const rows = useMemo(
    () => threadRows({ items: window.items, isSameDay: fmt.isSameDay, firstUnread }),
    [window.items, fmt.isSameDay, firstUnread],
  )
  const later = useLaterRows(rows, window)

  function authorOf({ author, direction }: Message): string {
    switch (author.kind) {
      case 'customer':
        return row.contactName
      case 'staff':
        return author.staffId === me ? t`You` : (members.get(author.staffId)?.name ?? t`A past colleague`)
      case 'phone':
        return t`Phone app`
      case 'system':
        return direction === 'in' ? t`WhatsApp` : t`Automatic`
    }
  }

  function rowOf(item: ThreadRow) {
    if (item.kind === 'day') {
      return (
        <li key={item.key} className={styles.day}>
          <h3>{fmt.dayLabel(item.at, now)}</h3>
        </li>
      )
    }
    if (item.kind === 'unread') {
      return (
        <li key={item.key} className={styles.unread}>
          <Trans>New</Trans>
        </li>
      )
    }
    const [first] = item.kind === 'album' ? item.items : [item.item]
    if (first === undefined) return null
    const { message } = first
    const isColleague = (message.author.kind === 'staff' && message.author.staffId !== me) || message.author.kind === 'phone'
    if (item.kind === 'album') {
      return (
        <AlbumRow
          key={item.key}
          items={item.items}
          author={authorOf(message)}
          isAuthorShown={isColleague}
          customerName={row.contactName}
          isGroupStart={item.isGroupStart}
          highlighted={highlighted}
          mayReply={mayReply}
          actions={actions}
        />
      )
    }
    return (
      <MessageRow
        key={item.key}
        item={item.item}
        author={authorOf(message)}
        isAuthorShown={isColleague}
        customerName={row.contactName}
        isGroupStart={item.isGroupStart}
        isGroupEnd={item.isGroupEnd}
        isHighlighted={message.messageId === highlighted}
        mayReply={mayReply}
        actions={actions}
      />
    )
  }

  return (
    <>
      {later > 0 && <li key="later" aria-hidden="true" style={{ blockSize: later * ROW_ABOUT_PX }} />}
      {rows.slice(later).map(rowOf)}
    </>
  )
}

function useRowActions({ conversationId }: ConversationRow): MessageActions {
  const { drafts, inboxView, messages } = useStores()
  const { copyText } = useMessageActions()
  return useMemo(
    () => ({
      quote(message) {
        drafts.getState().setReplyTo(conversationId, message.messageId)
        inboxView.getState().askFocus('composer')
      },
      copy: (message) => void copyText(message.content.kind === 'text' ? message.content.body : plainTextOf(message)),
      jumpTo: (messageId) => messages.getState().jumpTo(conversationId, messageId),
      focus: (messageId) => inboxView.getState().setFocusedMessage(messageId),
    }),
    [conversationId, drafts, inboxView, messages, copyText],
  )
}

/** The message that was jumped to, for two seconds after it is there. */
function useHighlight({ target }: ThreadWindow): MessageId | null {
  const [over, setOver] = useState(0)
  useEffect(() => {
    if (target === null) return
    const timer = setTimeout(() => setOver(target.request), HIGHLIGHT_MS)
    return () => clearTimeout(timer)
  }, [target])
  return target === null || target.request <= over ? null : target.messageId
}

/** The first message that was unread when the conversation was opened; it does not move while it is open. */
function useFirstUnread(row: ConversationRow, window: ThreadWindow, mayReply: boolean): MessageId | null {
  const [unreadAtOpening] = useState(() => (mayReply ? row.inboundCount - row.readCount : 0))
  const [found, setFound] = useState<MessageId | null | undefined>(undefined)
  if (found === undefined && window.phase === 'ready') setFound(firstOfUnread(window, unreadAtOpening))
  return found ?? null
}

function firstOfUnread({ items, hasBefore }: ThreadWindow, unread: number): MessageId | null {
  const inbound = items.filter((item) => item.message.direction === 'in')
  // All of them unread: a line above everything would say nothing.
  const isAll = unread >= inbound.length && !hasBefore
  return unread === 0 || isAll ? null : (inbound.at(-unread)?.message.messageId ?? null)
}

/** With the focus in the thread, the arrows go from message to message. */
function moveMessageFocus(event: KeyboardEvent<HTMLElement>, content: HTMLElement | null): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
  const articles = [...(content?.querySelectorAll<HTMLElement>('article') ?? [])]
  const here = articles.findIndex((article) => article.contains(document.activeElement))
  const next = here === -1 ? articles.at(-1) : articles[here + (event.key === 'ArrowUp' ? -1 : 1)]
  if (next === undefined) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}

function JumpToLatest({ row, window }: { row: ConversationRow; window: ThreadWindow }) {
  const { t } = useLingui()
  const { messages } = useStores()
  if (window.phase !== 'ready' || (window.isAtEnd && !window.hasAfter)) return null
  const count = window.newBelow
  return (
    <button type="button" className={styles.latest} onClick={() => messages.getState().jumpToLatest(row.conversationId)}>
      <ArrowDown aria-hidden="true" />
      {count === 0 ? t`To the latest` : t`${plural(count, { one: '# new message', other: '# new messages' })}`}
    </button>
  )
}

function ThreadSkeleton() {
  const { t } = useLingui()
  return (
    <SkeletonGroup label={t`Loading messages`} className={styles.skeletons}>
      {['52%', '38%', '60%', '30%', '46%'].map((width, index) => (
        <div key={width} className={styles.skeleton} data-side={index % 3 === 2 ? 'out' : 'in'} style={{ inlineSize: width }}>
          <Skeleton shape="block" />
        </div>
      ))}
    </SkeletonGroup>
  )
}
