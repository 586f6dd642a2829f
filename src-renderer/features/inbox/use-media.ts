import { useSyncExternalStore } from 'react'

// In em, as in the style sheets: whoever reads in larger letters has room for fewer panes.

/** Wide enough for list, thread and contact beside each other. */
export const WITH_CONTACT = '(width >= 75em)'
/** Below this one pane fills the window. */
export const ONE_PANE = '(width < 56.25em)'

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
