import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtInRoleId, methods, type MethodName } from '#contract'
import { migrations } from '#core/db/migrations/list.ts'
import { Sql, sql } from '#core/db/sql.ts'
import type { Http, HttpResult } from '#core/ports.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createFileLog } from '#host/ports/file-log.ts'
import { CREDENTIALS, setUpRealShop, signInOwner, type Window } from '#test/support/core.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'
import { createFakeGraph, json } from '#test/support/fake-graph.ts'
import { streamed } from '#test/support/fake-http.ts'
import { createFakeIds, createFakeLog } from '#test/support/fake-ports.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'
import { inboundText, messageWebhook, signatureOf, status, statusWebhook, toBody } from '#test/support/webhook-builder.ts'
import { ANA, APP_SECRET, calls, SECRETS, TOKEN, type Known } from './token-theft-calls.ts'

/** As somebody may write it who does not mean to hide it. The proof stands for both secrets at once. */
const canaries = Object.entries({
  token: TOKEN,
  appSecret: APP_SECRET,
  proof: createHmac('sha256', APP_SECRET).update(TOKEN).digest('hex'),
}).flatMap(([name, secret]) =>
  (['utf8', 'hex', 'base64', 'base64url', 'utf16le'] as const).map((form) => [`${name} as ${form}`, writtenAs(secret, form)] as const),
)

function writtenAs(secret: string, form: BufferEncoding): string {
  if (form === 'utf8') return secret
  // Between other bytes only what is in the middle of a group of base64 is always written the same.
  if (form === 'base64' || form === 'base64url') return Buffer.from(secret).toString(form).slice(0, 40)
  return form === 'utf16le' ? Buffer.from(secret, form).toString('latin1') : Buffer.from(secret).toString(form)
}

function canariesIn(text: string): string[] {
  return canaries.filter(([, canary]) => text.includes(canary)).map(([name]) => name)
}

/** WhatsApp repeats what it was given in its own words: `Malformed access token EAA…` is one of its real answers. */
const repeating = (code: number, httpStatus = 400): HttpResult =>
  json(httpStatus, {
    error: {
      message: `Malformed access token ${TOKEN}`,
      type: 'OAuthException',
      code,
      error_user_msg: `secret ${APP_SECRET}`,
      error_data: { messaging_product: 'whatsapp', details: `Cannot parse ${TOKEN} of ${APP_SECRET}` },
    },
  })

/** A shop with a number whose secrets can be recognised, and a log as the program writes it. */
async function setUp() {
  const logPath = join(makeTemporaryFolder(), 'balcao.log')
  const log = createFileLog({ path: logPath, clock: createFakeClock() })
  onTestFinished(() => log.close())
  const graph = createFakeGraph()
  const line = { isBroken: false, requests: [] as string[] }
  const http: Http = {
    async send(request) {
      line.requests.push(`${request.url} ${JSON.stringify(request.headers)}`)
      if (line.isBroken) throw new Error('Nobody foresaw this')
      return await graph.http.send(request)
    },
    stream: (request) => streamed(http.send(request)),
  }
  const shop = await setUpRealShop({ ports: { http, log } })
  const heard: unknown[] = []
  /** Whatever a window was answered, or pushed. */
  async function ask(window: Window, method: MethodName, input: unknown): Promise<{ isAnswered: boolean; answer: unknown }> {
    // Each method is called with an input of its own type.
    const answered = await window.call(method as never, input as never).then(
      (answer: unknown) => ({ isAnswered: true, answer }),
      (cause: unknown) => ({ isAnswered: false, answer: String(cause) }),
    )
    heard.push(answered.answer)
    return answered
  }
  return {
    ...shop,
    graph,
    line,
    heard,
    ask,
    readLog: () => readFileSync(logPath, 'utf8'),
    async webhook(body: unknown, secret = APP_SECRET) {
      const bytes = toBody(body)
      heard.push(await shop.core().receiveWebhook({ body: bytes, signature: signatureOf(bytes, secret) }))
      await settle()
    },
  }
}

type Shop = Awaited<ReturnType<typeof setUp>>

/** A number, a customer who wrote, a colleague, a reply, a team and a rule. */
async function beginWork(shop: Shop): Promise<Known> {
  const { owner, ownerId } = shop
  const now = String(Math.floor(shop.clock.now() / 1000))
  expect((await owner.call('number.connect', SECRETS)).connected).toBe(true)
  await shop.webhook(messageWebhook(inboundText('Tem pão de queijo?', { timestamp: now })))
  const { conversations } = await owner.call('conversations.list', { view: 'all', limit: 10 })
  const [{ conversationId, contactId } = { conversationId: 0, contactId: 0 }] = conversations
  const { message } = await owner.call('messages.send', {
    conversationId,
    clientKey: 'canary-key-0',
    content: { kind: 'text', body: 'Tem!' },
    replyTo: null,
  })
  const { member } = await owner.call('staff.invite', { ...ANA, roleId: builtInRoleId('attendant'), teamIds: [] })
  const { reply } = await owner.call('replies.add', { shortcut: 'pix', title: 'Pix', text: 'Chave: loja', translations: [], files: [] })
  const { team } = await owner.call('teams.save', { teamId: null, name: 'Balcão', members: [] })
  const { policy } = await owner.call('policies.publish', { policyId: null, title: 'Dados', text: 'Nada sai.' })
  await owner.call('policies.acknowledge', { policyId: policy.policyId, version: policy.version })
  return {
    conversationId,
    contactId,
    messageId: message.messageId,
    anaId: member.staffId,
    ownerId,
    quickReplyId: reply.quickReplyId,
    teamId: team.teamId,
    policyId: policy.policyId,
  }
}

