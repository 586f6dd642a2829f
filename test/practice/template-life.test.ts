import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import type { TemplateNews } from '#practice/delivery/template-news.ts'

const HOUR_MS = 60 * 60 * 1000
const READY = { name: 'retomar_conversa', language: 'pt_BR' }

let shop: PracticeShop
let time: FakeClock

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
})
afterEach(() => shop.stop())

const path = () => `/v26.0/${shop.wabaId}/message_templates`
const TEXT = [{ type: 'BODY', text: 'Seu pedido está pronto para retirada.' }]
const create = (over: Record<string, unknown> = {}) =>
  shop.api('POST', path(), { name: 'aviso', language: 'pt_BR', category: 'UTILITY', components: TEXT, ...over })
const idOf = (answer: { body: unknown }) => (answer.body as { id: string }).id
const codeOf = (answer: { body: unknown }) => {
  const { error } = answer.body as { error?: { code: number; error_subcode?: number } }
  return error === undefined ? 'taken' : (error.error_subcode ?? error.code)
}
const told = () => shop.webhooks.flatMap(({ body }) => body.entry.flatMap((entry) => entry.changes))
/** What is told of a template beside its own names. */
const news = (): Record<string, unknown>[] =>
  told().map(({ field, value }) => {
    const { message_template_id: _id, message_template_name: _name, message_template_language: _language, ...rest } = value
    return { field, ...rest }
  })
const change = async (what: TemplateNews) => {
  shop.control.changeTemplate(READY, what)
  await time.advance(100)
}
const find = async (name = READY.name, fields = 'status') => {
  const { data } = (await shop.api('GET', `${path()}?name=${name}&language=pt_BR&fields=${fields}`)).body as {
    data: Record<string, unknown>[]
  }
  return data[0] ?? {}
}
const send = () =>
  shop.send({
    to: '+5511900000102',
    type: 'template',
    template: { ...READY, language: { code: 'pt_BR' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }] },
  })

describe('review', () => {
  test.each(['abusive_content', 'incorrect_category', 'invalid_format', 'promotional', 'scam', 'tag_content_mismatch'])(
    'a name with reject_%s is rejected for just that',
    async (reason) => {
      await create({ name: 'teste_reject_' + reason })
      await time.advance(120_000)
      expect(news()).toEqual([
        {
          field: 'message_template_status_update',
          event: 'REJECTED',
          message_template_category: 'UTILITY',
          reason: reason.toUpperCase(),
          rejection_info: { reason: reason.toUpperCase(), recommendation: expect.any(String) as string },
        },
      ])
      expect(await find('teste_reject_' + reason, 'status,rejected_reason')).toMatchObject({
        status: 'REJECTED',
        rejected_reason: reason.toUpperCase(),
      })
    },
  )

  test('marketing that came as utility is rejected, or becomes marketing at once when that is allowed', async () => {
    const components = [{ type: 'BODY', text: 'Hoje tem desconto de 20% em toda a loja.' }]
    await create({ name: 'um', components })
    const moved = await create({ name: 'dois', components, allow_category_change: true })
    await time.advance(120_000)
    expect([
      (moved.body as { category: string }).category,
      await find('um', 'rejected_reason'),
      await find('dois', 'status,previous_category'),
    ]).toEqual([
      'MARKETING',
      { id: expect.any(String) as string, rejected_reason: 'INCORRECT_CATEGORY' },
      { id: expect.any(String) as string, status: 'APPROVED', previous_category: 'UTILITY' },
    ])
  })
})

describe('editing', () => {
  const edit = (id: string, text: string) => shop.api('POST', '/v26.0/' + id, { components: [{ type: 'BODY', text }] })

  test('an approved template goes through review again, once in 24 hours, and its new content is told', async () => {
    const id = idOf(await create())
    const early = await edit(id, 'Cedo demais para mudar isto.')
    await time.advance(120_000)
    const first = await edit(id, 'Já pode buscar o seu pedido.')
    const during = await find('aviso')
    await time.advance(120_000)
    const second = await edit(id, 'Já pode buscar o pedido agora.')
    await time.advance(24 * HOUR_MS)
    const third = await edit(id, 'Já pode buscar o pedido hoje.')
    expect({
      answers: [early, first, second, third].map(codeOf),
      during: during['status'],
      told: news().map((each) => [each['field'], each['event'] ?? each['message_template_element']]),
      category: codeOf(await shop.api('POST', '/v26.0/' + (await find(READY.name, 'id'))['id'], { category: 'MARKETING' })),
    }).toEqual({
      answers: [100, 'taken', 2388039, 'taken'],
      during: 'PENDING',
      told: [
        ['message_template_status_update', 'APPROVED'],
        ['message_template_status_update', 'APPROVED'],
        ['message_template_components_update', 'Já pode buscar o seu pedido.'],
      ],
      category: 100,
    })
  })

  test('ten edits in 30 days are taken, the eleventh is not', async () => {
    const id = idOf(await create())
    await time.advance(120_000)
    const answers = []
    for (let count = 1; count <= 11; count += 1) {
      answers.push(codeOf(await edit(id, `Já pode buscar o pedido número ${count} aqui.`)))
      await time.advance(24 * HOUR_MS + 120_000)
    }
    expect([answers.filter((each) => each === 'taken').length, answers.at(-1)]).toEqual([10, 2388039])
  })
})

