import { startTransition, useEffect, useState } from 'react'
import type { ThreadWindow } from '#renderer/stores/messages-window.ts'

/** A single short line in the middle of a group. */
const LEAST_ROW_PX = 36

/**
 * So many rows at the beginning are not drawn yet. A thread that opens at its end is drawn in two: first what fills the screen even if
 * each row is a single short line, and the rest when that is painted. All at once would let the reader wait for what nobody sees.
 */
export function useLaterRows(count: number, { phase, isAtEnd, hasAfter, target }: ThreadWindow): number {
  const [isFirstFrame, setFirstFrame] = useState(true)
  const isReady = phase === 'ready'
  useEffect(() => {
    if (!isReady) return
    const frame = requestAnimationFrame(() => startTransition(() => setFirstFrame(false)))
    return () => cancelAnimationFrame(frame)
  }, [isReady])
  const opensAtEnd = isAtEnd && !hasAfter && target === null
  return isFirstFrame && opensAtEnd ? Math.max(0, count - Math.ceil(screen.height / LEAST_ROW_PX)) : 0
}
