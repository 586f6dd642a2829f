import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { checkComponents } from '#practice/server/templates/check-components.ts'
import { STARTING_TEMPLATES } from '#practice/world/starting-templates.ts'
import type { Upload } from '#practice/world/uploads.ts'

let shop: PracticeShop
const handles: Record<string, string> = {}

beforeAll(async () => {
  shop = await openPracticeShop()
  for (const type of ['image/png', 'video/mp4', 'application/pdf']) handles[type] = await shop.uploadSample(type)
})
afterAll(() => shop.stop())

type Body = Record<string, unknown>
type Part = Record<string, unknown>

let count = 0
async function create(over: Body): Promise<string> {
  count += 1
  const { status, body } = await shop.api('POST', `/v26.0/${shop.wabaId}/message_templates`, {
    name: 'regra_' + count,
    language: 'pt_BR',
    category: 'UTILITY',
    ...over,
  })
  if (status === 200) {
    await shop.api('DELETE', `/v26.0/${shop.wabaId}/message_templates?name=regra_${count}`)
    return 'taken'
  }
  const {
    code,
    error_subcode: subcode,
    error_user_msg: words,
  } = (body as { error: { code: number; error_subcode?: number; error_user_msg?: string } }).error
  return `${subcode ?? code} ${words ?? ''}`.trim()
}

const body = (text: string, ...samples: string[]): Part => ({
  type: 'BODY',
  text,
  ...(samples.length > 0 && { example: { body_text: [samples] } }),
})
const BODY = body('Seu pedido está pronto para retirada.')
const header = (text: string, more: Part = {}): Part => ({ type: 'HEADER', format: 'TEXT', text, ...more })
const media = (format: string, type: string): Part => ({ type: 'HEADER', format, example: { header_handle: [handles[type]] } })
const buttons = (...all: Part[]): Part => ({ type: 'BUTTONS', buttons: all })
const reply = (text: string): Part => ({ type: 'QUICK_REPLY', text })
const link = (text: string, url = 'https://a.example/', more: Part = {}): Part => ({ type: 'URL', text, url, ...more })
const phone = (text: string): Part => ({ type: 'PHONE_NUMBER', text, phone_number: '+5511900000100' })
const x = (length: number) => 'x'.repeat(length)

