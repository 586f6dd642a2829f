import { describe, expect, test } from 'vitest'
import type { Message } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { deriveKey } from '#core/vault/keys.ts'
import {
  APP_SECRET,
  CREDENTIALS,
  setUpCore,
  setUpRealShop,
  signInAs,
  signInOwner,
  type CoreSetUp,
  type Window,
} from '#test/support/core.ts'
import { settle } from '#test/support/fake-clock.ts'
import { json } from '#test/support/fake-graph.ts'
import {
  contact,
  inboundText,
  messagesChange,
  metadata,
  webhook,
  messageWebhook,
  signatureOf,
  status,
  statusWebhook,
  toBody,
} from '#test/support/webhook-builder.ts'

const nowSeconds = ({ clock }: Pick<CoreSetUp, 'clock'>) => String(Math.floor(clock.now() / 1000))

function statusesSeen(window: Window): (string | undefined)[] {
  return window.pushed
    .filter((frame) => frame.event === 'message.changed')
    .map((frame) => (frame.payload as { message: Message }).message.delivery?.status)
}

describe('messages', () => {
  test('a customer’s message appears for everybody, and the answer gets its ticks', async () => {
    const shop = await setUpCore()
    const ana = await signInAs(shop, 'Ana')
    const marcos = await signInAs(shop, 'Marcos')
    for (const window of [ana, marcos]) expect(await window.call('conversations.counts', {})).toEqual({ waiting: 0 })
    const stranger = shop.window()
    expect(await shop.webhook(messageWebhook(inboundText('Tem pão de queijo?', { timestamp: nowSeconds(shop) })))).toBe(200)
    for (const window of [ana, marcos])
      expect(window.events()).toEqual(expect.arrayContaining(['message.changed', 'conversation.changed', 'conversations.counted']))
    expect(stranger.pushed).toEqual([])

    const { conversations } = await ana.call('conversations.list', { view: 'waiting', limit: 10 })
    const conversationId = conversations[0]?.conversationId ?? 0
    expect(conversations).toMatchObject([{ preview: { text: 'Tem pão de queijo?' }, inboundCount: 1, readCount: 0 }])
    const { message } = await ana.call('messages.send', {
      conversationId,
      clientKey: 'first-answer',
      content: { kind: 'text', body: 'Tem, sim!' },
      replyTo: null,
    })
    expect(message).toMatchObject({ author: { kind: 'staff', staffId: ana.staffId }, delivery: { status: 'queued' } })
    await shop.clock.advance(6000)
    await settle()
    expect(shop.graph.sends.map((send) => send.body)).toEqual(['Tem, sim!'])
    for (const state of ['sent', 'delivered', 'read']) {
      expect(await shop.webhook(statusWebhook(status(state, { id: 'wamid.OUT1', timestamp: nowSeconds(shop) })))).toBe(200)
    }
    expect(statusesSeen(marcos).filter((each, index, all) => each !== undefined && each !== all[index - 1])).toEqual([
      'queued',
      'attempting',
      'accepted',
      'sent',
      'delivered',
      'read',
    ])
    expect(await marcos.call('conversations.counts', {})).toEqual({ waiting: 0 })
  })

  test('what was received is there after a restart, and so is what waits to be sent', async () => {
    const shop = await setUpCore({ openAtStart: 'practice' })
    const ana = await signInAs(shop, 'Ana')
    await shop.webhook(messageWebhook(inboundText('Bom dia', { timestamp: nowSeconds(shop) })))
    const { conversations } = await ana.call('conversations.list', { view: 'all', limit: 10 })
    const conversationId = conversations[0]?.conversationId ?? 0
    await ana.call('messages.send', {
      conversationId,
      clientKey: 'before-restart',
      content: { kind: 'text', body: 'Bom dia!' },
      replyTo: null,
    })
    await shop.restart()
    await shop.clock.advance(6000)
    await settle()
    expect(shop.graph.sends.map((send) => send.body)).toEqual(['Bom dia!'])
    const { messages } = await (await signInAs(shop, 'Marcos')).call('messages.list', { conversationId, limit: 10 })
    expect(messages.map((each) => each.delivery?.status ?? 'in')).toEqual(['in', 'accepted'])
  })

  test('an event goes only to those who may know', async () => {
    const shop = await setUpCore()
    const [helena, ana, celia] = [await signInAs(shop, 'Helena'), await signInAs(shop, 'Ana'), await signInAs(shop, 'Célia')]
    await helena.call('replies.add', { shortcut: 'natal', title: 'Natal', text: 'Feliz Natal!', translations: [], files: [] })
    expect([helena, ana, celia].map((window) => window.events().includes('reply.changed'))).toEqual([true, true, false])
  })

  test('no text, name, phone or id of a message is in the log', async () => {
    const shop = await setUpCore()
    const ana = await signInAs(shop, 'Ana')
    await shop.webhook(messageWebhook(inboundText('Meu CPF é 123', { timestamp: nowSeconds(shop) })))
    const { conversations } = await ana.call('conversations.list', { view: 'all', limit: 10 })
    await ana.call('messages.send', {
      conversationId: conversations[0]?.conversationId ?? 0,
      clientKey: 'answer-1',
      content: { kind: 'text', body: 'Resposta secreta' },
      replyTo: null,
    })
    await shop.clock.advance(6000)
    const text = JSON.stringify(shop.log.lines)
    for (const secret of ['CPF', 'Resposta', '5511987654321', 'Zélia', 'wamid', 'practice-token', APP_SECRET])
      expect(text).not.toContain(secret)
  })
})

