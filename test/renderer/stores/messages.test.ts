import { describe, expect, test } from 'vitest'
import { createClient, type Message, type MessageContent, type MethodInput, type OutgoingInput } from '#contract'
import { createClockStore } from '#renderer/stores/clock.ts'
import { createMessagesStore } from '#renderer/stores/messages.ts'
import { createFakeTransport, refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'
import { ana, buildMessage, buildSent, conversationIdOf, messageIdOf, NOON, staffIdOf } from '#test/support/inbox-rows.ts'

const CHAT = conversationIdOf(1)

/** A store on a core whose thread 1 has these messages. */
async function startStore(thread: Message[], handlers: FakeHandlers = {}) {
  const core = createFakeTransport({ 'messages.list': ({ anchor, limit }) => pageOf(thread, anchor, limit), ...handlers })
  const timers = createFakeClock(NOON)
  const clock = createClockStore({ timers })
  let nextKey = 1
  const store = createMessagesStore({ client: createClient(core), clock, newClientKey: () => `key-${String(nextKey++).padStart(4, '0')}` })
  store.life.start?.(ana)
  store.getState().open(CHAT)
  await settle()
  const window = () => {
    const found = store.getState().windows.get(CHAT)
    if (found === undefined) throw new Error('the thread is not loaded')
    return found
  }
  return {
    core,
    timers,
    window,
    state: store.getState,
    ids: () => window().items.map((item) => Number(item.message.messageId)),
    bodies: () => window().items.map(({ message }) => (message.content.kind === 'text' ? message.content.body : message.content.kind)),
    event: (message: Message) => store.life.apply?.({ name: 'message.changed', payload: { message } }),
    apply: store.life.apply ?? (() => {}),
    reload: async () => {
      store.life.reload?.()
      await settle()
    },
    life: store.life,
  }
}

type Anchor = { at: 'before' | 'after' | 'around'; messageId: number } | undefined

function pageOf(thread: Message[], anchor: Anchor, limit: number) {
  const at = thread.findIndex((message) => message.messageId === anchor?.messageId)
  const from =
    anchor === undefined
      ? Math.max(0, thread.length - limit)
      : { before: Math.max(0, at - limit), after: at + 1, around: Math.max(0, at - Math.floor(limit / 2)) }[anchor.at]
  const end = anchor?.at === 'before' ? at : Math.min(thread.length, from + limit)
  return { messages: thread.slice(from, end), hasBefore: from > 0, hasAfter: end < thread.length }
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => buildMessage(index + 1))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('the loaded part of a thread', () => {
  test('opens at the end and grows by pages', async () => {
    const chat = await startStore(numbered(120))
    expect([chat.ids(), chat.window().hasBefore, chat.window().hasAfter]).toEqual([range(71, 120), true, false])
    chat.state().loadBefore(CHAT)
    chat.state().loadBefore(CHAT)
    await settle()
    expect(chat.ids()).toEqual(range(21, 120))
    chat.state().loadBefore(CHAT)
    await settle()
    expect([chat.ids(), chat.window().hasBefore]).toEqual([range(1, 120), false])
  })

  test('never holds more than 300 rows: the far end goes, and comes back when asked for', async () => {
    const chat = await startStore(numbered(400))
    for (let page = 0; page < 6; page += 1) {
      chat.state().loadBefore(CHAT)
      await settle()
    }
    expect([chat.ids(), chat.window().hasAfter]).toEqual([range(51, 350), true])
    chat.state().loadAfter(CHAT)
    await settle()
    expect([chat.ids(), chat.window().hasBefore, chat.window().hasAfter]).toEqual([range(101, 400), true, false])
  })

  test('jumps to a message far away and says so; an answer for the old place is dropped', async () => {
    const chat = await startStore(numbered(400))
    chat.state().loadBefore(CHAT)
    chat.state().jumpTo(CHAT, messageIdOf(100))
    await settle()
    expect([chat.ids(), chat.window().target?.messageId]).toEqual([range(75, 124), 100])
    const first = chat.window().target?.request
    chat.state().jumpTo(CHAT, messageIdOf(100))
    expect(chat.window().target?.request).toBeGreaterThan(first ?? Infinity)
    chat.state().jumpToLatest(CHAT)
    await settle()
    expect([chat.ids(), chat.window().target]).toEqual([range(351, 400), null])
  })

  test('a thread that cannot be loaded says why, and opening it again tries again', async () => {
    let isDown = true
    const chat = await startStore([], { 'messages.list': () => (isDown ? refuse('connection-lost') : pageOf(numbered(2), undefined, 50)) })
    expect([chat.window().phase, chat.window().error]).toEqual(['failed', 'connection-lost'])
    isDown = false
    chat.state().open(CHAT)
    await settle()
    expect(chat.ids()).toEqual([1, 2])
  })
})

describe('events', () => {
  test('a new message is added, a late one goes where its time belongs', async () => {
    const chat = await startStore(numbered(3))
    chat.event(buildMessage(5, { sentAt: buildMessage(2).sentAt + 1 }))
    chat.event(buildMessage(4))
    expect(chat.ids()).toEqual([1, 2, 5, 3, 4])
  })

  test('a change of a message replaces it in its own row', async () => {
    const chat = await startStore(numbered(3))
    const keys = chat.window().items.map((item) => item.key)
    chat.event(buildMessage(2, { isEdited: true }))
    expect([chat.window().items.map((item) => item.key), chat.window().items[1]?.message.isEdited]).toEqual([keys, true])
  })

  test('a change of a message above or below what is loaded draws nothing', async () => {
    const chat = await startStore(numbered(400))
    chat.event(buildMessage(5, { isEdited: true }))
    expect(chat.ids()).toEqual(range(351, 400))
    chat.state().jumpTo(CHAT, messageIdOf(100))
    await settle()
    chat.event(buildMessage(399, { isEdited: true }))
    chat.event(buildMessage(401))
    expect([chat.ids(), chat.window().newBelow]).toEqual([range(75, 124), 1])
  })

  test('counts what came in while the reader was further up, and nothing else', async () => {
    const chat = await startStore(numbered(3))
    chat.state().setAtEnd(CHAT, false)
    chat.event(buildMessage(4))
    chat.event(buildMessage(4, { isEdited: true }))
    chat.event(buildSent(5))
    chat.event(buildMessage(6))
    expect(chat.window().newBelow).toBe(2)
    chat.state().setAtEnd(CHAT, true)
    expect(chat.window().newBelow).toBe(0)
  })

  test('only a message that has just come in to the open thread is announced', async () => {
    const chat = await startStore(numbered(2))
    chat.event(buildMessage(2, { isEdited: true }))
    chat.event(buildSent(3))
    chat.event(buildMessage(4, { conversationId: conversationIdOf(7) }))
    expect(chat.state().lastInbound).toBeNull()
    chat.event(buildMessage(5))
    expect(chat.state().lastInbound?.messageId).toBe(5)
  })

  test('after a gap the open thread is loaded again and the others are forgotten', async () => {
    const thread = numbered(2)
    const chat = await startStore(thread)
    chat.state().open(conversationIdOf(2))
    chat.state().open(CHAT)
    await settle()
    thread.push(buildMessage(3))
    await chat.reload()
    expect([chat.ids(), [...chat.state().windows.keys()]]).toEqual([[1, 2, 3], [1]])
  })
})

/** A text to send. */
function text(body: string) {
  const said = { kind: 'text', body } as const
  return { conversationId: CHAT, content: said, shown: said, replyTo: null }
}

function shownOf(content: OutgoingInput): MessageContent {
  return { kind: 'text', body: content.kind === 'text' ? content.body : '' }
}

describe('sending', () => {
  test('the row is there at once and keeps its key when the core has the message', async () => {
    const chat = await startStore(numbered(1), {
      'messages.send': ({ content }) => ({ message: buildSent(9, { content: shownOf(content), sentAt: NOON }) }),
    })
    const { key, taken } = chat.state().send(text('On its way'))
    expect(chat.window().items.at(-1)).toMatchObject({
      key,
      handover: { state: 'handing-over' },
      message: { content: { body: 'On its way' } },
    })
    expect(await taken).toEqual({ ok: true, value: true })
    expect(chat.window().items.map((item) => [item.key, Number(item.message.messageId), item.handover])).toEqual([
      ['m1', 1, null],
      [key, 9, null],
    ])
  })

  test('an event that overtakes the answer makes no second row, and what it said stays', async () => {
    let answer = () => {}
    const chat = await startStore([], {
      'messages.send': ({ content }) =>
        new Promise((resolve) => {
          answer = () => resolve({ message: buildSent(9, { content: shownOf(content), sentAt: NOON }) })
        }),
    })
    const { key, taken } = chat.state().send(text('Once'))
    const accepted = { status: 'accepted', problem: null, undoUntil: null } as const
    chat.event(buildSent(9, { content: { kind: 'text', body: 'Once' }, sentAt: NOON, delivery: accepted }))
    expect(chat.window().items.map((item) => item.key)).toEqual([key])
    answer()
    await taken
    expect(chat.window().items.map((item) => [item.key, item.message.delivery?.status])).toEqual([[key, 'accepted']])
  })

  test('the same text sent from two windows at once ends as two rows', async () => {
    let answer = () => {}
    const chat = await startStore([], {
      'messages.send': () =>
        new Promise(
          (resolve) => (answer = () => resolve({ message: buildSent(10, { content: { kind: 'text', body: 'ok' }, sentAt: NOON }) })),
        ),
    })
    const { key, taken } = chat.state().send(text('ok'))
    chat.event(buildSent(9, { content: { kind: 'text', body: 'ok' }, sentAt: NOON }))
    answer()
    await taken
    expect(chat.window().items.map((item) => [item.key, Number(item.message.messageId)])).toEqual([
      ['m9', 9],
      [key, 10],
    ])
  })

  test('what the core did not take stays with its reason, and goes with the same key when it is tried again', async () => {
    let isDown = true
    const chat = await startStore([], {
      'messages.send': ({ content }) =>
        isDown ? refuse('offline') : { message: buildSent(9, { content: shownOf(content), sentAt: NOON }) },
    })
    const { key, taken } = chat.state().send(text('Hold on'))
    expect(await taken).toEqual({ ok: false, error: 'offline' })
    expect(chat.window().items[0]?.handover).toEqual({ state: 'refused', error: 'offline', content: { kind: 'text', body: 'Hold on' } })
    isDown = false
    expect(await chat.state().retry(CHAT, key)).toEqual({ ok: true, value: true })
    expect(chat.ids()).toEqual([9])
    expect(chat.core.calls.filter((call) => call.method === 'messages.send').map((call) => call.input)).toEqual(
      Array.from({ length: 2 }, () => ({
        conversationId: 1,
        clientKey: key,
        content: { kind: 'text', body: 'Hold on' },
        replyTo: null,
        seen: null,
        sendAnyway: false,
      })),
    )
  })

  test('what was written while the link was down goes by itself when it is back', async () => {
    let isDown = true
    const chat = await startStore([], {
      'messages.send': ({ content }) =>
        isDown ? refuse('connection-lost') : { message: buildSent(9, { content: shownOf(content), sentAt: NOON }) },
    })
    await chat.state().send(text('Later')).taken
    isDown = false
    await chat.reload()
    expect([chat.bodies(), chat.window().items[0]?.handover]).toEqual([['Later'], null])
  })

  test('what is not sent yet survives a jump, a full window and two threads becoming one', async () => {
    const chat = await startStore(numbered(400), { 'messages.send': () => refuse('offline') })
    await chat.state().send(text('Keep me')).taken
    chat.state().jumpTo(CHAT, messageIdOf(380))
    chat.state().jumpTo(CHAT, messageIdOf(200))
    await settle()
    for (let page = 0; page < 6; page += 1) {
      chat.state().loadBefore(CHAT)
      await settle()
    }
    expect(chat.bodies()).toContain('Keep me')
    chat.apply({ name: 'conversation.merged', payload: { from: CHAT, into: conversationIdOf(2) } })
    await settle()
    const joined = chat.state().windows.get(conversationIdOf(2))
    expect(joined?.items.filter((item) => item.handover !== null).map((item) => item.message.conversationId)).toEqual([2])
  })

  test('a discarded row gives its text back', async () => {
    const chat = await startStore([], { 'messages.send': () => refuse('window-closed') })
    const { key, taken } = chat.state().send(text('My words'))
    await taken
    expect([chat.state().discard(CHAT, key), chat.ids()]).toEqual([{ text: 'My words', files: [], form: null }, []])
  })
})

describe('a colleague who writes meanwhile', () => {
  const byRui = (id: number) => buildSent(id, { author: { kind: 'staff', staffId: staffIdOf('rui') } })
  const seenOf = (chat: Awaited<ReturnType<typeof startStore>>) =>
    // What the fake core was called with is the input of that method.
    chat.core.calls.filter((call) => call.method === 'messages.send').map((call) => (call.input as MethodInput<'messages.send'>).seen)

  test('counts as seen once it has been in view for three seconds', async () => {
    const chat = await startStore(numbered(3))
    chat.event(byRui(4))
    chat.state().send(text('Too fast'))
    await chat.timers.advance(3_000)
    chat.state().send(text('Read it'))
    expect(seenOf(chat)).toEqual([3, 4])
  })

  test('does not count while the reader is further up, and does from when they are back', async () => {
    const chat = await startStore(numbered(3))
    chat.state().setAtEnd(CHAT, false)
    chat.event(byRui(4))
    await chat.timers.advance(60_000)
    chat.state().send(text('Not seen'))
    chat.state().setAtEnd(CHAT, false)
    chat.state().setAtEnd(CHAT, true)
    await chat.timers.advance(3_000)
    chat.state().send(text('Seen'))
    expect(seenOf(chat)).toEqual([3, 4])
  })

  test('stops a message with the name, and it goes past when it is sent anyway', async () => {
    const chat = await startStore([], {
      'messages.send': ({ sendAnyway, content }) =>
        sendAnyway === true
          ? { message: buildSent(9, { content: shownOf(content), sentAt: NOON }) }
          : refuse('colleague-replied', { by: 'rui', seconds: 8 }),
    })
    const { key, taken } = chat.state().send(text('Mine'))
    await taken
    expect(chat.window().items[0]?.handover).toMatchObject({ error: 'colleague-replied', facts: { by: 'rui', seconds: 8 } })
    expect(await chat.state().retry(CHAT, key, { sendAnyway: true })).toEqual({ ok: true, value: true })
    expect([chat.ids(), chat.window().items[0]?.handover]).toEqual([[9], null])
  })
})

describe('a reaction', () => {
  test('is shown at once and settles with the answer', async () => {
    const chat = await startStore([buildMessage(1)], {
      'messages.react': ({ emoji }) => ({ message: buildMessage(1, { reactions: [{ emoji, from: 'shop', state: 'sent' }] }) }),
    })
    const reacted = chat.state().react(buildMessage(1), '👍')
    expect(chat.window().items[0]?.message.reactions).toEqual([{ emoji: '👍', from: 'shop', state: 'sending' }])
    await reacted
    expect(chat.window().items[0]?.message.reactions).toEqual([{ emoji: '👍', from: 'shop', state: 'sent' }])
  })

  test('that is refused is as it was before', async () => {
    const before = buildMessage(1, {
      reactions: [
        { emoji: '😂', from: 'customer', state: 'sent' },
        { emoji: '❤️', from: 'shop', state: 'sent' },
      ],
    })
    const chat = await startStore([before], { 'messages.react': () => refuse('window-closed') })
    expect(await chat.state().react(before, '')).toEqual({ ok: false, error: 'window-closed' })
    expect(chat.window().items[0]?.message).toEqual(before)
  })
})

describe('taking back', () => {
  const held = { status: 'queued', problem: null, undoUntil: NOON + 5_000 } as const

  test('my newest held message can be undone until it leaves', async () => {
    const cancelled = buildSent(9, { sentAt: NOON, delivery: { status: 'cancelled', problem: null, undoUntil: null } })
    const chat = await startStore([], {
      'messages.send': () => ({ message: buildSent(9, { sentAt: NOON, delivery: held }) }),
      'messages.undo': () => ({ message: cancelled, text: 'Text 9', content: null }),
    })
    await chat.state().send(text('Text 9')).taken
    expect(chat.state().undoable).toEqual({ conversationId: 1, messageId: 9, undoUntil: NOON + 5_000 })
    expect(await chat.state().undo(messageIdOf(9))).toEqual({
      ok: true,
      value: { conversationId: 1, text: 'Text 9', files: [], form: null },
    })
    expect([chat.state().undoable, chat.window().items[0]?.message.delivery?.status]).toEqual([null, 'cancelled'])
  })

  test('a message that has left is not offered', async () => {
    const chat = await startStore([])
    chat.event(buildSent(9, { delivery: held }))
    chat.event(buildSent(9, { delivery: { status: 'accepted', problem: null, undoUntil: held.undoUntil } }))
    expect(chat.state().undoable).toBeNull()
  })

  test('a colleague’s message is not mine to take back', async () => {
    const chat = await startStore([])
    chat.event(buildSent(9, { author: { kind: 'staff', staffId: ana.staffId }, delivery: held }))
    expect(chat.state().undoable?.messageId).toBe(9)
    chat.life.stop?.()
    chat.life.start?.({ ...ana, staffId: 'rui' as typeof ana.staffId })
    chat.event(buildSent(9, { delivery: held }))
    expect(chat.state().undoable).toBeNull()
  })
})
