import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import type { ConversationId } from '#contract'
import type { ThreadWindow } from '#renderer/stores/messages-window.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

/** This near to the end counts as at the end: new messages then stay in view. */
const AT_END_WITHIN_PX = 60
/** The next page is fetched before the reader gets to the edge. */
const LOAD_WITHIN_PX = 700

/**
 * Keeps the reader's place in a thread of plain rows. Anchored by element: a row in view is remembered with its distance from the top,
 * and put back there after rows were added or dropped on either side. By height alone it would jump as soon as the far end is dropped.
 * Rows carry `data-key`.
 */
export function useThreadScroll({
  conversationId,
  window,
  scroller,
  content,
}: {
  conversationId: ConversationId
  window: ThreadWindow
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLElement | null>
}): { onScroll(): void } {
  const { messages } = useStores()
  const isPinned = useRef(true)
  const anchor = useRef<{ key: string; top: number } | null>(null)
  const lastTop = useRef(0)
  const hasAfter = useRef(window.hasAfter)
  hasAfter.current = window.hasAfter

  const rememberAnchor = useCallback(() => {
    const box = scroller.current?.getBoundingClientRect()
    if (box === undefined) return
    for (const row of content.current?.querySelectorAll<HTMLElement>('[data-key]') ?? []) {
      const { top, bottom } = row.getBoundingClientRect()
      if (bottom <= box.top) continue
      anchor.current = { key: row.dataset['key'] ?? '', top: top - box.top }
      return
    }
  }, [scroller, content])

  const goToEnd = useCallback(() => {
    const element = scroller.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }, [scroller])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    const below = element.scrollHeight - element.scrollTop - element.clientHeight
    // Only going up leaves the end: rows that are measured late, or a composer that grows, also put it out of view for a moment.
    const isGoingUp = element.scrollTop < lastTop.current - 1
    lastTop.current = element.scrollTop
    if (below <= AT_END_WITHIN_PX) isPinned.current = true
    else if (isGoingUp) isPinned.current = false
    rememberAnchor()
    messages.getState().setAtEnd(conversationId, isPinned.current)
    if (element.scrollTop < LOAD_WITHIN_PX) messages.getState().loadBefore(conversationId)
    if (below < LOAD_WITHIN_PX) messages.getState().loadAfter(conversationId)
  }, [conversationId, messages, rememberAnchor, scroller])

  const { items, isAtEnd, target } = window
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || items.length === 0) return
    // The store says "at the end" when something was just written here or the latest was asked for.
    if (isAtEnd && !hasAfter.current) isPinned.current = true
    if (isPinned.current && !hasAfter.current) {
      goToEnd()
    } else if (anchor.current !== null) {
      const row = content.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(anchor.current.key)}"]`)
      if (row != null) element.scrollTop += row.getBoundingClientRect().top - element.getBoundingClientRect().top - anchor.current.top
    }
    rememberAnchor()
  }, [items, isAtEnd, scroller, content, goToEnd, rememberAnchor])

  useLayoutEffect(() => {
    if (target === null) return
    const row = content.current?.querySelector<HTMLElement>(`[data-message="${target.messageId}"]`)
    if (row == null) return
    isPinned.current = false
    // Twice: what comes into view is measured only then, and moves the place.
    row.scrollIntoView({ block: 'center' })
    requestAnimationFrame(() => row.scrollIntoView({ block: 'center' }))
  }, [target, content])

  useEffect(() => {
    // Pictures that arrive, a composer that grows, a window that shrinks: the end stays in view for who is at the end.
    const observer = new ResizeObserver(() => {
      if (isPinned.current && !hasAfter.current) goToEnd()
      // Rows that are measured only now have moved what was remembered.
      rememberAnchor()
    })
    if (scroller.current !== null) observer.observe(scroller.current)
    if (content.current !== null) observer.observe(content.current)
    return () => observer.disconnect()
  }, [scroller, content, goToEnd, rememberAnchor])

  return { onScroll }
}
