import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { CAST } from '#practice/customers/cast/cast.ts'
import { createPractice } from '#practice/create-practice.ts'
import { createPracticeClock } from '#practice/time/clock.ts'

const SETTINGS = { appSecret: 's', token: 't', phoneNumberId: '1', wabaId: '2', webhookUrl: () => '' }

describe('the clock', () => {
  test('runs delays sooner by its speed, those that wait already too, and none while paused', async () => {
    const source = createFakeClock(0)
    const clock = createPracticeClock({ source, speed: 10 })
    const rang: [string, number][] = []
    for (const [name, delayMs] of [
      ['soon', 1_000],
      ['later', 60_000],
      ['last', 120_000],
    ] as const)
      clock.after(delayMs, () => rang.push([name, source.monotonic()]))
    const cancel = clock.after(500, () => rang.push(['never', 0]))
    cancel()
    await source.advance(100)
    clock.setSpeed(1000)
    await source.advance(59)
    clock.pause()
    await source.advance(10_000)
    clock.resume()
    await source.advance(60)
    expect({ rang, left: clock.pending() }).toEqual({
      rang: [
        ['soon', 100],
        ['later', 159],
        ['last', 10_219],
      ],
      left: 0,
    })
  })

  test('keeps the calendar of its host at any speed', async () => {
    const source = createFakeClock(1_000_000)
    const clock = createPracticeClock({ source, speed: 1000 })
    await source.advance(5)
    expect(clock.now()).toBe(1_000_005)
  })

  test.each([
    [0, 1],
    [1, 1],
    [5_000, 1000],
    [Number.NaN, 1],
  ])('a speed of %d is %d', (asked, given) => {
    expect(createPracticeClock({ source: createFakeClock(), speed: asked }).speed()).toBe(given)
  })

  test('takes nothing new once stopped', async () => {
    const source = createFakeClock()
    const clock = createPracticeClock({ source })
    let hasRung = false
    clock.after(10, () => (hasRung = true))
    clock.stop()
    clock.after(10, () => (hasRung = true))
    await source.advance(100)
    expect([hasRung, clock.pending()]).toEqual([false, 0])
  })
})

describe('a shop at the counter', () => {
  let shop: PracticeShop | undefined
  afterEach(async () => {
    await shop?.stop()
    shop = undefined
  })

  test('several conversations wait within three seconds, one almost a day old and one older; then somebody new comes within a minute', async () => {
    const time = createFakeClock()
    const startedAt = time.now()
    shop = await openPracticeShop({ time, quiet: false, speed: 1 })
    await time.advance(3_000)
    await shop.until(() => new Set(shop?.messages().map((message) => message['from'])).size === 5)
    const ages = new Map<unknown, number>()
    for (const message of shop.messages()) ages.set(message['from'], Math.round((startedAt - Number(message['timestamp']) * 1000) / 60_000))
    const before = shop.messages().length
    await time.advance(60_000)
    await shop.until(() => (shop?.messages().length ?? 0) > before)
    const hours = [...ages.values()].toSorted((left, right) => left - right).map((minutes) => minutes / 60)
    expect({
      waiting: ages.size,
      isFresh: (hours[0] ?? 9) < 0.2,
      nearlyClosed: hours.filter((hour) => hour > 23 && hour < 24).length,
      closed: hours.filter((hour) => hour > 24).length,
    }).toEqual({
      waiting: 5,
      isFresh: true,
      nearlyClosed: 1,
      closed: 1,
    })
  })

  test('whoever wrote before the simulator was started again does not begin anew, and answers all the same', async () => {
    const time = createFakeClock()
    const [marina] = CAST
    const alreadyWrote = CAST.filter(({ waitingForMs }) => waitingForMs !== undefined).map(({ userId }) => userId)
    shop = await openPracticeShop({ time, quiet: false, speed: 1, alreadyWrote })
    await time.advance(3_000)
    expect(shop.messages()).toEqual([])
    await shop.send({ to: '+' + marina?.waId, type: 'text', text: { body: 'Temos sim, Marina! Fica em R$ 180.' } })
    await time.advance(60_000)
    await shop.until(() => shop?.messages().some((message) => message['from_user_id'] === marina?.userId) === true)
  })

  test('with nobody at the counter the shop is not flooded: everybody comes, asks a few times, and is quiet', async () => {
    const time = createFakeClock()
    shop = await openPracticeShop({ time, quiet: false, speed: 1 })
    await time.advance(2 * 60 * 60_000)
    const afterTwoHours = shop.messages().length
    await time.advance(24 * 60 * 60_000)
    await shop.until(() => shop?.control.truth.undeliveredWebhooks() === 0)
    const perCustomer = new Map<unknown, number>()
    for (const message of shop.messages()) perCustomer.set(message['from_user_id'], (perCustomer.get(message['from_user_id']) ?? 0) + 1)
    expect({
      came: perCustomer.size,
      most: Math.max(...perCustomer.values()) <= 10,
      isQuiet: shop.messages().length - afterTwoHours <= 2,
      timers: shop.control.pendingTimers(),
    }).toEqual({
      came: CAST.length,
      most: true,
      isQuiet: true,
      // The director alone goes on looking.
      timers: 1,
    })
  })

  test('a quiet practice says nothing of its own accord and answers nothing', async () => {
    shop = await openPracticeShop()
    await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'Oi Marina, tudo bem?' } })
    await shop.until(() => shop?.statuses().length === 3)
    expect({ messages: shop.messages(), timers: shop.control.pendingTimers() }).toEqual({ messages: [], timers: 0 })
  })

  test('a shop tried in English has somebody who writes English from the start', async () => {
    const time = createFakeClock()
    shop = await openPracticeShop({ time, quiet: false, speed: 1, language: 'en' })
    await time.advance(3_000)
    await shop.until(() => shop?.messages().some((message) => message['from'] === '447700900123') === true)
    expect(new Set(shop.messages().map((message) => message['from'])).size).toBe(6)
  })

  test('a closed window is opened again by the answer to a template', async () => {
    shop = await openPracticeShop({ quiet: false, speed: 1000 })
    const ofLeticia = () => shop?.messages().filter((message) => message['from'] === '5511900000109') ?? []
    await shop.until(() => ofLeticia().length === 1)
    await shop.send({ to: '+5511900000109', type: 'text', text: { body: 'Oi Letícia!' }, biz_opaque_callback_data: 'too-late' })
    await shop.send({
      to: '+5511900000109',
      type: 'template',
      template: {
        name: 'retomar_conversa',
        language: { code: 'pt_BR' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Letícia' }] }],
      },
    })
    await shop.until(() => ofLeticia().length === 2)
    await shop.send({ to: '+5511900000109', type: 'text', text: { body: 'Fazemos sim!' }, biz_opaque_callback_data: 'in-time' })
    await shop.until(() => shop?.control.truth.timesByTracker().has('in-time') === true && ofLeticia().length >= 3)
    expect({ arrived: [...shop.control.truth.timesByTracker().keys()], tap: ofLeticia()[1]?.['button'] }).toEqual({
      arrived: ['in-time'],
      tap: { payload: 'Sim, vamos', text: 'Sim, vamos' },
    })
  })

  test('an answered customer answers back over the wire', async () => {
    shop = await openPracticeShop({ quiet: false, speed: 1000 })
    await shop.until(() => shop?.messages().some((message) => message['from'] === '5511900000102') === true)
    await shop.send({ to: '+5511900000102', type: 'text', text: { body: 'Bom dia! Qual o recheio?' } })
    await shop.until(() => JSON.stringify(shop?.messages()).includes('jabuticaba'))
    expect(shop.control.truth.received('marina').map(({ type, text }) => ({ type, text }))).toEqual([
      { type: 'text', text: 'Bom dia! Qual o recheio?' },
    ])
  })
})

