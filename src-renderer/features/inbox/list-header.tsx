import { Trans, useLingui } from '@lingui/react/macro'
import { Search, X } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { InboxView } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { isUnread } from '#renderer/stores/conversations-order.ts'
import { useConversations, useInboxView } from '#renderer/stores/inbox-context.ts'
import { viewsFor } from '#renderer/stores/inbox-view.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import styles from './list-header.module.css'
import { useFocusRequest } from './use-focus-request.ts'
import { useInboxNavigation } from './use-inbox-navigation.ts'

/** So long after the last key the list is asked for: less would ask for every letter. */
const FILTER_AFTER_MS = 150
const COUNTED_UP_TO = 99

export function ListHeader() {
  const { t } = useLingui()
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>
        <Trans>Inbox</Trans>
      </h1>
      <FilterBox />
      <nav aria-label={t`Views`}>
        <Views />
      </nav>
    </header>
  )
}

function Views() {
  const { t } = useLingui()
  const view = useInboxView((state) => state.view)
  const conversationId = useInboxView((state) => state.conversationId)
  const mayReply = useMay('conv.reply')
  const waiting = useConversations((state) => state.waitingCount)
  const unread = useConversations((state) => count(state.byId.values(), isUnread))
  const drafts = useConversations((state) => count(state.byId.values(), (row) => row.draftPreview !== null))
  const views: Record<InboxView, { label: string; count: number }> = {
    all: { label: t`All`, count: 0 },
    waiting: { label: t`Waiting`, count: waiting },
    mine: { label: t`Mine`, count: 0 },
    unassigned: { label: t`Free`, count: 0 },
    closing: { label: t`Closing soon`, count: 0 },
    unread: { label: t`Unread`, count: unread },
    drafts: { label: t`Drafts`, count: drafts },
  }
  return (
    <ul className={styles.views}>
      {viewsFor({ mayReply }).map((name) => (
        <li key={name}>
          <Link
            to={conversationId === null ? paths.inbox(name) : paths.inbox(name, conversationId)}
            className={styles.view}
            aria-current={name === view ? 'page' : undefined}
          >
            {views[name].label}
            {views[name].count > 0 && <Count count={views[name].count} />}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Count({ count: shown }: { count: number }) {
  const fmt = useFmt()
  return <span className={styles.count}>{shown > COUNTED_UP_TO ? `${COUNTED_UP_TO}+` : fmt.number(shown)}</span>
}

function FilterBox() {
  const { t } = useLingui()
  const { conversations, inboxView } = useStores()
  const applied = useConversations((state) => state.filter)
  const [text, setText] = useState(applied)
  const input = useRef<HTMLInputElement>(null)
  useFocusRequest('filter', input)
  const { shortcut } = useShortcut('filter')
  const openFirst = useOpenFirst()

  const apply = useCallback(
    () => conversations.getState().show({ view: inboxView.getState().view, filter: text.trim() }),
    [text, conversations, inboxView],
  )
  useEffect(() => {
    const timer = setTimeout(apply, FILTER_AFTER_MS)
    return () => clearTimeout(timer)
  }, [apply])

  return (
    <search className={styles.filter}>
      <Search aria-hidden="true" />
      <input
        ref={input}
        value={text}
        maxLength={80}
        spellCheck={false}
        autoComplete="off" // see the composer
        placeholder={t`Filter by name or number`}
        aria-label={t`Filter conversations by name, username or number`}
        onChange={(event) => {
          openFirst.takeBack()
          setText(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation()
            setText('')
          } else if (event.key === 'Enter') {
            event.preventDefault()
            apply()
            openFirst.ask()
          } else if (event.key === 'Escape' || event.key === 'ArrowDown') {
            event.preventDefault()
            event.stopPropagation()
            inboxView.getState().askFocus('list')
          }
        }}
      />
      {text === '' ? (
        shortcut !== undefined && (
          <span className={styles.key} aria-hidden="true">
            <Kbd>{shortcut}</Kbd>
          </span>
        )
      ) : (
        <IconButton size="small" label={t`Clear the filter`} icon={<X aria-hidden="true" />} onClick={() => setText('')} />
      )}
    </search>
  )
}

/** Enter opens the first row of what was asked for, also when the answer is still on its way; another key takes that back. */
function useOpenFirst() {
  const { conversations } = useStores()
  const navigation = useInboxNavigation()
  const stopWaiting = useRef<() => void>(null)

  const takeBack = useCallback(() => {
    stopWaiting.current?.()
    stopWaiting.current = null
  }, [])
  useEffect(() => takeBack, [takeBack])

  function ask() {
    takeBack()
    stopWaiting.current = conversations.subscribe(openIfThere)
    openIfThere()
  }

  function openIfThere() {
    const { phase, order } = conversations.getState()
    if (phase === 'loading') return
    takeBack()
    const [first] = order
    if (first === undefined) return
    navigation.open(first, 'thread')
  }

  return { ask, takeBack }
}

function count<Item>(items: Iterable<Item>, isCounted: (item: Item) => boolean): number {
  let found = 0
  for (const item of items) if (isCounted(item)) found += 1
  return found
}
