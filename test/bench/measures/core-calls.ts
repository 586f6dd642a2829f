import type { ConversationId, InboxView, JournalFilter, MethodOutput } from '#contract'
import type Sqlite from 'better-sqlite3'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openCore, type CoreRig, type CoreWindow } from '../core-rig.ts'
import { latencyFigure, type Figure } from '../figures.ts'
import { ATTENDANT, READER } from '../generate-shop.ts'
import { openFloor, openShopBare } from '../floor-database.ts'
import { COMMON_NAME, RARE_NAME } from '../shop/people.ts'
import { makeScratchFolder } from '../scratch.ts'
import { cachedShop, copyShop, prepareCopy } from '../shop/shop-cache.ts'
import type { BenchContext } from '../context.ts'
import { known, PAGE, sampleOf, type Samples } from './core-samples.ts'

const AIM_MS = 5
const MAY_GROW = 2
const OPEN_CONVERSATIONS = 50

/** One call to the core as a window makes it, and the bare statement that reads or writes the same rows. */
type Pair = {
  readonly name: string
  readonly aimMs?: number
  /** How many times as much it may take in a shop a hundred times as large; for calls that answer as much in both. */
  readonly mayGrow?: number
  /** How often in a round; the slow ones less. */
  readonly calls: number
  /** Which percentile its figure is; the 99th where nothing is said. */
  readonly share?: number
  /** Answers what the floor needs to read the same. */
  own(turn: number): Promise<unknown>
  floor: ((answer: unknown, turn: number) => unknown) | null
}

