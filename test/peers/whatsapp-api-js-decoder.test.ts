import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WhatsAppAPI } from 'whatsapp-api-js'
import { WhatsAppAPI as NodeHttpPeer } from 'whatsapp-api-js/middleware/node-http'
import type { PostData } from 'whatsapp-api-js/types'
import { Redacted } from '#core/lib/redacted.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { verifySignature } from '#core/whatsapp/signature.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { customerRows } from './customer-rows.ts'
import { understoodByUs, understoodMessage, understoodStatus } from './understanding.ts'
import type { Understanding } from './understanding.ts'

// whatsapp-api-js 6.3.0 reads, with its signature check on, the webhooks that the practice sends; our decoder reads the same bytes.

let shop: PracticeShop
let time: FakeClock

beforeAll(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
})
afterAll(() => shop.stop())

type Taken = PracticeShop['webhooks'][number]

/** Everything the library tells of one webhook, or how it gives up. */
async function readByPeer({ raw, signature }: Pick<Taken, 'raw' | 'signature'>, appSecret = shop.appSecret) {
  const understood: Understanding[] = []
  const peer = new WhatsAppAPI({ token: 'EAA', appSecret, v: 'v26.0' })
  peer.on.message = (args) => void understood.push(understoodMessage(args))
  peer.on.status = (args) => void understood.push(understoodStatus(args))
  try {
    await peer.post(JSON.parse(raw) as PostData, raw, signature)
    return { understood, failure: null }
  } catch (error) {
    return { understood, failure: error instanceof Error ? error.name + ': ' + error.message : String(error) }
  }
}

function eventsOf({ raw }: Pick<Taken, 'raw'>) {
  const decoded = decodeWebhook(Buffer.from(raw, 'latin1'))
  return decoded.kind === 'events' ? decoded.items.map(({ event }) => event) : []
}

/** What the practice sends from now on, once the given number of bodies has come. */
async function takeNext(count: number, act: () => unknown): Promise<readonly Taken[]> {
  const before = shop.webhooks.length
  await act()
  await shop.until(() => shop.webhooks.length >= before + count)
  return shop.webhooks.slice(before)
}

const AT = Date.UTC(2026, 10, 23, 11, 59, 58)
describe('both understand the same of', () => {
  const people = [
    ['marina', { phone: '5511900000102', userId: 'BR.90000000000000000102', name: 'Marina Sato', username: null }],
    // Only her id and her username are shown.
    ['bia', { phone: null, userId: 'BR.13491208655302741918', name: 'Bia', username: 'bia.cafe' }],
  ] as const

  test.each(customerRows.flatMap((row) => people.map((person) => [...row, ...person] as const)))(
    '%s',
    async (_name, said, expected, customer, who) => {
      let wamid = ''
      const [taken] = await takeNext(1, () => {
        wamid = shop.control.sendFromCustomer({ customer, at: AT, ...said })
      })
      if (taken === undefined) throw new Error('Nothing came')
      const understood = { ...PLAIN, numberId: shop.phoneNumberId, wamid, at: AT, ...who, ...expected }
      expect({ peer: await readByPeer(taken), ours: eventsOf(taken).map(understoodByUs) }).toEqual({
        peer: { understood: [understood], failure: null },
        ours: [understood],
      })
    },
  )
})

describe('both understand the same of what becomes of a message', () => {
  test('sent, delivered, read and played, with and without a number, with the price where it is told', async () => {
    // Whoever came by an advertisement in a test before is answered too late for it.
    for (const ageMs of [25 * 60 * 60 * 1000, 0]) for (const customer of ['marina', 'bia']) shop.control.ageWindow(customer, ageMs)
    const told: Taken[] = []
    for (const [target, count] of [
      [{ to: '+5511900000102' }, 4],
      // Bia lets nobody see that she has read.
      [{ recipient: 'BR.13491208655302741918' }, 2],
    ] as const) {
      const voice = { ...target, type: 'audio', audio: { link: 'https://a.example/a.ogg', voice: true }, biz_opaque_callback_data: 'v1' }
      told.push(...(await takeNext(count, () => shop.send(voice).then(() => time.advance(20_000)))))
    }
    const ours = told.flatMap((each) => eventsOf(each).map(understoodByUs))
    const theirs = await Promise.all(told.map((each) => readByPeer(each)))
    expect({
      theirs: theirs.flatMap(({ understood }) => understood),
      failures: theirs.flatMap(({ failure }) => failure ?? []),
      heard: ours.map(({ what, phone, userId, username, says }) => [what, phone, userId, username, says]),
    }).toEqual({
      theirs: ours,
      failures: [],
      heard: [
        ['status sent', '5511900000102', 'BR.90000000000000000102', null, { tracker: 'v1', pricing: SERVICE }],
        ['status delivered', '5511900000102', 'BR.90000000000000000102', null, { tracker: 'v1', pricing: SERVICE }],
        ['status read', '5511900000102', 'BR.90000000000000000102', null, { tracker: 'v1', pricing: null }],
        ['status played', '5511900000102', 'BR.90000000000000000102', null, { tracker: 'v1', pricing: null }],
        // The username comes with delivered, and would with read.
        ['status sent', null, 'BR.13491208655302741918', null, { tracker: 'v1', pricing: SERVICE }],
        ['status delivered', null, 'BR.13491208655302741918', 'bia.cafe', { tracker: 'v1', pricing: SERVICE }],
      ],
    })
  })

  test.each([
    ['a number that nobody has', () => ({ to: '+5511900009999' }), 131026, '5511900009999'],
    [
      'a window that is closed',
      () => {
        shop.control.ageWindow('marina', 25 * 60 * 60 * 1000)
        return { to: '+5511900000102' }
      },
      131047,
      '5511900000102',
    ],
  ])('failed: %s', async (_name, target, code, phone) => {
    const message = { ...target(), type: 'text', text: { body: 'Oi' }, biz_opaque_callback_data: 'f1' }
    const [taken] = await takeNext(1, () => shop.send(message).then(() => time.advance(20_000)))
    if (taken === undefined) throw new Error('Nothing came')
    const { understood, failure } = await readByPeer(taken)
    expect({
      understood,
      failure,
      heard: understood.map((each) => [each.what, each.phone, each.errors, each.says]),
    }).toEqual({
      understood: eventsOf(taken).map(understoodByUs),
      failure: null,
      heard: [['status failed', phone, [code], { tracker: 'f1', pricing: null }]],
    })
  })
})