describe('stopping', () => {
  test('leaves no timer and no connection, though people were talking and a request hung', async () => {
    const practice = createPractice({ ...SETTINGS, speed: 100 })
    const { graphUrl } = await practice.start()
    practice.control.provokeNext({ kind: 'no-answer' })
    const hanging = fetch(`${graphUrl}/v26.0/1/messages`, {
      method: 'POST',
      headers: { Authorization: 'Bearer t', 'Content-Type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '+5511900000101', type: 'text', text: { body: 'oi' } }),
    })
    hanging.catch(() => {})
    while (practice.control.truth.accepted().length === 0) await new Promise((resolve) => setImmediate(resolve))
    await practice.stop()
    await expect(hanging).rejects.toThrow()
    expect(practice.control.pendingTimers()).toBe(0)
    await expect(fetch(graphUrl)).rejects.toThrow()
  })

  test('two practices beside each other know nothing of each other', async () => {
    const [left, right] = [createPractice({ ...SETTINGS, quiet: true }), createPractice({ ...SETTINGS, quiet: true })]
    left.control.provokeNext(190)
    left.control.sendFromCustomer({ customer: 'marina', text: 'oi' })
    const urls = [(await left.start()).graphUrl, (await right.start()).graphUrl]
    const post = (url: string | undefined) =>
      fetch(`${url}/v26.0/1/messages`, {
        method: 'POST',
        headers: { Authorization: 'Bearer t', 'Content-Type': 'application/json' },
        body: JSON.stringify({ messaging_product: 'whatsapp', to: '+5511900000102', type: 'text', text: { body: 'oi' } }),
      })
    expect([(await post(urls[0])).status, (await post(urls[1])).status]).toEqual([401, 200])
    await Promise.all([left.stop(), right.stop()])
  })

  test('in a worker thread it says where it is, and ends when told', async () => {
    const worker = new Worker(new URL(import.meta.resolve('#practice/practice-worker.ts')), {
      workerData: { appSecret: 's', token: 't', phoneNumberId: '1', wabaId: '2', webhookUrl: '', quiet: true },
    })
    const [ready] = (await once(worker, 'message')) as [{ ready: true; graphUrl: string }]
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    worker.postMessage({ setSpeed: 10 })
    const answer = await fetch(ready.graphUrl + '/v26.0/me', { headers: { Authorization: 'Bearer t', Connection: 'close' } })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    worker.postMessage({ stop: true })
    const [[stopped], [code]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
    expect([ready.ready, answer.status, stopped, code]).toEqual([true, 200, { stopped: true }, 0])
  })
})
