import type { ConversationId } from '#contract'
import type { Database } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { NumberService } from '../number/service.ts'
import type { Clock, Log } from '../ports.ts'
import type { GraphClient, GraphResult } from '../whatsapp/graph-client.ts'
import { limits } from '../whatsapp/limits.ts'
import { isWindowOpen } from './decide-next.ts'
import type { OutgoingThread, OutgoingThreads } from './outgoing-messages.ts'

/** What the customer sees of the shop besides messages: blue ticks and "typing…". A courtesy: it is tried, and never promised. */
export type Presence = {
  /** Once in 25 seconds for each conversation: WhatsApp shows it that long. `not-found` for a conversation that is not there, or that they do not see. */
  typing(conversationId: ConversationId, by: Viewer): void
  /** After the caller's transaction. Tried again when the number is back, as long as this program runs. */
  markRead(conversationId: ConversationId): void
}

/** Beyond this many, conversations whose time is over are forgotten. */
const TIMES_KEPT = 1000

export function createPresence(deps: { db: Database; clock: Clock; log: Log; threads: OutgoingThreads; numbers: NumberService }): Presence {
  const { db, clock, log, threads, numbers } = deps
  const typedAt = new Map<ConversationId, number>()
  const unmarked = new Set<ConversationId>()

  numbers.onReady(() => {
    const again = [...unmarked]
    unmarked.clear()
    again.forEach(mark)
  })

  function readyClient(thread: OutgoingThread): GraphClient | null {
    const sender = numbers.sender(thread.numberId)
    return sender.kind === 'ready' ? sender.client : null
  }

  function mark(conversationId: ConversationId): void {
    const thread = threads.find(conversationId)
    const wamid = thread === null ? null : threads.findNewestInboundWamid(conversationId)
    if (thread === null || wamid === null) return void unmarked.delete(conversationId)
    const client = readyClient(thread)
    if (client === null) return void unmarked.add(conversationId)
    unmarked.delete(conversationId)
    void tried('outbox.mark-read', client.markRead({ phoneNumberId: thread.numberId, wamid })).then((result) => {
      if (result?.ok === false && result.problem.row.scope === 'network') unmarked.add(conversationId)
    })
  }

  async function tried(event: string, call: Promise<GraphResult<null>>): Promise<GraphResult<null> | null> {
    try {
      const result = await call
      if (!result.ok) log.info(event, { refusedBy: result.problem.row.key })
      return result
    } catch (cause) {
      log.error(event, {}, cause)
      return null
    }
  }

  return {
    typing(conversationId, by) {
      const thread = threads.findSeen(conversationId, by)
      if (thread === null) throw new AppError('not-found', `No conversation ${conversationId}`)
      const now = clock.monotonic()
      const client = readyClient(thread)
      const wamid = threads.findNewestInboundWamid(conversationId)
      if (client === null || wamid === null || !isWindowOpen(thread.windowExpiresAt, clock.now())) return
      if (now - (typedAt.get(thread.conversationId) ?? -Infinity) < limits.typingShownMs) return
      if (typedAt.size > TIMES_KEPT) for (const [id, at] of typedAt) if (now - at >= limits.typingShownMs) typedAt.delete(id)
      typedAt.set(thread.conversationId, now)
      void tried('outbox.typing', client.showTyping({ phoneNumberId: thread.numberId, wamid }))
    },
    markRead(conversationId) {
      db.afterCommit(() => mark(conversationId))
    },
  }
}
