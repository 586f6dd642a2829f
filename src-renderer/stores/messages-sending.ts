import {
  CallError,
  type Client,
  type ConversationId,
  type DraftFile,
  type Message,
  type MessageContent,
  type MessageFile,
  type MessageId,
  type OutgoingInput,
  type StaffId,
} from '#contract'
import type { ClockStore } from './clock.ts'
import { codeOf } from './conversations.ts'
import { addWritten, changeItem, settleWritten, type ThreadItem, type ThreadWindow } from './messages-window.ts'
import { filledForm } from './filled-form.ts'
import type { MessageForm } from './message-forms.ts'
import type { Outcome } from './outcome.ts'
import { unsentMessage } from './unsent-message.ts'

/** A message to send: what goes, and the same as it is drawn. */
export type NewMessage = {
  conversationId: ConversationId
  content: OutgoingInput
  shown: MessageContent
  /** What it shows besides, such as a photo. */
  files?: readonly MessageFile[]
  replyTo: Message['replyTo']
}

/** What goes back into a composer: words, and files with what they were to be sent as; or into the form that it came from. */
export type TakenBack = { text: string; files: readonly DraftFile[]; form: MessageForm | null }

export type SendingState = {
  /** My newest message that can still be taken back. */
  undoable: { conversationId: ConversationId; messageId: MessageId; undoUntil: number } | null
  /** So many messages are on their way to the core: what it takes can be undone in a moment. */
  handingOver: number
}

export type SendingActions = {
  /** The row is there at once; `taken` resolves when the core has the message, or has refused it. */
  send(message: NewMessage): { key: string; taken: Promise<Outcome> }
  /** Hands a row over again that the core did not take. The same key goes with it, so it cannot be sent twice. */
  retry(conversationId: ConversationId, key: string, options?: { sendAnyway?: boolean }): Promise<Outcome>
  /** Takes a row away that the core did not take, and gives back what it said. */
  discard(conversationId: ConversationId, key: string): TakenBack
  /** `undoable`, once the core has answered for all that is on its way there. */
  findUndoable(): Promise<SendingState['undoable']>
  undo(messageId: MessageId): Promise<Outcome<{ conversationId: ConversationId } & TakenBack>>
}

type Deps = {
  client: Client
  clock: ClockStore
  newClientKey: () => string
  /** Who is signed in here. */
  me(): StaffId | null
  windowOf(conversationId: ConversationId): ThreadWindow | undefined
  allWindows(): Iterable<ThreadWindow>
  update(conversationId: ConversationId, change: (window: ThreadWindow) => ThreadWindow): void
  /** The end of the thread has to be on the screen for what was just written. */
  showEnd(conversationId: ConversationId): void
  newestSeen(conversationId: ConversationId): MessageId | null
  take(message: Message): void
  getState(): SendingState
  setState(change: Partial<SendingState>): void
}

