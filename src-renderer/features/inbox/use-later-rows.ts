import { startTransition, useEffect, useState } from 'react'
import type { ThreadWindow } from '#renderer/stores/messages-window.ts'
import { countToFill, type ThreadRow } from './thread-rows.ts'

/** Long enough for the first rows to be painted, and for whoever goes through the list with a key held down to be gone again. */
const LATER_MS = 150

/**
 * So many rows at the beginning are not drawn yet. A thread that opens at its end is drawn in two: first what fills the window, and the
 * rest a moment later. All at once would let the reader wait for what nobody sees.
 */
export function useLaterRows(rows: readonly ThreadRow[], { phase, isAtEnd, hasAfter, target }: ThreadWindow): number {
  const [isOpening, setOpening] = useState(true)
  const isReady = phase === 'ready'
  useEffect(() => {
    if (!isReady) return
    const timer = setTimeout(() => startTransition(() => setOpening(false)), LATER_MS)
    return () => clearTimeout(timer)
  }, [isReady])
  const isOnlyEndSeen = isOpening && isAtEnd && !hasAfter && target === null
  return isOnlyEndSeen ? rows.length - countToFill(rows, window.innerHeight) : 0
}
