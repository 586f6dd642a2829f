import type { CallFailure, ErrorCode, Message, MessageId, OutgoingInput } from '#contract'

/** More rows than this are not kept in a thread at once; the end that is further away is dropped. */
const WINDOW_CAP = 300

/** A message written here: under way to the core, or not taken by it. Null once the core has it. */
export type Handover = { content: OutgoingInput } & (
  | { state: 'handing-over' }
  | { state: 'refused'; error: ErrorCode; facts?: CallFailure['facts'] }
)

export type ThreadItem = {
  /** What React knows the row by. It stays when the core's message replaces what was written here. */
  key: string
  message: Message
  handover: Handover | null
}

export type ThreadWindow = {
  phase: 'loading' | 'ready' | 'failed'
  error: ErrorCode | null
  /** In order of `(sentAt, messageId)`, at most `WINDOW_CAP`. */
  items: readonly ThreadItem[]
  hasBefore: boolean
  hasAfter: boolean
  isLoadingBefore: boolean
  isLoadingAfter: boolean
  /** What came in while the end was not on the screen. */
  newBelow: number
  /** The highest id seen: a higher one is a message that has just arrived, a lower one a change of an old message. */
  newestId: number
  isAtEnd: boolean
  /** Where the reader asked to be; `request` grows so that the same place can be asked for again. */
  target: { messageId: MessageId; request: number } | null
}

export type LoadedPage = { messages: readonly Message[]; hasBefore: boolean; hasAfter: boolean }

export const emptyWindow: ThreadWindow = {
  phase: 'loading',
  error: null,
  items: [],
  hasBefore: false,
  hasAfter: false,
  isLoadingBefore: false,
  isLoadingAfter: false,
  newBelow: 0,
  newestId: 0,
  isAtEnd: true,
  target: null,
}

function toItem(message: Message): ThreadItem {
  return { key: `m${message.messageId}`, message, handover: null }
}

/** The window filled anew. What was written here and the core does not have yet is nowhere else, so it stays. */
export function replaceWith(window: ThreadWindow, page: LoadedPage): ThreadWindow {
  const loaded = new Map<MessageId, ThreadItem>(page.messages.map((message) => [message.messageId, toItem(message)]))
  // A row keeps its key, so that nothing flickers when a thread is loaded again.
  for (const item of window.items) {
    const fresh = loaded.get(item.message.messageId)
    if (fresh !== undefined) loaded.set(item.message.messageId, { ...fresh, key: item.key })
  }
  const newestLoaded = page.messages.reduce((highest, message) => Math.max(highest, message.messageId), 0)
  // An answer may be older than an event that overtook it, and a message is never gone again.
  const isKept = (item: ThreadItem) => item.handover !== null || (!page.hasAfter && item.message.messageId > newestLoaded)
  const kept = window.items.filter((item) => isKept(item))
  return withItems(
    {
      ...window,
      phase: 'ready',
      error: null,
      hasBefore: page.hasBefore,
      hasAfter: page.hasAfter,
      isLoadingBefore: false,
      isLoadingAfter: false,
    },
    [...loaded.values(), ...kept],
  )
}

export function prependPage(window: ThreadWindow, page: LoadedPage): ThreadWindow {
  const merged = mergePage(window, page)
  const isOver = merged.items.length > WINDOW_CAP
  return {
    ...merged,
    items: isOver ? firstItems(merged.items) : merged.items,
    hasBefore: page.hasBefore,
    hasAfter: merged.hasAfter || isOver,
    isLoadingBefore: false,
  }
}

export function appendPage(window: ThreadWindow, page: LoadedPage): ThreadWindow {
  const merged = mergePage(window, page)
  const isOver = merged.items.length > WINDOW_CAP
  return {
    ...merged,
    items: isOver ? merged.items.slice(-WINDOW_CAP) : merged.items,
    hasBefore: merged.hasBefore || isOver,
    hasAfter: page.hasAfter,
    isLoadingAfter: false,
  }
}

/** Puts one message that came, went or changed where it belongs; outside the loaded part nothing is drawn. */
export function applyMessage(window: ThreadWindow, message: Message): ThreadWindow {
  const isNew = message.messageId > window.newestId
  const at = window.items.findIndex((item) => item.message.messageId === message.messageId)
  if (at !== -1) return withItems(window, window.items.toSpliced(at, 1, { ...itemAt(window, at), message, handover: null }))

  const isUnseen = isNew && message.direction === 'in' && (window.hasAfter || !window.isAtEnd)
  const counted = { ...window, newestId: Math.max(window.newestId, message.messageId), newBelow: window.newBelow + (isUnseen ? 1 : 0) }
  if (!isWithin(window, message)) return counted
  const grown = withItems(counted, [...window.items, toItem(message)])
  if (grown.items.length <= WINDOW_CAP) return grown
  // The far end is dropped: for somebody who reads at the end that is the oldest row, otherwise the newest.
  return window.isAtEnd
    ? { ...grown, items: grown.items.slice(-WINDOW_CAP), hasBefore: true }
    : { ...grown, items: firstItems(grown.items), hasAfter: true }
}

