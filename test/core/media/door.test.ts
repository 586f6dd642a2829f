import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import type { MediaId } from '#contract'
import { requestedRange } from '#core/media/requested-range.ts'
import { attachmentHeader } from '#core/media/content-disposition.ts'
import type { FileType } from '#core/media/file-types.ts'
import { fileSamples } from '#test/support/file-samples.ts'
import { isHere, pictureOf, setUpMedia, tokenOf } from '#test/support/media.ts'
import { actor } from '#test/support/shop.ts'

const rosa = actor({ staffId: 'rosa' })
const ana = actor({ staffId: 'ana', role: 'attendant' })
const bia = actor({ staffId: 'bia', role: 'attendant', scope: 'own' })
const auditor = actor({ staffId: 'auditor', role: 'auditor' })
const PICTURE = pictureOf()

async function setUp(bytes = PICTURE, fileName: string | null = null) {
  const shop = setUpMedia()
  const messageId = await shop.hearFile('m1', bytes, {
    content: { kind: 'media', media: 'document', caption: null, fileName, mimeType: 'image/jpeg' },
  })
  await shop.until(() => isHere(shop.messages.get(messageId)))
  const mediaId = shop.fileOf(messageId)?.mediaId ?? ('' as MediaId)
  return { ...shop, messageId, mediaId, path: `file/${mediaId}` }
}

/** The only file there is. */
function fileIn(folder: string): string {
  const [found] = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  if (found === undefined) throw new Error('No file is there')
  return join(found.parentPath, found.name)
}

