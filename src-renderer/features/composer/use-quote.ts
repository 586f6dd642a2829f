import { useMemo } from 'react'
import type { ConversationId, Message } from '#contract'
import { useDrafts, useMessages } from '#renderer/stores/inbox-context.ts'
import { kindOf, plainTextOf } from '#renderer/features/messages/content-words.ts'

/** The message that the draft answers, as a quote; of one that is not loaded only its id is known. */
export function useQuote(conversationId: ConversationId): Message['replyTo'] {
  const replyTo = useDrafts((state) => state.byId.get(conversationId)?.replyTo ?? null)
  const quoted = useMessages((state) =>
    replyTo === null ? undefined : state.windows.get(conversationId)?.items.find((item) => item.message.messageId === replyTo)?.message,
  )
  return useMemo(() => {
    if (replyTo === null) return null
    if (quoted === undefined) return { messageId: replyTo, direction: null, kind: null, preview: null }
    const kind = quoted.isRevoked ? 'revoked' : kindOf(quoted.content)
    return { messageId: replyTo, direction: quoted.direction, kind, preview: plainTextOf(quoted) || null }
  }, [replyTo, quoted])
}
