import type { AnyEvent, Contact, Conversation, ConversationId, ConversationRow, EventFrame, Message, MessageId } from '#contract'
import type { Person } from './people.ts'
import { createReach } from './reach-model.ts'
import type { World } from './world.ts'

/** What one window knows: what it loaded, and what it was told since. */
type Known = {
  conversations: Map<ConversationId, Conversation>
  messages: Map<MessageId, Message>
  contacts: Map<number, Contact>
  waiting: number
  /** The greatest id of a message when it was loaded. */
  newest: number
  /** Seen since: what was said in them before is loaded when they are opened. */
  arrived: Set<ConversationId>
}

/** A window that only follows the events, held against one that loads everything anew. */
export function createFollower(world: World) {
  const { staff } = world
  let window: Person['window'] = null
  let person: Person = staff.owner
  let known: Known | null = null
  let heard = 0

  async function load(): Promise<Known | null> {
    const rows = await staff.findRows(person)
    const counted = await staff.call(person, 'conversations.counts', {})
    if (rows === null || counted.kind !== 'ok') return null
    const fresh: Known = {
      conversations: new Map(rows.map((row) => [row.conversationId, shared(row)])),
      messages: new Map(),
      contacts: new Map(),
      waiting: (counted.output as { waiting: number }).waiting,
      newest: 0,
      arrived: new Set(),
    }
    for (const { conversationId, contactId } of rows) {
      const page = await staff.call(person, 'messages.list', { conversationId, limit: 100 })
      const found = await staff.call(person, 'contacts.get', { contactId })
      if (page.kind !== 'ok' || found.kind !== 'ok') return null
      for (const message of (page.output as { messages: Message[] }).messages) fresh.messages.set(message.messageId, withoutQuote(message))
      const { contact } = found.output as { contact: Contact }
      fresh.contacts.set(contact.contactId, contact)
    }
    fresh.newest = Math.max(0, ...fresh.messages.keys())
    return fresh
  }

  /** `stale` is answered by loading anew, as the page does; so is a lock, and another role. */
  function apply(state: Known, frame: EventFrame): 'followed' | 'stale' {
    // The hub parsed the payload with this event's own schema.
    const event = { name: frame.event, payload: frame.payload } as AnyEvent
    if (event.name === 'conversation.changed') {
      const { conversation } = event.payload
      if (!state.conversations.has(conversation.conversationId)) state.arrived.add(conversation.conversationId)
      state.conversations.set(conversation.conversationId, conversation)
    } else if (event.name === 'conversation.gone') forget(state, event.payload.conversationId)
    else if (event.name === 'conversation.merged') state.conversations.delete(event.payload.from)
    else if (event.name === 'message.changed') state.messages.set(event.payload.message.messageId, withoutQuote(event.payload.message))
    else if (event.name === 'contact.changed') state.contacts.set(event.payload.contact.contactId, event.payload.contact)
    else if (event.name === 'conversations.counted') state.waiting = event.payload.waiting
    else if (event.name === 'conversations.stale' || event.name === 'session.ended' || event.name === 'session.changed') return 'stale'
    return 'followed'
  }

  function forget(state: Known, conversationId: ConversationId): void {
    state.conversations.delete(conversationId)
    for (const [id, message] of state.messages) if (message.conversationId === conversationId) state.messages.delete(id)
  }

  return {
    /** Compares what was followed so far, and goes on from what there is. */
    async check(): Promise<void> {
      if (known === null || window === null || !window.isOpen() || person.window !== window || !person.isSignedIn) {
        person = staff.anybody()
        window = await staff.atWork(person)
        if (window === null || !person.isSignedIn) return
        // Whoever looks on does not let the window lock itself.
        person.isThere = true
        heard = window.events.length
        known = await load()
        return
      }
      const followed = known
      const events = window.events.slice(heard)
      const results = events.map((event) => apply(followed, event))
      heard += events.length
      const fresh = await load()
      // Loading is a moment in itself: with anything told meanwhile there is nothing to compare.
      if (fresh !== null && window.isOpen() && window.events.length === heard && !results.includes('stale')) compare(followed, fresh)
      if (fresh !== null && window.isOpen() && window.events.length === heard) checkReach(fresh)
      known = window.isOpen() && person.isSignedIn ? fresh : null
      if (window.events.length !== heard) known = null
    },
  }

  /** The list has what the person reaches, and nothing else. */
  function checkReach(fresh: Known): void {
    const db = world.program.connection()
    if (db === null || person.staffId === null) return
    const shown = [...fresh.conversations.keys()].map(Number).toSorted((a, b) => a - b)
    const reached = [...createReach(db).of(person.staffId)].toSorted((a, b) => a - b)
    if (shown.join() !== reached.join()) world.break(`${person.login} reaches ${reached.join()}, and is shown ${shown.join()}`)
  }

  function compare(followed: Known, fresh: Known): void {
    for (const part of ['conversations', 'messages', 'contacts'] as const) {
      for (const [id, value] of fresh[part]) {
        const other = followed[part].get(id as never)
        // A contact is loaded when it is first shown, and an older message when its page is.
        if (other === undefined && (part === 'contacts' || (part === 'messages' && isLoadedLater(followed, value as Message)))) continue
        if (JSON.stringify(other) !== JSON.stringify(value)) {
          world.trace(`  followed ${JSON.stringify(other)}\n  fresh    ${JSON.stringify(value)}`)
          world.break(`a window that follows shows ${part} ${id} otherwise than one that loads: ${difference(other, value)}`)
        }
      }
    }
    // One in which nothing was said yet, only reacted, is in no list.
    const extra = [...followed.conversations.values()].filter(
      (each) => each.lastAt !== null && !fresh.conversations.has(each.conversationId),
    )
    if (extra.length > 0)
      world.break(`a window that follows shows conversations that are gone: ${extra.map(({ conversationId }) => conversationId).join()}`)
    const waiting = [...fresh.conversations.values()].filter(({ waitingSince }) => waitingSince !== null).length
    if (waiting !== fresh.waiting) world.break(`${waiting} customers wait, and ${fresh.waiting} are counted`)
    if (followed.waiting !== fresh.waiting) world.break(`a window that follows counts ${followed.waiting} waiting, not ${fresh.waiting}`)
  }
}

/** With the page of its conversation. */
function isLoadedLater({ newest, arrived }: Known, { messageId, conversationId }: Message): boolean {
  return Number(messageId) <= newest || arrived.has(conversationId)
}

export type Follower = ReturnType<typeof createFollower>

/** The same for everybody. */
function shared(row: ConversationRow): Conversation {
  const { readCount: _read, draftPreview: _draft, draftFiles: _files, ...conversation } = row
  return conversation
}

/** The preview in a quote is of another message, and loaded with the page. */
function withoutQuote(message: Message): Message {
  return { ...message, replyTo: null }
}

function difference(one: object | undefined, other: object): string {
  const shown: Record<string, unknown> = { ...one }
  return Object.entries(other)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(shown[name]))
    .map(([name]) => name)
    .join(', ')
}