/** Calls them all, signing in again wherever a call has ended the session, or what it proved is too long ago. */
async function callEverything(shop: Shop, known: Known, windows: Window[]): Promise<MethodName[]> {
  const answered: MethodName[] = []
  let window = windows.at(-1) ?? shop.owner
  // The table has every method, as its type demands.
  for (const method of Object.keys(calls) as MethodName[]) {
    const { me } = await window.call('session.me', {})
    if (me === null || me.duties.length > 0) {
      await shop.clock.advance(16 * 60_000)
      window = await signInOwner(shop)
      windows.push(window)
    }
    const { isAnswered } = await shop.ask(window, method, calls[method](known))
    if (isAnswered) answered.push(method)
    await settle()
  }
  return answered
}

/** Every value of every table, with what is sealed as it lies there. */
async function dumpDatabase(shop: Shop): Promise<string> {
  const clock = createFakeClock()
  const opening = await openVault({
    folder: shop.folders.shop,
    migrations,
    clock,
    ids: createFakeIds(),
    log: createFakeLog(),
    secrets: shop.secrets,
  })
  if (opening.kind !== 'open') throw new Error(`The shop does not open: ${opening.problem}`)
  const { db } = opening.vault
  const tables = db.list<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL`)
  const rows = tables.flatMap(({ name }) => db.list<Record<string, unknown>>(new Sql(`SELECT * FROM "${name}"`, [])))
  await opening.vault.close()
  return rows
    .flatMap((row) => Object.values(row))
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
    .join('\n')
}

function readFolder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n')
}

/** WhatsApp refuses what it is asked, in its own words; then nothing answers at all, in a way that nobody foresaw; then all is well. */
async function meetTrouble(shop: Shop, known: Known): Promise<void> {
  const { graph, line, owner, clock, ask } = shop
  const send = (clientKey: string) =>
    ask(owner, 'messages.send', {
      conversationId: known.conversationId,
      clientKey,
      content: { kind: 'text', body: 'Já vai!' },
      replyTo: null,
    })
  for (const [count, refusal] of [repeating(190, 401), repeating(131_000), repeating(100), repeating(4, 429)].entries()) {
    if (refusal.kind !== 'answered') throw new Error('A refusal is an answer')
    graph.script.push({ kind: 'answered', httpStatus: refusal.status, body: refusal.body.toString() })
    await send(`canary-refused-${count}`)
    await clock.advance(30_000)
    await settle()
    await ask(owner, 'number.get', {})
    await ask(owner, 'number.resume', {})
  }
  for (const name of ['GET debug_token', 'GET phone_numbers', `GET ${CREDENTIALS.phoneNumberId}`, 'GET subscribed_apps']) {
    graph.answers.set(name, repeating(190, 401))
    const { isAnswered, answer } = await ask(owner, 'number.connect', SECRETS)
    expect([name, isAnswered, answer]).toEqual([name, true, expect.objectContaining({ connected: false })])
    graph.answers.delete(name)
  }
  const failed = {
    ...status('failed', { id: 'wamid.OUT1' }),
    errors: [{ code: 131_026, title: 'x', message: TOKEN, error_data: { details: APP_SECRET } }],
  }
  await shop.webhook(statusWebhook(failed), 'another secret')
  line.isBroken = true
  for (const method of ['number.connect', 'conversations.typing', 'conversations.markRead'] as const)
    await ask(owner, method, calls[method](known))
  await send('canary-broken')
  await clock.advance(30_000)
  await settle()
  line.isBroken = false
  await ask(owner, 'number.connect', SECRETS)
}

test('T17: the number’s token and app secret are in no answer, event, log, journal or database, whichever method is called', async () => {
  const shop = await setUp()
  const stranger = shop.window('remote', 'a tablet')
  const windows: Window[] = [shop.owner]
  const known = await beginWork(shop)
  await meetTrouble(shop, known)
  const answered = new Set(await callEverything(shop, known, windows))
  for (const method of Object.keys(calls) as MethodName[]) await shop.ask(stranger, method, calls[method](known))
  await shop.restart()
  await shop.clock.advance(60_000)
  const last = await signInOwner(shop)
  for (const method of ['number.get', 'journal.list', 'journal.export', 'messages.list'] as const)
    await shop.ask(last, method, calls[method](known))
  await settle()
  await shop.core().close()

  const places = {
    answers: JSON.stringify(shop.heard),
    events: JSON.stringify([...windows, stranger, last].map(({ pushed }) => pushed)),
    log: shop.readLog(),
    database: await dumpDatabase(shop),
    files: readFolder(shop.folders.shop),
  }
  expect(Object.entries(places).map(([place, text]) => [place, canariesIn(text)])).toEqual(Object.keys(places).map((place) => [place, []]))

  // It would prove nothing if they were not used, could not be found, or had nothing to get into.
  expect(canariesIn(shop.line.requests.join('\n'))).toEqual(['token as utf8', 'proof as utf8'])
  expect(canariesIn(JSON.stringify([...shop.secrets.entries]))).toEqual(['token as utf8', 'appSecret as utf8'])
  const { answers, events, database, log } = places
  const words = [answers, events, database].map((text) => text.includes('Cannot parse <redacted>'))
  expect([...words, answers.includes('Feliz Natal!'), log.includes('Nobody foresaw this')]).toEqual([true, true, true, true, true])
  expect([...answered]).toEqual(
    expect.arrayContaining([
      'number.connect',
      'number.get',
      'messages.send',
      'messages.list',
      'journal.list',
      'journal.export',
      'key.rotate',
    ]),
  )
  expect(answered.size).toBeGreaterThan(60)
})

test('every method there is was called for that', () => {
  expect(Object.keys(calls).toSorted()).toEqual(Object.keys(methods).toSorted())
})
