import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { MediaId, StaffId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { countUnsentQuery } from '#core/media/repository.ts'
import { isHere, pictureOf, setUpMedia, tokenOf } from '#test/support/media.ts'
import { actor } from '#test/support/shop.ts'

const HOUR_MS = 60 * 60_000
const GIB = 1024 ** 3
const ana = actor({ staffId: 'ana', role: 'attendant' })
const bia = actor({ staffId: 'bia', role: 'attendant' })
const PICTURE = pictureOf()

type Shop = ReturnType<typeof setUpMedia>

/** A number of files as they are once they were uploaded, without their bytes. */
function stageRows(shop: Shop, count: number, { sizeBytes = 1, at = shop.clock.now() } = {}): MediaId[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `staged-${at}-${String(index).padStart(5, '0')}`
    shop.db.run(sql`
      INSERT INTO media (id, kind, state, since, file_id, file_key, size_bytes, facts, staged_by)
      VALUES (${id}, 'image', 'here', ${at}, ${id}, x'00', ${sizeBytes}, '{}', 'ana')`)
    return id as MediaId // Of the form of one.
  })
}

async function outcomeOf(shop: Shop, by = ana, bytes = PICTURE) {
  const { status, body } = await shop.askAs(by, { method: 'POST', path: 'upload?name=foto.png', bytes })
  return status === 200 ? 'taken' : { status, ...JSON.parse(body.toString()) }
}

const filesIn = ({ folder }: Shop) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

test('T09 one person’s uploads take four places, and leave the others to colleagues', async () => {
  const shop = setUpMedia()
  let finish: () => void = () => {}
  const held = new Promise<void>((resolve) => (finish = resolve))
  async function* slowly() {
    await held
    yield PICTURE
  }
  shop.callers.set(tokenOf(ana.staffId), ana)
  const slow = Array.from({ length: 4 }, () =>
    shop.media().door.serve({ method: 'POST', path: `${tokenOf(ana.staffId)}/upload?name=foto.png`, range: null, body: slowly() }),
  )
  expect([await outcomeOf(shop), await outcomeOf(shop, bia)]).toEqual([{ status: 429, code: 'too-many-requests' }, 'taken'])
  finish()
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(await outcomeOf(shop)).toBe('taken')
})

test('T09 a person has at most so many files that were not sent; what was sent, is a day old or a colleague’s does not count', async () => {
  const shop = setUpMedia()
  const messageId = await shop.hearFile('m1', PICTURE)
  await shop.until(() => isHere(shop.messages.get(messageId)))
  stageRows(shop, 300, { at: shop.clock.now() - 25 * HOUR_MS })
  const staged = stageRows(shop, 299)
  expect([await outcomeOf(shop), await outcomeOf(shop), await outcomeOf(shop, bia)]).toEqual([
    'taken',
    { status: 507, code: 'media-too-much-unsent', facts: { limit: 300 } },
    'taken',
  ])
  for (const mediaId of staged.slice(0, 1)) shop.media().outgoing.attach(messageId, [{ position: 1, mediaId }])
  expect(await outcomeOf(shop)).toBe('taken')
})

test('T09 and at most so many bytes, drafts of any age with them; of what is too much nothing stays', async () => {
  const shop = setUpMedia()
  const { conversationId } = shop.messages.get(await shop.hearFile('m1', null))
  const [drafted] = stageRows(shop, 1, { sizeBytes: GIB, at: shop.clock.now() - 48 * HOUR_MS })
  stageRows(shop, 1, { sizeBytes: GIB - PICTURE.length })
  expect([await outcomeOf(shop), await outcomeOf(shop)]).toEqual(['taken', 'taken'])
  const files = JSON.stringify([{ mediaId: drafted }])
  shop.db.run(sql`DELETE FROM media WHERE size_bytes = ${PICTURE.length}`)
  shop.db.run(sql`INSERT INTO drafts (staff_id, conversation_id, text, files, saved_at) VALUES ('ana', ${conversationId}, '', ${files}, 1)`)
  const before = filesIn(shop).length
  expect([await outcomeOf(shop, ana, Buffer.concat([PICTURE, Buffer.alloc(1)])), filesIn(shop).length]).toEqual([
    { status: 507, code: 'media-too-much-unsent', facts: { limitBytes: 2 * GIB } },
    before,
  ])
  expect(await outcomeOf(shop)).toBe('taken')
})

test('what is counted is read along an index', () => {
  const { db } = setUpMedia()
  const steps = db.explain(countUnsentQuery({ by: 'ana' as StaffId, stagedAfter: 1 }))
  expect(steps).toContain('SEARCH media USING COVERING INDEX media_staged_by (staged_by=? AND since>?)')
  expect(steps).toContain('SEARCH w USING PRIMARY KEY (staff_id=?)')
  expect(steps.filter((step) => /SCAN (media|d|f)\b/.test(step))).toEqual([])
})

test('an upload that somebody gives up leaves nothing, and is no fault in the log', async () => {
  const shop = setUpMedia()
  async function* brokenOff() {
    yield PICTURE
    await Promise.resolve()
    throw new Error('The other side broke off')
  }
  shop.callers.set(tokenOf(ana.staffId), ana)
  const path = `${tokenOf(ana.staffId)}/upload?name=foto.png`
  await shop.media().door.serve({ method: 'POST', path, range: null, body: brokenOff() })
  expect([filesIn(shop), shop.log.lines.map(({ level, event }) => [level, event])]).toEqual([[], [['info', 'media.upload-broken-off']]])
})
