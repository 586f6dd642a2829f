import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { signedBody } from '#practice/webhooks/signature.ts'
import { composeBody } from '#practice/webhooks/compose.ts'
import { createRandom } from '#practice/time/random.ts'
import { planChain } from '#practice/delivery/chain.ts'

let shop: PracticeShop | undefined

afterEach(async () => {
  await shop?.stop()
  shop = undefined
})

const bodies = (each: PracticeShop) => each.messages().map((message) => (message['text'] as { body: string } | undefined)?.body)

describe('signature', () => {
  test('is made over the very bytes that are sent, with everything outside ASCII and slashes escaped', () => {
    const { bytes, headers } = signedBody({ text: 'Pão 🥖 a/b' }, 'secret')
    expect({ text: bytes.toString('latin1'), signature: headers['X-Hub-Signature-256'] }).toEqual({
      text: '{"text":"P\\u00e3o \\ud83e\\udd56 a\\/b"}',
      signature: 'sha256=' + createHmac('sha256', 'secret').update('{"text":"P\\u00e3o \\ud83e\\udd56 a\\/b"}').digest('hex'),
    })
  })

  test('another secret gives another signature', () => {
    expect(signedBody({}, 'a').headers['X-Hub-Signature-256']).not.toBe(signedBody({}, 'b').headers['X-Hub-Signature-256'])
  })
})

