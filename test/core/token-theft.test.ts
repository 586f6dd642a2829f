import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtInGrants, builtInRoleId, methods, type MethodInput, type MethodName } from '#contract'
import { migrations } from '#core/db/migrations/list.ts'
import { Sql, sql } from '#core/db/sql.ts'
import type { Http, HttpResult } from '#core/ports.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createFileLog } from '#host/ports/file-log.ts'
import { CREDENTIALS, OWNER, setUpRealShop, signInOwner, type Window } from '#test/support/core.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'
import { createFakeGraph, json } from '#test/support/fake-graph.ts'
import { streamed } from '#test/support/fake-http.ts'
import { createFakeIds, createFakeLog } from '#test/support/fake-ports.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'
import { inboundText, messageWebhook, signatureOf, status, statusWebhook, toBody } from '#test/support/webhook-builder.ts'

const TOKEN = 'EAACanaryTokenOfTheNumber0123456789abcdefZD'
const APP_SECRET = 'c0ffee0ca7a51b0cab1eca11ab1efacade01'
const SECRETS = { ...CREDENTIALS, token: TOKEN, appSecret: APP_SECRET }
const ANA = { name: 'Ana', login: 'ana', password: 'chuva fina no telhado' }

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

type Known = {
  readonly conversationId: number
  readonly contactId: number
  readonly messageId: number
  readonly anaId: string
  readonly ownerId: string
  readonly quickReplyId: string
  readonly teamId: string
  readonly policyId: string
}

const kit = 'ABCDE FGHJK MNPQR STVWX YZ234 56789 ABCDE FGHJK MNPQR STVWX YZ234'
const groups = [
  { index: 0, text: 'ABCDE' },
  { index: 1, text: 'FGHJK' },
]
const settings = {
  language: 'en',
  theme: 'dark',
  density: 'compact',
  undoSeconds: 0,
  sendKey: 'enter',
  letterKeys: true,
} as const

const templateId = '1003'
const noValues = { header: null, body: {}, buttons: [], cards: [], offerEndsAt: null }
const templateDraft = {
  name: 'pedido_pronto',
  language: 'pt_BR',
  category: 'utility' as const,
  definition: {
    parameterFormat: 'positional' as const,
    header: null,
    body: 'Seu pedido está pronto.',
    bodyExamples: {},
    footer: null,
    buttons: [],
    offer: null,
    cards: [],
    timeToLiveSeconds: null,
  },
}
const rateCard = { currency: 'BRL', validFrom: '2026-10-01', source: 'By hand', checkedOn: '2026-10-01', markets: [] }

