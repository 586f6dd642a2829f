import { expect, test } from 'vitest'
import type { MessageId } from '#contract'
import { edit, NOON, revoke, text } from '#test/support/decoded-events.ts'
import { ana, bia, createReceiving } from '#test/support/receiving.ts'

const FIRST = 1 as MessageId
const target = { targetWamid: 'wamid.target' }

function saidBefore({ messages }: ReturnType<typeof createReceiving>) {
  return messages.listVersions(FIRST).map(({ at, content }) => [at - NOON, content.kind === 'text' ? content.body : content.kind])
}

test('what a message said before each edit is kept, oldest first, in whatever order it came', async () => {
  const original = text('são dois', { wamid: 'wamid.target' })
  const edits = [
    edit('são três', { ...target, sentAt: NOON + 1000 }),
    edit('são quatro', { ...target, sentAt: NOON + 2000 }),
    edit('não são minhas', { ...target, sentAt: NOON + 3000, direction: 'out', source: 'echo' }),
  ]
  for (const order of [
    [original, ...edits],
    [...edits.toReversed(), original],
    [edits[1], original, edits[0], edits[2]],
  ]) {
    const shop = createReceiving()
    for (const event of order) if (event !== undefined) await shop.receive(event)
    expect(saidBefore(shop)).toEqual([
      [0, 'são dois'],
      [1000, 'são três'],
    ])
    expect(shop.messages.get(FIRST)).toMatchObject({ content: { body: 'são quatro' }, isEdited: true })
  }
})

test('one that was never edited has none, whatever else happened to it', async () => {
  const shop = createReceiving()
  await shop.receive(text('oi', { wamid: 'wamid.target' }), revoke(target))
  expect(saidBefore(shop)).toEqual([])
})

test('somebody listens to it once; every window is told then', async () => {
  const shop = createReceiving()
  await shop.receive(text('oi', { wamid: 'wamid.target' }))
  const told = shop.listen()
  expect(shop.messages.get(FIRST).isHeard).toBe(false)
  shop.messages.markHeard(FIRST, ana)
  shop.messages.markHeard(FIRST, bia)
  expect(shop.messages.get(FIRST).isHeard).toBe(true)
  expect(told).toMatchObject([{ event: 'message.changed', payload: { message: { isHeard: true } } }])
})
