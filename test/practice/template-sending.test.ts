import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

const HOUR_MS = 60 * 60 * 1000

let shop: PracticeShop
let time: FakeClock

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
})
afterEach(() => shop.stop())

const codeOf = (answer: { body: unknown }) => {
  const { error } = answer.body as { error?: { code: number; error_subcode?: number } }
  return error === undefined ? 'taken' : (error.error_subcode ?? error.code)
}
const told = () => shop.webhooks.flatMap(({ body }) => body.entry.flatMap((entry) => entry.changes))

describe('sending what the account starts with', () => {
  const picture = { image: { link: 'https://a.example/a.png' } }
  const words = (...texts: string[]) => ({ type: 'body', parameters: texts.map((text) => ({ type: 'text', text })) })
  const button = (index: number, kind: string, parameter: object) => ({ type: 'button', sub_type: kind, index, parameters: [parameter] })
  const offer = (at: number) => ({
    type: 'limited_time_offer',
    parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: at } }],
  })
  const image = { type: 'header', parameters: [{ type: 'image', ...picture }] }
  const card = (index: number, components: object[]) => ({ card_index: index, components })
  const whole = (index: number) => card(index, [image, words('49,90'), button(1, 'url', { type: 'text', text: '1' })])
  const cards = (...all: object[]) => ({ type: 'carousel', cards: all })
  const tomorrow = () => time.now() + 24 * HOUR_MS
  const code = { type: 'coupon_code', coupon_code: 'CESTA25' }
  const sendIt = async (name: string, components: object[], to: object = { to: '+5511900000102' }) =>
    codeOf(await shop.send({ ...to, type: 'template', template: { name, language: { code: 'pt_BR' }, components } }))

  test.each<[string, string, () => object[], number | 'taken']>([
    [
      'a place',
      'onde_retirar',
      () => [
        {
          type: 'header',
          parameters: [{ type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Loja', address: 'Rua' } }],
        },
        words('Ana'),
      ],
      'taken',
    ],
    [
      'a place without coordinates',
      'onde_retirar',
      () => [{ type: 'header', parameters: [{ type: 'location', location: { name: 'Loja' } }] }, words('Ana')],
      132012,
    ],
    ['a code to copy', 'cupom_de_boas_vindas', () => [words('Ana'), button(0, 'copy_code', code)], 'taken'],
    ['no code', 'cupom_de_boas_vindas', () => [words('Ana')], 131008],
    [
      'a code of 21',
      'cupom_de_boas_vindas',
      () => [words('Ana'), button(0, 'copy_code', { ...code, coupon_code: 'x'.repeat(21) })],
      132018,
    ],
    ['an offer', 'oferta_relampago', () => [image, offer(tomorrow()), words('Ana'), button(0, 'copy_code', code)], 'taken'],
    ['an offer that is over', 'oferta_relampago', () => [image, offer(time.now()), words('Ana'), button(0, 'copy_code', code)], 132018],
    ['an offer without an end', 'oferta_relampago', () => [image, words('Ana'), button(0, 'copy_code', code)], 131008],
    [
      'an offer with a code of 16',
      'oferta_relampago',
      () => [image, offer(tomorrow()), words('Ana'), button(0, 'copy_code', { ...code, coupon_code: 'x'.repeat(16) })],
      132018,
    ],
    ['three cards', 'vitrine_da_semana', () => [words('Ana'), cards(whole(0), whole(1), whole(2))], 'taken'],
    ['two cards for three', 'vitrine_da_semana', () => [words('Ana'), cards(whole(0), whole(1))], 132000],
    ['a card twice', 'vitrine_da_semana', () => [words('Ana'), cards(whole(0), whole(1), whole(1))], 131008],
    [
      'a card without its picture',
      'vitrine_da_semana',
      () => [words('Ana'), cards(whole(0), whole(1), card(2, [words('49,90'), button(1, 'url', { type: 'text', text: '1' })]))],
      132012,
    ],
    ['cards where there are none', 'novo_aviso', () => [cards(whole(0))], 132001],
    [
      'a file that is not there',
      'nota_fiscal',
      () => [{ type: 'header', parameters: [{ type: 'document', document: { id: '42' } }] }, words('Ana', '1')],
      100,
    ],
    ['one-time code', 'codigo_de_acesso', () => [words('123456'), button(0, 'url', { type: 'text', text: '123456' })], 'taken'],
  ])('%s', async (_name, template, components, expected) => {
    expect(await sendIt(template, components())).toBe(expected)
  })

  test('marketing fails for who has stopped it, and is told of; other messages arrive', async () => {
    const fates = async () => {
      const from = shop.statuses().length
      const answers = [
        await sendIt('cupom_de_boas_vindas', [words('Ana'), button(0, 'copy_code', code)]),
        await sendIt('retomar_conversa', [words('Ana')]),
      ]
      await time.advance(20_000)
      const failed = shop
        .statuses()
        .slice(from)
        .flatMap(({ errors }) => (errors === undefined ? [] : (errors as { code: number }[]).map((error) => error.code)))
      return [...answers, ...failed]
    }
    shop.control.preferMarketing('marina', 'stop')
    const stopped = await fates()
    shop.control.preferMarketing('marina', 'resume')
    const preferences = () =>
      told().flatMap(({ value }) => (value['user_preferences'] as { value: string; timestamp: number }[] | undefined) ?? [])
    expect([stopped, await fates(), preferences().map(({ value, timestamp }) => [value, typeof timestamp])]).toEqual([
      ['taken', 'taken', 131050],
      ['taken', 'taken'],
      [
        ['stop', 'number'],
        ['resume', 'number'],
      ],
    ])
  })

  test('a one-time code does not go to an id', async () => {
    const components = [words('123456'), button(0, 'url', { type: 'text', text: '123456' })]
    expect(await sendIt('codigo_de_acesso', components, { recipient: 'BR.90000000000000000102' })).toBe(131062)
  })
})
