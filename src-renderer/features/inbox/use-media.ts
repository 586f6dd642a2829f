import { useSyncExternalStore } from 'react'

/** Wide enough for list, thread and contact beside each other. */
export const WITH_CONTACT = '(width >= 1200px)'
/** Below this one pane fills the window. */
export const ONE_PANE = '(width < 900px)'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}
