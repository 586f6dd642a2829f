import type { ConversationId } from '#contract'
import type { Stores } from '#renderer/stores/create-stores.ts'

/** Mostly they are here before a placeholder could be drawn. After this long the way on is the better answer to a key. */
const WAITS_MS = 60

/**
 * Goes on when a conversation's messages are here, so that it is drawn once and whole: until then the one before stays on the screen as
 * it is. It never outlives the next key or click, which is meant for the conversation that was asked for.
 */
export function whenLoaded(
  { messages, conversationId }: { messages: Stores['messages']; conversationId: ConversationId },
  goOn: () => void,
): void {
  messages.getState().load(conversationId)
  const phase = () => messages.getState().windows.get(conversationId)?.phase
  if (phase() !== 'loading') return goOn()

  const stopListening = messages.subscribe(() => {
    if (phase() !== 'loading') end()
  })
  const timer = setTimeout(end, WAITS_MS)
  const waiting = new AbortController()
  for (const name of ['keydown', 'pointerdown']) window.addEventListener(name, end, { capture: true, signal: waiting.signal })

  function end(): void {
    stopListening()
    clearTimeout(timer)
    waiting.abort()
    // Without a window nobody is signed in any more.
    if (phase() !== undefined) goOn()
  }
}
