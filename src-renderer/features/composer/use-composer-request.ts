import { useEffect } from 'react'
import { useInboxView } from '#renderer/stores/inbox-context.ts'
import type { ComposerPart } from '#renderer/stores/inbox-view.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

/** Opens a part of the composer when a command asks for it. */
export function useComposerRequest(what: ComposerPart, open: () => void): void {
  const { inboxView } = useStores()
  const request = useInboxView((state) => (state.composerRequest?.what === what ? state.composerRequest.request : null))
  useEffect(() => {
    if (request === null) return
    inboxView.getState().doneComposer(request)
    open()
    // oxlint-disable-next-line react/exhaustive-deps -- once for each request, whatever has been drawn since
  }, [request, inboxView])
}
