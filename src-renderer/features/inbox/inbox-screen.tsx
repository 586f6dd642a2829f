import { useEffect } from 'react'
import { Redirect, useParams } from 'wouter'
import { conversationId as conversationIdSchema, inboxView as inboxViewSchema, type ConversationId, type InboxView } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { useConversations, useInboxView } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { ContactDrawer, ContactPanel } from './contact-panel.tsx'
import { ConversationList } from './conversation-list.tsx'
import styles from './inbox-screen.module.css'
import { ThreadPane } from './thread-pane.tsx'
import { ONE_PANE, useMedia, WITH_CONTACT } from './use-media.ts'

/** List, thread and contact. What is open is in the address; the stores follow it. */
export function InboxScreen() {
  const { view, conversationId } = readAddress(useParams())
  useFollowAddress(view, conversationId)
  useSaveOnLeaving()
  const isOnePane = useMedia(ONE_PANE)
  const hasPanel = useMedia(WITH_CONTACT)
  const mayViewContact = useMay('contact.view')
  const isPanelShown = useInboxView((state) => state.isContactPanelShown) && hasPanel && mayViewContact
  const mergedInto = useConversations((state) => (conversationId === null ? undefined : state.mergedInto.get(conversationId)))
  if (mergedInto !== undefined) return <Redirect to={paths.inbox(view, mergedInto)} replace />

  return (
    <div
      className={styles.inbox}
      data-open={conversationId !== null || undefined}
      data-panel={(isPanelShown && conversationId !== null) || undefined}
    >
      {(!isOnePane || conversationId === null) && <ConversationList />}
      {(!isOnePane || conversationId !== null) && <ThreadPane conversationId={conversationId} />}
      {isPanelShown && conversationId !== null && <ContactPanel conversationId={conversationId} />}
      {!hasPanel && mayViewContact && conversationId !== null && <ContactDrawer conversationId={conversationId} />}
    </div>
  )
}

function readAddress(params: Readonly<Record<string, string | undefined>>): { view: InboxView; conversationId: ConversationId | null } {
  const view = inboxViewSchema.safeParse(params['view'])
  const id = conversationIdSchema.safeParse(Number(params['conversationId'] ?? Number.NaN))
  return { view: view.success ? view.data : 'all', conversationId: id.success ? id.data : null }
}

function useFollowAddress(view: InboxView, conversationId: ConversationId | null): void {
  const { conversations, inboxView } = useStores()
  useEffect(() => {
    conversations.getState().show({ view, filter: conversations.getState().filter })
  }, [view, conversations])
  useEffect(() => {
    inboxView.getState().show({ view, conversationId })
    conversations.getState().select(conversationId)
  }, [view, conversationId, conversations, inboxView])
  useEffect(() => {
    inboxView.getState().setShown(true)
    return () => {
      inboxView.getState().setShown(false)
      inboxView.getState().show({ view: inboxView.getState().view, conversationId: null })
      conversations.getState().select(null)
    }
  }, [inboxView, conversations])
}

/** A window that is closed or hidden takes no draft with it. */
function useSaveOnLeaving(): void {
  const { drafts } = useStores()
  useEffect(() => {
    const flush = () => drafts.getState().flush()
    window.addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }, [drafts])
}
