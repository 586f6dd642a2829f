import { createSeededRandom } from '#test/support/seeded-random.ts'
import { createZipf } from './vocabulary.ts'

/** One message's place in the shop's history. Conversations are numbered in the order in which they begin. */
export type Turn = { readonly conversation: number; readonly at: number; readonly direction: 'in' | 'out' }

/** Two years that end on one day for ever, so that the same shop comes out each time. */
export const HISTORY_END_AT = Date.UTC(2026, 10, 20, 18)
const HISTORY_MS = 2 * 365 * 86_400_000

const CONVERSATIONS_MAX = 20_000
const MESSAGES_A_CONVERSATION = 5
/** Chats that are going on at the same time. */
const DESKS = 40
/** Of a hundred chats so many end with the customer's word, and so with somebody who waits. */
const LEFT_WAITING_PERCENT = 3
/** The busiest of 20,000 threads then has a few thousand of a million messages. */
const SKEW = 0.5

export function conversationsOf(messages: number): number {
  return Math.max(1, Math.min(CONVERSATIONS_MAX, Math.floor(messages / MESSAGES_A_CONVERSATION)))
}

/** Chats that begin, go to and fro for a few messages and end, some dozens at a time, in order of time. */
export function* createTimeline(options: { messages: number; seed: number }): Generator<Turn> {
  const { messages } = options
  const random = createSeededRandom(options.seed)
  const conversations = conversationsOf(messages)
  const meanTurns = Math.min(7, (messages / conversations) * 0.5)
  const zipf = createZipf({ size: conversations, exponent: SKEW, next: random.next })
  // The busiest are not the oldest.
  const byRank = random.shuffled(Array.from({ length: conversations }, (_, index) => index))
  const stepMs = HISTORY_MS / messages
  let begun = 0

  type Chat = { conversation: number; turnsLeft: number; direction: 'in' | 'out'; endsWith: 'in' | 'out' }
  const chats: Chat[] = []

  function begin(share: number): Chat {
    const isNew = begun < conversations && begun <= share * conversations
    const conversation = isNew ? begun : known()
    if (isNew) begun += 1
    return {
      conversation,
      turnsLeft: 2 + Math.floor(-Math.log(1 - random.next()) * Math.max(0, meanTurns - 2)),
      direction: 'in',
      endsWith: random.below(100) < LEFT_WAITING_PERCENT ? 'in' : 'out',
    }
  }

  function known(): number {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const conversation = byRank[zipf.pick()] ?? 0
      if (conversation < begun && !chats.some((chat) => chat.conversation === conversation)) return conversation
    }
    return random.below(begun)
  }

  for (let message = 0; message < messages; message += 1) {
    const place = random.below(DESKS)
    const running = chats[place]
    // A little ahead, so that the last conversation has begun before the history ends.
    const chat = running === undefined || running.turnsLeft === 0 ? begin((message / messages) * 1.1) : running
    chats[place] = chat
    const direction = chat.turnsLeft === 1 ? chat.endsWith : chat.direction
    yield { conversation: chat.conversation, at: timeOf(message), direction }
    chat.turnsLeft -= 1
    chat.direction = random.below(10) < 6 ? other(direction) : direction
  }

  /** Whole seconds, as WhatsApp counts, and never the same twice. */
  function timeOf(message: number): number {
    const at = HISTORY_END_AT - HISTORY_MS + (message + random.next() * 0.5) * stepMs
    return Math.floor(at / 1000) * 1000
  }
}

function other(direction: 'in' | 'out'): 'in' | 'out' {
  return direction === 'in' ? 'out' : 'in'
}
