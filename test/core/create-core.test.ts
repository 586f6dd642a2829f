import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Message } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { deriveKey } from '#core/vault/keys.ts'
import { APP_SECRET, openWindow, setUpCore, type Window } from '#test/support/core.ts'
import { settle } from '#test/support/fake-clock.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { inboundText, messageWebhook, signatureOf, status, statusWebhook, toBody } from '#test/support/webhook-builder.ts'

const OWNER = { shopName: 'Mercadinho', name: 'Dona Rosa', login: 'rosa', password: 'um cavalo na chuva', language: 'pt-BR' as const }
const CREDENTIALS = { token: 'token-of-the-tests', appSecret: APP_SECRET, phoneNumberId: FAKE_NUMBER.numberId, wabaId: FAKE_NUMBER.wabaId }
const openReal = { phase: 'open', kind: 'shop', shopName: 'Mercadinho' }
const openPractice = { phase: 'open', kind: 'practice', shopName: 'Loja de treino' }

type SetUp = Awaited<ReturnType<typeof setUpCore>>

/** A real shop with its owner signed in. */
async function setUpRealShop(options: Parameters<typeof setUpCore>[0] = {}) {
  const shop = await setUpCore({ openAtStart: 'shop', ...options })
  const owner = shop.window()
  await owner.call('desk.openShop', {})
  const { me } = await owner.call('staff.createOwner', OWNER)
  return { ...shop, owner, ownerId: me.staffId }
}

async function signInAs(shop: Pick<SetUp, 'window'>, name: string): Promise<Window & { staffId: string }> {
  const window = shop.window()
  await window.call('desk.openPractice', {})
  const { people } = await window.call('practice.people', {})
  const person = people.find((each) => each.name === name)
  if (person === undefined) throw new Error(`Nobody is called ${name}`)
  await window.call('practice.signInAs', { staffId: person.staffId })
  return { ...window, staffId: person.staffId }
}

const nowSeconds = (shop: Pick<SetUp, 'clock'>) => String(Math.floor(shop.clock.now() / 1000))

function statusesSeen(window: Window): (string | undefined)[] {
  return window.pushed
    .filter((frame) => frame.event === 'message.changed')
    .map((frame) => (frame.payload as { message: Message }).message.delivery?.status)
}

describe('the desk', () => {
  test('a new shop is made, gets its owner, and is the same after a restart', async () => {
    const { window, restart } = await setUpCore({ openAtStart: 'shop' })
    const first = window()
    expect(await first.call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: false })
    expect(await first.call('desk.openShop', {})).toEqual({ phase: 'first-run', kind: 'shop' })
    const { me } = await first.call('staff.createOwner', OWNER)
    expect(me).toMatchObject({ name: 'Dona Rosa', role: 'owner' })
    expect(await first.call('desk.status', {})).toEqual(openReal)
    expect(first.pushed).toEqual([
      { seq: 1, event: 'desk.changed', payload: { status: { phase: 'first-run', kind: 'shop' } } },
      { seq: 2, event: 'desk.changed', payload: { status: openReal } },
    ])

    await restart()
    const second = window()
    expect(await second.call('desk.status', {})).toEqual(openReal)
    expect(await second.call('staff.me', {})).toEqual({ me: null })
    expect(await second.call('staff.signIn', { login: 'rosa', password: OWNER.password })).toEqual({ me })
    expect(await second.refusal('staff.createOwner', OWNER)).toEqual({ code: 'already-set-up' })
  })

  test('the practice shop opens with its people, and one click signs in', async () => {
    const { window, practice } = await setUpCore()
    const desk = window()
    expect(await desk.call('desk.openPractice', {})).toEqual(openPractice)
    const { people } = await desk.call('practice.people', {})
    expect(people.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'Helena owner',
      'Marcos manager',
      'Ana attendant',
      'Bruno attendant',
      'Célia auditor',
    ])
    const ana = people.find((person) => person.name === 'Ana')
    expect(await desk.call('practice.signInAs', { staffId: ana?.staffId ?? '' })).toMatchObject({ me: { name: 'Ana', role: 'attendant' } })
    expect((await desk.call('replies.list', {})).replies.length).toBeGreaterThan(8)
    expect(await desk.call('number.get', {})).toMatchObject({ number: { numberId: FAKE_NUMBER.numberId, connection: 'online' } })
    expect(await desk.call('desk.leavePractice', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
    expect(practice.calls).toEqual(['start pt-BR', 'stop'])
    expect(desk.events().slice(-2)).toEqual(['session.ended', 'desk.changed'])
    expect(await desk.refusal('replies.list', {})).toEqual({ code: 'not-signed-in' })
  })

  test('the practice shop is seeded once', async () => {
    const shop = await setUpCore({ openAtStart: 'practice' })
    const before = await (await signInAs(shop, 'Helena')).call('staff.list', {})
    await shop.restart()
    expect(await (await signInAs(shop, 'Helena')).call('staff.list', {})).toEqual(before)
  })

  test('a simulator that does not start leaves the first screen, and the next try works', async () => {
    const { window, practice } = await setUpCore()
    const desk = window()
    const { start } = practice
    practice.start = async () => {
      throw new Error('The port is taken')
    }
    expect(await desk.refusal('desk.openPractice', {})).toEqual({ code: 'internal', ref: expect.any(String) })
    expect(await desk.call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
    practice.start = start
    expect(await desk.call('desk.openPractice', {})).toEqual(openPractice)
  })

  test('a second core on the same folder is told that the shop is in use', async () => {
    const { startAnother, owner } = await setUpRealShop()
    const second = await startAnother()
    const { call } = openWindow(second, 'desk')
    expect(await call('desk.status', {})).toEqual({ phase: 'locked-out', kind: 'shop', problem: 'in-use', canUseKit: false })
    await second.close()
    expect(await owner.call('desk.status', {})).toEqual(openReal)
  })

  test('a keychain that is locked at the start is asked again until it answers', async () => {
    const shop = await setUpRealShop()
    shop.secrets.failWith = new AppError('keychain-locked', 'locked')
    await shop.restart()
    const window = shop.window()
    expect(await window.call('desk.status', {})).toEqual({
      phase: 'locked-out',
      kind: 'shop',
      problem: 'keychain-locked',
      canUseKit: false,
    })
    expect(await window.refusal('staff.signIn', { login: 'rosa', password: OWNER.password })).toEqual({ code: 'no-shop-open' })
    shop.secrets.failWith = null
    await shop.clock.advance(5000)
    await shop.clock.advance(0)
    expect(window.pushed.at(-1)).toMatchObject({ event: 'desk.changed', payload: { status: openReal } })
  })

  test('a start that fails for an unknown reason still shows the first screen', async () => {
    const shop = await setUpRealShop()
    await shop.core().close()
    shop.secrets.failWith = new Error('a bus error')
    const core = await shop.startAnother()
    expect(await openWindow(core, 'desk').call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: true, hasPractice: false })
    expect(shop.log.lines.filter((line) => line.level === 'error').map((line) => line.event)).toContain('desk.open-failed')
    await core.close()
  })
})