describe('sessions', () => {
  test('T04 the windows of a person who left end at once', async () => {
    const shop = await setUpCore()
    const helena = await signInAs(shop, 'Helena')
    const [first, second] = [await signInAs(shop, 'Ana'), await signInAs(shop, 'Ana')]
    await helena.call('staff.leave', { staffId: first.staffId, handTo: null })
    for (const window of [first, second]) {
      expect(window.pushed.at(-1)).toMatchObject({ event: 'session.ended', payload: { reason: 'disabled' } })
      expect(await window.refusal('conversations.list', { view: 'all', limit: 10 })).toEqual({ code: 'not-signed-in' })
    }
    expect(await first.refusal('practice.signInAs', { staffId: first.staffId })).toMatchObject({
      code: expect.stringMatching(/^(not-found|wrong-credentials)$/),
    })
    const seen = second.pushed.length
    await shop.webhook(messageWebhook(inboundText('Oi', { timestamp: nowSeconds(shop) })))
    expect(second.pushed.length).toBe(seen)
  })

  test('signing out ends one window', async () => {
    const shop = await setUpCore()
    const [first, second] = [await signInAs(shop, 'Ana'), await signInAs(shop, 'Ana')]
    await first.call('session.signOut', {})
    expect(await first.call('session.me', {})).toEqual({ me: null })
    expect(await second.call('session.me', {})).toMatchObject({ me: { name: 'Ana' } })
  })
})