/** What is written here, on its way to the core, and back while it is held there. */
export function createSending(deps: Deps): SendingActions & { noteUndoable(message: Message): void } {
  const { client, clock, windowOf, update, getState, setState } = deps
  let nextTemporaryId = -1
  let lastHandover: Promise<unknown> = Promise.resolve()

  function writtenItem(key: string, { conversationId, content, shown, files = [], replyTo }: NewMessage): ThreadItem {
    const staffId = deps.me()
    const message = unsentMessage({
      // Below every id of the core; it is gone as soon as the core has answered.
      messageId: nextTemporaryId-- as MessageId,
      conversationId,
      author: staffId === null ? { kind: 'system' } : { kind: 'staff', staffId },
      content: shown,
      sentAt: clock.getState().exactNow(),
      replyTo,
      files: [...files],
    })
    return { key, message, handover: { state: 'handing-over', content } }
  }

  function handOver(item: ThreadItem, content: OutgoingInput, options: { sendAnyway: boolean }): Promise<Outcome> {
    setState({ handingOver: getState().handingOver + 1 })
    const answered = askToSend(item, content, options).finally(() => setState({ handingOver: Math.max(0, getState().handingOver - 1) }))
    lastHandover = Promise.all([lastHandover, answered])
    return answered
  }

  /** Never rejects: what goes wrong is the outcome. */
  async function askToSend(
    { key, message }: ThreadItem,
    content: OutgoingInput,
    { sendAnyway }: { sendAnyway: boolean },
  ): Promise<Outcome> {
    const { conversationId, replyTo } = message
    try {
      const seen = deps.newestSeen(conversationId)
      const answer = await client.call('messages.send', {
        conversationId,
        clientKey: key,
        content,
        replyTo: replyTo?.messageId ?? null,
        seen,
        sendAnyway,
      })
      clock.getState().noteCoreTime(answer.message.sentAt)
      // A change may have come by event meanwhile, and is newer than the answer.
      const known = windowOf(conversationId)?.items.find((item) => item.message.messageId === answer.message.messageId)
      update(conversationId, (window) => settleWritten(window, key, known?.message ?? answer.message))
      noteUndoable(known?.message ?? answer.message)
      return { ok: true, value: true }
    } catch (cause) {
      const error = codeOf(cause)
      const facts = cause instanceof CallError ? cause.failure.facts : undefined
      update(conversationId, (window) =>
        changeItem(window, key, (item) =>
          item.handover === null
            ? item
            : { ...item, handover: { state: 'refused', error, content, ...(facts === undefined ? {} : { facts }) } },
        ),
      )
      return { ok: false, error }
    }
  }

  function noteUndoable(message: Message): void {
    const found = undoableOf(message)
    const { undoable } = getState()
    if (found !== null) {
      if (undoable === null || found.messageId >= undoable.messageId) setState({ undoable: found })
    } else if (undoable?.messageId === message.messageId) setState({ undoable: findOther(message.messageId) })
  }

  function undoableOf({ messageId, conversationId, author, delivery }: Message): SendingState['undoable'] {
    const undoUntil = delivery?.undoUntil ?? null
    const isHeld = delivery?.status === 'queued' && undoUntil !== null && undoUntil > clock.getState().exactNow()
    return author.kind === 'staff' && author.staffId === deps.me() && isHeld ? { conversationId, messageId, undoUntil } : null
  }

  /** The one before: of several sent in one go each can be taken back, the last one first. */
  function findOther(than: MessageId): SendingState['undoable'] {
    const found = Array.from(deps.allWindows())
      .flatMap((window) => window.items)
      .filter(({ message }) => message.messageId > 0 && message.messageId !== than)
      .map(({ message }) => undoableOf(message))
    return found.reduce((newest, next) => (next !== null && next.messageId > (newest?.messageId ?? 0) ? next : newest), null)
  }

  return {
    noteUndoable,
    send(message) {
      const { conversationId } = message
      const item = writtenItem(deps.newClientKey(), message)
      deps.showEnd(conversationId)
      update(conversationId, (current) => ({ ...addWritten(current, item), isAtEnd: true, newBelow: 0, target: null }))
      return { key: item.key, taken: handOver(item, message.content, { sendAnyway: false }) }
    },
    async retry(conversationId, key, { sendAnyway = false } = {}) {
      const item = windowOf(conversationId)?.items.find((candidate) => candidate.key === key)
      if (item === undefined || item.handover === null) return { ok: false, error: 'not-found' }
      const { content } = item.handover
      update(conversationId, (current) => changeItem(current, key, (old) => ({ ...old, handover: { state: 'handing-over', content } })))
      return handOver(item, content, { sendAnyway })
    },
    discard(conversationId, key) {
      const item = windowOf(conversationId)?.items.find((candidate) => candidate.key === key)
      update(conversationId, (current) => changeItem(current, key, () => null))
      if (item === undefined) return { text: '', files: [], form: null }
      const form = item.handover === null ? null : filledForm(item.handover.content, item.message.files)
      return { text: form === null ? wordsOf(item.message.content) : '', files: filesOf(item.message), form }
    },
    async findUndoable() {
      await lastHandover
      return getState().undoable
    },
    async undo(messageId) {
      try {
        const { message, text, content } = await client.call('messages.undo', { messageId })
        deps.take(message)
        const form = content === null ? null : filledForm(content, message.files)
        return { ok: true, value: { conversationId: message.conversationId, text, files: filesOf(message), form } }
      } catch (cause) {
        return { ok: false, error: codeOf(cause) }
      } finally {
        if (getState().undoable?.messageId === messageId) setState({ undoable: findOther(messageId) })
      }
    },
  }
}

function wordsOf(content: MessageContent): string {
  if (content.kind === 'text') return content.body
  return content.kind === 'media' ? (content.caption ?? '') : ''
}

function filesOf({ content, files }: Message): DraftFile[] {
  if (content.kind !== 'media') return []
  return files.flatMap(({ mediaId, fileName, facts }) =>
    facts === null ? [] : [{ mediaId, fileName, facts, sendAs: content.media, caption: '' }],
  )
}
