import type { ConversationId } from '#contract'
import type { Stores } from '#renderer/stores/create-stores.ts'

/** Mostly they are here before a placeholder could be drawn. After this long the way on is the better answer to a key. */
const WAITS_MS = 60

/**
 * Asks for a conversation's messages. What it returns goes on when they are here, so that the conversation is drawn once and whole: until
 * then the one before stays on the screen as it is. It never outlives the next key or click, which is meant for the one asked for.
 */
export function startLoading({ messages, conversationId }: { messages: Stores['messages']; conversationId: ConversationId }) {
  const phase = () => messages.getState().windows.get(conversationId)?.phase
  messages.getState().load(conversationId)

  return (goOn: () => void): void => {
    if (phase() !== 'loading') return goOn()
    const waiting = new AbortController()
    const stopListening = messages.subscribe(() => {
      if (phase() !== 'loading') end()
    })
    const timer = setTimeout(end, WAITS_MS)
    for (const name of ['keydown', 'pointerdown']) window.addEventListener(name, end, { capture: true, signal: waiting.signal })

    function end(): void {
      waiting.abort()
      stopListening()
      clearTimeout(timer)
      goOn()
    }
  }
}
