import { afterEach, beforeEach, expect, test } from 'vitest'
import { graphRefusal } from '#test/support/graph-refusal.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

let shop: PracticeShop

beforeEach(async () => {
  shop = await openPracticeShop()
})
afterEach(() => shop.stop())

const path = () => `/v26.0/${shop.wabaId}/message_templates`
const body = (text: string, ...samples: string[]) => [
  { type: 'BODY', text, ...(samples.length > 0 && { example: { body_text: [samples] } }) },
]
const create = (over: Record<string, unknown> = {}) =>
  shop.api('POST', path(), {
    name: 'aviso',
    language: 'pt_BR',
    category: 'UTILITY',
    components: body('Olá, {{1}}, tudo pronto por aqui.', 'Ana'),
    ...over,
  })
const news = () =>
  shop.webhooks
    .flatMap(({ body: taken }) => taken.entry.flatMap((entry) => entry.changes))
    .filter(({ field }) => field === 'message_template_status_update')

test('templates are listed by page, with a cursor that a wrong one does not replace', async () => {
  const first = (await shop.api('GET', path() + '?fields=name&limit=3')).body as {
    data: { name: string }[]
    paging: { cursors: { after: string }; next?: string }
  }
  const second = (await shop.api('GET', path() + '?fields=name&limit=3&after=' + first.paging.cursors.after)).body as typeof first
  expect({
    names: [...first.data, ...second.data].map(({ name }) => name),
    hasNext: [first.paging.next !== undefined, second.paging.next !== undefined],
    wrong: await shop.api('GET', path() + '?after=nonsense'),
  }).toEqual({
    names: ['retomar_conversa', 'pedido_pronto', 'order_ready', 'novidades_do_mes', 'retomar_conversa', 'retomar_conversa'],
    hasNext: [true, true],
    wrong: graphRefusal(131059, '(#131059) Invalid paging cursor', 'The paging cursor is not valid any more. Restart from the first page.'),
  })
})

test('a template with a picture above and a link with a place in it is sent with both, and refused without either', async () => {
  await create({
    name: 'retirada',
    components: [
      ...body('Seu pedido está pronto.'),
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: [await shop.uploadSample('image/png')] } },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ver', url: 'https://a.example/{{1}}', example: ['42'] }] },
    ],
  })
  await shop.until(() => news().length === 1)
  const picture = { type: 'header', parameters: [{ type: 'image', image: { link: 'https://a.example/a.png' } }] }
  const link = { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '42' }] }
  const send = (components: object[]) =>
    shop.send({ to: '+5511900000102', type: 'template', template: { name: 'retirada', language: { code: 'pt_BR' }, components } })
  expect([(await send([picture, link])).status, await send([link]), await send([picture])]).toEqual([
    200,
    graphRefusal(
      132012,
      '(#132012) Parameter format does not match format in the created template',
      'header: Format mismatch, expected IMAGE, received UNKNOWN',
    ),
    graphRefusal(131008, '(#131008) Required parameter is missing', 'buttons: Button at index 0 of type Url requires a parameter'),
  ])
})

test('a new template waits for review, is approved by webhook, and can then be sent and deleted', async () => {
  const created = await create()
  const id = (created.body as { id: string }).id
  const message = {
    to: '+5511900000102',
    type: 'template',
    template: { name: 'aviso', language: { code: 'pt_BR' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }] },
  }
  await shop.until(() => news().length === 1)
  expect({
    created,
    news: news().map(({ value }) => value),
    sent: (await shop.send(message)).status,
    deleted: await shop.api('DELETE', path() + '?name=aviso'),
    after: (await shop.send(message)).status,
  }).toEqual({
    created: { status: 200, body: { id, status: 'PENDING', category: 'UTILITY' } },
    news: [
      {
        event: 'APPROVED',
        message_template_id: Number(id),
        message_template_name: 'aviso',
        message_template_language: 'pt_BR',
        message_template_category: 'UTILITY',
        reason: 'NONE',
      },
    ],
    sent: 200,
    deleted: { status: 200, body: { success: true } },
    after: 404,
  })
})

test('what smells of gambling is rejected', async () => {
  await create({ name: 'sorte', components: body('Ganhe no cassino da Casa Jabuticaba hoje.') })
  await shop.until(() => news().length === 1)
  expect(news().map(({ value }) => [value['event'], value['reason']])).toEqual([['REJECTED', 'SCAM']])
})

test.each([
  ['a name in capitals', { name: 'Aviso' }, 100],
  ['a category of its own', { category: 'NEWS' }, 100],
  ['a variable at the end', { components: body('Olá, aqui é da loja, {{1}}') }, 2388299],
  ['too many variables for its length', { components: body('Oi {{1}} {{2}} {{3}} sim') }, 2388293],
  ['a body of 1025', { components: body('x'.repeat(1025)) }, 2388040],
  ['a footer with a variable', { components: [...body('Tudo bem.'), { type: 'FOOTER', text: 'Oi {{1}}' }] }, 2388073],
  ['a header with a line break', { components: [...body('Tudo bem.'), { type: 'HEADER', format: 'TEXT', text: 'a\nb' }] }, 2388047],
  ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 131008],
  ['content that is there already', { name: 'retomar_conversa' }, 100],
])('%s is refused', async (_name, over, code) => {
  const { status, body: answer } = await create(over)
  expect([status, (answer as { error: { code: number } }).error.code]).toEqual([400, code])
})

test('deleting what is not there is refused in full', async () => {
  expect(await shop.api('DELETE', path() + '?name=nothing')).toEqual(
    graphRefusal(100, '(#100) Invalid parameter', 'Message template was not found'),
  )
})