/** Adds what was just written here, at the end. */
export function addWritten(window: ThreadWindow, item: ThreadItem): ThreadWindow {
  const items = [...window.items, item]
  const isOver = items.length > WINDOW_CAP
  return { ...window, items: isOver ? items.slice(-WINDOW_CAP) : items, hasBefore: window.hasBefore || isOver }
}

/**
 * The core has taken what was written under `key`. Its event may have come first and have its own row by now, or may have been
 * taken for another row that was written here; in the end there is exactly one row for each message.
 */
export function settleWritten(window: ThreadWindow, key: string, message: Message): ThreadWindow {
  const displaced = window.items.find((item) => item.key === key && item.handover === null && item.message.messageId !== message.messageId)
  const others = window.items.filter((item) => item.key === key || item.message.messageId !== message.messageId)
  const settled = others.map((item) => (item.key === key ? { key, message, handover: null } : item))
  const items = displaced === undefined ? settled : [...settled, toItem(displaced.message)]
  return withItems({ ...window, newestId: Math.max(window.newestId, message.messageId) }, items)
}

/** The row written here that this message of the core is most likely about: its event usually arrives before the answer to the call. */
export function findWritten(window: ThreadWindow, message: Message): ThreadItem | undefined {
  const { author } = message
  if (message.direction !== 'out' || author.kind !== 'staff') return undefined
  if (message.messageId <= window.newestId) return undefined
  return window.items.find(
    (item) =>
      item.handover !== null &&
      saysTheSame(item.message, message) &&
      item.message.author.kind === 'staff' &&
      item.message.author.staffId === author.staffId,
  )
}

/** The core may have put a signature before a text, or filled in what a file is called. */
function saysTheSame(written: Message, message: Message): boolean {
  const [mine, theirs] = [written.content, message.content]
  if (mine.kind === 'text' && theirs.kind === 'text') return theirs.body.trim().endsWith(mine.body.trim())
  if (mine.kind === 'media') return theirs.kind === 'media' && written.files[0]?.mediaId === message.files[0]?.mediaId
  if (mine.kind === 'interactive') return theirs.kind === 'interactive' && theirs.form === mine.form
  return mine.kind === theirs.kind
}

export function changeItem(window: ThreadWindow, key: string, change: (item: ThreadItem) => ThreadItem | null): ThreadWindow {
  return { ...window, items: window.items.flatMap((item) => (item.key === key ? (change(item) ?? []) : [item])) }
}

function mergePage(window: ThreadWindow, page: LoadedPage): ThreadWindow {
  const known = new Set(window.items.map((item) => item.message.messageId))
  return withItems(window, [...window.items, ...page.messages.filter((message) => !known.has(message.messageId)).map(toItem)])
}

/** As many as are kept from the beginning, and what the core does not have yet. */
function firstItems(items: readonly ThreadItem[]): ThreadItem[] {
  return items.filter((item, index) => index < WINDOW_CAP || item.handover !== null)
}

/** Whether a message belongs between the ends of what is loaded. */
function isWithin(window: ThreadWindow, message: Message): boolean {
  const loaded = window.items.filter((item) => item.handover === null)
  const first = loaded[0]?.message
  const last = loaded.at(-1)?.message
  if (first !== undefined && window.hasBefore && compareMessages(message, first) < 0) return false
  if (last !== undefined && window.hasAfter && compareMessages(message, last) > 0) return false
  return window.phase === 'ready'
}

function withItems(window: ThreadWindow, items: readonly ThreadItem[]): ThreadWindow {
  const sorted = items.toSorted((a, b) => compareMessages(a.message, b.message))
  const newestId = sorted.reduce((highest, item) => Math.max(highest, item.message.messageId), window.newestId)
  return { ...window, items: sorted, newestId }
}

/** What the core does not have yet has a negative id, counting down, and comes last among its equals. */
function compareMessages(a: Message, b: Message): number {
  return a.sentAt - b.sentAt || orderOf(a) - orderOf(b)
}

function orderOf(message: Message): number {
  return message.messageId < 0 ? Number.MAX_SAFE_INTEGER / 2 - message.messageId : message.messageId
}

function itemAt(window: ThreadWindow, at: number): ThreadItem {
  const item = window.items[at]
  if (item === undefined) throw new RangeError(`no item at ${at}`)
  return item
}