describe('texts, at their limits and one over', () => {
  test.each<[string, Part[], string]>([
    ['a header of 60', [BODY, header(x(60))], 'taken'],
    ['a header of 61', [BODY, header(x(61))], '2388040 HEADER: the text must be at most 60 characters long'],
    ['a header with an asterisk', [BODY, header('*Oi*')], '2388047 HEADER: no line breaks, formatting, emojis or asterisks'],
    ['a header with an emoji', [BODY, header('Oi 🎂')], '2388047 HEADER: no line breaks, formatting, emojis or asterisks'],
    ['a header with a variable', [BODY, header('Pedido {{1}}', { example: { header_text: ['4417'] } })], 'taken'],
    ['a header with a variable and no sample', [BODY, header('Pedido {{1}}')], '100 HEADER: each variable needs a sample'],
    [
      'a header with two variables',
      [BODY, header('{{1}} e {{2}}', { example: { header_text: ['a', 'b'] } })],
      '100 HEADER: there can be at most one variable',
    ],
    ['a body of 1024', [body(x(1024))], 'taken'],
    ['a body of 1025', [body(x(1025))], '2388040 BODY: the text must be at most 1024 characters long'],
    ['three line breaks', [body('Oi\n\n\ntudo bem por aí')], '2388072 BODY: at most two line breaks and four spaces in a row'],
    ['five spaces', [body('Oi     tudo bem por aí')], '2388072 BODY: at most two line breaks and four spaces in a row'],
    ['a variable at the start', [body('{{1}} tudo bem por aí', 'a')], '2388299 BODY: a variable cannot be at the start or the end'],
    ['a variable at the end', [body('Tudo bem por aí {{1}}', 'a')], '2388299 BODY: a variable cannot be at the start or the end'],
    ['two variables for five other words', [body('Oi {{1}} e {{2}} tudo bem aí', 'a', 'b')], 'taken'],
    [
      'two variables for four other words',
      [body('Oi {{1}} e {{2}} tudo bem', 'a', 'b')],
      '2388293 BODY: too many variables for the length of the text',
    ],
    [
      'variables side by side',
      [body('Oi {{1}} {{2}} tudo bem por aí hoje', 'a', 'b')],
      '100 BODY: two variables cannot stand next to each other',
    ],
    [
      'a gap in the numbers',
      [body('Oi {{1}} e também {{3}} tudo bem', 'a', 'b')],
      '100 BODY: variables must be numbered from {{1}} on, without gaps',
    ],
    [
      'a name in a numbered template',
      [body('Oi {{nome}} tudo bem por aí', 'a')],
      '100 BODY: "{{nome}}" is not a variable of a POSITIONAL template',
    ],
    ['braces that do not close', [body('Oi {{1} tudo bem por aí', 'a')], '100 BODY: curly braces are not closed'],
    ['a sample too few', [body('Oi {{1}} e também {{2}} tudo bem', 'a')], '100 BODY: each variable needs a sample'],
    ['a footer of 60', [BODY, { type: 'FOOTER', text: x(60) }], 'taken'],
    ['a footer of 61', [BODY, { type: 'FOOTER', text: x(61) }], '2388040 FOOTER: the text must be at most 60 characters long'],
    [
      'a footer with a variable',
      [BODY, { type: 'FOOTER', text: 'Oi {{1}}' }],
      '2388073 FOOTER: no variables, line breaks, emojis or formatting',
    ],
    ['two bodies', [BODY, BODY], '100 Each component may be there once'],
  ])('%s', async (_name, components, expected) => {
    expect(await create({ components })).toBe(expected)
  })

  test('named variables need each its own sample, and no numbers', async () => {
    const named = (text: string, names: string[]) => ({
      parameter_format: 'named',
      components: [{ type: 'body', text, example: { body_text_named_params: names.map((name) => ({ param_name: name, example: 'a' })) } }],
    })
    expect([
      await create(named('Oi {{nome}}, até as {{hora}} de hoje.', ['nome', 'hora'])),
      await create(named('Oi {{nome}}, até as {{hora}} de hoje.', ['nome'])),
      await create(named('Oi {{1}}, até as sete de hoje.', ['1'])),
    ]).toEqual(['taken', '100 BODY: each variable needs a sample', '100 BODY: "{{1}}" is not a variable of a NAMED template'])
  })
})

