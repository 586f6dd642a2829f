import { useEffect } from 'react'

/**
 * F6 and Shift+F6 walk the panes of the window (Ctrl+F6 too, for browsers that keep F6 to themselves).
 * A pane is any element with `data-pane` and `tabIndex={-1}`, in the order of the document; one that is not shown is passed over.
 */
export function usePaneFocus(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'F6' || event.altKey || event.metaKey) return
      const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.checkVisibility())
      if (panes.length === 0) return
      event.preventDefault()
      const here = panes.findIndex((pane) => pane.contains(document.activeElement))
      nextPane(panes, here, event.shiftKey ? -1 : 1)?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function nextPane(panes: readonly HTMLElement[], here: number, step: 1 | -1): HTMLElement | undefined {
  const from = here === -1 && step === -1 ? 0 : here
  return panes[(from + step + panes.length) % panes.length]
}
