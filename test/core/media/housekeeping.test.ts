import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MediaId } from '#contract'
import { sql } from '#core/db/sql.ts'
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
    [{ filesWithoutRow: 1, rowsWithoutFile: 0, unused: 0 }],
  ])
})

test('a row whose file is missing is fetched again as long as WhatsApp has it', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', pictureOf())
  await shop.until(() => isHere(shop.messages.get(id)))
  for (const file of filesIn(shop.folder)) rmSync(file)
  await shop.clock.advance(60_000)
  await shop.until(() => shop.remote.asked.length === 2 && isHere(shop.messages.get(id)))
  expect([swept(shop), filesIn(shop.folder).length]).toEqual([[{ filesWithoutRow: 0, rowsWithoutFile: 1, unused: 0 }], 1])
})

test('what was being written when the program ended goes at the start', async () => {
  const shop = setUpMedia({ start: false })
  mkdirSync(join(shop.folder, 'unfinished'), { recursive: true })
  writeFileSync(join(shop.folder, 'unfinished', 'c'.repeat(32)), 'half')
  shop.media().start()
  expect(filesIn(shop.folder)).toEqual([])
})

test('what was chosen and never sent goes after seven days, unless a draft, a quick reply or a message for later has it', async () => {
  const shop = setUpMedia()
  const messageId = await shop.hearFile('m1', pictureOf())
  await shop.until(() => isHere(shop.messages.get(messageId)))
  const { conversationId } = shop.messages.get(messageId)
  const stageOne = () => shop.stage(pictureOf(), { by: ana })
  const [unused, drafted, replied, scheduled, sent] = [
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
  const later = JSON.stringify({ kind: 'media', media: 'image', mediaId: scheduled, caption: null, fileName: null })
  shop.db.run(sql`
    INSERT INTO scheduled (id, conversation_id, staff_id, client_key, content, shown, due_at, state)
    VALUES ('S1', ${conversationId}, 'ana', 'key-of-ana', ${later}, '{}', 1, 'waiting')`)
  const left = () => shop.db.list<{ id: MediaId }>(sql`SELECT id FROM media WHERE staged_by IS NOT NULL`).map(({ id }) => id)
  await shop.clock.advance(6 * DAY_MS)
  const before = left()
  await shop.clock.advance(2 * DAY_MS)
  expect([before.length, left().toSorted(), filesIn(shop.folder).length]).toEqual([5, [drafted, replied, scheduled, sent].toSorted(), 5])
  expect((await shop.askAs(ana, { path: `file/${unused}` })).status).toBe(404)
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