describe('the recovery kit', () => {
  test('is issued, proved, and opens the shop when the keychain was wiped', async () => {
    const shop = await setUpRealShop()
    const { owner } = shop
    expect(await owner.call('kit.status', {})).toEqual({ issuedAt: null, confirmedAt: null })
    const { groups, fingerprint, issuedAt } = await owner.call('kit.issue', {})
    expect(fingerprint).toMatch(/^[0-9A-F]{4}-[0-9A-F]{4}$/)
    const typed = (...indexes: number[]) => indexes.map((index) => ({ index, text: (groups[index] ?? '').toLowerCase() }))
    expect(await owner.call('kit.confirm', { groups: [...typed(3), { index: 5, text: '00000' }] })).toEqual({ confirmed: false })
    expect(await owner.call('kit.confirm', { groups: typed(3, 3) })).toEqual({ confirmed: false })
    expect(await owner.call('kit.confirm', { groups: [...typed(3), { index: 13, text: groups[3] ?? '' }] })).toEqual({ confirmed: false })
    expect(await owner.call('kit.status', {})).toEqual({ issuedAt, confirmedAt: null })
    await shop.clock.advance(60_000)
    expect(await owner.call('kit.confirm', { groups: typed(3, 12) })).toEqual({ confirmed: true })
    expect(await owner.call('kit.status', {})).toEqual({ issuedAt, confirmedAt: issuedAt + 60_000 })

    shop.secrets.entries.clear()
    await shop.restart()
    const window = shop.window()
    expect(await window.call('desk.status', {})).toEqual({ phase: 'locked-out', kind: 'shop', problem: 'key-missing', canUseKit: true })
    const withMistake = groups.with(6, `${groups[6]?.startsWith('0') ? '2' : '0'}${groups[6]?.slice(1)}`).join(' ')
    expect(await window.refusal('desk.unlockWithKit', { kit: withMistake })).toEqual({ code: 'kit-invalid', facts: { group: 7 } })
    expect(await window.call('desk.unlockWithKit', { kit: groups.join(' ') })).toEqual(openReal)
    await shop.restart()
    expect(await shop.window().call('desk.status', {})).toEqual(openReal)
  })

  test('there is nothing to confirm before one was issued', async () => {
    const { owner } = await setUpRealShop()
    expect(
      await owner.refusal('kit.confirm', {
        groups: [
          { index: 0, text: 'ABCDE' },
          { index: 1, text: 'ABCDE' },
        ],
      }),
    ).toEqual({ code: 'not-possible-now' })
  })

  test('its secret is in no log', async () => {
    const { owner, log } = await setUpRealShop()
    const { groups } = await owner.call('kit.issue', {})
    const text = JSON.stringify(log.lines)
    for (const secret of [...groups, OWNER.password, OWNER.name]) expect(text).not.toContain(secret)
  })
})