describe('both understand the same of', () => {
  test('a message that cannot be shown, and of the real one that follows under its id', async () => {
    let wamid = ''
    const taken = await takeNext(2, async () => {
      wamid = shop.control.sendFromCustomer({ customer: 'marina', act: { do: 'ghost', text: 'Agora sim' } })
      await time.advance(300)
    })
    const ours = taken.flatMap((each) => eventsOf(each).map(understoodByUs))
    expect({
      theirs: (await Promise.all(taken.map((each) => readByPeer(each)))).flatMap(({ understood }) => understood),
      heard: ours.map((each) => [each.wamid, each.what, each.errors, each.says]),
    }).toEqual({
      theirs: ours,
      heard: [
        [wamid, 'unsupported', [131060], { rawType: 'unknown' }],
        [wamid, 'text', [], { body: 'Agora sim' }],
      ],
    })
  })

  test('a new number of a customer, which comes without contacts', async () => {
    const act = { do: 'new-number', waId: '5511900000777', userId: 'BR.777' } as const
    const [taken] = await takeNext(1, () => shop.control.sendFromCustomer({ customer: 'cida', act }))
    if (taken === undefined) throw new Error('Nothing came')
    const { understood, failure } = await readByPeer(taken)
    expect({ understood, failure, heard: understood.map(({ phone, says }) => [phone, says]) }).toEqual({
      understood: eventsOf(taken).map(understoodByUs),
      failure: null,
      heard: [
        [
          '5511900000105',
          { text: 'User Cida do Café Pitanga changed from 5511900000105 to 5511900000777', newPhone: '5511900000777', newUserId: 'BR.777' },
        ],
      ],
    })
  })
})

