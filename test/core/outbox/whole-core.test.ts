import { expect, test } from 'vitest'
import { CREDENTIALS, OWNER, setUpRealShop } from '#test/support/core.ts'
import { inboundText, messageWebhook } from '#test/support/webhook-builder.ts'

const DAY_MS = 24 * 60 * 60_000

test('F51: a retired version of the API stops what goes out, says that an update is needed, and takes in what comes', async () => {
  const { owner, graph, clock, webhook } = await setUpRealShop()
  await owner.call('number.connect', CREDENTIALS)
  await webhook(messageWebhook(inboundText('Tem bolo?', { id: 'wamid.IN1', timestamp: String(clock.now() / 1000) })))
  const { conversations } = await owner.call('conversations.list', { view: 'all', limit: 1 })
  const conversationId = conversations[0]?.conversationId
  if (conversationId === undefined) throw new Error('The message made a conversation')
  graph.fate = { kind: 'refused', code: 2635 }
  await owner.call('messages.send', {
    conversationId,
    clientKey: 'the-answer',
    content: { kind: 'text', body: 'Tem, sim!' },
    replyTo: null,
  })
  await clock.advance(60_000)
  const taken = await webhook(
    messageWebhook(inboundText('De chocolate?', { id: 'wamid.IN2', timestamp: String(Math.floor(clock.now() / 1000)) })),
  )
  const { number } = await owner.call('number.get', {})
  const { messages } = await owner.call('messages.list', { conversationId, limit: 10 })
  expect({ taken, number, shown: messages.map(({ direction, delivery }) => [direction, delivery?.status]) }).toMatchObject({
    taken: 200,
    number: { connection: 'paused', pausedBy: 'update-needed', queued: 1 },
    shown: [
      ['in', undefined],
      ['out', 'queued'],
      ['in', undefined],
    ],
  })
  const again = await owner.call('number.connect', CREDENTIALS)
  graph.answers.set('GET debug_token', {
    kind: 'answered',
    status: 400,
    headers: {},
    body: Buffer.from(
      JSON.stringify({ error: { message: 'Unknown path components: /v26.0/debug_token', type: 'OAuthException', code: 2500 } }),
    ),
  })
  // Connecting mends a token, and no version.
  expect([again.connected, (await owner.call('number.get', {})).number?.pausedBy, await owner.call('number.connect', CREDENTIALS)]).toEqual(
    [true, 'update-needed', { connected: false, step: 'token', code: 'update-needed' }],
  )
})

test('F28: whoever is signed in is locked or out when the clock jumps, and can sign in again whatever it says', async () => {
  const shop = await setUpRealShop()
  const { owner, clock, authenticator } = shop
  const now = clock.now()
  const seen: unknown[] = []
  for (const wall of [now + 365 * DAY_MS, now - DAY_MS, 0]) {
    clock.setWall(wall)
    const refused = (await owner.refusal('replies.list', {})).code
    await owner.call('session.signIn', { login: OWNER.login, password: OWNER.password })
    // A code counts once, and only the clock tells which it is: with one that was set back it takes a recovery code.
    const code = authenticator.recoveryCodes[seen.length] ?? ''
    const { next } = await owner.call('session.giveRecoveryCode', { code })
    seen.push([refused, next, (await owner.call('session.me', {})).me?.name])
  }
  expect(seen).toEqual([
    ['not-signed-in', 'in', 'Dona Rosa'],
    ['locked', 'in', 'Dona Rosa'],
    ['locked', 'in', 'Dona Rosa'],
  ])
})
