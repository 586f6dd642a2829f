import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MediaId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { keepAsSample } from '#test/support/keep-as-sample.ts'
import { isHere, pictureOf, setUpMedia } from '#test/support/media.ts'
import { actor } from '#test/support/shop.ts'

const DAY_MS = 24 * 60 * 60_000
const ana = actor({ staffId: 'ana', role: 'attendant' })
const swept = (shop: ReturnType<typeof setUpMedia>) =>
  shop.log.lines.filter(({ event }) => event === 'media.swept').map(({ fields }) => fields)

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
}

test('files that no row speaks of go, those of rows stay, and the counts are in the log', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', pictureOf())
  await shop.until(() => isHere(shop.messages.get(id)))
  const strange = join(shop.folder, 'a', 'b', `ab${'0'.repeat(30)}`)
  mkdirSync(join(shop.folder, 'a', 'b'), { recursive: true })
  writeFileSync(strange, 'noise')
  const old = (shop.clock.now() - DAY_MS) / 1000
  for (const file of filesIn(shop.folder)) utimesSync(file, old, old)
  await shop.clock.advance(60_000)
  expect([filesIn(shop.folder).includes(strange), filesIn(shop.folder).length, swept(shop)]).toEqual([
    false,
    1,
    [{ filesWithoutRow: 1, rowsWithoutFile: 0 }],
  ])
})

test('a row whose file is missing is fetched again as long as WhatsApp has it', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', pictureOf())
  await shop.until(() => isHere(shop.messages.get(id)))
  for (const file of filesIn(shop.folder)) rmSync(file)
  await shop.clock.advance(60_000)
  await shop.until(() => shop.remote.asked.length === 2 && isHere(shop.messages.get(id)))
  expect([swept(shop), filesIn(shop.folder).length]).toEqual([[{ filesWithoutRow: 0, rowsWithoutFile: 1 }], 1])
})

test('what was being written when the program ended goes at the start', async () => {
  const shop = setUpMedia({ start: false })
  mkdirSync(join(shop.folder, 'unfinished'), { recursive: true })
  writeFileSync(join(shop.folder, 'unfinished', 'c'.repeat(32)), 'half')
  shop.media().start()
  expect(filesIn(shop.folder)).toEqual([])
})

test('what was chosen and never sent goes after a day, unless a draft, a quick reply, a template or a message for later has it', async () => {
  const shop = setUpMedia()
  const messageId = await shop.hearFile('m1', pictureOf())
  await shop.until(() => isHere(shop.messages.get(messageId)))
  const { conversationId } = shop.messages.get(messageId)
  const stageOne = () => shop.stage(pictureOf(), { by: ana })
  const [unused, drafted, replied, sample, scheduled, sent] = [
    await stageOne(),
    await stageOne(),
    await stageOne(),
    await stageOne(),
    await stageOne(),
    await stageOne(),
  ]
  const files = (mediaId: MediaId) => JSON.stringify([{ mediaId }])
  shop.db.run(sql`
    INSERT INTO drafts (staff_id, conversation_id, text, files, saved_at) VALUES ('ana', ${conversationId}, '', ${files(drafted)}, 1)`)
  shop.db.run(
    sql`INSERT INTO quick_replies (id, shortcut, title, text, files, revision) VALUES ('R1', 'a', 'A', 'A', ${files(replied)}, 1)`,
  )
  shop.media().outgoing.attach(messageId, [{ position: 1, mediaId: sent }])
  keepAsSample(shop.db, sample)
  const later = JSON.stringify({ kind: 'media', media: 'image', mediaId: scheduled, caption: null, fileName: null })
  shop.db.run(sql`
    INSERT INTO scheduled (id, conversation_id, staff_id, client_key, content, shown, due_at, state)
    VALUES ('S1', ${conversationId}, 'ana', 'key-of-ana', ${later}, '{}', 1, 'waiting')`)
  const left = () => shop.db.list<{ id: MediaId }>(sql`SELECT id FROM media WHERE staged_by IS NOT NULL`).map(({ id }) => id)
  await shop.clock.advance(DAY_MS - 60_000)
  const before = left()
  await shop.clock.advance(7 * 60 * 60_000)
  expect([before.length, left().toSorted(), filesIn(shop.folder).length]).toEqual([
    6,
    [drafted, replied, sample, scheduled, sent].toSorted(),
    6,
  ])
  expect((await shop.askAs(ana, { path: `file/${unused}` })).status).toBe(404)
})

test('however much nobody uses, it goes in one night', async () => {
  const shop = setUpMedia()
  await shop.stage(pictureOf(), { by: ana })
  for (let each = 0; each < 450; each += 1) {
    shop.db.run(sql`
      INSERT INTO media (id, kind, state, since, file_id, file_key, size_bytes, facts, staged_by)
      SELECT ${`unused-${String(each).padStart(15, '0')}`}, kind, state, since, ${each.toString(16).padStart(32, '0')}, file_key, size_bytes, facts, staged_by
      FROM media WHERE staged_by = 'ana' LIMIT 1`)
  }
  await shop.clock.advance(DAY_MS + 7 * 60 * 60_000)
  expect(shop.db.get(sql`SELECT count(*) AS count FROM media`)).toEqual({ count: 0 })
})

test('a file of a message that is no longer there goes with it', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', pictureOf())
  await shop.until(() => isHere(shop.messages.get(id)))
  shop.db.run(sql`DELETE FROM messages WHERE id = ${id}`)
  await shop.clock.advance(60_000)
  expect([filesIn(shop.folder), shop.media().storage().kinds]).toEqual([[], []])
})

test('what is here is counted by its kind, with what waits and what is gone', async () => {
  const shop = setUpMedia({ freeBytes: 5 })
  const here = await shop.hearFile('m1', pictureOf())
  await shop.until(() => isHere(shop.messages.get(here)))
  await shop.stage(Buffer.from('%PDF-1.7\n1 0 obj'), { by: ana })
  shop.setReachable(false)
  await shop.hearFile('m2', null)
  expect(shop.media().storage()).toEqual({
    kinds: [
      { kind: 'document', files: 1, sizeBytes: 16 },
      { kind: 'image', files: 1, sizeBytes: pictureOf().length },
    ],
    waiting: 1,
    gone: 0,
    freeBytes: 5,
  })
})
