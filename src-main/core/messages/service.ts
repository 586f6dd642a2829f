import type {
  ContactId,
  Conversation,
  ConversationId,
  DeliveryProblem,
  DeliveryStatus,
  Message,
  MessageContent,
  MessageId,
  NumberId,
  StaffId,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import { publishMasked, shownContactTo } from '../contacts/masks.ts'
import type { Contacts } from '../contacts/service.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import type { Audiences } from '../inbox/audience.ts'
import type { Derived } from '../inbox/derived.ts'
import { toPreview } from '../inbox/preview.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { Inbox } from '../inbox/service.ts'
import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import { createMessageFiles, type FetchingFiles } from '../media/message-files.ts'
import type { Clock } from '../ports.ts'
import { addChanges, createChanges, noteNews, noteWhole, type Changes } from './changes.ts'
import { createHeardCommand } from './commands.ts'
import { createFactsRepository } from './facts-repository.ts'
import { createIncoming, type Incoming } from './incoming.ts'
import { createOwnReactions } from './own-reactions.ts'
import { readBeside, readNewest, type Anchor, type Page } from './page.ts'
import { createMessagesRepository, type MessageRow, type NewMessageRow, type ShownMessageRow } from './repository.ts'
import { kindOf, OWN_CONTENT_KEY, rowToMessage, shownMessageTo } from './rows.ts'
import { bestReported } from './shown-status.ts'
import { followAll, isSame, type ThreadNews } from './thread-news.ts'
import { versionsOf, type Version } from './versions.ts'

export type Outgoing = {
  readonly conversationId: ConversationId
  readonly numberId: NumberId
  /** Null when the program itself writes. */
  readonly staffId: StaffId | null
  readonly content: MessageContent
  /** Words to search and preview. */
  readonly body: string | null
  readonly quotedMessageId: MessageId | null
  /** Until when it can be taken back; null when it cannot. */
  readonly undoUntil: number | null
}

/** A window follows as many changes faster than it reads its page again. */
const TOLD_ONE_BY_ONE = 40

export type Messages = ReturnType<typeof createMessages>

/** Messages and what is known about them. Every write joins the caller's transaction or opens its own; events follow its commit. */
export function createMessages(deps: {
  db: Database
  clock: Clock
  commands: CommandLog
  publish: Publish
  inbox: Inbox
  contacts: Contacts
  fetching?: FetchingFiles
}) {
  const { db, clock, commands, publish, inbox, contacts } = deps
  const repository = createMessagesRepository({ db })
  const facts = createFactsRepository({ db })
  const files = createMessageFiles(deps)
  const incoming: Incoming = createIncoming({ repository, facts, files, clock })
  const heard = createHeardCommand({ repository, change })
  let running: Changes | null = null

  function find(messageId: MessageId): Message | undefined {
    const row = repository.findShown(messageId)
    return row === undefined ? undefined : toMessages([row])[0]
  }

  function get(messageId: MessageId): Message {
    const message = find(messageId)
    if (message === undefined) throw new AppError('not-found', `No message ${messageId}`)
    return message
  }

  function getRow(messageId: MessageId): MessageRow {
    const row = repository.find(messageId)
    if (row === undefined) throw new AppError('not-found', `No message ${messageId}`)
    return row
  }

  function toMessages(rows: readonly ShownMessageRow[]): Message[] {
    const numberId = rows[0]?.number_id
    const wamids = rows.map((row) => row.wamid).filter((wamid) => wamid !== null)
    // All of one thread, so of one number.
    const reactions = numberId === undefined || wamids.length === 0 ? [] : facts.listReactions(numberId, wamids)
    const filesByMessage = files.listOf(rows)
    return rows.map((row) => rowToMessage(row, { reactions, files: filesByMessage.get(row.id) ?? [] }))
  }

  function list(
    options: { conversationId: ConversationId; anchor: Anchor | null; limit: number },
    by: Viewer,
  ): { messages: Message[]; hasBefore: boolean; hasAfter: boolean } {
    const { conversationId } = inbox.getSeen(options.conversationId, by)
    const page =
      options.anchor === null
        ? readNewest(repository, conversationId, options.limit)
        : readAt(conversationId, options.anchor, options.limit)
    return {
      messages: toMessages(page.rows).map((message) => shownMessageTo(message, by)),
      hasBefore: page.hasBefore,
      hasAfter: page.hasAfter,
    }
  }

  function readAt(conversationId: ConversationId, { at, messageId }: Anchor, limit: number): Page {
    const row = repository.findShown(messageId)
    if (row === undefined || row.conversation_id !== conversationId)
      throw new AppError('not-found', `No message ${messageId} in conversation ${conversationId}`)
    return readBeside(repository, row, at, limit)
  }

  /**
   * Runs writes that belong together, and everything that follows from them: derived columns before commit, events after. One inside
   * another joins it: what is derived from news must be so once, and of a thread that is read whole there may be news besides. What one
   * that fails had noted is forgotten.
   */
  function change<Result>(act: (changes: Changes) => Result): Result {
    return db.transaction(() => {
      const outer = running
      const changes = createChanges()
      running = changes
      let result: Result
      try {
        result = act(changes)
      } finally {
        running = outer
      }
      if (outer === null) finish(changes)
      else addChanges(outer, changes)
      return result
    })
  }

  /** Derives again what the changes touched; tells everybody after commit. */
  function finish(changes: Changes): void {
    for (const [conversationId, news] of changes.threads) {
      if (derive(conversationId, news)) changes.conversations.add(conversationId)
    }
    db.afterCommit(() => tell(changes))
  }

  /** Answers whether the list shows anything else now. */
  function derive(conversationId: ConversationId, news: readonly ThreadNews[] | 'whole'): boolean {
    const before = inbox.getDerived(conversationId)
    const after = (news === 'whole' ? null : followAll(before, news)) ?? readWhole(conversationId)
    if (isSame(before, after)) return false
    inbox.setDerived(conversationId, { before, after })
    return true
  }

  function readWhole(conversationId: ConversationId): Derived {
    const { newest, lastOutboundAt, waitingSince, inboundCount, referredAt, freeEntryUntil } = facts.getThreadFacts(conversationId)
    const row = newest === undefined ? undefined : repository.find(newest.id)
    const isRevoked = row !== undefined && row.revoked_at !== null
    const body = isRevoked ? null : (row?.body ?? null)
    return {
      last_at: row?.sent_at ?? null,
      last_message_id: row?.id ?? null,
      preview_direction: row?.direction ?? null,
      preview_kind: isRevoked ? 'revoked' : (row?.kind ?? null),
      preview_text: body === null ? null : toPreview(body),
      preview_status: row?.status ?? null,
      last_outbound_at: lastOutboundAt,
      waiting_since: waitingSince,
      referred_at: referredAt,
      free_entry_until: freeEntryUntil,
      inbound_count: inboundCount,
    }
  }

  function tell(changes: Changes): void {
    const audiences = inbox.audiences()
    for (const merged of changes.merged) publish('conversation.merged', merged, audiences.of(merged.into))
    const isMuch = changes.messages.size + changes.conversations.size + changes.contacts.size > TOLD_ONE_BY_ONE
    if (isMuch) tellMuch(changes, audiences)
    else tellEach(changes, audiences)
    inbox.tellWaiting()
  }

  /** To whoever sees any of it. */
  function tellMuch(changes: Changes, audiences: Audiences): void {
    let touched: ReadonlySet<ConversationId> | null = null
    publish('conversations.stale', {}, (actor) => {
      if (actor.scope === 'all') return true
      touched ??= touchedThreads(changes)
      return [...touched].some((id) => audiences.sees(actor, id))
    })
  }

  function touchedThreads(changes: Changes): ReadonlySet<ConversationId> {
    const ofMessages = [...changes.messages].flatMap((id) => repository.find(id)?.conversation_id ?? [])
    const ofContacts = [...changes.contacts].flatMap((id) => inbox.listByContact(id))
    return new Set([...changes.conversations, ...ofMessages, ...ofContacts])
  }

  function tellEach(changes: Changes, audiences: Audiences): void {
    for (const messageId of changes.messages) tellMessage(messageId, audiences)
    for (const contactId of changes.contacts) {
      publishMasked(
        publish,
        'contact.changed',
        (viewer) => {
          const contact = contacts.find(contactId)
          return contact === undefined ? null : { contact: shownContactTo(contact, viewer) }
        },
        audiences.ofContact(contactId),
      )
      for (const conversationId of inbox.listByContact(contactId)) changes.conversations.add(conversationId)
    }
    const mergedAway = new Set(changes.merged.map(({ from }) => from))
    for (const conversationId of changes.conversations) {
      if (!mergedAway.has(conversationId)) inbox.tellConversation(conversationId, audiences)
    }
  }

  /** Read once, and only when there is somebody to tell. */
  function tellMessage(messageId: MessageId, audiences: Audiences): void {
    let found: Message | null | undefined
    const message = () => (found ??= find(messageId) ?? null)
    publishMasked(
      publish,
      'message.changed',
      (viewer) => {
        const said = message()
        return said === null ? null : { message: shownMessageTo(said, viewer) }
      },
      (actor) => {
        if (actor.scope === 'all') return true
        const said = message()
        return said !== null && audiences.sees(actor, said.conversationId)
      },
    )
  }

  return {
    find,
    get,
    list,
    /** `not-found` for a message of a conversation that the person does not see, exactly as for one that is not there. */
    assertSeen(messageId: MessageId, viewer: Viewer): void {
      if (!repository.isSeen(messageId, viewer)) throw new AppError('not-found', `No message ${messageId}`)
    },
    /** Facts from WhatsApp; see there. */
    incoming,
    change,
    ...createOwnReactions({ facts, repository, change }),

    /** The newest that a colleague or the phone wrote after a message of the thread. */
    findAnswerAfter(conversationId: ConversationId, after: MessageId, except: StaffId): Message | undefined {
      const seen = repository.find(after)
      if (seen === undefined || seen.conversation_id !== conversationId) return undefined
      const answer = repository.findAnswerAfter(conversationId, { sentAt: seen.sent_at, id: seen.id }, except)
      return answer === undefined ? undefined : get(answer.id)
    },

    /** What a message said before each edit, oldest first, and since when; nothing of one that was never edited. */
    listVersions(messageId: MessageId): Version[] {
      const row = getRow(messageId)
      const changes = row.wamid === null ? [] : facts.listChanges(row.number_id, row.wamid)
      return versionsOf(row, changes)
    },

    /** Somebody in the shop listened to what came in; only the first time is news. */
    markHeard(messageId: MessageId, by: StaffId): void {
      const { heard_at: heardAt, direction } = getRow(messageId)
      if (heardAt !== null || direction === 'out') return
      commands.append(heard, { key: `message.heard:${messageId}`, entity: `message:${messageId}`, by, payload: { messageId } })
    },

    /** A new message of ours, `queued`. Its time is now, or that of the thread's newest when the clock is behind it. */
    insertOutgoing(outgoing: Outgoing): MessageId {
      return change((changes) => {
        const conversation = inbox.get(outgoing.conversationId)
        const { conversationId } = conversation
        const quoted = outgoing.quotedMessageId === null ? null : getRow(outgoing.quotedMessageId)
        const row: NewMessageRow = {
          conversation_id: conversationId,
          number_id: outgoing.numberId,
          wamid: null,
          raw_event_id: null,
          source: 'live',
          direction: 'out',
          author: outgoing.staffId === null ? 'system' : 'staff',
          staff_id: outgoing.staffId,
          kind: kindOf(outgoing.content),
          body: outgoing.body,
          content: JSON.stringify(outgoing.content),
          content_key: OWN_CONTENT_KEY,
          media_id: null,
          sent_at: sentAtAfter(conversation, clock.now()),
          quoted_wamid: quoted?.conversation_id === conversationId ? quoted.wamid : null,
          forwarded: 'no',
          beside: null,
          own_status: 'queued',
          own_problem: null,
          status: 'queued',
          problem: null,
          undo_until: outgoing.undoUntil,
        }
        const id = repository.insert(row)
        assert(id !== null, 'a message without a wamid is always a new one')
        changes.messages.add(id)
        noteNews(changes, conversationId, { kind: 'message', message: { ...row, id } })
        return id
      })
    },

    /**
     * What the outbox says now. What WhatsApp has reported about the same wamid still wins; `queued` starts a new attempt and
     * so forgets the wamid of the one before.
     */
    setOutgoing(messageId: MessageId, own: { status: DeliveryStatus; problem: DeliveryProblem | null; undoUntil?: number | null }): void {
      change((changes) => {
        const row = getRow(messageId)
        if (own.status === 'queued' && row.wamid !== null) repository.updateWamid(messageId, null)
        const problem = own.problem === null ? null : JSON.stringify(own.problem)
        repository.updateOwnStatus(messageId, { status: own.status, problem, undoUntil: own.undoUntil ?? null })
        incoming.refreshStatus(messageId, changes)
        changes.messages.add(messageId)
      })
    },

    /** WhatsApp's id of what was sent; the statuses that came before it are joined. Harmless when repeated. */
    learnWamid(messageId: MessageId, wamid: string): void {
      change((changes) => {
        const row = getRow(messageId)
        if (row.wamid === wamid) return
        const stranger = repository.findByWamid(row.number_id, wamid)
        if (stranger !== undefined) {
          assert(stranger.content_key !== OWN_CONTENT_KEY, 'WhatsApp gives no two messages of ours the same id')
          // The same message seen from outside, before we knew that it was ours: one stays, the one with its author's name.
          repository.delete(stranger.id)
          noteWhole(changes, stranger.conversation_id)
        }
        repository.updateWamid(messageId, wamid)
        incoming.applyWaiting({ ...row, wamid }, changes)
        changes.messages.add(messageId)
      })
    },

    /** When an answer that is given now stands in the thread. */
    timeOfAnswer: (conversationId: ConversationId): number => sentAtAfter(inbox.get(conversationId), clock.now()),

    /** What is shown of it is otherwise, and not by anything that was written: tells whoever shows it. */
    tell(messageId: MessageId): void {
      db.afterCommit(() => tellMessage(messageId, inbox.audiences()))
    },
    /** Somebody is called otherwise now: tells whoever shows them. */
    tellContact(contactId: ContactId): void {
      change((changes) => changes.contacts.add(contactId))
    },
    /** Our message under this wamid or the customer's; for answers and statuses that name only that. */
    findByWamid(numberId: NumberId, wamid: string): MessageId | undefined {
      return repository.findByWamid(numberId, wamid)?.id
    },
    /** Of several ids of one message of ours, the one of which the best was reported: null when of none but failures. */
    findBestReported(messageId: MessageId, wamids: readonly string[]): string | null {
      const { number_id: numberId } = getRow(messageId)
      return bestReported(wamids.map((wamid) => ({ wamid, reported: facts.listStatuses(numberId, wamid) })))
    },
    wamidOf(messageId: MessageId): string | null {
      return getRow(messageId).wamid
    },
    /** The newest message the customer wrote, whose blue ticks stand for all before it. */
    findNewestInboundWamid(conversationId: ConversationId): string | null {
      return facts.findNewestInboundWamid(inbox.get(conversationId).conversationId)
    },
    moveThread(from: ConversationId, into: ConversationId, changes: Changes): void {
      repository.updateConversation(from, into)
      facts.updateReactionsOf(from, into)
      changes.merged.push({ from, into })
      // Nothing is there any more; what happened there in this very transaction must not bring its row back into the list.
      changes.threads.delete(from)
      noteWhole(changes, into)
    },
  }
}

/**
 * WhatsApp counts in whole seconds, so ours do, too: a reply that comes within the same second is not put before what it answers.
 * Ours goes at least a second behind the customer's newest message, which it answers.
 */
function sentAtAfter({ lastAt, preview }: Conversation, now: number): number {
  const second = Math.floor(now / 1000) * 1000
  return Math.max(second, (lastAt ?? 0) + (preview?.direction === 'in' ? 1000 : 0))
}
