import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { NOON } from '#test/support/decoded-events.ts'
import { pictureOf, setUpMedia } from '#test/support/media.ts'

const DAY_MS = 24 * 60 * 60_000
const PICTURE = pictureOf()
const file = (media: 'audio' | 'voice' | 'document', fileName: string | null = null) =>
  ({ kind: 'media', media, caption: null, fileName, mimeType: null }) as const

test('what a file is says the better message of those that came with it, in whatever order', async () => {
  const history = { wamid: 'wamid.A', source: 'history', content: file('audio', 'recado.ogg') } as const
  const live = { wamid: 'wamid.A', content: file('voice') } as const
  for (const [first, second] of [
    [history, live],
    [live, history],
  ] as const) {
    const shop = setUpMedia()
    const id = await shop.hearFile('m1', PICTURE, first)
    await shop.hearFile('m1', PICTURE, second)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
    expect({
      said: shop.messages.get(id).content,
      kept: shop.db.list(sql`SELECT kind FROM media`),
      asked: shop.remote.asked,
    }).toEqual({ said: live.content, kept: [{ kind: 'voice' }], asked: ['m1'] })
  }
})

test('a name that came later is the name it is saved under', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', PICTURE, { wamid: 'wamid.A', source: 'history', content: file('document') })
  await shop.hearFile('m1', PICTURE, { wamid: 'wamid.A', content: file('document', 'contrato.pdf') })
  expect(shop.fileOf(id)?.fileName).toBe('contrato.pdf')
  await shop.hearFile('m1', PICTURE, { wamid: 'wamid.B', content: file('document') })
  expect(shop.fileOf(id)?.fileName).toBe('contrato.pdf')
})

test('a file that was given up is asked for again when WhatsApp has it anew, and not when it only tells of it again', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', null, { sentAt: NOON - 8 * DAY_MS })
  await shop.until(() => shop.fileOf(id)?.state === 'gone')
  await shop.hearFile('m1', PICTURE, { wamid: 'wamid.again', sentAt: NOON - 8 * DAY_MS })
  await shop.clock.advance(DAY_MS)
  expect([shop.fileOf(id)?.state, shop.remote.asked.length]).toEqual(['gone', 1])
  await shop.hearFile('m1', PICTURE, { wamid: 'wamid.anew', source: 'history', sentAt: NOON - 8 * DAY_MS })
  await shop.until(() => shop.fileOf(id)?.state === 'here')
})

test('one that is here is not fetched again', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', PICTURE)
  await shop.until(() => shop.fileOf(id)?.state === 'here')
  await shop.clock.advance(DAY_MS)
  await shop.hearFile('m1', PICTURE, { wamid: 'wamid.again', sentAt: shop.clock.now() })
  await shop.clock.advance(DAY_MS)
  expect([shop.fileOf(id)?.state, shop.remote.asked]).toEqual(['here', ['m1']])
})
