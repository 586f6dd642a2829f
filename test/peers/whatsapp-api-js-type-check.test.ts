import { expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import { complaintsOf } from './type-check.ts'
import type { Claim } from './type-check.ts'
import { openWhatsAppApiJs } from './whatsapp-api-js.ts'
import { A_WAMID, builtMessages, ownTemplates } from './whatsapp-api-js-messages.ts'
import type { CustomerRef } from '#practice/options.ts'
import type { Act } from '#practice/customers/character.ts'

const IMPORTS = "import type * as Peer from 'whatsapp-api-js/types'"
const MARINA = '5511900000102'

// Each complaint stands in docs/peers.md with who is right.

test('the types of whatsapp-api-js take the practice server’s answers, but for what is listed', async () => {
  const time = createFakeClock()
  const shop = await openPracticeShop({ time, speed: 1 })
  const { peer, exchanges } = openWhatsAppApiJs(shop)
  const claims: Claim[] = []
  async function claim(name: string, type: string, ask: () => Promise<unknown>) {
    await ask()
    claims.push({ name, type: 'Peer.' + type, value: exchanges.at(-1)?.answer })
  }
  for (const template of ownTemplates(await shop.uploadSample('image/png')))
    await shop.api('POST', `/v26.0/${shop.wabaId}/message_templates`, template)
  await time.advance(120_000)
  const { phoneNumberId } = shop
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' }), 'a.png')

  let id = ''
  await claim('upload', 'ServerMediaUploadResponse', async () => {
    const answer = await peer.uploadMedia(phoneNumberId, form)
    if ('id' in answer) id = answer.id
  })
  await claim('described file', 'ServerMediaRetrieveResponse', () => peer.retrieveMedia(id))
  for (const { name, build } of builtMessages) {
    await claim(name, 'ServerMessageResponse', () => peer.sendMessage(phoneNumberId, MARINA, build(id)))
    await time.advance(8_000)
  }
  const bia = { bsuid: 'BR.13491208655302741918' }
  const [first] = builtMessages
  if (first === undefined) throw new Error('There are messages')
  await claim('to a person without a number', 'ServerMessageResponse', () => peer.sendMessage(phoneNumberId, bia, first.build(id)))
  await claim('read mark', 'ServerMarkAsReadResponse', () => peer.markAsRead(phoneNumberId, A_WAMID, 'text'))
  await claim('blocked', 'ServerBlockResponse', () => peer.blockUser(phoneNumberId, MARINA))
  await claim('blocked in part', 'ServerBlockResponse', () => peer.blockUser(phoneNumberId, MARINA, '5511900009999'))
  await claim('refused message', 'ServerMessageResponse', () => peer.sendMessage(phoneNumberId, MARINA, first.build(id)))
  await claim('let in', 'ServerUnblockResponse', () => peer.unblockUser(phoneNumberId, MARINA))
  await claim('deleted file', 'ServerMediaDeleteResponse', () => peer.deleteMedia(id))
  await claim('no such file', 'ServerMediaRetrieveResponse', () => peer.retrieveMedia(id))
  await shop.stop()

  expect({ checked: claims.length, complaints: await complaintsOf(IMPORTS, claims) }).toEqual({
    checked: 40,
    complaints: {
      'blocked in part': ['does not know wa_id'],
      'described file': ['number is not string'],
      'no such file': ['wants error_data'],
      'refused message': ['wants error_subcode'],
    },
  })
})

test('the types of whatsapp-api-js take the webhooks that the practice sends, but for what is listed', async () => {
  const time = createFakeClock()
  const shop = await openPracticeShop({ time, speed: 1 })
  const claims: Claim[] = []
  async function claim(name: string, count: number, act: () => unknown) {
    const before = shop.webhooks.length
    await act()
    await shop.until(() => shop.webhooks.length >= before + count)
    for (const [index, { body }] of shop.webhooks.slice(before).entries())
      claims.push({ name: count === 1 ? name : `${name} ${index + 1}`, type: 'Peer.PostData', value: body })
  }
  const acts: readonly Act[] = [
    { do: 'say', text: 'Olá' },
    { do: 'picture', of: 'cake', caption: 'Este' },
    { do: 'voice', seconds: 2 },
    { do: 'sticker', of: 'heart' },
    { do: 'place', latitude: -23.5, longitude: -46.6, name: 'Praça' },
    { do: 'card', name: 'Ana Sá', phone: '+55 11 90000-0177' },
    { do: 'order', items: [{ id: 'cesta-1', quantity: 1, price: 90 }] },
    { do: 'document', title: 'Nota', lines: ['Total'] },
    { do: 'react', emoji: '👍' },
    { do: 'poll' },
  ]
  const say = (customer: CustomerRef, act: Act) => () => shop.control.sendFromCustomer({ customer, act, target: A_WAMID })
  for (const act of acts) await claim(act.do, 1, say('marina', act))
  await claim('say, without a number', 1, say('bia', { do: 'say', text: 'Olá' }))
  await claim('ghost', 2, async () => {
    say('marina', { do: 'ghost', text: 'Agora sim' })()
    await time.advance(300)
  })
  await claim('new-number', 1, say('cida', { do: 'new-number', waId: '5511900000777', userId: 'BR.777' }))
  const send = (to: string) => () =>
    shop
      .send({ to, type: 'audio', audio: { link: 'https://a.example/a.ogg', voice: true }, biz_opaque_callback_data: 'v1' })
      .then(() => time.advance(20_000))
  await claim('status', 4, send('+' + MARINA))
  await claim('failed', 1, send('+5511900009999'))
  await shop.stop()

  expect({ checked: claims.length, complaints: await complaintsOf(IMPORTS, claims) }).toEqual({
    checked: 19,
    complaints: {
      // It wants conversation and pricing to be there, and undefined.
      failed: [expect.stringContaining('is not ServerStatusPayload')],
      // Of the codes it knows 131051 alone.
      'ghost 1': [expect.stringContaining('is not ServerMessage')],
      picture: ['wants static_url'],
      place: ['number is not string', 'number is not string'],
    },
  })
})