describe('what is refused', () => {
  test('methods that do not exist, also when every object has one of that name', async () => {
    const { owner } = await setUpRealShop()
    for (const method of ['messages.steal', 'constructor', '__proto__', 'toString', ''])
      expect(await owner.refusal(method, {})).toEqual({ code: 'unknown-method' })
  })

  test('the practice shop’s own methods, in a real shop', async () => {
    const { owner, ownerId } = await setUpRealShop()
    expect(await owner.refusal('practice.people', {})).toEqual({ code: 'unknown-method' })
    expect(await owner.refusal('practice.signInAs', { staffId: ownerId })).toEqual({ code: 'unknown-method' })
    expect(await owner.refusal('desk.leavePractice', {})).toEqual({ code: 'unknown-method' })
    expect(await owner.refusal('desk.openPractice', {})).toEqual({ code: 'not-possible-now' })
  })

  test('the desk’s own methods, from a window elsewhere, whatever the role', async () => {
    const shop = await setUpRealShop()
    const remote = shop.window('remote')
    await remote.call('staff.signIn', { login: 'rosa', password: OWNER.password })
    for (const [method, input] of [
      ['kit.issue', {}],
      ['number.connect', CREDENTIALS],
      ['desk.openShop', {}],
      ['staff.createOwner', OWNER],
    ] as const) {
      expect(await remote.refusal(method, input)).toEqual({ code: 'not-reachable-from-here' })
    }
  })

  test('everything but the public methods before sign-in', async () => {
    const { window } = await setUpRealShop()
    const stranger = window()
    for (const method of ['conversations.list', 'staff.list', 'number.get', 'kit.status'])
      expect(await stranger.refusal(method, {})).toEqual({ code: 'not-signed-in' })
  })

  test('what the role does not hold', async () => {
    const shop = await setUpCore()
    const ana = await signInAs(shop, 'Ana')
    const celia = await signInAs(shop, 'Célia')
    expect(await ana.refusal('staff.add', { name: 'Zé', login: 'ze', password: 'um cavalo na chuva', role: 'attendant' })).toEqual({
      code: 'not-allowed',
    })
    expect(await ana.refusal('kit.issue', {})).toEqual({ code: 'not-allowed' })
    expect(await celia.refusal('messages.send', { conversationId: 1, clientKey: 'abcdefgh', text: 'Oi', replyTo: null })).toEqual({
      code: 'not-allowed',
    })
  })

  test('input that is too long or of another form', async () => {
    const { owner } = await setUpRealShop()
    const text = 'a'.repeat(4097)
    expect(await owner.refusal('messages.send', { conversationId: 1, clientKey: 'abcdefgh', text, replyTo: null })).toEqual({
      code: 'invalid-input',
      facts: { field: 'text' },
    })
    expect(await owner.refusal('conversations.get', { conversationId: '1 OR 1=1' })).toEqual({
      code: 'invalid-input',
      facts: { field: 'conversationId' },
    })
    expect(await owner.refusal('staff.list', null)).toEqual({ code: 'invalid-input', facts: { field: '' } })
  })

  test('what needs a shop, while none is open', async () => {
    const { window } = await setUpCore()
    expect(await window().refusal('staff.signIn', { login: 'rosa', password: 'x' })).toEqual({ code: 'no-shop-open' })
  })
})

