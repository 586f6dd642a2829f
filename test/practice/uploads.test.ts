import { request } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { graphRefusal } from '#test/support/graph-refusal.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop

beforeEach(async () => {
  shop = await openPracticeShop()
})
afterEach(() => shop.stop())

const APP = '/v26.0/1000000000000001/uploads'
const BYTES = new Uint8Array(300_000).fill(7)
const open = async (query = `?file_name=a.png&file_length=${BYTES.length}&file_type=image/png`) => await shop.api('POST', APP + query)
const opened = async () => ((await open()).body as { id: string }).id
const post = async (id: string, bytes: Uint8Array<ArrayBuffer>, offset: number) => {
  const response = await fetch(`${shop.graphUrl}/v26.0/${id}`, {
    method: 'POST',
    headers: { Authorization: 'OAuth ' + shop.token, file_offset: String(offset) },
    body: bytes,
  })
  return { status: response.status, body: (await response.json()) as unknown }
}
const offsetOf = async (id: string) => ((await shop.api('GET', '/v26.0/' + id)).body as { file_offset: number }).file_offset
const handle = expect.stringMatching(/^4::/) as string

test('a file goes up in one piece, and its handle is good for the profile picture and for nothing made up', async () => {
  const done = await post(await opened(), BYTES, 0)
  const profile = (picture: string) =>
    shop.api('POST', `/v26.0/${shop.phoneNumberId}/whatsapp_business_profile`, {
      messaging_product: 'whatsapp',
      profile_picture_handle: picture,
    })
  expect([
    done,
    (await profile((done.body as { h: string }).h)).status,
    await profile('4::made:up'),
    await shop.api('GET', `/v26.0/${shop.phoneNumberId}/whatsapp_business_profile?fields=profile_picture_url`),
  ]).toEqual([
    { status: 200, body: { h: handle } },
    200,
    graphRefusal(100, '(#100) Param profile_picture_handle is not the handle of an uploaded file.'),
    {
      status: 200,
      body: { data: [{ messaging_product: 'whatsapp', profile_picture_url: expect.stringMatching(/^https:/) as string }] },
    },
  ])
})

test('after the connection broke, what arrived is kept and the rest goes on from there', async () => {
  const id = await opened()
  shop.control.provokeNext({ kind: 'cut', afterBytes: 100_000 }, { path: /upload:/ })
  await expect(post(id, BYTES, 0)).rejects.toThrow()
  const offset = await offsetOf(id)
  expect([offset, await post(id, BYTES.slice(offset), offset)]).toEqual([100_000, { status: 200, body: { h: handle } }])
})

test('a client that goes away in the middle leaves what it sent', async () => {
  const id = await opened()
  const sending = request(`${shop.graphUrl}/v26.0/${id}`, {
    method: 'POST',
    headers: { Authorization: 'OAuth ' + shop.token, file_offset: '0', 'Content-Length': BYTES.length },
  })
  sending.on('error', () => {})
  await new Promise<void>((resolve) => sending.write(BYTES.slice(0, 50_000), () => resolve()))
  while ((await offsetOf(id)) < 50_000) await new Promise((resolve) => setImmediate(resolve))
  sending.destroy()
  expect(await post(id, BYTES.slice(50_000), 50_000)).toEqual({ status: 200, body: { h: handle } })
})

test('a wrong offset, a wrong session, too many bytes, too few, a type or a length that is not taken are refused', async () => {
  const id = await opened()
  expect([
    await post(id, BYTES, 5),
    await post(id.replace(/sig=.*/, 'sig=other'), BYTES, 0),
    await post(id, new Uint8Array(BYTES.length + 1), 0),
    await open('?file_length=5&file_type=text/html'),
    await open('?file_length=104857601&file_type=application/pdf'),
    await open('?file_type=application/pdf'),
  ]).toEqual([
    graphRefusal(100, '(#100) Invalid parameter', 'The file offset 5 is not the expected offset 0'),
    graphRefusal(100, '(#100) The upload session is not valid or has expired.'),
    graphRefusal(100, '(#100) Invalid parameter', 'More bytes were sent than file_length announced'),
    graphRefusal(
      100,
      '(#100) Param file_type must be one of {application/pdf, image/jpeg, image/jpg, image/png, video/mp4} - got "text/html".',
    ),
    graphRefusal(100, '(#100) Param file_length must be between 1 and 104857600.'),
    graphRefusal(131008, '(#131008) Required parameter is missing', "Parameter 'file_length' is mandatory for uploads"),
  ])
})

test('a piece that ends early is no whole file', async () => {
  expect(await post(await opened(), BYTES.slice(0, 10), 0)).toEqual(
    graphRefusal(100, '(#100) Invalid parameter', 'The file is not complete: ask for file_offset, and go on there'),
  )
})
