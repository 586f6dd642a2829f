import { expect, test } from 'vitest'
import type { Attachment } from '#contract'
import type { HostedCore } from '#host/hosted-core.ts'
import { setUpRealShop } from '#test/support/core.ts'
import { pictureOf } from '#test/support/media.ts'
import { setUpWindowServer } from '#test/support/window-server.ts'

/** A real shop behind a real server, with its owner at a window. */
async function setUp() {
  const shop = await setUpRealShop()
  const core: HostedCore = { ...shop.core(), connect: ({ reach, device, push }) => shop.core().connect({ reach, device, push }) }
  const { origin } = await setUpWindowServer({ core })
  const { prefix } = await shop.owner.call('media.address', {})
  const upload = (body: BodyInit, name = 'casa.png') =>
    fetch(`${origin}${prefix}/upload?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { origin },
      body,
      duplex: 'half',
    } as RequestInit)
  return { ...shop, origin, prefix, upload }
}

test('what a page uploads is read back by ranges, saved under its name, and closed with the window', async () => {
  const { owner, origin, prefix, upload } = await setUp()
  const bytes = Buffer.concat([pictureOf(), Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 253))])
  const { mediaId, facts } = (await (await upload(bytes, 'Casa à venda.png')).json()) as Attachment
  const address = `${origin}${prefix}/file/${mediaId}`
  const whole = Buffer.from(await (await fetch(address)).arrayBuffer())
  const part = await fetch(address, { headers: { range: 'bytes=65530-65545' } })
  const saved = await fetch(`${address}?save`)
  await owner.call('session.lock', {})
  expect([
    facts.type,
    whole.equals(bytes),
    part.status,
    Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(65_530, 65_546)),
  ]).toEqual(['png', true, 206, true])
  expect([saved.headers.get('content-disposition'), (await fetch(address)).status]).toEqual([
    `attachment; filename="Casa a venda.png"; filename*=UTF-8''Casa%20%C3%A0%20venda.png`,
    404,
  ])
})

test('T09 an upload of a gigabyte is refused at 100 MB, and leaves nothing', { timeout: 60_000 }, async () => {
  const { owner, upload } = await setUp()
  let given = 0
  const piece = new Uint8Array(1024 * 1024)
  const gigabyte = new ReadableStream({
    pull(controller) {
      given += 1
      if (given > 1024) controller.close()
      else controller.enqueue(piece)
    },
  })
  const answered = upload(gigabyte).then(
    ({ status }) => status,
    () => 'cut off',
  )
  expect([413, 'cut off']).toContain(await answered)
  expect((await owner.call('media.storage', {})).kinds).toEqual([])
})
