import { useEffect, type RefObject } from 'react'
import { useInboxView } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import type { FocusPlace } from '#renderer/stores/inbox-view.ts'

/** Takes the focus when a command asks for this place, also when the place appears only afterwards. */
export function useFocusRequest(place: FocusPlace, target: RefObject<HTMLElement | null>, isReady = true): void {
  const { inboxView } = useStores()
  const request = useInboxView((state) => (state.focus?.place === place ? state.focus.request : null))
  useEffect(() => {
    if (request === null || !isReady || target.current === null) return
    target.current.focus()
    inboxView.getState().doneFocus(request)
  }, [request, isReady, target, inboxView])
}
