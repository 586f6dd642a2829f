import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Client, MessageType } from '@great-detail/whatsapp'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

// @great-detail/whatsapp 9.2.0, a second client, for what whatsapp-api-js does not ask: templates, profile, numbers, subscriptions.

let shop: PracticeShop
let time: FakeClock
let client: Client

beforeAll(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
  client = new Client({
    baseUrl: shop.graphUrl,
    graphVersion: 'v26.0',
    request: { headers: { Authorization: 'Bearer ' + shop.token }, throwHttpErrors: false },
  })
})
afterAll(() => shop.stop())

const wamid = expect.stringMatching(/^wamid\./) as string

describe('a second client', () => {
  test('writes to a customer, by number and by id, and marks as read', async () => {
    const phoneNumberID = shop.phoneNumberId
    const answers = [
      await client.message.createMessage({ phoneNumberID, to: '5511900000102', type: MessageType.Text, text: { body: 'Olá' } }).json(),
      await client.message
        .createMessage({
          phoneNumberID,
          recipient: 'BR.13491208655302741918',
          type: MessageType.Text,
          text: { body: 'Olá, Bia' },
        })
        .json(),
      await client.message
        .createMessage({
          phoneNumberID,
          to: '5511900000102',
          type: MessageType.Template,
          template: {
            name: 'pedido_pronto',
            language: { code: 'pt_BR' },
            components: [
              {
                type: 'body',
                parameters: [
                  { type: 'text', text: 'Ana', parameter_name: 'nome' },
                  { type: 'text', text: '19h', parameter_name: 'hora' },
                ],
              },
            ],
          },
        })
        .json(),
      await client.message
        .createStatus({
          phoneNumberID,
          message_id: 'wamid.HBgNNTUxMTkwMDAwMDEwMhUCABEYEg==',
          status: 'read',
        })
        .json(),
    ]
    await time.advance(8_000)
    expect({
      answers,
      got: shop.control.truth.received().map(({ customer, text }) => [customer, text]),
    }).toEqual({
      answers: [
        {
          messaging_product: 'whatsapp',
          contacts: [{ input: '5511900000102', wa_id: '5511900000102' }],
          messages: [{ id: wamid }],
        },
        {
          messaging_product: 'whatsapp',
          contacts: [{ input: 'BR.13491208655302741918', user_id: 'BR.13491208655302741918' }],
          messages: [{ id: wamid }],
        },
        {
          messaging_product: 'whatsapp',
          contacts: [{ input: '5511900000102', wa_id: '5511900000102' }],
          messages: [{ id: wamid, message_status: 'accepted' }],
        },
        { success: true },
      ],
      got: expect.arrayContaining([
        ['marina', 'Olá'],
        ['bia', 'Olá, Bia'],
        ['marina', 'Oi, Ana! Seu pedido já está pronto e espera por você até as 19h.'],
      ]) as unknown,
    })
  })

  test('keeps the number, the profile and the subscription', async () => {
    const phoneNumberID = shop.phoneNumberId
    expect({
      number: await client.phoneNumbers.getPhoneNumber({ phoneNumberID, fields: ['display_phone_number', 'status', 'throughput'] }).json(),
      numbers: (await client.phoneNumbers.listPhoneNumbers({ businessAccountID: shop.wabaId }).json()).data.map(({ id }) => id),
      set: await client.businessProfile
        .updateBusinessProfile({
          phoneNumberID,
          about: 'Pão quente',
          websites: ['https://a.example/'],
        })
        .json(),
      profile: await client.businessProfile.getBusinessProfile({ phoneNumberID, fields: ['about', 'websites'] }).json(),
      subscribed: await client.subscribedApps.createSubscription({ businessAccountID: shop.wabaId }).json(),
      apps: (await client.subscribedApps.listSubscriptions({ businessAccountID: shop.wabaId }).json()).data.length,
      account: await client.whatsappBusinessAccount.get(shop.wabaId, { fields: ['name', 'country'] }).json(),
    }).toEqual({
      number: {
        id: phoneNumberID,
        display_phone_number: '+55 11 90000-0100',
        status: 'CONNECTED',
        throughput: { level: 'STANDARD' },
      },
      numbers: [phoneNumberID],
      set: { success: true },
      profile: {
        data: [{ messaging_product: 'whatsapp', about: 'Pão quente', websites: ['https://a.example/'] }],
      },
      subscribed: { success: true },
      apps: 1,
      account: { id: shop.wabaId, name: 'Casa Jabuticaba', country: 'BR' },
    })
  })

  test('makes a template, finds it approved, changes it and takes it away', async () => {
    const made = await client.template
      .create(shop.wabaId, {
        name: 'retirada',
        category: 'UTILITY',
        language: 'pt_BR',
        parameter_format: 'POSITIONAL',
        components: [{ type: 'BODY', text: 'Seu pedido está pronto.' }],
      })
      .json()
    await time.advance(120_000)
    const listed = await client.template.list(shop.wabaId, { status: 'APPROVED', fields: ['name', 'status'] }).json()
    expect({
      made,
      newest: listed.data.map((each) => ('name' in each ? each.name : null)).at(-1),
      changed: await client.template.update(made.id, { components: [{ type: 'BODY', text: 'Já pode buscar.' }] }).json(),
      gone: await client.template.delete(shop.wabaId, { name: 'retirada' }).json(),
    }).toEqual({
      made: {
        id: expect.stringMatching(/^\d+$/) as string,
        status: 'PENDING',
        category: 'UTILITY',
      },
      newest: 'retirada',
      changed: { success: true },
      gone: { success: true },
    })
  })

  test('uploads a file, finds it and deletes it', async () => {
    const phoneNumberID = shop.phoneNumberId
    const file = new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' })
    const { id: mediaID } = await client.media.upload({ phoneNumberID, file, filename: 'a.png', mimeType: 'image/png' }).json()
    const found = await client.media.getURL({ mediaID, phoneNumberID }).json()
    expect([found.file_size, found.mime_type, await client.media.delete({ mediaID }).json()]).toEqual([3, 'image/png', { success: true }])
  })

  test('finds the signature of a webhook right, both the old one and the new', async () => {
    shop.control.sendFromCustomer({ customer: 'marina', text: 'Pão 🥖' })
    await shop.until(() => shop.webhooks.some(({ raw }) => raw.includes('"text"')))
    const taken = shop.webhooks.findLast(({ raw }) => raw.includes('"text"'))
    const heard = await client.webhook.eventNotification({
      method: 'POST',
      query: {},
      body: taken?.raw ?? '',
      headers: { 'x-hub-signature-256': taken?.signature ?? '' },
    })
    expect([await heard.checkSignature(shop.appSecret), await heard.checkSignature('other')]).toEqual([true, false])
  })
})
