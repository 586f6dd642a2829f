import { expect, test } from 'vitest'
import { settle } from '#test/support/fake-clock.ts'
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
  await owner.call('messages.send', { conversationId, clientKey: 'the-answer', text: 'Tem, sim!', replyTo: null })
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

test('F28: whoever is signed in stays so when the clock jumps, can be signed out, and can sign in again', async () => {
  const { owner, clock } = await setUpRealShop()
  const now = clock.now()
  for (const wall of [now + 365 * DAY_MS, now - DAY_MS, 0]) {
    clock.setWall(wall)
    await clock.advance(1000)
    const before = (await owner.call('staff.me', {})).me?.name
    await owner.call('staff.signOut', {})
    const refused = await owner.refusal('replies.list', {})
    await owner.call('staff.signIn', { login: OWNER.login, password: OWNER.password })
    await settle()
    expect([before, refused, (await owner.call('staff.me', {})).me?.name]).toEqual(['Dona Rosa', { code: 'not-signed-in' }, 'Dona Rosa'])
  }
})