describe('a file', () => {
  it('is given with its type by its bytes, and with every protecting header', async () => {
    const { askAs, path } = await setUp()
    expect(await askAs(rosa, { path })).toEqual({
      status: 200,
      headers: {
        'accept-ranges': 'bytes',
        'cache-control': 'no-store',
        'content-length': String(PICTURE.length),
        'content-security-policy': "sandbox; default-src 'none'",
        'content-type': 'image/png',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
      body: PICTURE,
    })
  })

  it.each<[FileType, string]>([
    ['pdf', 'folha.pdf'],
    ['html', 'foto.jpg.unsafe'],
    ['svg', 'foto.svg.unsafe'],
    ['exe', 'foto.exe.unsafe'],
    ['txt', 'foto.txt'],
    ['docx', 'foto.docx'],
    ['zip', 'foto.zip'],
  ])('E08 T08 that turns out to be %s is never shown, whatever it says it is', async (type) => {
    const { askAs, path } = await setUp(fileSamples[type]?.[0], 'foto.jpg')
    const { headers } = await askAs(rosa, { path })
    expect([headers['content-type'], headers['content-disposition']?.startsWith('attachment; ')]).toEqual([
      'application/octet-stream',
      true,
    ])
  })

  it('T09 with more pixels than may be decoded is only given to be saved', async () => {
    const { askAs, path } = await setUp(pictureOf({ width: 60_000, height: 60_000 }))
    expect((await askAs(rosa, { path })).headers['content-type']).toBe('application/octet-stream')
  })

  it('gives a part of itself, its end, and nothing where there is nothing', async () => {
    const { askAs, path } = await setUp()
    const size = PICTURE.length
    const answers = []
    for (const range of ['bytes=0-3', 'bytes=4-', 'bytes=-5', `bytes=${size}-`, 'bytes=0-0,2-3']) {
      const { status, headers, body } = await askAs(rosa, { path, range })
      answers.push([range, status, headers['content-range'], headers['content-length'], body.equals(slice(range))])
    }
    expect(answers).toEqual([
      ['bytes=0-3', 206, `bytes 0-3/${size}`, '4', true],
      ['bytes=4-', 206, `bytes 4-${size - 1}/${size}`, String(size - 4), true],
      ['bytes=-5', 206, `bytes ${size - 5}-${size - 1}/${size}`, '5', true],
      [`bytes=${size}-`, 416, `bytes */${size}`, '0', true],
      ['bytes=0-0,2-3', 200, undefined, String(size), true],
    ])
  })

  function slice(range: string): Buffer {
    if (range === 'bytes=0-3') return PICTURE.subarray(0, 4)
    if (range === 'bytes=4-') return PICTURE.subarray(4)
    if (range === 'bytes=-5') return PICTURE.subarray(-5)
    return range.includes(',') ? PICTURE : Buffer.alloc(0)
  }

  it('says with HEAD what it would give, and gives nothing', async () => {
    const { askAs, path } = await setUp()
    expect(await askAs(rosa, { method: 'HEAD', path })).toMatchObject({
      status: 200,
      headers: { 'content-length': String(PICTURE.length) },
      body: Buffer.alloc(0),
    })
  })

  it('that was changed on the disk is not given to its end, and is fetched again', async () => {
    const shop = await setUp()
    const file = fileIn(shop.folder)
    writeFileSync(file, Buffer.alloc(statSync(file).size))
    await expect(shop.askAs(rosa, { path: shop.path })).rejects.toThrow('not as it was written')
    await shop.until(() => shop.remote.asked.length === 2 && isHere(shop.messages.get(shop.messageId)))
    expect((await shop.askAs(rosa, { path: shop.path })).body).toEqual(PICTURE)
  })

  it('that is missing while WhatsApp no longer has it keeps its key, for its folder may be away', async () => {
    const shop = await setUp()
    rmSync(fileIn(shop.folder))
    shop.clock.setWall(shop.clock.now() + 30 * 24 * 60 * 60_000)
    await expect(shop.askAs(rosa, { path: shop.path })).rejects.toThrow('is missing')
    expect(shop.fileOf(shop.messageId)?.state).toBe('here')
  })
})

describe('T03 who may have it', () => {
  it('is decided at each request: whoever does not see the conversation is told what they are told of a file that is not there', async () => {
    const shop = await setUp()
    const unknown = `file/${'A'.repeat(22)}`
    const asked = [
      await shop.askAs(bia, { path: shop.path }),
      await shop.askAs(bia, { path: unknown }),
      await shop.askAs(bia, { path: shop.path.replace('file', 'preview') }),
    ]
    expect([asked.map(({ status, body }) => [status, body.toString()]), shop.refusals]).toEqual([
      Array.from({ length: 3 }, () => [404, '{"code":"not-found"}']),
      Array.from({ length: 3 }, () => 'media.address not-found'),
    ])
    expect((await shop.askAs(ana, { path: shop.path })).status).toBe(200)
  })

  it('nobody has it without a token, with a wrong one, or once whoever had it is gone', async () => {
    const shop = await setUp()
    await shop.askAs(ana, { path: shop.path })
    shop.callers.clear()
    const answers = await Promise.all(
      [tokenOf(ana.staffId), 'A'.repeat(22), ''].map((token) =>
        shop.media().door.serve({ method: 'GET', path: `${token}/${shop.path}`, range: null, body: null }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  })

  it('a right that was taken away counts at once', async () => {
    const shop = await setUp()
    const blind = { ...ana, permissions: new Set([...ana.permissions].filter((name) => name !== 'conv.view')) }
    const owing = { ...ana, duties: new Set(['change-password' as never]) }
    expect([(await shop.askAs(blind, { path: shop.path })).status, (await shop.askAs(owing, { path: shop.path })).status]).toEqual([
      404, 404,
    ])
  })

  it('stops in the middle when the window is locked', async () => {
    const shop = await setUp(Buffer.concat([PICTURE, Buffer.alloc(1_000_000)]))
    await shop.askAs(ana, { method: 'HEAD', path: shop.path })
    const { body } = await shop.media().door.serve({ method: 'GET', path: `${tokenOf(ana.staffId)}/${shop.path}`, range: null, body: null })
    const pieces = body?.[Symbol.asyncIterator]()
    await pieces?.next()
    shop.callers.clear()
    shop.callers.set(tokenOf(ana.staffId), null as never)
    await expect(pieces?.next()).rejects.toThrow('session ended')
  })

  it.each([
    ['a path upwards', 'file/../file/ID'],
    ['an escaped letter', 'file/%41D'],
    ['an escaped slash', 'file%2FID'],
    ['two slashes', 'file//ID'],
    ['another query', 'file/ID?save=1'],
    ['a query on a preview', 'preview/ID?save'],
    ['a backslash', 'file\\ID'],
    ['a NUL', 'file/ID\0'],
    ['a line break', 'file/ID\n'],
    ['a longer id', 'file/IDx'],
    ['nothing', ''],
  ])('T07 has no other spelling: %s', async (_name, spelling) => {
    const shop = await setUp()
    expect((await shop.askAs(rosa, { path: spelling.replace('ID', shop.mediaId) })).status).toBe(404)
  })
})

describe('a file to be saved', () => {
  it('goes under a cleaned name, and stands in the journal before a byte of it leaves', async () => {
    const shop = await setUp(fileSamples.exe?.[0], '..\\Nota\u202efdp.exe')
    const { headers, body } = await shop.askAs(ana, { path: `${shop.path}?save` })
    const { conversationId } = shop.messages.get(shop.messageId)
    expect([headers['content-type'], headers['content-disposition'], body.length > 0]).toEqual([
      'application/octet-stream',
      attachmentHeader('_Notafdp.exe.unsafe'),
      true,
    ])
    expect(shop.saved).toEqual([
      {
        action: 'media.saved',
        by: 'ana',
        subject: { conversationId },
        details: { mediaId: shop.mediaId, kind: 'document', sizeBytes: body.length },
      },
    ])
  })

  it('is not given to whoever may only look, who is told so', async () => {
    const shop = await setUp()
    const looker = { ...ana, permissions: new Set([...ana.permissions].filter((name) => name !== 'media.save')) }
    expect([
      (await shop.askAs(looker, { path: `${shop.path}?save` })).status,
      (await shop.askAs(looker, { path: shop.path })).status,
    ]).toEqual([403, 200])
    expect([shop.saved, shop.refusals]).toEqual([[], ['media.address not-allowed']])
  })

  it('is any that the page has no use for, also where nobody says so', async () => {
    const shop = await setUp(fileSamples.exe?.[0], 'boleto.pdf')
    const looker = { ...ana, permissions: new Set([...ana.permissions].filter((name) => name !== 'media.save')) }
    expect([(await shop.askAs(looker, { path: shop.path })).status, shop.saved.length]).toEqual([403, 0])
    expect([(await shop.askAs(ana, { path: shop.path })).status, shop.saved.length]).toEqual([200, 1])
  })

  it('has a name where the sender gave none', async () => {
    const shop = await setUp()
    expect((await shop.askAs(auditor, { path: `${shop.path}?save` })).headers['content-disposition']).toBe(
      attachmentHeader('document-2026-11-23.png'),
    )
  })
})

test('T07 a name in a header is whole for whoever reads the newer form, plain for others, and never ends the header', () => {
  expect(['relatório "final".pdf', 'a\r\nSet-Cookie: x=1', "it's (1)*.txt", '日本.pdf', '\ud800.txt'].map(attachmentHeader)).toEqual([
    `attachment; filename="relatorio _final_.pdf"; filename*=UTF-8''relat%C3%B3rio%20%22final%22.pdf`,
    `attachment; filename="a__Set-Cookie_ x_1"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3D1`,
    `attachment; filename="it_s _1__.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`,
    `attachment; filename="__.pdf"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.pdf`,
    `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`,
  ])
})

test.each([
  [null, 10, { kind: 'whole' }],
  ['bytes=0-9', 10, { kind: 'part', from: 0, to: 10 }],
  ['bytes=0-99', 10, { kind: 'part', from: 0, to: 10 }],
  ['bytes=9-', 10, { kind: 'part', from: 9, to: 10 }],
  ['bytes=10-', 10, { kind: 'unsatisfiable' }],
  ['bytes=-0', 10, { kind: 'unsatisfiable' }],
  ['bytes=-99', 10, { kind: 'part', from: 0, to: 10 }],
  ['bytes=0-', 0, { kind: 'unsatisfiable' }],
  ['bytes=-1', 0, { kind: 'unsatisfiable' }],
  ['bytes=5-4', 10, { kind: 'whole' }],
  ['bytes=-', 10, { kind: 'whole' }],
  ['bytes=a-b', 10, { kind: 'whole' }],
  ['bytes=0-1, 3-4', 10, { kind: 'whole' }],
  ['items=0-1', 10, { kind: 'whole' }],
  [`bytes=${'9'.repeat(15)}-`, 10, { kind: 'unsatisfiable' }],
  [`bytes=0-${'9'.repeat(40)}`, 10, { kind: 'whole' }],
])('the range %s of %i bytes', (header, sizeBytes, expected) => {
  expect(requestedRange(header, sizeBytes)).toEqual(expected)
})
