import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { useInboxNavigation } from '#renderer/features/inbox/use-inbox-navigation.ts'
import { useConversations, useInboxView, useVoice } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'

/** Whoever leaves a conversation with a recording that is not sent, by whatever way, has it in the draft there; and is asked when that fails. */
export function LeavingGuard() {
  const { t } = useLingui()
  const { voice } = useStores()
  const navigation = useInboxNavigation()
  const note = useVoice((state) => state.note)
  const isThere = useInboxView((state) => state.isShown && note !== null && state.conversationId === note.conversationId)
  const name = useConversations((state) => (note === null ? '' : (state.byId.get(note.conversationId)?.contactName ?? '')))
  const hasLeft = note !== null && !isThere
  const isNotKept = hasLeft && (note.phase === 'failed' || ('error' in note && note.error !== null))
  useKeepWhenLeft({ hasLeft, name })

  useEffect(() => {
    if (note === null) return undefined
    // The browser's own question before the window closes.
    const ask = (event: BeforeUnloadEvent) => {
      // At a lock there is none any more, and nothing may hold the page back.
      if (voice.getState().note !== null) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [note, voice])

  const goBack = () => {
    if (note !== null) navigation.open(note.conversationId)
  }
  return (
    <ConfirmDialog
      isOpen={isNotKept}
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

function useKeepWhenLeft({ hasLeft, name }: { hasLeft: boolean; name: string }): void {
  const { t } = useLingui()
  const { voice, toasts } = useStores()
  useEffect(() => {
    if (!hasLeft) return
    void voice
      .getState()
      .keep()
      .then((outcome) => {
        if (outcome === 'kept') toasts.show({ text: t`Your recording is kept in the draft for ${name}.` })
      })
    // oxlint-disable-next-line react/exhaustive-deps -- once at each leaving, whatever is drawn meanwhile
  }, [hasLeft])
}
