import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Message } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import { ownGraphProblem, type GraphResult } from '#core/whatsapp/graph-client.ts'
import type { RemoteMedia } from '#core/whatsapp/graph-media.ts'
import { NOON } from '#test/support/decoded-events.ts'
import { pictureOf, setUpMedia, type RemoteFate } from '#test/support/media.ts'
import { actor } from '#test/support/shop.ts'

const DAY_MS = 24 * 60 * 60_000
const PICTURE = pictureOf()
const everything = actor()
const nobody = actor({ staffId: 'nobody', role: 'attendant', scope: 'own' })
const notFound: GraphResult<RemoteMedia> = { ok: false, problem: ownGraphProblem('object-not-found') }
const offline: GraphResult<RemoteMedia> = { ok: false, problem: ownGraphProblem('offline') }

/** Of every file in the folder, and of every piece of one. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
}

test('what a customer sent is fetched at once, and told when it is here, by what it really is', async () => {
  const shop = setUpMedia()
  const events = shop.listen()
  const id = await shop.hearFile('m1', PICTURE)
  await shop.until(() => shop.fileOf(id)?.state === 'here')
  expect(shop.fileOf(id)).toMatchObject({
    fileName: null,
    state: 'here',
    problem: null,
    retryAt: null,
    facts: {
      sizeBytes: PICTURE.length,
      type: 'png',
      mimeType: 'image/png',
      fileClass: 'inline-image',
      width: 40,
      height: 30,
      hasPreview: false,
      peaks: null,
    },
  })
  expect(Object.keys(shop.fileOf(id)?.facts ?? {})).not.toContain('codecs')
  expect(events.at(-1)).toEqual({ event: 'message.changed', payload: { message: shop.messages.get(id) } })
})

test('each state that a file is shown in is told, also those that only the running program knows', async () => {
  const shop = setUpMedia()
  const events = shop.listen()
  const told = () =>
    events.flatMap(({ event, payload }) => {
      if (event !== 'message.changed') return []
      // The hub parsed the payload with this event's own schema.
      const [file] = (payload as { message: Pick<Message, 'files'> }).message.files
      return [[file?.state, file?.retryAt]]
    })
  const lastTold = () => told().at(-1)?.[0]
  shop.remote.fates.set('m1', [{ described: offline }, { described: notFound }])
  const id = await shop.hearFile('m1', PICTURE)
  await shop.until(() => lastTold() === 'waiting' && shop.remote.asked.length === 1)
  await shop.clock.advance(5000)
  await shop.until(() => lastTold() === 'waiting' && shop.remote.asked.length === 2)
  // A person does not wait.
  shop.media().fetchNow(id, everything)
  await shop.until(() => lastTold() === 'here')
  expect(told()).toEqual([
    ['waiting', null],
    ['fetching', null],
    ['waiting', null],
    ['fetching', null],
    ['waiting', NOON + 35_000],
    ['waiting', NOON + 5000],
    ['fetching', null],
    ['here', null],
  ])
})

test('what came under one id is fetched once, however often and by whatever way it comes', async () => {
  const shop = setUpMedia()
  const live = await shop.hearFile('m1', PICTURE)
  const echoed = await shop.hearFile('m1', PICTURE, { wamid: 'wamid.other', source: 'echo', direction: 'out' })
  await shop.receive()
  await shop.until(() => shop.fileOf(echoed)?.state === 'here')
  expect(shop.remote.asked).toEqual(['m1'])
  expect(shop.fileOf(live)).toEqual(shop.fileOf(echoed))
})

test('a file belongs to the real message that takes the place of a stand-in', async () => {
  const shop = setUpMedia()
  const id = await shop.hearFile('m1', null, {
    wamid: 'wamid.ghost',
    content: { kind: 'unsupported', rawType: 'media_placeholder', problem: null },
    mediaId: null,
    isGhost: true,
    source: 'history',
  })
  expect(shop.messages.get(id).files).toEqual([])
  await shop.hearFile('m2', PICTURE, { wamid: 'wamid.ghost', source: 'history' })
  await shop.until(() => shop.fileOf(id)?.state === 'here')
})

test('what WhatsApp forgets first is fetched first, and three at a time', async () => {
  const shop = setUpMedia({ start: false })
  const free = Promise.withResolvers<void>()
  for (const [index, name] of ['young', 'old', 'middle', 'oldest', 'new'].entries()) {
    const age = { young: 1, old: 6, middle: 3, oldest: 6.5, new: 0 }[name] ?? 0
    shop.remote.fates.set(name, [{ chunks: () => held(free.promise) }])
    await shop.hearFile(name, PICTURE, { sentAt: NOON - age * DAY_MS, wamid: `wamid.${index}` })
  }
  shop.media().start()
  await shop.until(() => shop.remote.asked.length === 3)
  await shop.clock.advance(120_000)
  const atOnce = [...shop.remote.asked]
  free.resolve()
  await shop.until(() => shop.remote.asked.length === 5)
  expect([atOnce, shop.remote.asked.slice(3)]).toEqual([
    ['oldest', 'old', 'middle'],
    ['young', 'new'],
  ])
})

async function* held(free: Promise<void>): AsyncGenerator<Buffer> {
  await free
  yield PICTURE
}

describe('F54', () => {
  test('F54 an address that is older than five minutes is asked for anew, in the same try', async () => {
    const shop = setUpMedia()
    shop.remote.fates.set('m1', [{ download: { ok: true, value: { kind: 'address-expired' } } }])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
    expect(shop.remote.asked).toEqual(['m1', 'm1'])
  })

  test('F54 a download that breaks off is tried again, and leaves nothing behind', async () => {
    const shop = setUpMedia()
    shop.remote.fates.set('m1', [{ chunks: brokenOff }])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.log.lines.some(({ event }) => event === 'media.not-fetched'))
    expect([shop.fileOf(id), filesIn(shop.folder)]).toMatchObject([{ state: 'waiting', problem: null, retryAt: null }, []])
    await shop.clock.advance(5_000)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
  })

  test('F54 what is not the file that was announced is tried four times, refused, and not kept', async () => {
    const shop = setUpMedia()
    const wrong = { described: { sha256: '0'.repeat(64) } }
    shop.remote.fates.set('m1', [wrong, { described: { sizeBytes: 1 } }, wrong, wrong])
    const id = await shop.hearFile('m1', PICTURE)
    const seen: unknown[] = []
    for (let tries = 1; tries <= 4; tries += 1) {
      await shop.until(() => shop.remote.asked.length === tries && shop.fileOf(id)?.state !== 'fetching')
      const { state, problem, retryAt = null } = shop.fileOf(id) ?? {}
      const inMs = retryAt === null ? null : retryAt - shop.clock.now()
      seen.push([state, problem, inMs])
      await shop.clock.advance(inMs ?? 0)
    }
    expect(seen).toEqual([
      ['waiting', 'media-damaged', 30_000],
      ['waiting', 'media-damaged', 120_000],
      ['waiting', 'media-damaged', 600_000],
      ['refused', 'media-damaged', null],
    ])
    await shop.clock.advance(2 * DAY_MS)
    expect([shop.remote.asked.length, filesIn(shop.folder)]).toEqual([4, []])
  })

  test('F54 an id that WhatsApp does not know is asked for over a day, and is gone then', async () => {
    const shop = setUpMedia()
    const id = await shop.hearFile('m1', null)
    await shop.until(() => shop.fileOf(id)?.problem === 'object-not-found')
    await shop.clock.advance(31 * 60 * 60_000)
    expect([shop.remote.asked.length, shop.fileOf(id)?.state]).toEqual([6, 'waiting'])
    await shop.clock.advance(60 * 60_000)
    expect([shop.remote.asked.length, shop.fileOf(id)]).toMatchObject([7, { state: 'gone', retryAt: null, facts: null }])
    await shop.clock.advance(2 * DAY_MS)
    expect(shop.remote.asked).toHaveLength(7)
  })

  test('F54 after seven days it is asked for once more and gone for good', async () => {
    const shop = setUpMedia()
    const id = await shop.hearFile('m1', null, { sentAt: NOON - 8 * DAY_MS })
    await shop.until(() => shop.fileOf(id)?.state === 'gone')
    await shop.clock.advance(2 * DAY_MS)
    expect(shop.remote.asked).toEqual(['m1'])
    expect(() => shop.media().fetchNow(id, everything)).toThrow(new AppError('media-gone', `No file of message ${id} is left`))
  })

  test('F54 a clock that is wrong by a year gives no file up that WhatsApp still has', async () => {
    const shop = setUpMedia()
    shop.clock.setWall(NOON + 365 * DAY_MS)
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
    expect(shop.remote.asked).toEqual(['m1'])
  })

  test('F54 what stays in trouble for seven days is no longer tried', async () => {
    const shop = setUpMedia()
    shop.remote.fates.set(
      'm1',
      Array.from({ length: 100 }, () => ({ described: { ok: false, problem: ownGraphProblem('media-download-failed') } as const })),
    )
    const id = await shop.hearFile('m1', PICTURE)
    await shop.clock.advance(9 * DAY_MS)
    expect(shop.fileOf(id)?.state).toBe('gone')
    const tries = shop.remote.asked.length
    await shop.clock.advance(2 * DAY_MS)
    expect([tries > 8, tries < 15, shop.remote.asked.length]).toEqual([true, true, tries])
  })

  test('F54 what says it is over 100 MB, or turns out to be, is refused and never held', async () => {
    const shop = setUpMedia()
    shop.remote.fates.set('said', [{ described: { sizeBytes: 100 * 1024 * 1024 + 1 } }])
    shop.remote.fates.set('endless', [{ described: { sizeBytes: 5 }, chunks: endless }])
    const said = await shop.hearFile('said', PICTURE)
    const found = await shop.hearFile('endless', PICTURE)
    await shop.until(() => shop.fileOf(said)?.state === 'refused' && shop.fileOf(found)?.state === 'refused')
    expect([shop.fileOf(said)?.problem, shop.fileOf(found)?.problem, filesIn(shop.folder)]).toEqual([
      'media-too-large',
      'media-too-large',
      [],
    ])
  })
})

async function* brokenOff(): AsyncGenerator<Buffer> {
  yield PICTURE.subarray(0, 10)
  throw new AppError('offline', 'The other side is gone')
}

async function* endless(): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(1024 * 1024)
  for (;;) yield piece
}

describe('without a way to WhatsApp', () => {
  test('all of them wait, none counts as tried, and they go on by themselves', async () => {
    const shop = setUpMedia()
    shop.remote.fates.set('m1', [{ described: offline }, { described: offline }, { described: offline }])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.remote.asked.length === 1)
    await shop.hearFile('m2', PICTURE)
    await shop.clock.advance(4_000)
    expect([shop.remote.asked, shop.fileOf(id)?.problem]).toEqual([['m1'], null])
    await shop.clock.advance(5 * 60_000)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
    expect(shop.remote.asked.filter((each) => each === 'm1')).toHaveLength(4)
  })

  test('a number without its token waits until there is one', async () => {
    const shop = setUpMedia()
    shop.setReachable(false)
    const id = await shop.hearFile('m1', PICTURE)
    await shop.clock.advance(10 * 60_000)
    expect(shop.remote.asked).toEqual([])
    shop.setReachable(true)
    await shop.clock.advance(0)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
  })

  test('a token that is refused has none of them tried one by one', async () => {
    const shop = setUpMedia()
    const refused = { described: { ok: false, problem: ownGraphProblem('token-invalid') } } as const
    shop.remote.fates.set('m1', [refused])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.log.lines.some(({ event }) => event === 'media.not-fetched'))
    await shop.hearFile('m2', PICTURE)
    await shop.clock.advance(9 * 60_000)
    expect(shop.remote.asked).toEqual(['m1'])
    await shop.clock.advance(60_000)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
  })
})

describe('F55', () => {
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })

  test('F55 where the disk is full the row waits, whoever watches the disk is told, and it goes on by itself', async () => {
    const shop = setUpMedia()
    shop.remote.fates.set('m1', [{ chunks: () => failing(new AppError('disk-full', 'The disk is full', { cause: full })) }])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.storageFailures.length > 0)
    expect([shop.storageFailures, shop.fileOf(id), filesIn(shop.folder)]).toMatchObject([[full], { state: 'waiting', problem: null }, []])
    await shop.clock.advance(60_000)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
  })

  test('F54 a clock that is wrong and an hour of trouble together give up nothing', async () => {
    const shop = setUpMedia()
    const trouble: GraphResult<RemoteMedia> = { ok: false, problem: ownGraphProblem('media-download-failed') }
    shop.remote.fates.set('m1', [{ described: trouble }])
    const id = await shop.hearFile('m1', PICTURE, { sentAt: NOON - 365 * DAY_MS })
    await shop.until(() => shop.fileOf(id)?.state === 'waiting' && shop.remote.asked.length === 1)
    await shop.clock.advance(30_000)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
    expect(shop.remote.asked.length).toBeGreaterThan(1)
  })

  test('F55 a program that ends half way begins the file anew when it starts', async () => {
    const shop = setUpMedia()
    const free = Promise.withResolvers<void>()
    shop.remote.fates.set('m1', [{ chunks: () => halfThen(free.promise) }])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.fileOf(id)?.state === 'fetching' && shop.remote.asked.length === 1)
    free.resolve()
    await shop.restart()
    await shop.until(() => shop.fileOf(id)?.state === 'here')
    expect([shop.remote.asked, filesIn(shop.folder).length]).toEqual([['m1', 'm1'], 1])
  })
})

async function* failing(cause: Error): AsyncGenerator<Buffer> {
  yield PICTURE.subarray(0, 5)
  throw cause
}

async function* halfThen(free: Promise<void>): AsyncGenerator<Buffer> {
  yield PICTURE.subarray(0, 5)
  await free
  throw new AppError('offline', 'Left')
}

test('how far a large file is, is told twice a second at most, to whoever sees its conversation', async () => {
  const shop = setUpMedia()
  const events = shop.listen()
  const large = Buffer.alloc(1_300_000)
  shop.remote.fates.set('m1', [{ chunks: () => slowly(large, () => shop.clock.advance(100)) }])
  const id = await shop.hearFile('m1', large)
  await shop.until(() => shop.fileOf(id)?.state === 'here')
  const progress = events.filter(({ event }) => event === 'media.progress')
  const { conversationId } = shop.messages.get(id)
  expect(progress.map(({ payload }) => payload)).toEqual(
    [600_000, 1_100_000].map((doneBytes) => ({ conversationId, messageId: id, doneBytes, totalBytes: 1_300_000 })),
  )
})

async function* slowly(bytes: Buffer, wait: () => Promise<void>): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += 100_000) {
    await wait()
    yield bytes.subarray(from, from + 100_000)
  }
}

describe('where WhatsApp asked to wait, a person waits, and is told until when', () => {
  const asking = (key: Parameters<typeof ownGraphProblem>[0], retryAfterMs: number | null): RemoteFate => ({
    described: { ok: false, problem: { ...ownGraphProblem(key), retryAfterMs } },
  })

  test.each([
    ['with everything', 'rate-limit' as const, 15 * 60_000],
    ['with one file', 'object-not-found' as const, 5 * 60_000],
  ])('%s', async (_name, key, askedMs) => {
    const shop = setUpMedia()
    shop.remote.fates.set('m1', [asking(key, askedMs)])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.log.lines.some(({ event }) => event === 'media.not-fetched'))
    const notBefore = shop.clock.now() + askedMs
    await shop.clock.advance(60_000)
    expect(shop.media().fetchNow(id, everything)).toBe(notBefore)
    shop.setReachable(true)
    await shop.clock.advance(askedMs - 60_000 - 1)
    expect(shop.remote.asked.length).toBe(1)
    await shop.clock.advance(1)
    await shop.until(() => shop.fileOf(id)?.state === 'here')
  })

  test('and not where it did not', async () => {
    const shop = setUpMedia()
    shop.remote.fates.set('m1', [asking('rate-limit', null)])
    const id = await shop.hearFile('m1', PICTURE)
    await shop.until(() => shop.log.lines.some(({ event }) => event === 'media.not-fetched'))
    expect(shop.media().fetchNow(id, everything)).toBeNull()
    await shop.until(() => shop.fileOf(id)?.state === 'here')
  })
})

test('a person has a file fetched that waits for its next try, and nobody one of a conversation they do not see', async () => {
  const shop = setUpMedia()
  shop.remote.fates.set('m1', [{ described: notFound }])
  const id = await shop.hearFile('m1', PICTURE)
  await shop.until(() => shop.fileOf(id)?.problem === 'object-not-found')
  expect(() => shop.media().fetchNow(id, nobody)).toThrow('No message')
  shop.media().fetchNow(id, everything)
  await shop.clock.advance(0)
  await shop.until(() => shop.fileOf(id)?.state === 'here')
})
