import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { noteWhole } from '#core/messages/changes.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { openCore } from '#test/bench/core-rig.ts'
import { generateShop, READER } from '#test/bench/generate-shop.ts'
import { prepareCopy } from '#test/bench/shop/shop-cache.ts'
import { openShop, shopFolderIn } from '#test/bench/shop/shop-folder.ts'
import { HISTORY_END_AT } from '#test/bench/shop/timeline.ts'
import { dumpDerivedState } from '#test/support/derived-state.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { createReceiving } from '#test/support/receiving.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const MESSAGES = 1200

const place = mkdtempSync(join(tmpdir(), 'balcao-generated-'))
const made = shopFolderIn(place)
beforeAll(() => generateShop(made, { messages: MESSAGES }))
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** Measurements mean nothing on a shop that the program itself could not have made. */
describe('the shop that is generated for measuring', () => {
  test('holds what the core makes of its raw bodies, and the core finds nothing new in them', async () => {
    const { db } = await generated()
    const before = dumpDerivedState(db)
    const receiving = createReceiving({ db, decode: (body) => decodeWebhook(body, { receivedAt: HISTORY_END_AT + 86_400_000 }) })

    db.exec("UPDATE raw_events SET state = 'stored'")
    receiving.intake.start()
    await receiving.intake.settled()

    const outcomes = receiving.reports.flatMap((report) => report.outcomes.map(({ outcome }) => outcome.kind))
    expect(outcomes.length).toBeGreaterThan(MESSAGES)
    expect(new Set(outcomes)).toEqual(new Set(['duplicate']))
    expect(dumpDerivedState(db)).toEqual(before)
  })

  test('shows in each derived column what deriving it again gives', async () => {
    const { db } = await generated()
    const before = dumpDerivedState(db)
    const { messages } = createReceiving({ db })

    messages.change((changes) => {
      for (const { id } of db.list<{ id: never }>(sql`SELECT id FROM messages WHERE direction = 'out'`))
        messages.incoming.refreshStatus(id, changes)
      expect([...changes.messages]).toEqual([])
      for (const { id } of db.list<{ id: never }>(sql`SELECT id FROM conversations`)) noteWhole(changes, id)
    })

    expect(dumpDerivedState(db)).toEqual(before)
    expect(db.list(sql`PRAGMA foreign_key_check`)).toEqual([])
    expect(indexesOf(db)).toEqual(indexesOf(createMemoryDatabase()))
  })

  test('is what its size says: messages both ways, of several kinds, answered and waiting, read and unread', async () => {
    const { db } = await generated()
    const count = (query: ReturnType<typeof sql>) => db.get<{ count: number }>(query).count
    const kinds = db.list<{ kind: string }>(sql`SELECT DISTINCT kind FROM messages`).map(({ kind }) => kind)

    expect(count(sql`SELECT count(*) AS count FROM messages`)).toBe(MESSAGES)
    expect(count(sql`SELECT count(*) AS count FROM conversations`)).toBe(MESSAGES / 5)
    expect(kinds).toEqual(expect.arrayContaining(['text', 'image', 'voice', 'video', 'document', 'sticker']))
    const some = [
      sql`SELECT count(*) AS count FROM conversations WHERE waiting_since IS NOT NULL`,
      sql`SELECT count(*) AS count FROM conversations c JOIN read_marks r ON r.conversation_id = c.id AND r.read_count < c.inbound_count`,
      sql`SELECT count(*) AS count FROM messages m JOIN messages q ON q.wamid = m.quoted_wamid AND q.conversation_id = m.conversation_id`,
      sql`SELECT count(*) AS count FROM reactions`,
      sql`SELECT count(*) AS count FROM drafts`,
      sql`SELECT count(*) AS count FROM outbox JOIN attempts USING (message_id)`,
      sql`SELECT count(*) AS count FROM conversations WHERE assigned_to IS NULL AND team_id IS NULL`,
      sql`SELECT count(*) AS count FROM conversations c JOIN conversation_people p ON p.conversation_id = c.id AND p.staff_id = c.assigned_to`,
      sql`SELECT count(*) AS count FROM conversations WHERE team_id IS NOT NULL`,
    ]
    expect(some.filter((query) => count(query) === 0).map(({ text }) => text)).toEqual([])
  })

  test('opens in the core, which lists it', async () => {
    const shop = copied()
    await prepareCopy(shop)
    const rig = await openCore(shop)
    onTestFinished(() => rig.close())
    await rig.signIn()

    const { conversations } = await rig.call('conversations.list', { view: 'all', limit: 100 })
    const thread = conversations[0]?.conversationId
    if (thread === undefined) throw new Error('The list is empty')
    const { messages } = await rig.call('messages.list', { conversationId: thread, limit: 100 })

    expect(conversations).toHaveLength(100)
    expect(messages.length).toBeGreaterThan(0)
  })

  test('has a journal that is whole, with each message that was sent in it, and shows an attendant what is theirs, nobody’s and no more', async () => {
    const shop = copied()
    await prepareCopy(shop)
    const rig = await openCore(shop)
    onTestFinished(() => rig.close())
    await rig.signIn()
    const attendant = rig.openWindow()
    await attendant.signIn(READER)
    const { firstBad, checked } = await rig.call('journal.verify', {})
    const { entries } = await rig.call('journal.list', { actions: ['message.sent'], limit: 100 })
    const mine = await attendant.call('conversations.list', { view: 'mine', limit: 100 })
    const unassigned = await attendant.call('conversations.list', { view: 'unassigned', limit: 100 })
    const all = await rig.call('conversations.list', { view: 'all', limit: 100 })
    const hands = all.conversations.map(({ conversationId }) => conversationId)
    const refused = hands.filter((id) => ![...mine.conversations, ...unassigned.conversations].some((row) => row.conversationId === id))

    expect({ firstBad, hasMany: checked > MESSAGES / 2, entries: entries.length }).toEqual({ firstBad: null, hasMany: true, entries: 100 })
    expect([mine, unassigned].map(({ conversations }) => conversations.length > 5)).toEqual([true, true])
    const [elsewhere] = refused
    if (elsewhere === undefined) throw new Error('The attendant sees everything')
    await expect(attendant.call('messages.list', { conversationId: elsewhere, limit: 1 })).rejects.toThrow('not-found')
  })
})

/** A copy for each test of what was made once. */
function copied() {
  const folder = shopFolderIn(makeTemporaryFolder())
  cpSync(made.shop, folder.shop, { recursive: true })
  cpSync(made.keys, folder.keys)
  cpSync(made.phone, folder.phone)
  return folder
}

async function generated(): Promise<{ db: Database }> {
  const { db, close } = await openShop(copied())
  onTestFinished(close)
  return { db }
}

function indexesOf(db: Database): unknown[] {
  return db.list(sql`SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name`)
}