describe('messages', () => {
  test('a customer’s message appears for everybody, and the answer gets its ticks', async () => {
    const shop = await setUpCore()
    const ana = await signInAs(shop, 'Ana')
    const bruno = await signInAs(shop, 'Bruno')
    const stranger = shop.window()
    expect(await shop.webhook(messageWebhook(inboundText('Tem pão de queijo?', { timestamp: nowSeconds(shop) })))).toBe(200)
    for (const window of [ana, bruno])
      expect(window.events()).toEqual(expect.arrayContaining(['message.changed', 'conversation.changed', 'conversations.counted']))
    expect(stranger.pushed).toEqual([])

    const { conversations } = await ana.call('conversations.list', { view: 'waiting', limit: 10 })
    const conversationId = conversations[0]?.conversationId ?? 0
    expect(conversations).toMatchObject([{ preview: { text: 'Tem pão de queijo?' }, inboundCount: 1, readCount: 0 }])
    const { message } = await ana.call('messages.send', { conversationId, clientKey: 'first-answer', text: 'Tem, sim!', replyTo: null })
    expect(message).toMatchObject({ author: { kind: 'staff', staffId: ana.staffId }, delivery: { status: 'queued' } })
    await shop.clock.advance(6000)
    await settle()
    expect(shop.graph.sends.map((send) => send.body)).toEqual(['Tem, sim!'])
    for (const state of ['sent', 'delivered', 'read']) {
      expect(await shop.webhook(statusWebhook(status(state, { id: 'wamid.OUT1', timestamp: nowSeconds(shop) })))).toBe(200)
    }
    expect(statusesSeen(bruno).filter((each, index, all) => each !== undefined && each !== all[index - 1])).toEqual([
      'queued',
      'attempting',
      'accepted',
      'sent',
      'delivered',
      'read',
    ])
    expect(await bruno.call('conversations.counts', {})).toEqual({ waiting: 0 })
  })

  test('what was received is there after a restart, and so is what waits to be sent', async () => {
    const shop = await setUpCore({ openAtStart: 'practice' })
    const ana = await signInAs(shop, 'Ana')
    await shop.webhook(messageWebhook(inboundText('Bom dia', { timestamp: nowSeconds(shop) })))
    const { conversations } = await ana.call('conversations.list', { view: 'all', limit: 10 })
    const conversationId = conversations[0]?.conversationId ?? 0
    await ana.call('messages.send', { conversationId, clientKey: 'before-restart', text: 'Bom dia!', replyTo: null })
    await shop.restart()
    await shop.clock.advance(6000)
    await settle()
    expect(shop.graph.sends.map((send) => send.body)).toEqual(['Bom dia!'])
    const { messages } = await (await signInAs(shop, 'Bruno')).call('messages.list', { conversationId, limit: 10 })
    expect(messages.map((each) => each.delivery?.status ?? 'in')).toEqual(['in', 'accepted'])
  })

  test('an event goes only to those who may know', async () => {
    const shop = await setUpCore()
    const [helena, ana, celia] = [await signInAs(shop, 'Helena'), await signInAs(shop, 'Ana'), await signInAs(shop, 'Célia')]
    await helena.call('replies.add', { shortcut: 'natal', title: 'Natal', text: 'Feliz Natal!' })
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
      text: 'Resposta secreta',
      replyTo: null,
    })
    await shop.clock.advance(6000)
    const text = JSON.stringify(shop.log.lines)
    for (const secret of ['CPF', 'Resposta', '5511987654321', 'Zélia', 'wamid', 'practice-token', APP_SECRET])
      expect(text).not.toContain(secret)
  })
})

describe('sessions', () => {
  test('a disabled person’s windows end at once', async () => {
    const shop = await setUpCore()
    const helena = await signInAs(shop, 'Helena')
    const [first, second] = [await signInAs(shop, 'Ana'), await signInAs(shop, 'Ana')]
    await helena.call('staff.setActive', { staffId: first.staffId, isActive: false })
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
    await first.call('staff.signOut', {})
    expect(await first.call('staff.me', {})).toEqual({ me: null })
    expect(await second.call('staff.me', {})).toMatchObject({ me: { name: 'Ana' } })
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

  test('a keychain that fails later is no reason to lose one', async () => {
    const shop = await setUpRealShop()
    await shop.owner.call('number.connect', CREDENTIALS)
    await shop.core().close()
    const getSecret = shop.secrets.get
    shop.secrets.get = async (account) => {
      if (account.includes('secret') || account.includes('token')) throw new AppError('keychain-locked', 'locked')
      return await getSecret(account)
    }
    await shop.restart()
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 503 })
    shop.secrets.get = getSecret
    await shop.clock.advance(5000)
    expect(await shop.core().receiveWebhook(post())).toEqual({ status: 200 })
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

test('token and app secret are in the keychain, and in no file', async () => {
  const shop = await setUpRealShop()
  await shop.owner.call('number.connect', CREDENTIALS)
  await shop.core().close()
  expect([...shop.secrets.entries.values()]).toEqual(expect.arrayContaining([CREDENTIALS.token, CREDENTIALS.appSecret]))
  for (const name of readdirSync(shop.folders.shop)) {
    const bytes = readFileSync(join(shop.folders.shop, name))
    for (const secret of [CREDENTIALS.token, CREDENTIALS.appSecret, OWNER.name]) expect(bytes.includes(secret)).toBe(false)
  }
})

test('a database that disappeared is named at the start, and practice still works', async () => {
  const shop = await setUpRealShop()
  await shop.core().close()
  rmSync(join(shop.folders.shop, 'shop.db'))
  await shop.restart()
  const window = shop.window()
  expect(await window.call('desk.status', {})).toEqual({ phase: 'locked-out', kind: 'shop', problem: 'database-missing', canUseKit: false })
  expect(await window.call('desk.openPractice', {})).toEqual(openPractice)
  expect(await window.call('desk.leavePractice', {})).toEqual({ phase: 'welcome', hasShop: true, hasPractice: true })
})
