import { expect, test } from 'vitest'
import type { EventFrame } from '#contract'
import { createEventHub, publishAfterCommit } from '#core/dispatch/event-hub.ts'
import type { Actor } from '#core/dispatch/actor.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'

function setUp() {
  const log = createFakeLog()
  const hub = createEventHub({ log })
  const listen = (who: Actor | null) => {
    const frames: EventFrame[] = []
    const stop = hub.subscribe({ actor: () => who, push: (frame) => frames.push(frame) })
    return { frames, stop }
  }
  return { hub, log, listen }
}

test('an event reaches only those whose role may see it, and each counts its own without gaps', () => {
  const { hub, listen } = setUp()
  const owner = listen(actor({ role: 'owner' }))
  const auditor = listen(actor({ role: 'auditor' }))
  const nobody = listen(null)
  hub.publish('conversations.counted', { waiting: 1 })
  hub.publish('reply.removed', { quickReplyId: 'r1' as never })
  hub.publish('conversations.counted', { waiting: 2 })
  const counted = (seq: number, waiting: number) => ({ seq, event: 'conversations.counted', payload: { waiting } })
  expect({ owner: owner.frames, auditor: auditor.frames, nobody: nobody.frames }).toEqual({
    owner: [counted(1, 1), { seq: 2, event: 'reply.removed', payload: { quickReplyId: 'r1' } }, counted(3, 2)],
    auditor: [counted(1, 1), counted(2, 2)],
    nobody: [],
  })
})

test('an audience narrows an event to some of those who may see it', () => {
  const { hub, listen } = setUp()
  const ana = listen(actor({ staffId: 'ana' }))
  const bruno = listen(actor({ staffId: 'bruno' }))
  hub.publish('conversation.read', { conversationId: 1 as never, readCount: 2 }, (who) => who.staffId === 'ana')
  expect([ana.frames.length, bruno.frames.length]).toEqual([1, 0])
})

test('what the contract does not declare is not pushed, and a wrong payload is not pushed at all', () => {
  const { hub, listen, log } = setUp()
  const ana = listen(actor())
  hub.publish('conversations.counted', { waiting: 1, secret: 'x' } as never)
  hub.publish('conversations.counted', { waiting: 'many' } as never)
  expect(ana.frames).toEqual([{ seq: 1, event: 'conversations.counted', payload: { waiting: 1 } }])
  expect(log.lines.map((line) => line.event)).toEqual(['event.invalid'])
})

test('who has left hears nothing more', () => {
  const { hub, listen } = setUp()
  const ana = listen(actor())
  ana.stop()
  hub.publish('conversations.counted', { waiting: 1 })
  expect(ana.frames).toEqual([])
})

test('what was rolled back was never said', () => {
  const { hub, listen } = setUp()
  const ana = listen(actor())
  const db = createMemoryDatabase()
  const publish = publishAfterCommit({ db, hub })
  expect(() =>
    db.transaction(() => {
      publish('conversations.counted', { waiting: 1 })
      throw new Error('no')
    }),
  ).toThrow('no')
  db.transaction(() => {
    publish('conversations.counted', { waiting: 2 })
    expect(ana.frames).toEqual([])
  })
  expect(ana.frames).toEqual([{ seq: 1, event: 'conversations.counted', payload: { waiting: 2 } }])
})

test('a window that cannot be reached keeps nobody else from hearing, and finds a gap later', () => {
  const { hub, listen, log } = setUp()
  hub.subscribe({
    actor: () => actor(),
    push: () => {
      throw new Error('The port is closed')
    },
  })
  const ana = listen(actor())
  hub.publish('conversations.counted', { waiting: 1 })
  expect([ana.frames.length, log.lines.map((line) => line.event)]).toEqual([1, ['event.not-pushed']])
})