/** What people do all day, in the core alone: with dispatcher, rules and checks of input and output, without network and window. */
export async function measureCoreCalls(context: BenchContext, messages: number): Promise<Figure[]> {
  const cached = await cachedShop(messages, context.tell)
  const copy = copyShop(cached)
  const folder = makeScratchFolder()
  let rig: CoreRig | null = null
  const closing: (() => void)[] = []
  try {
    await prepareCopy(copy)
    rig = await openCore(copy)
    await rig.signIn()
    const reader = rig.openWindow()
    await reader.signIn(READER)
    const attendant = rig.openWindow()
    await attendant.signIn(ATTENDANT)
    const bareShop = await openShopBare(cached)
    closing.push(() => bareShop.close())
    const bareRows = openFloor(join(folder, 'floor.db'))
    closing.push(() => bareRows.close())
    const samples = sampleOf(bareShop)
    const pairs = pairsOf({ rig, reader, attendant, bareShop, bareRows, samples })
    // Opened again within minutes they are not written down again: what reading them costs is not what writing that down costs.
    const again = [...samples.full.map(({ id }) => id), ...samples.longest, ...samples.shortest]
    for (const conversationId of again) await rig.call('messages.list', { conversationId, limit: PAGE })
    const figures: Figure[] = []
    for (const pair of pairs) figures.push(await measurePair(pair, { messages, rounds: context.rounds }))
    return figures
  } finally {
    for (const close of closing) close()
    await rig?.close()
    copy.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measurePair(pair: Pair, { messages, rounds }: { messages: number; rounds: number }): Promise<Figure> {
  const own: number[][] = []
  const cpu: number[][] = []
  const floor: number[][] = []
  // A round that does not count: code is compiled and pages are read in it.
  for (let round = -1; round < rounds; round += 1) {
    const ownTimes: number[] = []
    const cpuTimes: number[] = []
    const floorTimes: number[] = []
    for (let call = 0; call < pair.calls; call += 1) {
      const cpuBefore = process.threadCpuUsage()
      const startedAt = performance.now()
      const turn = (round + 1) * pair.calls + call
      const answer = await pair.own(turn)
      const answeredAt = performance.now()
      const { user, system } = process.threadCpuUsage(cpuBefore)
      ownTimes.push(answeredAt - startedAt)
      cpuTimes.push((user + system) / 1000)
      if (pair.floor === null) continue
      const floorStartedAt = performance.now()
      await pair.floor(answer, turn)
      floorTimes.push(performance.now() - floorStartedAt)
      // Sockets and timers have their turn, as between two calls of a window.
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (round < 0) continue
    own.push(ownTimes)
    cpu.push(cpuTimes)
    floor.push(floorTimes)
  }
  return latencyFigure({
    name: pair.name,
    messages,
    own,
    cpu,
    floor: pair.floor === null ? null : floor,
    ...(pair.aimMs === undefined ? {} : { aimMs: pair.aimMs }),
    ...(pair.share === undefined ? {} : { share: pair.share }),
    ...(pair.mayGrow === undefined ? {} : { mayGrow: pair.mayGrow }),
  })
}

function pairsOf(deps: {
  rig: CoreRig
  reader: CoreWindow
  attendant: CoreWindow
  bareShop: Sqlite.Database
  bareRows: Sqlite.Database
  samples: Samples
}): Pair[] {
  const { rig, reader, attendant, bareShop, bareRows, samples } = deps
  const readConversations = bareShop.prepare(`
    SELECT c.*, k.shown_name, k.shown_phone FROM conversations c JOIN contacts k ON k.id = c.contact_id
    WHERE c.id IN (SELECT value FROM json_each(?))`)
  const readMessages = bareShop.prepare('SELECT * FROM messages WHERE id IN (SELECT value FROM json_each(?))')
  const readEntries = bareShop.prepare('SELECT * FROM journal WHERE seq IN (SELECT value FROM json_each(?))')
  const readContact = bareShop.prepare('SELECT * FROM contacts WHERE id = ?')
  bareRows.exec('CREATE TABLE sent (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT')
  bareRows.exec('CREATE TABLE marks (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT')
  const insertSent = bareRows.prepare('INSERT INTO sent (row) VALUES (?)')
  const insertMark = bareRows.prepare('INSERT INTO marks (row) VALUES (?)')

  const pick = <Value>(values: readonly Value[], turn: number): Value => known(values[turn % values.length])
  const ids = (rows: readonly unknown[], key: string) => JSON.stringify((rows as Record<string, number>[]).map((row) => row[key]))

  function inbox(name: string, input: { view: InboxView; filter?(turn: number): string; by?: CoreWindow }): Pair {
    const { by = rig } = input
    return {
      name: `inbox page, ${name}`,
      aimMs: AIM_MS,
      mayGrow: MAY_GROW,
      calls: 150,
      async own(turn) {
        const filter = input.filter?.(turn)
        return await by.call('conversations.list', { view: input.view, limit: PAGE, ...(filter === undefined ? {} : { filter }) })
      },
      floor: (answer) => void readConversations.all(ids((answer as MethodOutput<'conversations.list'>).conversations, 'conversationId')),
    }
  }

  function thread(name: string, ask: (turn: number) => Promise<MethodOutput<'messages.list'>>): Pair {
    return {
      name: `conversation page, ${name}`,
      aimMs: AIM_MS,
      mayGrow: MAY_GROW,
      calls: 150,
      own: ask,
      floor: (answer) => void readMessages.all(ids((answer as MethodOutput<'messages.list'>).messages, 'messageId')),
    }
  }

  /** That somebody opened it is on disk before they see it. */
  function firstOpening(name: string, ask: (turn: number) => Promise<MethodOutput<'messages.list'>>): Pair {
    const { floor, ...pair } = thread(name, ask)
    return {
      ...pair,
      floor(answer, turn) {
        floor?.(answer, turn)
        insertMark.run('{"action":"conversation.opened","conversationId":12345}')
      },
    }
  }

  /** What is not theirs has to take as long as what is not there: no aim but the ratio, which is to be near 1. */
  function refusal(name: string, ask: (by: CoreWindow, conversationId: ConversationId) => Promise<unknown>): Pair {
    const refused = async (conversationId: ConversationId) => {
      const answer = await ask(attendant, conversationId).catch(String)
      if (typeof answer !== 'string' || !answer.includes('not-found')) throw new Error(`Conversation ${conversationId} was there for them`)
    }
    return {
      name: `refused: the ${name} of what is not theirs, against what is not there`,
      calls: 300,
      share: 0.5,
      own: (turn) => refused(pick(samples.foreign, turn)),
      // Test values: any number is an id, and of these there are none.
      floor: (_, turn) => refused((90_000_000 + turn) as ConversationId),
    }
  }

  function journal(name: string, filter: JournalFilter): Pair {
    return {
      name: `journal page, ${name}`,
      aimMs: AIM_MS,
      mayGrow: MAY_GROW,
      calls: 100,
      own: () => rig.call('journal.list', { ...filter, limit: PAGE }),
      floor: (answer) => void readEntries.all(ids((answer as MethodOutput<'journal.list'>).entries, 'seq')),
    }
  }

  const newest = (conversationId: ConversationId) => rig.call('messages.list', { conversationId, limit: PAGE })
  const cursors: string[] = []

  return [
    inbox('all', { view: 'all' }),
    {
      ...inbox('deep in all', { view: 'all' }),
      async own(turn) {
        const cursor = turn === 0 ? undefined : cursors.at(-1)
        const page = await rig.call('conversations.list', { view: 'all', limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
        if (page.nextCursor === null) cursors.length = 0
        else cursors.push(page.nextCursor)
        return page
      },
    },
    inbox('waiting', { view: 'waiting' }),
    inbox('unread', { view: 'unread' }),
    inbox('unread, of somebody who has read everything', { view: 'unread', by: reader }),
    smallerInSmallShops(inbox('drafts', { view: 'drafts' })),
    inbox('filter: common name', { view: 'all', filter: () => COMMON_NAME.toLowerCase() }),
    smallerInSmallShops(inbox('filter: rare name', { view: 'all', filter: () => RARE_NAME })),
    inbox('filter: nobody', { view: 'all', filter: () => 'zzzz' }),
    inbox('filter: phone', { view: 'all', filter: (turn) => pick(samples.phoneFragments, turn) }),
    inbox('all that an attendant sees', { view: 'all', by: attendant }),
    inbox('mine, of an attendant', { view: 'mine', by: attendant }),
    inbox('unassigned, of an attendant', { view: 'unassigned', by: attendant }),
    smallerInSmallShops(inbox('unread, of an attendant', { view: 'unread', by: attendant })),
    smallerInSmallShops(
      inbox('filter: common name, of an attendant', { view: 'all', filter: () => COMMON_NAME.toLowerCase(), by: attendant }),
    ),
    smallerInSmallShops(
      firstOpening('newest of any, with its entry in the journal', (turn) => newest(pick(samples.conversations, turn).id)),
    ),
    thread('newest fifty', (turn) => newest(pick(samples.full, turn).id)),
    thread('newest of the longest', (turn) => newest(pick(samples.longest, turn))),
    smallerInSmallShops(thread('newest of the shortest', (turn) => newest(pick(samples.shortest, turn)))),
    thread('page before', (turn) => {
      const { id, newest: messageId } = pick(samples.full, turn)
      return rig.call('messages.list', { conversationId: id, limit: PAGE, anchor: { at: 'before', messageId } })
    }),
    thread('around a message', (turn) => {
      const { id, middle: messageId } = pick(samples.full, turn)
      return rig.call('messages.list', { conversationId: id, limit: PAGE, anchor: { at: 'around', messageId } })
    }),
    {
      name: `${OPEN_CONVERSATIONS} open conversations in turn: conversation, messages, mark read`,
      mayGrow: MAY_GROW,
      calls: 150,
      async own(turn) {
        const conversationId = pick(samples.full, turn % OPEN_CONVERSATIONS).id
        const { conversation } = await rig.call('conversations.get', { conversationId })
        const page = await newest(conversationId)
        await rig.call('conversations.markRead', { conversationId, readCount: conversation.inboundCount })
        return { conversationId, page }
      },
      floor(answer) {
        const { conversationId, page } = answer as { conversationId: ConversationId; page: MethodOutput<'messages.list'> }
        readConversations.all(JSON.stringify([conversationId]))
        readMessages.all(ids(page.messages, 'messageId'))
      },
    },
    {
      name: 'open an unread conversation and mark it read',
      calls: Math.min(150, Math.floor(samples.conversations.length / 20)),
      async own(turn) {
        const conversationId = pick(samples.conversations, turn).id
        const { conversation } = await rig.call('conversations.get', { conversationId })
        await newest(conversationId)
        return await rig.call('conversations.markRead', { conversationId, readCount: conversation.inboundCount })
      },
      floor: () => void insertMark.run('{"conversationId":12345,"readCount":123}'),
    },
    refusal('messages', (by, conversationId) => by.call('messages.list', { conversationId, limit: PAGE })),
    refusal('conversation', (by, conversationId) => by.call('conversations.get', { conversationId })),
    journal('newest', {}),
    journal('of one sort', { actions: ['message.sent'] }),
    smallerInSmallShops(
      journal('of one customer', { contactId: known(samples.conversations.find(({ id }) => id === samples.longest[0])).contactId }),
    ),
    {
      name: 'contact',
      mayGrow: MAY_GROW,
      calls: 300,
      own: (turn) => rig.call('contacts.get', { contactId: pick(samples.conversations, turn).contactId }),
      floor: (answer) => void readContact.get((answer as MethodOutput<'contacts.get'>).contact.contactId),
    },
    { name: 'counters', mayGrow: MAY_GROW, calls: 300, own: () => rig.call('conversations.counts', {}), floor: null },
    {
      name: 'send to outbox',
      aimMs: AIM_MS,
      calls: 120,
      async own(turn) {
        const { message } = await rig.call('messages.send', {
          conversationId: pick(samples.conversations, turn * 7).id,
          clientKey: `bench-${turn}-${process.hrtime.bigint()}`,
          content: { kind: 'text', body: 'Chegou sim! Separei o azul no tamanho médio para você, pode vir buscar até as seis.' },
          replyTo: null,
        })
        return message
      },
      floor: (answer) => void insertSent.run(JSON.stringify(answer)),
    },
  ]
}

/** There is less to answer in a small shop, so what it takes in a large one cannot be set against it. */
function smallerInSmallShops({ mayGrow: _aim, ...pair }: Pair): Pair {
  return pair
}