describe('what a webhook looks like', () => {
  test('a text comes in the full envelope', async () => {
    shop = await openPracticeShop()
    const id = shop.control.sendFromCustomer({ customer: 'marina', text: 'Olá', at: Date.UTC(2026, 10, 22, 12) })
    await shop.until(() => shop?.webhooks.length === 1)
    expect(shop.webhooks.map(({ body, isSigned }) => ({ body, isSigned }))).toEqual([
      {
        isSigned: true,
        body: {
          object: 'whatsapp_business_account',
          entry: [
            {
              id: shop.wabaId,
              changes: [
                {
                  field: 'messages',
                  value: {
                    messaging_product: 'whatsapp',
                    metadata: { display_phone_number: '5511900000100', phone_number_id: shop.phoneNumberId },
                    contacts: [{ profile: { name: 'Marina Sato' }, wa_id: '5511900000102', user_id: 'BR.90000000000000000102' }],
                    messages: [
                      {
                        from: '5511900000102',
                        from_user_id: 'BR.90000000000000000102',
                        id,
                        timestamp: '1795348800',
                        type: 'text',
                        text: { body: 'Olá' },
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      },
    ])
  })

  test('a person without a phone has an id and a username, and neither from nor wa_id', async () => {
    shop = await openPracticeShop()
    shop.control.sendFromCustomer({ customer: 'bia', text: 'oi' })
    await shop.until(() => shop?.webhooks.length === 1)
    const value = shop.webhooks[0]?.body.entry[0]?.changes[0]?.value
    expect([value?.['contacts'], Object.keys(shop.messages()[0] ?? {})]).toEqual([
      [{ profile: { name: 'Bia', username: 'bia.cafe' }, user_id: 'BR.13491208655302741918' }],
      ['from_user_id', 'id', 'timestamp', 'type', 'text'],
    ])
  })

  test('a new number comes as a system message from the old one, and the next message from the new', async () => {
    shop = await openPracticeShop()
    shop.control.sendFromCustomer({
      customer: 'tiago',
      act: { do: 'new-number', waId: '5521900000207', userId: 'BR.90000000000000000207' },
    })
    shop.control.sendFromCustomer({ customer: 'tiago', text: 'sou eu' })
    await shop.until(() => shop?.messages().length === 2)
    expect(shop.messages().map(({ id: _id, timestamp: _timestamp, ...message }) => message)).toEqual([
      {
        from: '5511900000107',
        from_user_id: 'BR.90000000000000000107',
        type: 'system',
        system: {
          body: 'User Tiago Nunes changed from 5511900000107 to 5521900000207',
          type: 'user_changed_number',
          wa_id: '5521900000207',
          user_id: 'BR.90000000000000000207',
          previous_user_id: 'BR.90000000000000000107',
        },
      },
      { from: '5521900000207', from_user_id: 'BR.90000000000000000207', type: 'text', text: { body: 'sou eu' } },
    ])
  })
})

describe('delivery', () => {
  test('anything but 200 is tried again with growing gaps until it is taken, with the same bytes', async () => {
    shop = await openPracticeShop()
    shop.answerWith((attempt) => (attempt < 5 ? 500 : 200))
    shop.control.sendFromCustomer({ customer: 'marina', text: 'insistente' })
    await shop.until(() => shop?.webhooks.length === 1)
    expect({ attempts: shop.attempts(), texts: bodies(shop), signed: shop.webhooks[0]?.isSigned }).toEqual({
      attempts: 5,
      texts: ['insistente'],
      signed: true,
    })
  })

  test('one refused body does not hold up the next', async () => {
    shop = await openPracticeShop({ speed: 1 })
    shop.answerWith((attempt) => (attempt === 1 ? 503 : 200))
    shop.control.sendFromCustomer({ customer: 'marina', text: 'first' })
    shop.control.sendFromCustomer({ customer: 'marina', text: 'second' })
    await shop.until(() => shop?.webhooks.length === 1)
    expect({ texts: bodies(shop), waiting: shop.control.truth.undeliveredWebhooks() >= 1 }).toEqual({ texts: ['second'], waiting: true })
  })

  test('until there is an address, webhooks wait', async () => {
    let address = ''
    shop = await openPracticeShop({ webhookUrl: () => address })
    shop.control.sendFromCustomer({ customer: 'marina', text: 'oi' })
    address = shop.callbackUrl
    await shop.until(() => shop?.webhooks.length === 1)
    expect(bodies(shop)).toEqual(['oi'])
  })

  test('a duplicate is the same body, byte for byte', async () => {
    shop = await openPracticeShop({ wire: { duplicateChance: 1, batchChance: 0, lateChance: 0, connections: 1 } })
    shop.control.sendFromCustomer({ customer: 'marina', text: 'oi' })
    await shop.until(() => shop?.webhooks.length === 2)
    expect(shop.webhooks[0]?.raw === shop.webhooks[1]?.raw).toBe(true)
  })

  test('a batch carries several updates in one body', async () => {
    shop = await openPracticeShop({ wire: { duplicateChance: 0, batchChance: 1, lateChance: 0, connections: 1 } })
    for (const text of ['um', 'dois', 'três']) shop.control.sendFromCustomer({ customer: 'marina', text })
    await shop.until(() => shop?.messages().length === 3)
    expect({ bodies: shop.webhooks.length, texts: bodies(shop) }).toEqual({ bodies: 1, texts: ['um', 'dois', 'três'] })
  })

  test('a status that is held back is overtaken, and a lost update never comes', async () => {
    const wire = { duplicateChance: 0, batchChance: 0, lateChance: 1, skipDeliveredChance: 0, connections: 1 }
    shop = await openPracticeShop({ speed: 100, wire })
    await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'oi' } })
    shop.control.sendFromCustomer({ customer: 'marina', text: 'overtakes' })
    await shop.until(() => shop?.statuses().length === 3)
    shop.control.setWire({ lossChance: 1 })
    shop.control.sendFromCustomer({ customer: 'marina', text: 'lost' })
    shop.control.setWire({ lossChance: 0 })
    shop.control.sendFromCustomer({ customer: 'marina', text: 'after' })
    await shop.until(() => bodies(shop as PracticeShop).includes('after'))
    expect(bodies(shop)).toEqual(['overtakes', 'after'])
  })
})

describe('seeds', () => {
  const updates = Array.from({ length: 6 }, (_, index) => ({
    key: 'k' + index,
    field: 'messages',
    value: { messaging_product: 'whatsapp', messages: [{ id: index }] },
  }))
  const shape = (seed: string) => JSON.stringify(composeBody({ updates, wabaId: '1', now: 0, random: createRandom(seed) }))
  const trouble = (seed: string) =>
    Array.from({ length: 200 }, (_, index) => {
      const luck = createRandom(seed).fork('wamid.' + index + '/delivered')
      return [luck.chance(0.03), luck.chance(0.12), luck.chance(0.04)]
    })
  const chain = (seed: string) =>
    Array.from({ length: 200 }, (_, index) =>
      planChain({
        random: createRandom(seed).fork('chain/' + index),
        habits: { looksAfterMs: [1_000, 9_000] },
        type: 'text',
        isVoice: false,
        failure: null,
        skipDeliveredChance: 0.04,
      })
        .flatMap((step) => (step.kind === 'status' ? [step.status] : []))
        .join(),
    )

  test('the same seed gives the same bodies, the same trouble and the same chains', () => {
    expect([shape('a'), trouble('a'), chain('a')]).toEqual([shape('a'), trouble('a'), chain('a')])
  })

  test('other seeds give others, and the shares are about what was asked for', () => {
    const duplicates = trouble('a').filter(([isDuplicate]) => isDuplicate === true).length
    const kinds = new Set(chain('a'))
    expect({
      differs: JSON.stringify(trouble('a')) !== JSON.stringify(trouble('b')),
      isRare: duplicates > 0 && duplicates < 20,
      kinds: [...kinds].toSorted(),
      shapes: new Set(['a', 'b', 'c', 'd', 'e', 'f'].map(shape)).size > 1,
    }).toEqual({
      differs: true,
      isRare: true,
      kinds: ['sent,delivered,read', 'sent,read'],
      shapes: true,
    })
  })
})

describe('chains of statuses', () => {
  const plan = (over: Partial<Parameters<typeof planChain>[0]>) =>
    planChain({
      random: createRandom('plain'),
      habits: { looksAfterMs: [1_000, 9_000] },
      type: 'text',
      isVoice: false,
      failure: null,
      skipDeliveredChance: 0,
      ...over,
    })
  const told = (over: Partial<Parameters<typeof planChain>[0]>) =>
    plan(over).flatMap((step) => (step.kind === 'status' ? [step.status + (step.hasPricing ? ' with price' : '')] : [step.kind]))

  test.each([
    ['a text', {}, ['sent with price', 'arrives', 'delivered with price', 'read', 'seen']],
    ['a voice note', { type: 'audio', isVoice: true }, ['sent with price', 'arrives', 'delivered with price', 'read', 'seen', 'played']],
    ['a text that is read at once', { skipDeliveredChance: 1 }, ['sent with price', 'arrives', 'read with price', 'seen']],
    ['a reaction', { type: 'reaction' }, ['sent', 'arrives']],
    [
      'to somebody who hides reading',
      { habits: { looksAfterMs: [1, 2] as const, hidesReading: true } },
      ['sent with price', 'arrives', 'delivered with price', 'seen'],
    ],
    ['that fails', { failure: { code: 131026 } }, ['failed']],
    ['that fails late', { failure: { code: 131053, afterSent: true } }, ['sent with price', 'failed']],
  ])('%s', (_name, over, expected) => {
    expect(told(over)).toEqual(expected)
  })

  test('time only goes on', () => {
    const times = plan({ type: 'audio', isVoice: true }).map((step) => step.afterMs)
    expect(times).toEqual([...times].toSorted((left, right) => left - right))
  })
})
