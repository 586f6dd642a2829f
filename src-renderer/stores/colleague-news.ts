import type { ConversationId, MessageId } from '#contract'
import type { ThreadWindow } from './messages-window.ts'

/** What has only just appeared is on the screen, and nobody who was typing has read it yet. */
const READING_MS = 3_000

type News = { messageId: MessageId; /** Since when it is in view; null while it is not. */ shownSince: number | null }

/**
 * Which message of a thread the reader has seen last, so that nobody talks past a colleague who has just answered: what a colleague writes
 * counts as seen once it has been in view for a moment, everything else when it is loaded.
 */
export function createColleagueNews({ now }: { now: () => number }) {
  const newsOf = new Map<ConversationId, News[]>()

  return {
    note(conversationId: ConversationId, messageId: MessageId, { isInView }: { isInView: boolean }): void {
      newsOf.set(conversationId, [...stillNew(conversationId), { messageId, shownSince: isInView ? now() : null }])
    },
    /** The end of the thread is on the screen. */
    show(conversationId: ConversationId): void {
      const shown = stillNew(conversationId).map((news) => ({ ...news, shownSince: news.shownSince ?? now() }))
      newsOf.set(conversationId, shown)
    },
    newestSeen(conversationId: ConversationId, window: ThreadWindow | undefined): MessageId | null {
      const unseen = new Set<number>(stillNew(conversationId).map((news) => news.messageId))
      const firstUnseen = Math.min(...unseen)
      const seen = (window?.items ?? []).map(({ message }) => message.messageId).filter((id) => id > 0 && id < firstUnseen)
      return seen.reduce<MessageId | null>((newest, id) => (newest === null || id > newest ? id : newest), null)
    },
    clear: () => newsOf.clear(),
  }

  function stillNew(conversationId: ConversationId): News[] {
    return (newsOf.get(conversationId) ?? []).filter(({ shownSince }) => shownSince === null || now() - shownSince < READING_MS)
  }
}
