import { useCallback, useState } from 'react'

/**
 * Puts focus back onto a pane that had it when something was opened by a key. Base UI would go on to the first control inside the pane, and
 * in a field letters are written where they were commands before.
 */
export function usePaneBack() {
  const [pane, setPane] = useState<HTMLElement | null>(null)

  const remember = useCallback(() => {
    const focused = document.activeElement
    setPane(focused instanceof HTMLElement && focused.matches('[tabindex="-1"]') ? focused : null)
  }, [])

  function giveBack(): false {
    // Not from where a command has taken it meanwhile.
    queueMicrotask(() => {
      const focused = document.activeElement
      if (focused === document.body || focused?.closest('[role="dialog"][data-closed]') !== null) pane?.focus()
    })
    return false
  }

  return { remember, finalFocus: pane === null ? undefined : giveBack }
}