/** Every method there is, with what makes sense to it; those that end the session come last. */
const calls: { readonly [Name in MethodName]: (known: Known) => MethodInput<Name> } = {
  'desk.status': () => ({}),
  'desk.openShop': () => ({}),
  'desk.retry': () => ({}),
  'desk.unlockWithKit': () => ({ kit }),
  'desk.unlockWithPassphrase': () => ({ passphrase: 'um trem para o mar' }),
  'practice.people': () => ({}),
  'practice.signInAs': ({ anaId }) => ({ staffId: anaId }),
  'number.connect': () => SECRETS,
  'number.get': () => ({}),
  'number.resume': () => ({}),
  'session.me': () => ({}),
  'session.tiles': () => ({}),
  'session.touch': () => ({}),
  'session.list': () => ({}),
  'session.listAll': () => ({}),
  'session.kill': () => ({ sessionId: 'nobody’s' }),
  'session.readInvitation': () => ({ code: 'ABCD-EFGH-JKMN' }),
  'session.acceptInvitation': () => ({ code: 'ABCD-EFGH-JKMN', password: ANA.password, language: 'en' }),
  'session.recoverWithKit': () => ({ kit, login: OWNER.login, password: ANA.password }),
  'session.giveRecoveryCode': () => ({ code: 'ABCD-EFGH-JKMN' }),
  'session.giveResetCode': () => ({ code: 'ABCD-EFGH-JKMN' }),
  'session.unlock': ({ ownerId }) => ({ staffId: ownerId, pin: '739164' }),
  'session.stepUp': () => ({ password: 'not the password', code: '000000' }),
  'mfa.status': () => ({}),
  'mfa.begin': () => ({}),
  'mfa.confirm': () => ({ code: '000000' }),
  'mfa.makeRecoveryCodes': () => ({}),
  'pin.set': () => ({ pin: '739164' }),
  'pin.remove': () => ({}),
  'staff.createOwner': () => OWNER,
  'staff.list': () => ({}),
  'staff.listAccounts': () => ({}),
  'staff.invite': () => ({ name: 'Rui', login: 'rui', roleId: builtInRoleId('attendant'), teamIds: [] }),
  'staff.renewInvitation': ({ anaId }) => ({ staffId: anaId }),
  'staff.setRole': ({ anaId }) => ({ staffId: anaId, roleId: builtInRoleId('manager') }),
  'staff.resetAccess': ({ anaId }) => ({ staffId: anaId, what: 'mfa' }),
  'staff.saveSettings': () => ({ settings }),
  'roles.list': () => ({}),
  'roles.change': () => ({
    changes: [{ kind: 'save', roleId: null, name: 'Caixa', grant: builtInGrants.attendant, expectRevision: 0 }],
  }),
  'teams.list': () => ({}),
  'teams.save': ({ anaId }) => ({ teamId: null, name: 'Entregas', members: [anaId] }),
  'policies.list': () => ({}),
  'policies.publish': ({ policyId }) => ({ policyId, title: 'Dados de clientes', text: 'Nada sai daqui.' }),
  'policies.acknowledge': ({ policyId }) => ({ policyId, version: 2 }),
  'policies.acknowledgements': () => ({}),
  'policies.retire': ({ policyId }) => ({ policyId }),
  'security.get': () => ({}),
  'security.save': () => ({ rules: { idleLockMinutes: 30, attendantGraceDays: 1 } }),
  'approvals.list': () => ({}),
  'approvals.approve': () => ({ approvalId: 'none' }),
  'approvals.carryOut': () => ({ approvalId: 'none', groups }),
  'approvals.cancel': () => ({ approvalId: 'none' }),
  'notices.list': () => ({}),
  'notices.putAway': () => ({ noticeId: 'none' }),
  'recovery.offer': () => ({}),
  'recovery.ask': () => ({ login: OWNER.login }),
  'recovery.finish': () => ({ code: 'ABCD-EFGH-JKMN', password: ANA.password }),
  'recovery.current': () => ({}),
  'recovery.stop': () => ({ recoveryId: 'none' }),
  'conversations.list': () => ({ view: 'all', limit: 50 }),
  'conversations.get': ({ conversationId }) => ({ conversationId }),
  'conversations.counts': () => ({}),
  'conversations.markRead': ({ conversationId }) => ({ conversationId, readCount: 1 }),
  'conversations.claim': ({ conversationId }) => ({ conversationId, isMine: true, expect: null }),
  'conversations.assign': ({ conversationId, anaId, ownerId }) => ({ conversationId, to: anaId, expect: ownerId }),
  'conversations.moveToTeam': ({ conversationId, teamId }) => ({ conversationId, to: teamId, expect: null }),
  'conversations.start': () => ({ phone: '+55 11 98765-4321' }),
  'conversations.typing': ({ conversationId }) => ({ conversationId }),
  'conversations.saveDraft': ({ conversationId }) => ({ conversationId, text: 'Já vejo', replyTo: null }),
  'messages.send': ({ conversationId }) => ({
    conversationId,
    clientKey: 'canary-key-1',
    content: { kind: 'text', body: 'Tem, sim!' },
    replyTo: null,
  }),
  'messages.list': ({ conversationId }) => ({ conversationId, limit: 100 }),
  'messages.undo': ({ messageId }) => ({ messageId }),
  'messages.decide': ({ messageId }) => ({ messageId, decision: 'send-again' }),
  'contacts.get': ({ contactId }) => ({ contactId }),
  'contacts.reveal': ({ contactId }) => ({ contactId, field: 'phone' }),
  'contacts.rename': ({ contactId }) => ({ contactId, givenName: 'Zélia do bairro', expectRevision: 1 }),
  'replies.list': () => ({}),
  'replies.add': () => ({ shortcut: 'natal', title: 'Natal', text: 'Feliz Natal!', translations: [], files: [] }),
  'replies.update': ({ quickReplyId }) => ({
    quickReplyId,
    shortcut: 'pix',
    title: 'Pix',
    text: 'Chave',
    translations: [],
    files: [],
    expectRevision: 1,
  }),
  'replies.used': ({ quickReplyId }) => ({ quickReplyId }),
  'replies.remove': ({ quickReplyId }) => ({ quickReplyId }),
  'messages.react': ({ messageId }) => ({ messageId, emoji: '👍' }),
  'messages.versions': ({ messageId }) => ({ messageId }),
  'messaging.get': () => ({}),
  'messaging.save': () => ({ rules: { signature: 'first-name' } }),
  'media.address': () => ({}),
  'media.fetchNow': ({ messageId }) => ({ messageId }),
  'media.saveDerived': () => ({ mediaId: 'no-file-in-the-shop', preview: null, peaks: null, durationMs: null, pages: null }),
  'media.markHeard': ({ messageId }) => ({ messageId }),
  'media.storage': () => ({}),
  'templates.list': () => ({}),
  'templates.changes': () => ({ templateId }),
  'templates.sync': () => ({}),
  'templates.preview': ({ conversationId }) => ({ conversationId, templateId, values: noValues }),
  'templates.create': () => ({ draft: templateDraft }),
  'templates.edit': () => ({ templateId, draft: templateDraft }),
  'templates.remove': () => ({ templateId, allLanguages: false }),
  'scheduled.list': ({ conversationId }) => ({ conversationId }),
  'scheduled.add': ({ conversationId }) => ({
    conversationId,
    clientKey: 'canary-later',
    content: { kind: 'text', body: 'Até já' },
    replyTo: null,
    dueAt: Date.UTC(2100, 0, 1),
  }),
  'scheduled.move': () => ({ scheduledId: 'none', dueAt: Date.UTC(2100, 0, 1) }),
  'scheduled.cancel': () => ({ scheduledId: 'none' }),
  'scheduled.sendNow': () => ({ scheduledId: 'none' }),
  'costs.month': () => ({ month: null }),
  'costs.quote': ({ conversationId }) => ({ conversationId, templateId: null }),
  'costs.settings': () => ({}),
  'costs.saveSettings': () => ({
    settings: { currency: 'BRL', timeZone: 'America/Sao_Paulo', freeServiceMessages: 0, budget: null, alarmAt: 80 },
  }),
  'costs.saveRates': () => ({ card: rateCard }),
  'costs.removeRates': () => ({ currency: rateCard.currency, validFrom: rateCard.validFrom }),
  'costs.reconcile': () => ({ month: '2026-11' }),
  'number.health': () => ({}),
  'number.checkHealth': () => ({}),
  'teams.delete': ({ teamId }) => ({ teamId }),
  'kit.status': () => ({}),
  'kit.issue': () => ({}),
  'kit.confirm': () => ({ groups }),
  'key.status': () => ({}),
  'key.rotate': () => ({}),
  'key.setPassphrase': () => ({ passphrase: null }),
  'journal.list': () => ({ limit: 200 }),
  'journal.export': () => ({ language: 'pt-BR' }),
  'journal.verify': () => ({}),
  'staff.leave': ({ anaId }) => ({ staffId: anaId, handTo: null }),
  'staff.return': ({ anaId }) => ({ staffId: anaId }),
  'staff.changePassword': () => ({ current: OWNER.password, next: OWNER.password }),
  'session.lock': () => ({}),
  'session.end': () => ({ sessionId: 'nobody’s' }),
  'session.signOut': () => ({}),
  'session.signIn': () => ({ login: OWNER.login, password: OWNER.password }),
  'session.giveCode': () => ({ code: '000000' }),
  'desk.leavePractice': () => ({}),
  'desk.openPractice': () => ({}),
}

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