describe('headers that are files', () => {
  test('take an uploaded sample of their own type, and nothing else', async () => {
    expect([
      await create({ components: [BODY, media('IMAGE', 'image/png')] }),
      await create({ components: [BODY, media('VIDEO', 'video/mp4')] }),
      await create({ components: [BODY, media('DOCUMENT', 'application/pdf')] }),
      await create({ components: [BODY, { type: 'HEADER', format: 'LOCATION' }] }),
      await create({ components: [BODY, media('VIDEO', 'image/png')] }),
      await create({ components: [BODY, { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW'] } }] }),
      await create({ components: [BODY, { type: 'HEADER', format: 'IMAGE' }] }),
    ]).toEqual([
      'taken',
      'taken',
      'taken',
      'taken',
      '100 HEADER: a file of type image/png is no sample for VIDEO',
      '100 HEADER: the handle is not one of an uploaded file',
      '100 HEADER: a sample file is needed, uploaded by the resumable upload',
    ])
  })
})

describe('buttons', () => {
  test.each<[string, Part[], string]>([
    ['ten quick replies', Array.from({ length: 10 }, (_, index) => reply('r' + index)), 'taken'],
    ['eleven', Array.from({ length: 11 }, (_, index) => reply('r' + index)), '100 BUTTONS: there can be at most 10 buttons'],
    ['two links', [link('a'), link('b')], 'taken'],
    ['three links', [link('a'), link('b'), link('c')], '100 BUTTONS: there can be at most 2 of URL'],
    ['two phones', [phone('a'), phone('b')], '100 BUTTONS: there can be at most 1 of PHONE_NUMBER'],
    ['quick replies and a link, grouped', [reply('a'), reply('b'), link('c')], 'taken'],
    ['quick replies apart', [reply('a'), link('b'), reply('c')], '100 BUTTONS: quick replies must be grouped together'],
    ['a label of 25', [reply(x(25))], 'taken'],
    ['a label of 26', [reply(x(26))], '2388040 BUTTONS: button 0: the text must be at most 25 characters long'],
    ['the same label twice', [reply('a'), reply('a')], '100 BUTTONS: button 1 has the words of another button'],
    ['an address with its variable at the end', [link('a', 'https://a.example/{{1}}', { example: ['https://a.example/1'] })], 'taken'],
    ['without a sample', [link('a', 'https://a.example/{{1}}')], '100 BUTTONS: button 0: the variable needs a sample'],
    [
      'in the middle',
      [link('a', 'https://a.example/{{1}}/b', { example: ['b'] })],
      '100 BUTTONS: button 0 needs an address, with {{1}} at its end or nowhere',
    ],
    [
      'an address of 2001',
      [link('a', 'https://a.example/' + x(1983))],
      '2388040 BUTTONS: button 0: the address must be at most 2000 characters long',
    ],
    ['a code of 20', [{ type: 'COPY_CODE', example: x(20) }], 'taken'],
    ['a code of 21', [{ type: 'COPY_CODE', example: x(21) }], '2388040 BUTTONS: button 0: the code must be at most 20 characters long'],
    [
      'a one-time code outside of authentication',
      [{ type: 'OTP', otp_type: 'COPY_CODE' }],
      '100 BUTTONS: "OTP" is not a button of this template',
    ],
    ['a request for the number', [{ type: 'REQUEST_CONTACT_INFO' }], 'taken'],
    ['a form without its name', [{ type: 'FLOW', text: 'Abrir' }], '100 BUTTONS: button 0 needs one of flow_id, flow_name, flow_json'],
  ])('%s', async (_name, all, expected) => {
    expect(await create({ components: [BODY, buttons(...all)] })).toBe(expected)
  })
})

describe('offers, cards and codes', () => {
  const offer = (text = 'Só hoje!'): Part => ({ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text, has_expiration: true } })
  const code: Part = { type: 'COPY_CODE', example: 'CAFE10' }
  test.each<[string, Body, string]>([
    ['an offer', { category: 'MARKETING', components: [BODY, offer(), buttons(code, link('Ver'))] }, 'taken'],
    [
      'in a utility template',
      { components: [BODY, offer(), buttons(code, link('Ver'))] },
      '100 LIMITED_TIME_OFFER: only marketing templates have offers',
    ],
    [
      'of 17 characters',
      { category: 'MARKETING', components: [BODY, offer(x(17)), buttons(code, link('Ver'))] },
      '2388040 LIMITED_TIME_OFFER: the text must be at most 16 characters long',
    ],
    [
      'with a body of 601',
      { category: 'MARKETING', components: [body(x(601)), offer(), buttons(code, link('Ver'))] },
      '2388040 BODY: the text must be at most 600 characters long',
    ],
    [
      'with a code of 16',
      { category: 'MARKETING', components: [BODY, offer(), buttons({ type: 'COPY_CODE', example: x(16) }, link('Ver'))] },
      '2388040 BUTTONS: button 0: the code must be at most 15 characters long',
    ],
    [
      'with a footer',
      { category: 'MARKETING', components: [BODY, offer(), { type: 'FOOTER', text: 'a' }, buttons(code, link('Ver'))] },
      '100 LIMITED_TIME_OFFER: there can be no footer',
    ],
    [
      'without a link',
      { category: 'MARKETING', components: [BODY, offer(), buttons(code)] },
      '100 LIMITED_TIME_OFFER: there must be a URL button',
    ],
  ])('an offer %s', async (_name, over, expected) => {
    expect(await create(over)).toBe(expected)
  })

  test('two to ten cards, all alike, of 160 characters', async () => {
    const card = (over: { text?: string; last?: Part; format?: string } = {}) => ({
      components: [
        media(over.format ?? 'IMAGE', over.format === 'VIDEO' ? 'video/mp4' : 'image/png'),
        body(over.text ?? 'Bolo da semana.'),
        buttons(over.last ?? reply('Quero')),
      ],
    })
    const carousel = (...cards: Part[]) => create({ category: 'MARKETING', components: [BODY, { type: 'CAROUSEL', cards }] })
    expect([
      await carousel(card(), card()),
      await carousel(...Array.from({ length: 10 }, () => card())),
      await carousel(card()),
      await carousel(...Array.from({ length: 11 }, () => card())),
      await carousel(card({ text: x(160) }), card()),
      await carousel(card({ text: x(161) }), card()),
      await carousel(card(), card({ last: link('Ver') })),
      await carousel(card(), card({ format: 'VIDEO' })),
    ]).toEqual([
      'taken',
      'taken',
      '100 CAROUSEL: there must be between 2 and 10 cards',
      '100 CAROUSEL: there must be between 2 and 10 cards',
      'taken',
      '2388040 CAROUSEL: card 0: the text must be at most 160 characters long',
      '100 CAROUSEL: all cards must have the same kinds of header and buttons',
      '100 CAROUSEL: all cards must have the same kinds of header and buttons',
    ])
  })

  test('an authentication template is written by WhatsApp: its owner gives no words', async () => {
    const otp = buttons({ type: 'OTP', otp_type: 'COPY_CODE' })
    const auth = (...components: Part[]) => create({ category: 'AUTHENTICATION', components })
    expect([
      await auth({ type: 'BODY', add_security_recommendation: true }, { type: 'FOOTER', code_expiration_minutes: 10 }, otp),
      await auth({ type: 'BODY', text: 'Seu código é {{1}}.' }, otp),
      await auth({ type: 'BODY' }, { type: 'FOOTER', code_expiration_minutes: 91 }, otp),
      await auth({ type: 'BODY' }, buttons(reply('Oi'))),
      await auth({ type: 'BODY' }, { type: 'HEADER', format: 'TEXT' }, otp),
    ]).toEqual([
      'taken',
      '100 BODY: the text of an authentication template is fixed',
      '100 FOOTER: code_expiration_minutes must be between 1 and 90',
      '100 BUTTONS: there must be one button, of type OTP',
      '100 HEADER is not part of an authentication template',
    ])
  })
})

test('times to live are held to their category', async () => {
  const ttl = (category: string, seconds: number) => create({ category, components: [BODY], message_send_ttl_seconds: seconds })
  expect([await ttl('UTILITY', 30), await ttl('UTILITY', 29), await ttl('UTILITY', 43_201), await ttl('MARKETING', 43_200)]).toEqual([
    'taken',
    '100',
    '100',
    'taken',
  ])
})

test('what the account starts with keeps the same rules', () => {
  const sampleOf = (handle: string): Upload => ({
    id: '',
    signature: '',
    fileType: handle.endsWith('.mp4') ? 'video/mp4' : handle.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg',
    fileLength: 1,
    received: 1,
    append: () => {},
    handle,
  })
  const broken = STARTING_TEMPLATES.filter(({ category }) => category !== 'AUTHENTICATION').flatMap((template) => {
    const uploads = { open: () => sampleOf(''), find: () => null, findByHandle: sampleOf }
    try {
      checkComponents(template.components, { ...template, format: template.parameterFormat, uploads })
      return []
    } catch (error) {
      return [[template.name, JSON.stringify(error)]]
    }
  })
  expect(broken).toEqual([])
})
