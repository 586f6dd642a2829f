import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, MessagesSquare } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { CallError, type ConversationId, type ConversationRow, type ErrorCode } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { compareRows, isUnread } from '#renderer/stores/conversations-order.ts'
import { codeOf } from '#renderer/stores/conversations.ts'
import { useConversations, useMessages } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { Composer } from '#renderer/features/composer/composer.tsx'
import { ReactionPopup } from '#renderer/features/reactions/reaction-popup.tsx'
import { TemplatePickerHost } from '#renderer/features/templates/template-picker-host.tsx'
import { ThreadHeader } from './thread-header.tsx'
import styles from './thread-pane.module.css'
import { Thread } from './thread.tsx'
import { useFocusRequest } from './use-focus-request.ts'
import { useInboxNavigation } from './use-inbox-navigation.ts'
import { ONE_PANE, useMedia } from './use-media.ts'

/** Going through the list does not mark everything as read: a thread counts as seen after so long on the screen. */
const SEEN_AFTER_MS = 800

export function ThreadPane({ conversationId }: { conversationId: ConversationId | null }) {
  const { t } = useLingui()
  const pane = useRef<HTMLElement>(null)
  const isOnePane = useMedia(ONE_PANE)
  useFocusRequest('thread', pane, { isReady: conversationId !== null })
  return (
    <section ref={pane} className={styles.pane} aria-label={t`Conversation`} data-pane="thread" tabIndex={-1}>
      {isOnePane && (
        // Elsewhere the list beside it has the heading of the screen.
        <h1>
          <VisuallyHidden>{t`Conversation`}</VisuallyHidden>
        </h1>
      )}
      {conversationId === null ? <NothingOpen /> : <OpenThread key={conversationId} conversationId={conversationId} />}
    </section>
  )
}

function OpenThread({ conversationId }: { conversationId: ConversationId }) {
  const { conversations, messages, drafts } = useStores()
  const row = useConversations((state) => state.byId.get(conversationId))
  const [error, setError] = useState<ErrorCode | null>(null)

  useEffect(() => {
    conversations
      .getState()
      .ensure(conversationId)
      .catch((cause: unknown) => setError(codeOf(cause)))
    messages.getState().open(conversationId)
    drafts.getState().open(conversationId)
    return () => {
      messages.getState().close()
      drafts.getState().flush()
    }
  }, [conversationId, conversations, messages, drafts])
  useMarkSeen(conversationId)

  if (row === undefined) return error === null ? null : <NotThere error={error} />
  return (
    <>
      <ThreadHeader row={row} />
      <Thread row={row} />
      <Composer row={row} />
      <ReactionPopup />
      <TemplatePickerHost conversationId={conversationId} />
    </>
  )
}

/** Seen is what stands at the end of a thread, in a window that somebody is looking at. */
function useMarkSeen(conversationId: ConversationId): void {
  const { conversations } = useStores()
  const mayReply = useMay('conv.reply')
  const hasUnread = useConversations((state) => {
    const row = state.byId.get(conversationId)
    return row !== undefined && isUnread(row) ? row.inboundCount : 0
  })
  const isAtEnd = useMessages((state) => {
    const window = state.windows.get(conversationId)
    return window !== undefined && window.phase === 'ready' && window.isAtEnd && !window.hasAfter
  })
  const isLookedAt = useIsLookedAt()
  useEffect(() => {
    if (!mayReply || hasUnread === 0 || !isAtEnd || !isLookedAt) return
    const timer = setTimeout(() => conversations.getState().markRead(conversationId), SEEN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [conversationId, conversations, mayReply, hasUnread, isAtEnd, isLookedAt])
}

const look = () => document.visibilityState === 'visible' && document.hasFocus()

function useIsLookedAt(): boolean {
  const [isLookedAt, setLookedAt] = useState(look)
  useEffect(() => {
    const update = () => setLookedAt(look())
    window.addEventListener('focus', update)
    window.addEventListener('blur', update)
    document.addEventListener('visibilitychange', update)
    return () => {
      window.removeEventListener('focus', update)
      window.removeEventListener('blur', update)
      document.removeEventListener('visibilitychange', update)
    }
  }, [])
  return isLookedAt
}

function NothingOpen() {
  const { t } = useLingui()
  const waiting = useConversations((state) => state.waitingCount)
  const firstWaiting = useConversations((state) => longestWaiting(state.byId.values()))
  const navigation = useInboxNavigation()
  return (
    <EmptyState
      icon={<MessagesSquare />}
      title={waiting === 0 ? t`Choose a conversation` : t`Somebody is waiting for you`}
      action={
        firstWaiting !== undefined && (
          <Button variant="primary" onClick={() => navigation.open(firstWaiting)}>
            <Trans>Open who waits longest</Trans>
          </Button>
        )
      }
    >
      <Trans>
        Press <Kbd>J</Kbd> and <Kbd>K</Kbd> to go through the list, <Kbd>?</Kbd> to see all keys.
      </Trans>
    </EmptyState>
  )
}

function longestWaiting(rows: Iterable<ConversationRow>): ConversationId | undefined {
  let first: ConversationRow | undefined
  for (const row of rows) if (row.waitingSince !== null && (first === undefined || compareRows(row, first) < 0)) first = row
  return first?.conversationId
}

function NotThere({ error }: { error: ErrorCode }) {
  const { t, i18n } = useLingui()
  const navigation = useInboxNavigation()
  return (
    <EmptyState
      icon={<CircleAlert />}
      title={error === 'not-found' ? t`There is no such conversation` : t`The conversation could not be opened`}
      action={
        <Button onClick={() => navigation.close()}>
          <Trans>Back to the list</Trans>
        </Button>
      }
    >
      {wordsForError(new CallError('conversations.get', { code: error }), i18n).sentence}
    </EmptyState>
  )
}
