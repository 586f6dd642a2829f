import type { ConversationId, ConversationRow, Draft, Message, MessageId, StaffSettings } from '#contract'
import type { Chance } from './chance.ts'
import type { Faults } from './faults.ts'
import { CANARY } from './log-watch.ts'
import { chooseFile, contentOf } from './staff-files.ts'
import { createPeople, type Belongings, type Person } from './people.ts'
import type { Program, Reply } from './program.ts'
import type { WorldClock } from './world-clock.ts'

/** One message as its author knows it. */
export type Written = {
  /** Of one that was for later: what it went under, null until it has an id. */
  clientKey: string | null
  readonly text: string
  readonly file: SentFile | null
  readonly conversationId: ConversationId
  readonly replyTo: MessageId | null
  readonly by: Person
  readonly isForLater: boolean
  /** Somebody was told that it is queued: from now on it may not get lost. */
  messageId: MessageId | null
  /** It may be there: a call was on its way when the program died. */
  mayExist: boolean
  undone: 'no' | 'perhaps' | 'yes'
  undoneAt: number
  /** How often a person said: send it again. */
  resends: number
  /** Of those, how often nobody knows whether it was heard. */
  doubtfulResends: number
  decided: 'arrived' | 'dropped' | null
  wasDoubtful: boolean
  rank: number
  /** Of the sending of which the rank is. */
  wamid: string | null
}

export type SentFile = { readonly mediaId: string; readonly bytes: Buffer; readonly media: 'image' | 'document' }

/** Nothing has become of it yet. */
export function newlyWritten(
  message: Pick<Written, 'clientKey' | 'text' | 'file' | 'conversationId' | 'replyTo' | 'by' | 'isForLater'>,
): Written {
  return {
    ...message,
    messageId: null,
    mayExist: false,
    undone: 'no',
    undoneAt: Infinity,
    resends: 0,
    doubtfulResends: 0,
    decided: null,
    wasDoubtful: false,
    rank: 0,
    wamid: null,
  }
}

/** Refusals that are right whatever happened. */
const LAWFUL: ReadonlySet<string> = new Set([
  'no-shop-open',
  'not-signed-in',
  'window-closed',
  'no-number',
  'already-sent',
  'time-past',
  'media-not-here',
  'not-possible-now',
  'changed-meanwhile',
  'token-invalid',
  'try-later',
  // Each person's window locks and ends by itself, and what they see becomes a colleague's.
  'locked',
  'not-found',
])

