import { expect, test } from 'vitest'
import type { NumberId } from '#contract'
import { createCommandLog } from '#core/commands/command-log.ts'
import { sql } from '#core/db/sql.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createNumberService } from '#core/number/service.ts'
import type { HttpResult } from '#core/ports.ts'
import { codeOf } from '#test/support/code-of.ts'
import { createFakeGraph, FAKE_NUMBER, graphError, json } from '#test/support/fake-graph.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from '#test/support/fake-ports.ts'
import { createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { ANA } from '#test/support/sending.ts'
import type { Published } from '#test/support/shop.ts'

const NUMBER_ID = FAKE_NUMBER.numberId as NumberId
const typed = {
  token: new Redacted('token-typed-by-the-owner'),
  appSecret: new Redacted('secret-typed-by-the-owner'),
  phoneNumberId: NUMBER_ID,
  wabaId: FAKE_NUMBER.wabaId as NumberId,
}

function setUp(shared: Partial<Pick<ReturnType<typeof makeWorld>, 'db' | 'secrets' | 'graph' | 'ids' | 'clock'>> = {}) {
  const world = { ...makeWorld(), ...shared }
  const { db, clock, ids, log, secrets, graph } = world
  const published: Published[] = []
  const number = createNumberService({
    db,
    secrets,
    clock,
    ids,
    log,
    commands: createCommandLog({ db, clock, journal: createTestJournal({ db, clock }) }),
    publish: (name, payload) => db.afterCommit(() => published.push({ name, payload })),
    http: graph.http,
    graphUrl: 'https://graph.test',
  })
  return { ...world, number, published, rows: () => db.list(sql`SELECT id, graph_url, paused_by FROM numbers`) }
}

function makeWorld() {
  return {
    db: createMemoryDatabase(),
    clock: createFakeClock(),
    ids: createFakeIds(),
    log: createFakeLog(),
    secrets: createFakeSecrets(),
    graph: createFakeGraph(),
  }
}

const summary = {
  numberId: NUMBER_ID,
  displayPhoneNumber: '+1 555 0783 881',
  verifiedName: 'Padaria da Praça',
  quality: 'GREEN',
  connection: 'online',
  pausedBy: null,
  offlineBy: null,
  queued: 0,
  unclaimed: 0,
}

test('a number whose every check passes is kept, its secrets in the keychain alone', async () => {
  const { number, secrets, db, published, graph } = setUp()
  expect(await number.connect(typed, ANA.staffId)).toEqual({ connected: true, number: summary })
  expect({
    secrets: [...secrets.entries],
    published,
    calls: graph.calls,
    secretsInDatabase: JSON.stringify(db.list(sql`SELECT * FROM commands`)).includes('typed-by-the-owner'),
    command: db.list(sql`SELECT kind, by_staff FROM commands`),
    appSecret: number.appSecret()?.reveal(),
    sender: number.sender(NUMBER_ID).kind,
  }).toEqual({
    secrets: [
      [`token:${NUMBER_ID}`, 'token-typed-by-the-owner'],
      [`app-secret:${NUMBER_ID}`, 'secret-typed-by-the-owner'],
    ],
    published: [{ name: 'number.changed', payload: { number: summary } }],
    calls: ['GET debug_token', `GET ${NUMBER_ID}`, 'GET phone_numbers', 'GET subscribed_apps'],
    secretsInDatabase: false,
    command: [{ kind: 'number.connect', by_staff: ANA.staffId }],
    appSecret: 'secret-typed-by-the-owner',
    sender: 'ready',
  })
})

const token = (facts: object): HttpResult =>
  json(200, {
    data: {
      app_id: FAKE_NUMBER.appId,
      is_valid: true,
      expires_at: 0,
      scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
      ...facts,
    },
  })
const invalidProof = json(400, graphErrorWithout('Invalid appsecret_proof provided in the API argument'))

function graphErrorWithout(message: string) {
  return { error: { message, type: 'GraphMethodException', code: 100 } }
}

for (const [what, call, answer, step, code] of [
  ['a token that Meta does not know', 'GET debug_token', json(401, graphError(190)), 'token', 'token-invalid'],
  ['a token that is no longer valid', 'GET debug_token', token({ is_valid: false }), 'token', 'token-invalid'],
  ['a token that has expired', 'GET debug_token', token({ expires_at: 1_000_000 }), 'token', 'token-invalid'],
  [
    'a token that may not send',
    'GET debug_token',
    token({ scopes: ['whatsapp_business_management'] }),
    'permissions',
    'token-permission-missing',
  ],
  ['another app’s secret', 'GET debug_token', invalidProof, 'app-secret', 'app-secret-wrong'],
  ['a number id that is wrong', `GET ${NUMBER_ID}`, json(400, graphError(100)), 'number', 'number-not-found'],
  ['a number the token may not see', `GET ${NUMBER_ID}`, json(403, graphError(10)), 'number', 'token-permission-missing'],
  ['an account id that is wrong', 'GET phone_numbers', json(400, graphError(100)), 'account', 'account-not-found'],
  ['an account without the number', 'GET phone_numbers', json(200, { data: [{ id: '4711' }] }), 'account', 'number-not-found'],
  ['no network', 'GET debug_token', { kind: 'nothing-sent', reason: 'dns' }, 'token', 'offline'],
  [
    'F46: something that answers in WhatsApp’s place',
    'GET debug_token',
    { kind: 'nothing-sent', reason: 'tls' },
    'token',
    'connection-not-secure',
  ],
  ['F30: a clock that is wrong', 'GET debug_token', { kind: 'nothing-sent', reason: 'certificate-date' }, 'token', 'certificate-date'],
  ['F51: a version that was retired', 'GET phone_numbers', json(400, graphError(2635)), 'account', 'update-needed'],
  ['trouble at WhatsApp', 'GET phone_numbers', json(500, graphError(2)), 'account', 'whatsapp-unavailable'],
] as const) {
  test(`${what} is named, and nothing is kept`, async () => {
    const { number, graph, secrets, rows, published } = setUp()
    graph.answers.set(call, answer)
    expect(await number.connect(typed, ANA.staffId)).toEqual({ connected: false, step, code })
    expect({ secrets: secrets.entries.size, rows: rows(), published, number: number.get() }).toEqual({
      secrets: 0,
      rows: [],
      published: [],
      number: null,
    })
  })
}

test('an app that does not get the webhooks yet is subscribed; when that is refused, it says so', async () => {
  const { number, graph } = setUp()
  graph.answers.set('GET subscribed_apps', json(200, { data: [{ whatsapp_business_api_data: { id: '1' } }] }))
  graph.answers.set('POST subscribed_apps', json(403, graphError(200)))
  const refused = await number.connect(typed, ANA.staffId)
  graph.answers.delete('POST subscribed_apps')
  const connected = await number.connect(typed, ANA.staffId)
  expect([refused, connected.connected]).toEqual([{ connected: false, step: 'webhook', code: 'token-permission-missing' }, true])
})

test('a keychain that cannot keep the secrets leaves no number behind', async () => {
  const { number, secrets, rows } = setUp()
  secrets.failWith = new Error('the keychain is locked')
  await expect(number.connect(typed, ANA.staffId)).rejects.toThrow('the keychain is locked')
  expect(rows()).toEqual([])
})

test('after a start the stored number is loaded from the keychain', async () => {
  const before = setUp()
  await before.number.connect(typed, ANA.staffId)
  const { number } = setUp(before)
  const beforeLoading = [number.sender(NUMBER_ID).kind, number.get()?.connection]
  const readyTimes: string[] = []
  number.onReady(() => readyTimes.push('ready'))
  await number.load()
  expect({
    beforeLoading,
    after: [number.sender(NUMBER_ID).kind, number.get()?.connection],
    readyTimes,
    appSecret: number.appSecret()?.reveal(),
  }).toEqual({
    beforeLoading: ['missing', 'offline'],
    after: ['ready', 'online'],
    readyTimes: ['ready'],
    appSecret: 'secret-typed-by-the-owner',
  })
})

test('a keychain that lost the token stops the queue, says why, and connecting again goes on', async () => {
  const before = setUp()
  await before.number.connect(typed, ANA.staffId)
  before.secrets.entries.clear()
  const { number } = setUp(before)
  await number.load()
  const lost = number.get()
  const resumed = await codeOf(() => number.resume(ANA.staffId))
  await number.connect(typed, ANA.staffId)
  expect({ lost: [lost?.connection, lost?.pausedBy], resumed, after: number.get()?.connection }).toEqual({
    lost: ['paused', 'token-invalid'],
    resumed: 'token-invalid',
    after: 'online',
  })
})

test('what stopped the queue stays over a restart until a person resumes', async () => {
  const before = setUp()
  await before.number.connect(typed, ANA.staffId)
  before.number.pause(NUMBER_ID, 'payment-problem')
  const { number, published } = setUp(before)
  await number.load()
  await number.connect(typed, ANA.staffId)
  const paused = [number.get()?.pausedBy, number.sender(NUMBER_ID).kind]
  published.length = 0
  number.resume(ANA.staffId)
  expect({ paused, after: number.sender(NUMBER_ID).kind, published }).toEqual({
    paused: ['payment-problem', 'paused'],
    after: 'ready',
    published: [{ name: 'number.changed', payload: { number: summary } }],
  })
})

test('resuming without a number is refused', async () => {
  const { number } = setUp()
  expect(await codeOf(() => number.resume(ANA.staffId))).toBe('no-number')
})

test('the practice shop’s simulator may be at another port with other secrets at each start', async () => {
  const account = {
    graphUrl: 'http://127.0.0.1:4001',
    token: new Redacted('token-1'),
    appSecret: new Redacted('secret-1'),
    phoneNumberId: NUMBER_ID,
    wabaId: FAKE_NUMBER.wabaId,
  }
  const { number, rows, secrets } = setUp()
  await number.adoptPractice(account)
  const first = rows()
  await number.adoptPractice({ ...account, graphUrl: 'http://127.0.0.1:4002', appSecret: new Redacted('secret-2') })
  expect({
    first,
    second: rows(),
    secret: number.appSecret()?.reveal(),
    stored: secrets.entries.get(`app-secret:${NUMBER_ID}`),
  }).toEqual({
    first: [{ id: NUMBER_ID, graph_url: 'http://127.0.0.1:4001', paused_by: null }],
    second: [{ id: NUMBER_ID, graph_url: 'http://127.0.0.1:4002', paused_by: null }],
    secret: 'secret-2',
    stored: 'secret-2',
  })
})

test('without a number there is no secret to check a webhook with', () => {
  expect(setUp().number.appSecret()).toBeNull()
})

test('the queue is told of four times a second at most, and only when it changed', async () => {
  const { number, published, clock } = setUp()
  await number.connect(typed, ANA.staffId)
  published.length = 0
  let queued = 0
  number.watchQueue(() => queued)
  for (let count = 0; count < 100; count += 1) {
    queued += 1
    number.queueChanged()
    await clock.advance(10)
  }
  await clock.advance(250)
  number.queueChanged()
  await clock.advance(1000)
  expect(published.map(({ payload }) => (payload as { number: { queued: number } }).number.queued)).toEqual([25, 50, 75, 100])
})

test('going offline and coming back is told once each', async () => {
  const { number, published } = setUp()
  await number.connect(typed, ANA.staffId)
  published.length = 0
  for (const offlineBy of [null, 'offline', 'offline', null, null] as const) number.noteConnection(NUMBER_ID, offlineBy)
  expect(published.map(({ payload }) => (payload as { number: { connection: string } }).number.connection)).toEqual(['offline', 'online'])
})

test('a webhook never makes the keychain ask a person, whatever is missing in it', async () => {
  const before = setUp()
  await before.number.connect(typed, ANA.staffId)
  const secrets = createFakeSecrets()
  const asked: string[] = []
  const { number } = setUp({
    ...before,
    secrets: {
      ...secrets,
      async get(account) {
        asked.push(account)
        return account.startsWith('token:') ? new Redacted('a token') : null
      },
    },
  })
  const notLoaded = number.appSecret()
  await number.load()
  const askedAtTheStart = asked.length
  expect({ notLoaded, lost: number.appSecret(), askedMore: asked.length - askedAtTheStart }).toEqual({
    notLoaded: null,
    lost: null,
    askedMore: 0,
  })
})

test('a token that is lost keeps nobody’s message out: webhooks are still checked with the app secret', async () => {
  const before = setUp()
  await before.number.connect(typed, ANA.staffId)
  before.secrets.entries.delete(`token:${NUMBER_ID}`)
  const { number } = setUp(before)
  await number.load()
  expect({ sender: number.sender(NUMBER_ID).kind, appSecret: number.appSecret()?.reveal() }).toEqual({
    sender: 'paused',
    appSecret: 'secret-typed-by-the-owner',
  })
})

test('a keychain that answers after the shop was closed, or after another connection, changes nothing', async () => {
  const before = setUp()
  await before.number.connect(typed, ANA.staffId)
  const answers = Promise.withResolvers<void>()
  const { number, secrets } = setUp({
    ...before,
    secrets: {
      ...before.secrets,
      async get(account) {
        await answers.promise
        return new Redacted(`old ${account}`)
      },
    },
  })
  const loading = number.load()
  await number.connect({ ...typed, appSecret: new Redacted('the new secret') }, ANA.staffId)
  answers.resolve()
  await loading
  const connected = number.appSecret()?.reveal()

  const closed = setUp({ ...before, secrets: { ...secrets, get: async () => null } })
  const late = closed.number.load()
  closed.number.stop()
  await late
  expect({ connected, pausedBy: number.get()?.pausedBy }).toEqual({ connected: 'the new secret', pausedBy: null })
})