describe('names', () => {
  test('a deleted name is blocked for 30 days, in the language that was deleted or in all', async () => {
    await create()
    await create({ language: 'en' })
    const id = (await find('aviso', 'id'))['id']
    await shop.api('DELETE', `${path()}?name=aviso&hsm_id=${String(id)}`)
    const [same, other] = [await create(), await create({ language: 'es' })]
    await shop.api('DELETE', path() + '?name=aviso')
    const all = await create({ language: 'de' })
    await time.advance(30 * 24 * HOUR_MS)
    expect([same, other, all, await create()].map(codeOf)).toEqual([2388023, 'taken', 2388023, 'taken'])
  })

  test('a disabled template cannot be deleted', async () => {
    expect(codeOf(await shop.api('DELETE', path() + '?name=promocao_antiga'))).toBe(100)
  })

  test('a hundred are created in an hour, and one more after it', async () => {
    const answers = []
    for (let count = 0; count < 101; count += 1) answers.push(codeOf(await create({ name: 'n' + count })))
    await time.advance(HOUR_MS)
    expect([answers.filter((each) => each === 'taken').length, answers.at(-1), codeOf(await create())]).toEqual([100, 80008, 'taken'])
  })
})

describe('what WhatsApp does to a template', () => {
  test('pauses it for three hours, then for six, and disables it the third time', async () => {
    await change({ kind: 'paused', why: 'quality' })
    const paused = codeOf(await send())
    await time.advance(3 * HOUR_MS)
    const back = codeOf(await send())
    await change({ kind: 'paused', why: 'quality' })
    await time.advance(6 * HOUR_MS)
    await change({ kind: 'paused', why: 'quality' })
    expect({
      sends: [paused, back, codeOf(await send())],
      told: news()
        .filter(({ field }) => field === 'message_template_status_update')
        .map((each) => [each['event'], (each['other_info'] as { title: string }).title]),
      disabled: news().filter((each) => 'disable_info' in each).length,
    }).toEqual({
      sends: [132015, 'taken', 132016],
      told: [
        ['PAUSED', 'FIRST_PAUSE'],
        ['APPROVED', 'UNPAUSE'],
        ['PAUSED', 'SECOND_PAUSE'],
        ['APPROVED', 'UNPAUSE'],
        ['DISABLED', 'DISABLED'],
      ],
      disabled: 1,
    })
  })

  test('holds its messages back by pacing, and fails them when it is paused meanwhile; unpausing is done by hand', async () => {
    await change({ kind: 'pacing', isOn: true })
    const answers = [await send(), await send()]
    await time.advance(10 * 60_000)
    const [arrived] = [shop.control.truth.received('marina').length]
    await send()
    await change({ kind: 'paused', why: 'pacing' })
    await time.advance(10 * 60_000)
    const { id } = await find()
    const unpaused = await shop.api('POST', `/v26.0/${String(id)}/unpause`)
    expect({
      statuses: answers.map(({ body }) => (body as { messages: { message_status: string }[] }).messages[0]?.message_status),
      arrived,
      failed: shop.statuses().flatMap(({ errors }) => (errors === undefined ? [] : [(errors as { code: number }[])[0]?.code])),
      unpaused: unpaused.body,
      again: await shop.api('POST', `/v26.0/${String(id)}/unpause`).then(({ body }) => (body as { success: boolean }).success),
      status: (await find())['status'],
    }).toEqual({
      statuses: ['held_for_quality_assessment', 'held_for_quality_assessment'],
      arrived: 2,
      failed: [132015],
      unpaused: { success: true },
      again: false,
      status: 'APPROVED',
    })
  })

  test('changes its category with a day of notice, or at once', async () => {
    await change({ kind: 'category-notice', category: 'MARKETING' })
    const noticed = await find(READY.name, 'category,correct_category')
    await time.advance(24 * HOUR_MS)
    await change({ kind: 'category', category: 'UTILITY' })
    expect([noticed, await find(READY.name, 'category,correct_category,previous_category'), news()]).toEqual([
      { id: expect.any(String) as string, category: 'UTILITY', correct_category: 'MARKETING' },
      { id: expect.any(String) as string, category: 'UTILITY', previous_category: 'MARKETING' },
      [
        {
          field: 'template_category_update',
          new_category: 'UTILITY',
          correct_category: 'MARKETING',
          category_update_timestamp: expect.any(Number) as number,
        },
        { field: 'template_category_update', previous_category: 'UTILITY', new_category: 'MARKETING' },
        { field: 'template_category_update', previous_category: 'MARKETING', new_category: 'UTILITY' },
      ],
    ])
  })

  test('tells of its quality, of a detected category, of its content, and of every other standing', async () => {
    await change({ kind: 'quality', score: 'YELLOW' })
    await change({ kind: 'correct-category', category: 'MARKETING' })
    await change({ kind: 'components' })
    await change({ kind: 'flagged' })
    await change({ kind: 'standing', status: 'ARCHIVED' })
    const archived = codeOf(await send())
    await change({ kind: 'reinstated' })
    expect({
      archived,
      back: codeOf(await send()),
      score: (await find(READY.name, 'quality_score'))['quality_score'],
      told: news(),
    }).toMatchObject({
      archived: 132001,
      back: 'taken',
      score: { score: 'YELLOW' },
      told: [
        { field: 'message_template_quality_update', previous_quality_score: 'UNKNOWN', new_quality_score: 'YELLOW' },
        { field: 'template_correct_category_detection', category: 'UTILITY', correct_category: 'MARKETING' },
        {
          field: 'message_template_components_update',
          message_template_element: 'Olá, {{1}}! Aqui é da Casa Jabuticaba. Podemos continuar a nossa conversa?',
          message_template_buttons: [
            { message_template_button_type: 'QUICK_REPLY', message_template_button_text: 'Sim, vamos' },
            { message_template_button_type: 'QUICK_REPLY', message_template_button_text: 'Agora não' },
          ],
        },
        { field: 'message_template_status_update', event: 'FLAGGED' },
        { field: 'message_template_status_update', event: 'ARCHIVED' },
        { field: 'message_template_status_update', event: 'REINSTATED' },
      ],
    })
  })
})