describe('webhooks', () => {
  const post = (signedWith = APP_SECRET) => {
    const body = toBody(messageWebhook(inboundText('Oi')))
    return { body, signature: signatureOf(body, signedWith) }
  }

  test('nobody takes them while no shop is open, nor once the core is closed', async () => {
    const shop = await setUpCore()
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 503 })
    await signInAs(shop, 'Ana')
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 200 })
    await shop.core().close()
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 503 })
  })

  test('a signature that is forged, missing or for another body is refused', async () => {
    const shop = await setUpCore()
    const ana = await signInAs(shop, 'Ana')
    const { body, signature } = post()
    for (const wrong of [
      post('another secret'),
      { body, signature: null },
      { body: Buffer.concat([body, Buffer.from(' ')]), signature },
      { body, signature: 'sha256=' },
    ]) {
      expect(await shop.core().receiveWebhook(wrong)).toEqual({ status: 401 })
    }
    await settle()
    expect(await ana.call('conversations.list', { view: 'all', limit: 10 })).toMatchObject({ conversations: [] })
  })

  test('one over three megabytes is refused unread', async () => {
    const shop = await setUpCore()
    await signInAs(shop, 'Ana')
    const body = Buffer.alloc(3 * 1024 * 1024 + 1, ' ')
    expect(await shop.core().receiveWebhook({ body, signature: signatureOf(body, APP_SECRET) })).toEqual({ status: 413 })
  })

  test('a real shop takes them from the moment its number is connected, also after a restart', async () => {
    const shop = await setUpRealShop()
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 503 })
    expect(await shop.owner.call('number.connect', CREDENTIALS)).toMatchObject({ connected: true })
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 200 })
    await shop.restart()
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 200 })
  })

  test('while the keychain withholds the number’s secrets nothing is lost, and all goes on once it answers', async () => {
    const shop = await setUpRealShop()
    await shop.owner.call('number.connect', CREDENTIALS)
    await shop.webhook(messageWebhook(inboundText('Tem bolo?', { timestamp: nowSeconds(shop) })))
    await shop.core().close()
    const getSecret = shop.secrets.get
    shop.secrets.get = async (account) => {
      if (account.includes('secret') || account.includes('token')) throw new AppError('keychain-locked', 'locked')
      return await getSecret(account)
    }
    await shop.restart()
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 503 })
    const owner = await signInOwner(shop)
    const { conversations } = await owner.call('conversations.list', { view: 'all', limit: 10 })
    const conversationId = conversations[0]?.conversationId ?? 0
    await owner.call('messages.send', { conversationId, clientKey: 'no-token-yet', content: { kind: 'text', body: 'Tem!' }, replyTo: null })
    await shop.clock.advance(60_000)
    expect(shop.graph.sends).toEqual([])

    shop.secrets.get = getSecret
    await shop.clock.advance(5000)
    await settle()
    expect(shop.graph.sends.map((send) => send.body)).toEqual(['Tem!'])
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 200 })
  })

  test('what came for another number is kept, and applied once that number is connected', async () => {
    const shop = await setUpRealShop()
    const { owner, graph } = shop
    const other = { id: '999000111', display_phone_number: '+55 11 5555-0199', verified_name: 'Filial', quality_rating: 'GREEN' }
    await owner.call('number.connect', CREDENTIALS)
    const toOther = { metadata: metadata({ phone_number_id: other.id }), contacts: [contact()], messages: [inboundText('É da filial?')] }
    expect(await shop.webhook(webhook(messagesChange(toOther)))).toBe(200)
    expect(await owner.call('conversations.list', { view: 'all', limit: 10 })).toMatchObject({ conversations: [] })
    graph.answers.set(`GET ${other.id}`, json(200, other))
    graph.answers.set('GET phone_numbers', json(200, { data: [other] }))
    await shop.clock.advance(1000)
    expect(await owner.call('number.connect', { ...CREDENTIALS, phoneNumberId: other.id })).toMatchObject({ connected: true })
    await settle()
    expect(await owner.call('conversations.list', { view: 'all', limit: 10 })).toMatchObject({
      conversations: [{ preview: { text: 'É da filial?' } }],
    })
  })

  test('Meta’s verification is answered with the challenge for the shop’s own token only', async () => {
    const shop = await setUpRealShop()
    const [account] = shop.secrets.entries.keys()
    const root = new Redacted(Buffer.from(shop.secrets.entries.get(account ?? '') ?? '', 'base64'))
    const token = deriveKey(root, 'webhook-verify').reveal().toString('base64url')
    const query = { mode: 'subscribe', token, challenge: '1158201444' }
    expect(await shop.core().verifyWebhook(query)).toBe('1158201444')
    expect(await shop.core().verifyWebhook({ ...query, token: 'guess' })).toBeNull()
    expect(await shop.core().verifyWebhook({ ...query, mode: 'unsubscribe' })).toBeNull()
    expect(await shop.core().verifyWebhook({ ...query, challenge: 'x'.repeat(300) })).toBeNull()
    await shop.core().close()
    expect(await shop.core().verifyWebhook(query)).toBeNull()
  })
})
