import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { useInboxNavigation } from '#renderer/features/inbox/use-inbox-navigation.ts'
import { useConversations, useInboxView, useVoice } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'

/** Asks whoever leaves a conversation with a recording that is not sent, by whatever way: it stops, and is kept until they have answered. */
export function LeavingGuard() {
  const { t } = useLingui()
  const { voice } = useStores()
  const navigation = useInboxNavigation()
  const note = useVoice((state) => state.note)
  const isThere = useInboxView((state) => state.isShown && note !== null && state.conversationId === note.conversationId)
  const name = useConversations((state) => (note === null ? '' : (state.byId.get(note.conversationId)?.contactName ?? '')))
  const hasLeft = note !== null && note.phase !== 'sending' && !isThere

  useEffect(() => {
    if (hasLeft) void voice.getState().stop()
  }, [hasLeft, voice])

  useEffect(() => {
    if (note === null) return undefined
    // The browser's own question before the window closes.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [note])

  const goBack = () => {
    if (note !== null) navigation.open(note.conversationId)
  }
  return (
    <ConfirmDialog
      isOpen={hasLeft}
      onClose={goBack}
      title={t`Your recording is not sent yet`}
      cancelLabel={t`Back to the recording`}
      confirmLabel={t`Discard`}
      onConfirm={() => voice.getState().discard()}
    >
      <p>
        <Trans>You were recording a voice message for {name}. It is kept nowhere else.</Trans>
      </p>
    </ConfirmDialog>
  )
}
