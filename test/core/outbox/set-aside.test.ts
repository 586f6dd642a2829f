import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { FAKE_NUMBER, type SendFate } from '#test/support/fake-graph.ts'
import { sendOne, setUpSending } from '#test/support/sending.ts'

const MINUTE_MS = 60_000

test('an answer that cannot be written down is kept until it can', async () => {
  const shop = await setUpSending()
  let answer: (fate: SendFate) => void = () => {}
  shop.graph.script.push({ kind: 'late', until: new Promise((resolve) => (answer = resolve)) })
  const id = shop.send(shop.hearFrom('5511987654321'), 'Oi')
  await shop.run()
  shop.db.exec(`CREATE TRIGGER disk_full BEFORE UPDATE ON attempts BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`)
  answer({ kind: 'accepted' })
  await shop.run(20_000)
  const during = shop.statusOf(id)
  shop.db.exec('DROP TRIGGER disk_full')
  await shop.run(10_000)
  expect({ during, after: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({
    during: 'attempting',
    after: 'accepted',
    sends: 1,
  })
})

test('nothing of the message, the customer or a secret is in the log', async () => {
  const { shop } = await sendOne({ kind: 'refused', code: 190, httpStatus: 401 })
  await shop.run(MINUTE_MS)
  const log = JSON.stringify(shop.log.lines)
  for (const secret of ['"um"', '5511987654321', 'wamid', 'token-of', 'secret-of', 'details of']) expect(log).not.toContain(secret)
})

test('a message that cannot be read when its turn comes has not gone, is said to have failed, and stops nobody else', async () => {
  const shop = await setUpSending()
  const [one, two] = [shop.hearFrom('5511987654321'), shop.hearFrom('5511987654322')]
  const { find } = shop.messages
  const id = shop.send(one, 'um')
  const other = shop.send(two, 'dois')
  shop.messages.find = (wanted) => {
    if (wanted === id) throw new Error('a damaged page')
    return find(wanted)
  }
  await shop.run(4 * MINUTE_MS)
  shop.messages.find = find
  expect({ one: shop.statusOf(id), other: shop.statusOf(other), sends: shop.graph.sends.map(({ body }) => body) }).toEqual({
    one: 'failed',
    other: 'accepted',
    sends: ['dois'],
  })
})

test('a message that throws before its attempt is set aside with a reason, and does not hold up those behind it', async () => {
  const shop = await setUpSending()
  const conversations = ['5511987654321', '27821234567'].map((waId) => shop.hearFrom(waId))
  const poison = shop.send(conversations[0] ?? shop.hearFrom('1'), 'um')
  const behind = shop.send(conversations[0] ?? shop.hearFrom('1'), 'dois')
  const other = shop.send(conversations[1] ?? shop.hearFrom('2'), 'três')
  // One row of its own that no attempt can be written beside.
  shop.db.exec(`CREATE TRIGGER poison BEFORE INSERT ON attempts WHEN new.message_id = ${poison} BEGIN SELECT RAISE(ABORT, 'poison'); END`)
  await shop.run(MINUTE_MS)
  expect({
    poison: shop.messages.get(poison).delivery,
    others: [behind, other].map(shop.statusOf),
    sends: shop.graph.sends.map((send) => send.body).toSorted(),
  }).toEqual({
    poison: { status: 'failed', problem: { key: 'could-not-prepare', code: null, details: null }, undoUntil: null },
    others: ['accepted', 'accepted'],
    sends: ['dois', 'três'],
  })
})

for (const [what, code] of [
  ['a disk that is full', 'SQLITE_FULL'],
  ['a disk that cannot be written', 'SQLITE_IOERR_WRITE'],
  ['a file that another program holds', 'SQLITE_BUSY'],
] as const) {
  test(`F12: ${what} is no fault of the message that met it: it waits, and goes when it can be written`, async () => {
    const shop = await setUpSending()
    const { run } = shop.db
    const id = shop.send(shop.hearFrom('5511987654321'), 'um')
    shop.db.run = (query) => {
      if (query.text.includes('INSERT INTO attempts')) throw Object.assign(new Error('no'), { code })
      return run(query)
    }
    await shop.run(MINUTE_MS)
    const during = [shop.statusOf(id), shop.graph.sends.length]
    shop.db.run = run
    await shop.run(10_000)
    expect({ during, after: shop.statusOf(id), sends: shop.graph.sends.length }).toEqual({
      during: ['queued', 0],
      after: 'accepted',
      sends: 1,
    })
  })
}

test('F16: a message on a page that cannot be read is set aside, and those behind it go', async () => {
  const shop = await setUpSending()
  const { find } = shop.messages
  const id = shop.send(shop.hearFrom('5511987654321'), 'um')
  const other = shop.send(shop.hearFrom('27821234567'), 'dois')
  shop.messages.find = (wanted) => {
    if (wanted === id) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' })
    return find(wanted)
  }
  await shop.run(MINUTE_MS)
  shop.messages.find = find
  expect([shop.statusOf(id), shop.problemOf(id), shop.statusOf(other)]).toEqual(['failed', 'could-not-prepare', 'accepted'])
})

test('a message that cannot even be set aside holds up its own thread alone, and goes once it can be read', async () => {
  const shop = await setUpSending()
  const [one, two] = [shop.hearFrom('5511987654321'), shop.hearFrom('27821234567')]
  const poison = shop.send(one, 'um')
  shop.db.exec(`CREATE TRIGGER poison BEFORE UPDATE ON outbox WHEN old.message_id = ${poison} BEGIN SELECT RAISE(ABORT, 'poison'); END`)
  const other = shop.send(two, 'dois')
  await shop.run(5 * MINUTE_MS)
  const during = [poison, other].map(shop.statusOf)
  const errors = shop.log.lines.filter(({ event }) => event === 'outbox.message-stuck').length
  shop.db.exec('DROP TRIGGER poison')
  await shop.run(2 * MINUTE_MS)
  expect({ during, isLogBounded: errors <= 6, after: shop.statusOf(poison), sends: shop.graph.sends.length }).toEqual({
    during: ['queued', 'accepted'],
    isLogBounded: true,
    after: 'accepted',
    sends: 2,
  })
})

test('an attempt whose row was written and then failed has not left, and does not stay out for ever', async () => {
  const shop = await setUpSending()
  const conversation = shop.hearFrom('5511987654321')
  const { transaction } = shop.db
  let isTaken = false
  let depth = 0
  shop.db.transaction = (act) => {
    depth += 1
    const result = transaction(act)
    depth -= 1
    if (depth > 0) return result
    const isOut = shop.db.list(sql`SELECT 1 FROM outbox WHERE state = 'attempting'`).length > 0
    if (isOut && !isTaken) {
      isTaken = true
      throw Object.assign(new Error('the disk is full'), { code: 'SQLITE_FULL' })
    }
    return result
  }
  const id = shop.send(conversation, 'um')
  await shop.run(4 * MINUTE_MS)
  const next = shop.send(conversation, 'dois')
  await shop.run(1000)
  expect({ isTaken, statuses: [id, next].map(shop.statusOf), sends: shop.graph.sends.map((send) => send.body) }).toEqual({
    isTaken: true,
    statuses: ['unconfirmed', 'accepted'],
    sends: ['dois'],
  })
})

test('what was left of another number does not stand before what this one sends', async () => {
  const shop = await setUpSending()
  for (let count = 0; count < 250; count += 1) shop.send(shop.hearFrom(`55119${10_000_000 + count}`), 'velho')
  shop.db.run(sql`UPDATE outbox SET number_id = '4711'`)
  const id = shop.send(shop.hearFrom('27821234567'), 'novo')
  await shop.run(1000)
  expect({ status: shop.statusOf(id), sends: shop.graph.sends.map((send) => send.body) }).toEqual({ status: 'accepted', sends: ['novo'] })
})

for (const [isOnPhoneApp, perSecond] of [
  [false, 80],
  [true, 20],
] as const) {
  test(`a number that is ${isOnPhoneApp ? '' : 'not '}on the phone app too sends at most ${perSecond} in any second`, async () => {
    const shop = await setUpSending({ isOnPhoneApp })
    const times: number[] = []
    shop.graph.fate = () => {
      times.push(shop.clock.monotonic())
      return { kind: 'accepted' }
    }
    for (let count = 0; count < 150; count += 1) shop.send(shop.hearFrom(`55119${10_000_000 + count}`), 'Oi')
    await shop.run(20_000)
    const mostInASecond = Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 1000).length))
    expect({ sent: times.length, isSlowEnough: mostInASecond <= perSecond, isFastEnough: mostInASecond > perSecond * 0.8 }).toEqual({
      sent: 150,
      isSlowEnough: true,
      isFastEnough: true,
    })
  })
}

test('F49: the refusal of an old token that comes after connecting again does not stop the queue anew', async () => {
  let refuse: (fate: SendFate) => void = () => {}
  const late = new Promise<SendFate>((resolve) => (refuse = resolve))
  const { shop, id } = await sendOne({ kind: 'late', until: late })
  await shop.number.adoptPractice({
    graphUrl: 'http://127.0.0.1:1',
    token: new Redacted('the next token'),
    appSecret: new Redacted('secret-of-practice'),
    phoneNumberId: FAKE_NUMBER.numberId,
    wabaId: FAKE_NUMBER.wabaId,
  })
  refuse({ kind: 'refused', code: 190, httpStatus: 401 })
  await shop.run(1000)
  expect({
    number: shop.number.get()?.pausedBy,
    status: shop.statusOf(id),
    results: shop.attemptsOf(id).map(({ result }) => result),
  }).toEqual({ number: null, status: 'accepted', results: ['not-sent', 'accepted'] })
})
