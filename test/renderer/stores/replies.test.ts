import { expect, test } from 'vitest'
import { refuse } from '#renderer/transport/fake.ts'
import { quickReplyIdOf, sampleMe, samplePage, sampleReply, settled } from '#test/support/sample-page.ts'

const hello = sampleReply({ quickReplyId: quickReplyIdOf('oi'), shortcut: 'oi', useCount: 5 })
const pix = sampleReply({ useCount: 2 })

async function signedIn(handlers: Parameters<typeof samplePage>[0] = {}) {
  const page = samplePage({ 'session.me': () => ({ me: sampleMe() }), 'replies.list': () => ({ replies: [pix, hello] }), ...handlers })
  await settled()
  return page
}

test('the most used come first, and stay first when one changes', async () => {
  const { core, stores } = await signedIn()
  expect(stores.replies.getState().replies).toEqual({ phase: 'ready', value: [hello, pix] })
  core.push('reply.changed', { reply: { ...pix, useCount: 6 } })
  expect(stores.replies.getState().replies).toEqual({ phase: 'ready', value: [{ ...pix, useCount: 6 }, hello] })
})

test('what a colleague adds or removes is there or gone without a reload', async () => {
  const { core, stores } = await signedIn()
  const added = sampleReply({ quickReplyId: quickReplyIdOf('frete'), shortcut: 'frete' })
  core.push('reply.changed', { reply: added })
  core.push('reply.removed', { quickReplyId: pix.quickReplyId })
  expect(stores.replies.getState().replies).toEqual({ phase: 'ready', value: [hello, added] })
})

test('a refused removal leaves the reply in the list', async () => {
  const { stores } = await signedIn({ 'replies.remove': () => refuse('not-allowed') })
  await expect(stores.replies.getState().remove(pix.quickReplyId)).rejects.toMatchObject({ failure: { code: 'not-allowed' } })
  expect(stores.replies.getState().replies).toEqual({ phase: 'ready', value: [hello, pix] })
})

test('a list that could not be loaded says so, and can be loaded again', async () => {
  let isBroken = true
  const { stores } = await signedIn({ 'replies.list': () => (isBroken ? refuse('internal') : { replies: [pix] }) })
  expect(stores.replies.getState().replies).toMatchObject({ phase: 'failed', error: { failure: { code: 'internal' } } })
  isBroken = false
  await stores.replies.getState().load()
  expect(stores.replies.getState().replies).toEqual({ phase: 'ready', value: [pix] })
})
