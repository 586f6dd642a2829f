import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import type { ConversationId } from '#contract'
import type { ThreadWindow } from '#renderer/stores/messages-window.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

/** This near to the end counts as at the end: new messages then stay in view. */
const AT_END_WITHIN_PX = 60
/** The next page is fetched before the reader gets to the edge. */
const LOAD_WITHIN_PX = 700

type Anchor = { messageId: string; key: string; top: number }

type ThreadScroll = {
  scroller: RefObject<HTMLElement | null>
  /** Its rows carry `data-key`, and those of messages `data-message`. */
  content: RefObject<HTMLOListElement | null>
  onScroll(): void
}

/**
 * Keeps the reader's place in a thread of plain rows. Anchored by element: a message in view is remembered with its distance from the top,
 * and put back there after rows were added or dropped on either side. By height alone it would jump as soon as the far end is dropped.
 */
export function useThreadScroll(conversationId: ConversationId, { items, isAtEnd, hasAfter, target }: ThreadWindow): ThreadScroll {
  const { messages } = useStores()
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const isPinned = useRef(true)
  const isEndLoaded = useRef(!hasAfter)
  const lastTop = useRef(0)
  const anchor = useRef<Anchor | null>(null)

  function onScroll(): void {
    const element = scroller.current
    if (element === null) return
    const below = distanceToEnd(element)
    // Only going up leaves the end: rows that are measured late, or a composer that grows, also put it out of view for a moment.
    const isGoingUp = element.scrollTop < lastTop.current - 1
    lastTop.current = element.scrollTop
    if (below <= AT_END_WITHIN_PX) isPinned.current = true
    else if (isGoingUp) isPinned.current = false
    anchor.current = findAnchor(element, content.current)
    messages.getState().setAtEnd(conversationId, isPinned.current)
    if (element.scrollTop < LOAD_WITHIN_PX) messages.getState().loadBefore(conversationId)
    if (below < LOAD_WITHIN_PX) messages.getState().loadAfter(conversationId)
  }

  useLayoutEffect(() => {
    const element = scroller.current
    isEndLoaded.current = !hasAfter
    if (element === null || items.length === 0) return
    // The store says "at the end" when something was just written here or the latest was asked for.
    if (isAtEnd && !hasAfter) isPinned.current = true
    if (isPinned.current && !hasAfter) goToEnd(element)
    else if (anchor.current !== null) restore(element, content.current, anchor.current)
    anchor.current = findAnchor(element, content.current)
  }, [items, isAtEnd, hasAfter])

  useLayoutEffect(() => {
    const row = target === null ? null : content.current?.querySelector<HTMLElement>(`[data-message="${target.messageId}"]`)
    if (row === null || row === undefined) return
    isPinned.current = false
    // Twice: what comes into view is measured only then, and moves the place.
    row.scrollIntoView({ block: 'center' })
    requestAnimationFrame(() => row.scrollIntoView({ block: 'center' }))
  }, [target])

  useEffect(() => {
    // Pictures that arrive, a composer that grows, a window that shrinks: the end stays in view for who is at the end.
    const observer = new ResizeObserver(() => {
      const element = scroller.current
      if (element === null) return
      if (isPinned.current && isEndLoaded.current) goToEnd(element)
      // Nobody can scroll to what came before.
      if (element.scrollHeight <= element.clientHeight) messages.getState().loadBefore(conversationId)
      // Rows that are measured only now have moved what was remembered.
      anchor.current = findAnchor(element, content.current)
    })
    if (scroller.current !== null) observer.observe(scroller.current)
    if (content.current !== null) observer.observe(content.current)
    return () => observer.disconnect()
  }, [conversationId, messages])

  return { scroller, content, onScroll }
}

function distanceToEnd(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight
}

function goToEnd(element: HTMLElement): void {
  element.scrollTop = element.scrollHeight
}

/** The first message in view, with its distance from the upper edge. */
function findAnchor(scroller: HTMLElement, content: HTMLElement | null): Anchor | null {
  const edge = scroller.getBoundingClientRect().top
  const isInView = (element: HTMLElement) => element.getBoundingClientRect().bottom > edge
  for (const row of content?.querySelectorAll<HTMLElement>('[data-key]') ?? []) {
    if (!isInView(row)) continue
    const message = messagesIn(row).find(isInView)
    if (message === undefined) continue
    const top = wordsOf(message).getBoundingClientRect().top - edge
    return { messageId: message.dataset['message'] ?? '', key: row.dataset['key'] ?? '', top }
  }
  return null
}

function restore(scroller: HTMLElement, content: HTMLElement | null, { messageId, key, top }: Anchor): void {
  // A message that was still being handed over has another id by now, and one that has come into an album another row.
  const found =
    content?.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`) ??
    content?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  if (found === null || found === undefined) return
  scroller.scrollTop += wordsOf(found).getBoundingClientRect().top - scroller.getBoundingClientRect().top - top
}

/** One, or those of an album; none in a line between days. */
function messagesIn(row: HTMLElement): HTMLElement[] {
  return row.dataset['message'] === undefined ? [...row.querySelectorAll<HTMLElement>('[data-message]')] : [row]
}

/** What the reader looks at: a row begins above it, and further above while it is the first that is loaded. */
function wordsOf(message: HTMLElement): HTMLElement {
  return message.querySelector('article') ?? message
}
