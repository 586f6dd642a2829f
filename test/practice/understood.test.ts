import { afterEach, expect, test } from 'vitest'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { CAST } from '#practice/customers/cast/cast.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'

let shop: PracticeShop

afterEach(() => shop.stop())

test('the core understands everything that the practice sends: all customers, all statuses, batched and repeated', async () => {
  const time = createFakeClock()
  shop = await openPracticeShop({ time, quiet: false, speed: 1, wire: { duplicateChance: 0.1, batchChance: 0.5, lateChance: 0.1 } })
  const lines = [
    'Olá! Temos sim, obrigado por escrever',
    'Fica R$ 90,00 com entrega amanhã às 10h',
    'Pode ser? Sem custo de entrega',
    '131060',
    '131051',
    '131035',
    '131026',
  ]
  for (const text of lines) {
    await time.advance(4 * 60_000)
    for (const { waId, userId } of CAST)
      await shop.send({ ...(waId === null ? { recipient: userId } : { to: '+' + waId }), type: 'text', text: { body: text } })
  }
  shop.control.sendFromCustomer({ customer: 'lucia', act: { do: 'card', name: 'Matías Rey', phone: '+54 9 11 0000-0177' } })
  shop.control.sendFromCustomer({ customer: 'fernanda', act: { do: 'document', title: 'Nota', lines: ['Total'] } })
  await time.advance(10 * 60_000)
  await shop.until(() => shop.control.truth.undeliveredWebhooks() === 0)

  const decoded = shop.webhooks.map(({ raw }) => decodeWebhook(Buffer.from(raw, 'latin1')))
  const items = decoded.flatMap((body) => (body.kind === 'events' ? body.items : []))
  const kinds = items.map(({ event }) => event.kind)
  const contents = new Set(
    items.flatMap(({ event }) =>
      event.kind === 'message' ? [event.content.kind === 'media' ? event.content.media : event.content.kind] : [],
    ),
  )
  expect({
    strange: decoded.filter((body) => body.kind !== 'events').length,
    unknown: items.filter(({ event }) => event.kind === 'unknown').map(({ event }) => event),
    kinds: [...new Set(kinds)].toSorted(),
    hasEnough: items.length > 300,
    contents: [...contents].toSorted(),
  }).toEqual({
    strange: 0,
    unknown: [],
    kinds: ['error', 'identity', 'message', 'reaction', 'status'],
    hasEnough: true,
    contents: ['contacts', 'document', 'image', 'location', 'order', 'sticker', 'text', 'unsupported', 'video', 'voice'],
  })
})

test('the core understands one of each thing a customer can send', async () => {
  const time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
  shop.control.sendGallery('marina')
  await time.advance(10_000)
  while (shop.control.truth.undeliveredWebhooks() > 0) await settle()
  const decoded = shop.webhooks.map(({ raw }) => decodeWebhook(Buffer.from(raw, 'latin1')))
  const items = decoded.flatMap((body) => (body.kind === 'events' ? body.items : []))
  // Of a call the core makes a line and a fact.
  const messages = shop.messages().length
  expect({
    strange: decoded.filter((body) => body.kind !== 'events').length,
    unknown: items.filter(({ event }) => event.kind === 'unknown').map(({ event }) => event),
    hasAll: items.length >= messages,
  }).toEqual({ strange: 0, unknown: [], hasAll: true })
})
