import { onTestFinished, expect, test } from 'vitest'
import type { Conversation, Message } from '#contract'
import { createCore } from '#core/create-core.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { startReceiver } from '#host/receiver.ts'
import { createPractice } from '#practice/create-practice.ts'
import { openWindow, type Window } from '#test/support/core.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from '#test/support/fake-ports.ts'
import { fakePasswords } from '#test/support/shop.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const ACCOUNT = { token: 'EAAPRACTICE', appSecret: '0123456789abcdef', phoneNumberId: '100000000000101', wabaId: '100000000000201' }

/** The core as a host runs it, and the simulated WhatsApp, with nothing between them but HTTP on loopback. */
async function setUp() {
  const folder = makeTemporaryFolder()
  const log = createFakeLog()
  const receiver = await startReceiver({
    core: { receiveWebhook: (post) => core.receiveWebhook(post), verifyWebhook: (query) => core.verifyWebhook(query) },
    port: 0,
    log,
  })
  const practice = createPractice({ ...ACCOUNT, webhookUrl: () => receiver.url, quiet: true, speed: 1000 })
  const core = await createCore(
    {
      secrets: createFakeSecrets(),
      clock: createSystemClock(),
      ids: createFakeIds(),
      log,
      http: createNodeHttp(),
      passwords: fakePasswords,
      practice: {
        start: async () => ({
          ...(await practice.start()),
          ...ACCOUNT,
          token: new Redacted(ACCOUNT.token),
          appSecret: new Redacted(ACCOUNT.appSecret),
        }),
        stop: practice.stop,
      },
    },
    {
      folders: { shop: `${folder}/shop`, practice: `${folder}/practice` },
      openAtStart: 'practice',
      graphUrl: 'https://graph.facebook.com',
    },
  )
  onTestFinished(async () => {
    await core.close()
    await receiver.close()
  })
  return { core, practice }
}

async function signInAs(core: Parameters<typeof openWindow>[0], name: string): Promise<Window> {
  const window = openWindow(core, 'desk')
  const { people } = await window.call('practice.people', {})
  const { me } = await window.call('practice.signInAs', { staffId: people.find((person) => person.name === name)?.staffId ?? '' })
  await window.call('staff.saveSettings', { settings: { ...me.settings, undoSeconds: 0 } })
  return window
}

const conversationsOf = (window: Window) =>
  window.pushed
    .filter((frame) => frame.event === 'conversation.changed')
    .map((frame) => (frame.payload as { conversation: Conversation }).conversation)
const messagesOf = (window: Window) =>
  window.pushed.filter((frame) => frame.event === 'message.changed').map((frame) => (frame.payload as { message: Message }).message)

test('a simulated customer writes, is answered once, and reads it, all over HTTP', { timeout: 30_000 }, async () => {
  const { core, practice } = await setUp()
  const [ana, marcos] = [await signInAs(core, 'Ana'), await signInAs(core, 'Marcos')]
  practice.control.sendFromCustomer({ customer: { name: 'Dona Zélia', waId: '5511987654321' }, text: 'Tem pão de queijo?' })
  await ana.until(() => conversationsOf(ana).length > 0)
  const [conversation] = conversationsOf(ana)
  expect(conversation).toMatchObject({ contactName: 'Dona Zélia', preview: { direction: 'in', text: 'Tem pão de queijo?' } })

  const conversationId = conversation?.conversationId ?? 0
  await ana.call('messages.send', { conversationId, clientKey: 'the-answer', content: { kind: 'text', body: 'Tem, sim!' }, replyTo: null })
  await marcos.until(() => messagesOf(marcos).some((message) => message.delivery?.status === 'read'))
  const received = practice.control.truth.received()
  expect(received).toHaveLength(1)
  expect([...practice.control.truth.timesByTracker().values()]).toEqual([1])
  expect(await ana.call('conversations.counts', {})).toEqual({ waiting: 0 })

  await ana.call('conversations.markRead', { conversationId, readCount: 1 })
  // WhatsApp tells times in whole seconds, so a reply within the same second would stand before its question.
  practice.control.sendFromCustomer({ customer: '5511987654321', text: 'Vou buscar!', at: Date.now() + 1000 })
  await marcos.until(() => conversationsOf(marcos).at(-1)?.preview?.text === 'Vou buscar!')
  await expect.poll(() => practice.control.truth.markedRead().length).toBe(1)
})