describe('signatures', () => {
  test('a body that somebody changed, or signed with another secret, is refused by both', async () => {
    const [taken] = await takeNext(1, () => shop.control.sendFromCustomer({ customer: 'marina', text: 'Pão' }))
    if (taken === undefined) throw new Error('Nothing came')
    const changed = { ...taken, raw: taken.raw.replace('P\\u00e3o', 'P\\u00e30') }
    const oursOf = ({ raw, signature }: Pick<Taken, 'raw' | 'signature'>, secret = shop.appSecret) =>
      verifySignature({ body: Buffer.from(raw, 'latin1'), signature, appSecret: new Redacted(secret) })
    const theirsOf = async (each: Pick<Taken, 'raw' | 'signature'>, secret = shop.appSecret) => (await readByPeer(each, secret)).failure
    expect({
      isChanged: changed.raw !== taken.raw,
      ours: [oursOf(taken), oursOf(changed), oursOf(taken, 'other')],
      theirs: [await theirsOf(taken), await theirsOf(changed), await theirsOf(taken, 'other')],
    }).toEqual({ isChanged: true, ours: [true, false, false], theirs: [null, REFUSED, REFUSED] })
  })

  test('its own web server takes the callback’s verification and a webhook over HTTP', async () => {
    const heard: string[] = []
    const peer = new NodeHttpPeer({ token: 'EAA', appSecret: shop.appSecret, webhookVerifyToken: 'open', v: 'v26.0' })
    peer.on.message = ({ message }) => void heard.push(message.type)
    const server = createServer((request, response) => {
      if (request.method === 'GET') return void response.end(answered(() => peer.handle_get(request)))
      void peer.handle_post(request).then((status) => response.writeHead(status).end())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = 'http://127.0.0.1:' + (typeof address === 'object' && address !== null ? address.port : 0) + '/'
    const own = await openPracticeShop({ appSecret: shop.appSecret, webhookUrl: () => url })
    const isVerified = [
      await own.control.subscribeWebhook({ url, verifyToken: 'open' }),
      await own.control.subscribeWebhook({ url, verifyToken: 'wrong' }),
    ]
    const taken = once(server, 'request')
    own.control.sendFromCustomer({ customer: 'marina', text: 'Oi' })
    await taken
    while (own.control.truth.undeliveredWebhooks() > 0) await new Promise((resolve) => setImmediate(resolve))
    await own.stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect({ isVerified, heard }).toEqual({ isVerified: [true, false], heard: ['text'] })
  })
})

// Each of these stands in docs/peers.md with who is right.
describe('they differ:', () => {
  test('of a body with several updates the library tells the first alone', async () => {
    shop.control.setWire({ batchChance: 1 })
    const [taken] = await takeNext(1, async () => {
      for (const text of ['um', 'dois', 'três']) shop.control.sendFromCustomer({ customer: 'marina', text })
      await time.advance(2_000)
    })
    shop.control.setWire({ batchChance: 0 })
    if (taken === undefined) throw new Error('Nothing came')
    const wordsOf = (all: readonly Understanding[]) => all.map(({ says }) => says)
    expect({
      theirs: wordsOf((await readByPeer(taken)).understood),
      ours: wordsOf(eventsOf(taken).map(understoodByUs)),
    }).toEqual({ theirs: [{ body: 'um' }], ours: [{ body: 'um' }, { body: 'dois' }, { body: 'três' }] })
  })

  test('an error of the account, a refused history and news of a template are exceptions in the library', async () => {
    const send = (text: string) => shop.send({ to: '+5511900000101', type: 'text', text: { body: text } })
    const taken = await takeNext(1, async () => {
      await shop.api('POST', `/v26.0/${shop.wabaId}/message_templates`, {
        name: 'aviso',
        language: 'pt_BR',
        category: 'UTILITY',
        components: [{ type: 'BODY', text: 'Tudo pronto por aqui.' }],
      })
      await time.advance(120_000)
    })
    shop.control.sendFromCustomer({ customer: 'encrenca', text: 'oi' })
    const more = await takeNext(9, async () => {
      for (const code of ['131035', '2593109']) await send(code)
      await time.advance(30_000)
    })
    const odd = [...taken, ...more].filter(({ body }) =>
      body.entry.some(({ changes }) => changes.some(({ value }) => !('messages' in value) && !('statuses' in value))),
    )
    expect({
      theirs: (await Promise.all(odd.map((each) => readByPeer(each)))).map(({ understood, failure }) => [understood.length, failure]),
      ours: odd.flatMap((each) => eventsOf(each).map(({ kind }) => kind)),
    }).toEqual({
      theirs: [
        [0, "TypeError: Cannot read properties of undefined (reading 'phone_number_id')"],
        [0, UNEXPECTED],
        [0, UNEXPECTED],
      ],
      ours: ['account', 'error', 'error'],
    })
  })

  test.each([
    ['U+0000', 'a\u0000b', 'a\ufffdb'],
    ['half a character', 'x\ud83e', 'x\ufffd'],
  ])('%s in a text: the library hands it on, we put a mark in its place', async (_name, text, marked) => {
    const [taken] = await takeNext(1, () => shop.control.sendFromCustomer({ customer: 'marina', text }))
    if (taken === undefined) throw new Error('Nothing came')
    expect({
      theirs: (await readByPeer(taken)).understood.map(({ says }) => says),
      ours: eventsOf(taken).map((event) => understoodByUs(event).says),
    }).toEqual({ theirs: [{ body: text }], ours: [{ body: marked }] })
  })

  test('U+007F in a text: the library takes the signature for wrong', async () => {
    const [taken] = await takeNext(1, () => shop.control.sendFromCustomer({ customer: 'marina', text: 'a\u007fb' }))
    if (taken === undefined) throw new Error('Nothing came')
    expect({ theirs: (await readByPeer(taken)).failure, isSigned: taken.isSigned, ours: eventsOf(taken).length }).toEqual({
      theirs: REFUSED,
      isSigned: true,
      ours: 1,
    })
  })
})

// The library's message ends in a shrug.
const UNEXPECTED = expect.stringMatching(/^WhatsAppAPIError: Unexpected payload/) as string
const REFUSED = "WhatsAppAPIError: Signature doesn't match"
const SERVICE = { model: 'PMP', type: 'regular', category: 'service', billable: true }
const PLAIN = { quotes: null, forwarded: 'no', mediaId: null, errors: [] } as const

/** The library throws the status to answer with. */
function answered(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
