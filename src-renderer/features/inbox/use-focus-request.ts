import { useEffect, type RefObject } from 'react'
import { useInboxView } from '#renderer/stores/inbox-context.ts'
import type { FocusPlace } from '#renderer/stores/inbox-view.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

type Options = {
  /** Which element inside takes the focus; the target itself where there is none. */
  within?: string
  isReady?: boolean
}

/** Takes the focus when a command asks for this place, also when the place appears only afterwards. */
export function useFocusRequest(place: FocusPlace, target: RefObject<HTMLElement | null>, { within, isReady = true }: Options = {}): void {
  const { inboxView } = useStores()
  const request = useInboxView((state) => (state.focus?.place === place ? state.focus.request : null))
  useEffect(() => {
    if (request === null || !isReady || target.current === null) return
    const inside = within === undefined ? null : target.current.querySelector<HTMLElement>(within)
    const focused = inside ?? target.current
    focused.focus()
    inboxView.getState().doneFocus(request)
  }, [request, isReady, within, target, inboxView])
}
