import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, Inbox, PartyPopper, PenLine, PhoneOff, SearchX } from 'lucide-react'
import { memo, useEffect, useRef, type KeyboardEvent } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useLocation } from 'wouter'
import { CallError, type ConversationId } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useClock, useConversations, useInboxView } from '#renderer/stores/inbox-context.ts'
import { useMay, useNumber, useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import styles from './conversation-list.module.css'
import { ConversationRow } from './conversation-row.tsx'
import { ListHeader } from './list-header.tsx'
import { useFocusRequest } from './use-focus-request.ts'

/** So many pixels before the end the next page is fetched. */
const LOAD_MORE_BEFORE_PX = 600
/** The pointer holds the rows for so long after it last moved: parked over the list, it does not stop it for ever. */
const POINTER_HOLDS_MS = 6_000
const ROW_PX = { comfortable: 64, compact: 44 }

/** Beside a thread that changes, most of it stays as it is. */
export const ConversationList = memo(function ConversationList() {
  const { t } = useLingui()
  const phase = useConversations((state) => state.phase)
  const isEmpty = useConversations((state) => state.order.length === 0)
  return (
    <section className={styles.pane} aria-label={t`Conversations`} data-pane="list" tabIndex={-1}>
      <ListHeader />
      <HeldBack />
      {phase === 'loading' && isEmpty && <ListSkeleton />}
      {phase === 'failed' && isEmpty && <ListFailed />}
      {phase === 'ready' && isEmpty && <ListEmpty />}
      {!isEmpty && <Rows />}
    </section>
  )
})

function Rows() {
  const { t } = useLingui()
  const { conversations, inboxView } = useStores()
  const order = useConversations((state) => state.order)
  const byId = useConversations((state) => state.byId)
  const isLoadingMore = useConversations((state) => state.isLoadingMore)
  const view = useConversations((state) => state.view)
  const selectedId = useInboxView((state) => state.conversationId)
  const now = useClock((state) => state.now)
  const density = useSettings((state) => state.settings.density)
  const countsUnread = useMay('conv.reply')
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useRef<VirtualizerHandle>(null)
  const tabStop = selectedId !== null && order.includes(selectedId) ? selectedId : order[0]
  const pointer = usePointerHold()
  useFocusRequest('list', scroller, { within: `[data-conversation="${tabStop}"]` })

  useEffect(() => {
    const index = selectedId === null ? -1 : conversations.getState().order.indexOf(selectedId)
    if (index !== -1) virtualizer.current?.scrollToIndex(index, { align: 'nearest' })
  }, [selectedId, conversations])

  function onScroll() {
    const element = scroller.current
    if (element === null) return
    if (element.scrollHeight - element.scrollTop - element.clientHeight < LOAD_MORE_BEFORE_PX) conversations.getState().loadMore()
  }

  /** Home and End of the list; the arrows are commands of the inbox. */
  function onKeyDown(event: KeyboardEvent) {
    const to: ConversationId | undefined = event.key === 'Home' ? order[0] : event.key === 'End' ? order.at(-1) : undefined
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    virtualizer.current?.scrollToIndex(order.indexOf(to))
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-conversation="${to}"]`)?.focus())
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Home and End among the links inside
    <div ref={scroller} className={styles.scroller} onScroll={onScroll} onKeyDown={onKeyDown} {...pointer}>
      <Virtualizer ref={virtualizer} as="ul" item="li" data={order} itemSize={ROW_PX[density]} bufferSize={400} key={density}>
        {(id) => {
          const row = byId.get(id)
          return row === undefined ? (
            <span key={id} />
          ) : (
            <ConversationRow
              key={id}
              row={row}
              view={view}
              now={now}
              isSelected={id === inboxView.getState().conversationId}
              isTabStop={id === tabStop}
              countsUnread={countsUnread}
            />
          )
        }}
      </Virtualizer>
      {isLoadingMore && <p className={styles.more}>{t`Loading more…`}</p>}
    </div>
  )
}

/** While the pointer is at work over the rows they stay where they are. */
function usePointerHold() {
  const { conversations } = useStores()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  function release() {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
    conversations.getState().holdForPointer(false)
  }
  function hold() {
    if (timer.current === null) conversations.getState().holdForPointer(true)
    else clearTimeout(timer.current)
    timer.current = setTimeout(release, POINTER_HOLDS_MS)
  }
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      conversations.getState().holdForPointer(false)
    },
    [conversations],
  )
  // A finger does not hover: it would hold the rows after every tap.
  return {
    onPointerMove: (event: { pointerType: string }) => (event.pointerType === 'mouse' ? hold() : undefined),
    onPointerLeave: release,
  }
}

/** What would move rows under the pointer waits here, and can be let in. */
function HeldBack() {
  const { t } = useLingui()
  const { conversations } = useStores()
  const heldBack = useConversations((state) => state.heldBack)
  if (heldBack === 0) return null
  return (
    <div className={styles.overRows}>
      <button type="button" className={styles.heldBack} onClick={() => conversations.getState().holdForPointer(false)}>
        {t`${plural(heldBack, { one: '# new conversation', other: '# new conversations' })}`}
      </button>
    </div>
  )
}

function ListSkeleton() {
  const { t } = useLingui()
  return (
    <SkeletonGroup label={t`Loading conversations`} className={styles.skeletons}>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className={styles.skeletonRow}>
          <Skeleton shape="avatar" />
          <div className={styles.skeletonWords}>
            <Skeleton className={styles.skeletonName} />
            <Skeleton />
          </div>
        </div>
      ))}
    </SkeletonGroup>
  )
}

function ListFailed() {
  const { t, i18n } = useLingui()
  const { conversations } = useStores()
  const code = useConversations((state) => state.error) ?? 'internal'
  const words = wordsForError(new CallError('conversations.list', { code }), i18n)
  return (
    <EmptyState
      icon={<CircleAlert />}
      title={t`The list could not be loaded`}
      action={
        <Button onClick={() => conversations.getState().retry()}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      {words.sentence}
    </EmptyState>
  )
}

function ListEmpty() {
  const { t } = useLingui()
  const view = useConversations((state) => state.view)
  const filter = useConversations((state) => state.filter)
  const hasNoNumber = useNumber((state) => state.number.phase === 'ready' && state.number.value === null)
  if (filter !== '') {
    return (
      <EmptyState icon={<SearchX />} title={t`Nobody found`}>
        <Trans>
          No name, username or number contains “<bdi>{filter}</bdi>”.
        </Trans>
      </EmptyState>
    )
  }
  switch (view) {
    case 'all':
      if (hasNoNumber) return <NoNumber />
      return (
        <EmptyState icon={<Inbox />} title={t`No conversations yet`}>
          <Trans>When a customer writes to your number, the conversation starts here.</Trans>
        </EmptyState>
      )
    case 'mine':
      return (
        <EmptyState icon={<Inbox />} title={t`None is yours`}>
          <Trans>What you take on, what is given to you, and what you answer first turns up here.</Trans>
        </EmptyState>
      )
    case 'unassigned':
      return (
        <EmptyState icon={<PartyPopper />} title={t`Everybody has somebody`}>
          <Trans>Every conversation has a colleague who looks after it.</Trans>
        </EmptyState>
      )
    case 'waiting':
      return (
        <EmptyState icon={<PartyPopper />} title={t`Nobody is waiting`}>
          <Trans>Every customer has an answer. New questions turn up here by themselves.</Trans>
        </EmptyState>
      )
    case 'closing':
      return (
        <EmptyState icon={<PartyPopper />} title={t`No window closes soon`}>
          <Trans>Whoever can be written to freely for less than four more hours turns up here.</Trans>
        </EmptyState>
      )
    case 'unread':
      return (
        <EmptyState icon={<Inbox />} title={t`All read`}>
          <Trans>You have seen every message. What is new to you turns up here.</Trans>
        </EmptyState>
      )
    case 'drafts':
      return (
        <EmptyState icon={<PenLine />} title={t`No drafts`}>
          <Trans>What you begin to write and do not send is kept, and listed here for you alone.</Trans>
        </EmptyState>
      )
  }
}

function NoNumber() {
  const { t } = useLingui()
  const mayManage = useMay('wa.token_manage')
  const [, navigate] = useLocation()
  return (
    <EmptyState
      icon={<PhoneOff />}
      title={t`No number is connected yet`}
      action={
        mayManage && (
          <Button variant="primary" onClick={() => navigate(paths.setUpNumber())}>
            {t`Connect your number`}
          </Button>
        )
      }
    >
      {mayManage ? (
        <Trans>Until then, messages can be neither received nor sent.</Trans>
      ) : (
        <Trans>Until the owner connects one, messages can be neither received nor sent.</Trans>
      )}
    </EmptyState>
  )
}