/** The people at the counter, each with a window; they know what they were told. */
export function createStaff(deps: {
  chance: Chance
  clock: WorldClock
  faults: Faults
  program: Program
  belongings: readonly Belongings[]
  nextWords(): string
  ulid(): string
  broken(what: string): void
  trace(line: string): void
}) {
  const { chance, clock, faults, program } = deps
  const peopleHere = createPeople({ ...deps, expected })
  const { anybody, call } = peopleHere
  const written: Written[] = []
  /** What each person last knew of their draft; null when nobody can know. */
  const drafts = new Map<string, string | null>()
  const readCounts = new Map<string, number>()
  const givenNames = new Map<number, string | null>()

  function expected(method: string, reply: Extract<Reply, { kind: 'refused' }>): boolean {
    const { code } = reply.error
    deps.trace(`  ${method}: ${code}`)
    if (LAWFUL.has(code) || program.hadStorageTrouble()) return true
    deps.broken(`${method} was refused: ${JSON.stringify(reply.error)}`)
    return false
  }

  /** Null when it was refused or lost, which is not the same as none. */
  async function findRows(person: Person): Promise<ConversationRow[] | null> {
    const reply = await call(person, 'conversations.list', { view: 'all', limit: 100 })
    // The dispatcher parsed the output with this method's own schema.
    return reply.kind === 'ok' ? (reply.output as { conversations: ConversationRow[] }).conversations : null
  }

  async function rows(person: Person): Promise<ConversationRow[]> {
    return (await findRows(person)) ?? []
  }

  async function send(message: Written): Promise<void> {
    const { conversationId, clientKey, replyTo } = message
    message.mayExist = true
    const reply = await call(message.by, 'messages.send', { conversationId, clientKey, content: contentOf(message), replyTo })
    if (reply.kind === 'ok') {
      const { messageId } = (reply.output as { message: Message }).message
      if (message.messageId !== null && message.messageId !== messageId) deps.broken(`the key of "${message.text}" made two messages`)
      message.messageId = messageId
      deps.trace(`  message ${messageId} "${message.text}"`)
    }
  }

  return {
    ...peopleHere,
    written,
    drafts,
    readCounts,
    givenNames,
    findRows,
    rows,

    async write(what: 'any' | 'file' = 'any'): Promise<void> {
      const by = anybody()
      const row = chance.pick(await rows(by))
      if (row === undefined) return
      if (program.isDiskFull()) faults.meet('F12 out')
      let replyTo: MessageId | null = null
      if (chance.is(0.15)) {
        const page = await call(by, 'messages.list', { conversationId: row.conversationId, limit: 5 })
        if (page.kind === 'ok') replyTo = chance.pick((page.output as { messages: Message[] }).messages)?.messageId ?? null
      }
      const file = what === 'file' || chance.is(0.05) ? await chooseFile(deps, { program, call, by }) : null
      const text = deps.nextWords()
      const message = newlyWritten({
        clientKey: `key-${deps.ulid()}`,
        text,
        file,
        conversationId: row.conversationId,
        replyTo,
        by,
        isForLater: false,
      })
      written.push(message)
      await send(message)
    },

    /** The same call once more, as a window does that had no answer; also days later. */
    async repeat(): Promise<void> {
      const message = chance.pick(written.filter((each) => !each.isForLater))
      if (message === undefined) return
      if (message.mayExist) faults.meet('F76')
      await send(message)
    },

    async undo(): Promise<void> {
      const message = chance.pick(written.filter(({ messageId }) => messageId !== null).slice(-4))
      const messageId = message?.messageId ?? null
      if (message === undefined || messageId === null) return
      const by = chance.is(0.8) ? message.by : anybody()
      drafts.set(`${by.login} ${message.conversationId}`, null)
      const reply = await call(by, 'messages.undo', { messageId })
      if (reply.kind === 'ok' && message.undone !== 'yes') Object.assign(message, { undone: 'yes', undoneAt: clock.now() })
      else if (reply.kind === 'lost' && message.undone === 'no') message.undone = 'perhaps'
    },

    async decide(): Promise<void> {
      const by = anybody()
      const message = chance.pick(written.filter(({ wasDoubtful }) => wasDoubtful)) ?? chance.pick(written)
      const messageId = message?.messageId ?? null
      if (message === undefined || messageId === null) return
      const decision = chance.oneOf('send-again', 'send-again', 'arrived', 'drop')
      const reply = await call(by, 'messages.decide', { messageId, decision })
      if (reply.kind === 'refused') return
      message.wasDoubtful = true
      if (decision === 'send-again') {
        message.rank = 0
        message.decided = null
        message.undone = 'no'
        if (reply.kind === 'ok') message.resends += 1
        else message.doubtfulResends += 1
      } else message.decided = decision === 'arrived' ? 'arrived' : 'dropped'
    },

    async draft(): Promise<void> {
      const by = anybody()
      const row = chance.pick(await rows(by))
      if (row === undefined) return
      const text = chance.is(0.25) ? '' : deps.nextWords()
      const key = `${by.login} ${row.conversationId}`
      drafts.set(key, null)
      const reply = await call(by, 'conversations.saveDraft', { conversationId: row.conversationId, text, replyTo: null })
      if (reply.kind === 'ok') drafts.set(key, (reply.output as { draft: Draft | null }).draft?.text ?? '')
    },

    async markRead(): Promise<void> {
      const by = anybody()
      const row = chance.pick(await rows(by))
      if (row === undefined) return
      const reply = await call(by, 'conversations.markRead', { conversationId: row.conversationId, readCount: row.inboundCount })
      if (reply.kind !== 'ok') return
      readCounts.set(`${by.login} ${row.conversationId}`, (reply.output as { readCount: number }).readCount)
    },

    async rename(): Promise<void> {
      const by = anybody()
      const row = chance.pick(await rows(by))
      if (row === undefined) return
      const found = await call(by, 'contacts.get', { contactId: row.contactId })
      if (found.kind !== 'ok') return
      const { revision } = (found.output as { contact: { revision: number } }).contact
      const givenName = chance.is(0.2) ? '' : `${CANARY.name} ${deps.nextWords()}`.slice(0, 60)
      givenNames.set(row.contactId, null)
      const reply = await call(by, 'contacts.rename', { contactId: row.contactId, givenName, expectRevision: revision })
      if (reply.kind === 'ok') givenNames.set(row.contactId, givenName)
    },

    async type(): Promise<void> {
      const by = anybody()
      const row = chance.pick(await rows(by))
      if (row !== undefined) await call(by, 'conversations.typing', { conversationId: row.conversationId })
    },

    async changeSettings(): Promise<void> {
      const by = anybody()
      const found = await call(by, 'session.me', {})
      const me = found.kind === 'ok' ? (found.output as { me: { settings: StaffSettings } | null }).me : null
      // Public: it answers a window that is locked, too.
      if (me === null) return
      const { settings } = me
      await call(by, 'staff.saveSettings', { settings: { ...settings, undoSeconds: chance.oneOf(0, 5, 10) } })
    },
  }
}
export type Staff = ReturnType<typeof createStaff>
