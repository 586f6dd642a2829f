import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { graphRefusal } from '#test/support/graph-refusal.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop
const TO = '+5511900000102'

beforeEach(async () => {
  shop = await openPracticeShop()
})
afterEach(() => shop.stop())

describe('rules of time', () => {
  test('free text 24 hours after the last message fails with 131047, a minute earlier it arrives, and a template always does', async () => {
    const text = { to: TO, type: 'text', text: { body: 'oi' } }
    const DAY_MS = 24 * 60 * 60 * 1000
    shop.control.ageWindow('marina', DAY_MS - 60_000)
    await shop.send({ ...text, biz_opaque_callback_data: 'open' })
    shop.control.ageWindow('marina', DAY_MS)
    await shop.send({ ...text, biz_opaque_callback_data: 'closed' })
    await shop.send({
      to: TO,
      type: 'template',
      template: {
        name: 'retomar_conversa',
        language: { code: 'pt_BR' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Marina' }] }],
      },
      biz_opaque_callback_data: 'template',
    })
    await shop.until(() => shop.statuses().length === 7)
    expect({
      arrived: Object.fromEntries(shop.control.truth.timesByTracker()),
      failed: shop
        .statuses()
        .filter((status) => status['status'] === 'failed')
        .map(({ biz_opaque_callback_data, errors }) => [biz_opaque_callback_data, (errors as { code: number }[])[0]?.code]),
      categories: new Set(shop.statuses().map((status) => (status['pricing'] as { category: string } | undefined)?.category ?? 'none')),
      filled: shop.control.truth.received('marina').find((message) => message.type === 'template')?.text,
    }).toEqual({
      arrived: { open: 1, template: 1 },
      failed: [['closed', 131047]],
      categories: new Set(['service', 'utility', 'none']),
      filled: 'Olá, Marina! Aqui é da Casa Jabuticaba. Podemos continuar a nossa conversa?',
    })
  })
})

describe('limits of speed', () => {
  test('45 messages to one person are taken, the 46th is refused with 131056, and one more after six seconds', async () => {
    await shop.stop()
    const time = createFakeClock()
    shop = await openPracticeShop({ time })
    const codes: number[] = []
    const sendOne = async () => {
      const { status } = await shop.send({ to: TO, type: 'text', text: { body: 'oi' } })
      codes.push(status)
    }
    for (let count = 0; count < 45; count += 1) await sendOne()
    const over = await shop.send({ to: TO, type: 'text', text: { body: 'oi' } })
    time.setWall(time.now() + 6_000)
    const later = [
      await shop.send({ to: TO, type: 'text', text: { body: 'oi' } }),
      await shop.send({ to: TO, type: 'text', text: { body: 'oi' } }),
    ]
    expect({ taken: codes.filter((code) => code === 200).length, over, later: later.map((answer) => answer.status) }).toEqual({
      taken: 45,
      over: graphRefusal(
        131056,
        '(#131056) (Business Account, Consumer Account) pair rate limit hit',
        'Message failed to send because there were too many messages sent from this phone number to the same recipient phone number in a short period of time.',
        { is_transient: true },
      ),
      later: [200, 400],
    })
  })

  test('80 messages in a second are taken, the 81st is refused with 130429', async () => {
    await shop.stop()
    const time = createFakeClock()
    shop = await openPracticeShop({ time })
    const statuses: number[] = []
    for (let count = 0; count < 80; count += 1)
      statuses.push((await shop.send({ to: `+55119000009${String(count).padStart(2, '0')}`, type: 'text', text: { body: 'oi' } })).status)
    const over = await shop.send({ to: TO, type: 'text', text: { body: 'oi' } })
    time.setWall(time.now() + 1_000)
    const later = await shop.send({ to: TO, type: 'text', text: { body: 'oi' } })
    expect({ taken: new Set(statuses), over: (over.body as { error: { code: number } }).error.code, later: later.status }).toEqual({
      taken: new Set([200]),
      over: 130429,
      later: 200,
    })
  })
})
