import { describe, expect, test } from 'vitest'
import { checkTemplateDraft, placeholdersOf, type TemplateButton, type TemplateDraft } from '#contract'
import { attachmentOf, cardOf, draftOf } from '#test/support/sample-templates.ts'

/** `at key` of each problem, with the limit where there is one. */
function found(draft: TemplateDraft): string[] {
  return checkTemplateDraft(draft).map(({ at, key, limit }) => `${at} ${key}${limit === null ? '' : ` ${limit}`}`)
}

const words = (count: number, length = 3) => Array.from({ length: count }, () => 'a'.repeat(length)).join(' ')
const url = (address: string, example: string | null = null): TemplateButton => ({ kind: 'url', text: 'Ver', url: address, example })
const reply = (text: string): TemplateButton => ({ kind: 'quick-reply', text })
const sample = { handle: '4::aW', file: null }
const header = (text: string, examples = {}) => ({ header: { kind: 'text', text, examples } as const })
const cards = (count: number) => ({ cards: Array.from({ length: count }, () => cardOf()) })
const marketing = { category: 'marketing' } as const
const offer = (text: string) => ({ offer: { text, hasEnd: true }, buttons: [code('A1'), url('https://a.example')] })
const code = (example: string): TemplateButton => ({ kind: 'copy-code', example })

test('names each placeholder once, in order', () => {
  expect(placeholdersOf('{{2}} e {{ nome }}, {{2}} {{}} {{a b}} {x}')).toEqual(['2', 'nome'])
})

test('finds nothing wrong with a plain draft', () => {
  expect(found(draftOf())).toEqual([])
})

describe.each<[limit: string, under: TemplateDraft, over: TemplateDraft, problem: string]>([
  ['name', draftOf({}, { name: 'a'.repeat(512) }), draftOf({}, { name: 'a'.repeat(513) }), 'name too-long 512'],
  ['header', draftOf(header('a'.repeat(60))), draftOf(header('a'.repeat(61))), 'header.text too-long 60'],
  ['header in code points', draftOf(header('𝐀'.repeat(60))), draftOf(header('𝐀'.repeat(61))), 'header.text too-long 60'],
  ['body', draftOf({ body: 'a'.repeat(1024) }), draftOf({ body: 'a'.repeat(1025) }), 'body too-long 1024'],
  [
    'body of an offer',
    draftOf({ body: 'a'.repeat(600), ...offer('Só hoje') }, marketing),
    draftOf({ body: 'a'.repeat(601), ...offer('Só hoje') }, marketing),
    'body too-long 600',
  ],
  ['footer', draftOf({ footer: 'a'.repeat(60) }), draftOf({ footer: 'a'.repeat(61) }), 'footer too-long 60'],
  ['offer', draftOf(offer('a'.repeat(16)), marketing), draftOf(offer('a'.repeat(17)), marketing), 'offer.text too-long 16'],
  ['label', draftOf({ buttons: [reply('a'.repeat(25))] }), draftOf({ buttons: [reply('a'.repeat(26))] }), 'buttons.0.text too-long 25'],
  [
    'buttons',
    draftOf({ buttons: Array.from({ length: 10 }, (_, index) => reply(`n${index}`)) }),
    draftOf({ buttons: [url('https://a.example'), ...Array.from({ length: 10 }, (_, index) => reply(`n${index}`))] }),
    'buttons too-many-buttons 10',
  ],
  [
    'addresses',
    draftOf({ buttons: [url('https://a.example'), { ...url('https://b.example'), text: 'Abrir' } as TemplateButton] }),
    draftOf({
      buttons: ['Ver', 'Abrir', 'Ler'].map((text) => ({ kind: 'url', text, url: 'https://a.example', example: null })),
    }),
    'buttons.2 too-many-of-kind 2',
  ],
  [
    'phones',
    draftOf({ buttons: [{ kind: 'phone', text: 'Ligar', phone: '+5511900000100' }] }),
    draftOf({ buttons: ['Ligar', 'Chamar'].map((text) => ({ kind: 'phone', text, phone: '+5511900000100' })) }),
    'buttons.1 too-many-of-kind 1',
  ],
  [
    'length of a phone',
    draftOf({ buttons: [{ kind: 'phone', text: 'Ligar', phone: '1'.repeat(20) }] }),
    draftOf({ buttons: [{ kind: 'phone', text: 'Ligar', phone: '1'.repeat(21) }] }),
    'buttons.0.phone phone-malformed 20',
  ],
  ['codes', draftOf({ buttons: [code('A1')] }), draftOf({ buttons: [code('A1'), code('A2')] }), 'buttons.1 too-many-of-kind 1'],
  [
    'code',
    draftOf({ buttons: [code('a'.repeat(20))] }),
    draftOf({ buttons: [code('a'.repeat(21))] }),
    'buttons.0.example code-too-long 20',
  ],
  [
    'code of an offer',
    draftOf({ ...offer('Hoje'), buttons: [code('a'.repeat(15)), url('https://a.example')] }, marketing),
    draftOf({ ...offer('Hoje'), buttons: [code('a'.repeat(16)), url('https://a.example')] }, marketing),
    'buttons.0.example code-too-long 15',
  ],
  [
    'address',
    draftOf({ buttons: [url(`https://a.example/${'a'.repeat(1982)}`)] }),
    draftOf({ buttons: [url(`https://a.example/${'a'.repeat(1983)}`)] }),
    'buttons.0.url too-long 2000',
  ],
  ['cards at most', draftOf(cards(10), marketing), draftOf(cards(11), marketing), 'cards cards-count 10'],
  ['cards at least', draftOf(cards(2), marketing), draftOf(cards(1), marketing), 'cards cards-count 2'],
  [
    'words of a card',
    draftOf({ cards: [cardOf({ body: 'a'.repeat(160) }), cardOf()] }, marketing),
    draftOf({ cards: [cardOf({ body: 'a'.repeat(161) }), cardOf()] }, marketing),
    'cards.0.body too-long 160',
  ],
  [
    'line breaks of a card',
    draftOf({ cards: [cardOf({ body: 'um\ndois\ntrês' }), cardOf()] }, marketing),
    draftOf({ cards: [cardOf({ body: 'um\ndois\ntrês\nquatro' }), cardOf()] }, marketing),
    'cards.0.body line-breaks 2',
  ],
  [
    'buttons of a card',
    draftOf({ cards: [1, 2].map(() => cardOf({ buttons: ['a', 'b'].map(reply) })) }, marketing),
    draftOf({ cards: [1, 2].map(() => cardOf({ buttons: ['a', 'b', 'c'].map(reply) })) }, marketing),
    'cards.0.buttons too-many-buttons 2',
  ],
  [
    'words for a placeholder',
    draftOf({ body: `a {{1}} ${words(2)}` }),
    draftOf({ body: `a {{1}} ${words(1)}` }),
    'body too-many-placeholders-for-text 3',
  ],
  [
    'words for two',
    draftOf({ body: `a {{1}} b {{2}} ${words(3)}`, bodyExamples: { '1': 'x', '2': 'y' } }),
    draftOf({ body: `a {{1}} b {{2}} ${words(2)}`, bodyExamples: { '1': 'x', '2': 'y' } }),
    'body too-many-placeholders-for-text 5',
  ],
  [
    'size of a sample',
    draftOf({ header: { kind: 'media', media: 'image', sample: { handle: null, file: attachmentOf('image/png', 5 * 1024 * 1024) } } }),
    draftOf({ header: { kind: 'media', media: 'image', sample: { handle: null, file: attachmentOf('image/png', 5 * 1024 * 1024 + 1) } } }),
    `header.sample too-long ${5 * 1024 * 1024}`,
  ],
  [
    'time to live',
    draftOf({ timeToLiveSeconds: 43_200 }),
    draftOf({ timeToLiveSeconds: 43_201 }),
    'timeToLiveSeconds not-with-this-category 43200',
  ],
])('%s', (_limit, under, over, problem) => {
  test('passes at the limit', () => {
    expect(found(under)).toEqual([])
  })
  test('is refused above it', () => {
    expect(found(over)).toContain(problem)
  })
})

test.each<[wrong: string, draft: TemplateDraft, problems: string[]]>([
  ['no name', draftOf({}, { name: '' }), ['name empty']],
  ['a capital in the name', draftOf({}, { name: 'Pedido' }), ['name name-characters']],
  ['a hyphen in the name', draftOf({}, { name: 'pedido-pronto' }), ['name name-characters']],
  ['no language', draftOf({}, { language: '' }), ['language empty']],
  ['a language of another form', draftOf({}, { language: 'pt-br' }), ['language name-characters']],
  ['no words', draftOf({ body: ' \n' }), ['body empty']],
  ['half a placeholder', draftOf({ body: 'Oi, {{1}! Seu pedido já está pronto.' }), ['body placeholder-malformed']],
  ['an empty placeholder', draftOf({ body: 'Oi, {{}}! Seu pedido já está pronto.' }), ['body placeholder-malformed']],
  [
    'a gap in the numbers',
    draftOf({ body: 'Oi, {{1}} e {{3}}, seu pedido já está pronto.', bodyExamples: { '1': 'a', '3': 'b' } }),
    ['body placeholder-numbering'],
  ],
  [
    'numbers from nought',
    draftOf({ body: 'Oi, {{0}}, seu pedido já está pronto.', bodyExamples: { '0': 'a' } }),
    ['body placeholder-numbering'],
  ],
  [
    'a name among numbers',
    draftOf({ body: 'Oi, {{nome}}, seu pedido já está pronto.', bodyExamples: { nome: 'a' } }),
    ['body placeholder-mixed'],
  ],
  [
    'a number among names',
    draftOf({
      parameterFormat: 'named',
      body: 'Oi, {{nome}}, o pedido {{2}} já está pronto na loja.',
      bodyExamples: { nome: 'a', '2': 'b' },
    }),
    ['body placeholder-mixed'],
  ],
  [
    'a capital in a placeholder',
    draftOf({ parameterFormat: 'named', body: 'Oi, {{Nome}}, seu pedido já está pronto.', bodyExamples: { Nome: 'a' } }),
    ['body placeholder-malformed'],
  ],
  ['a placeholder first', draftOf({ body: '{{1}}, seu pedido já está pronto.' }), ['body placeholder-at-edge']],
  ['a placeholder last', draftOf({ body: 'Está pronto o pedido de {{1}} ' }), ['body placeholder-at-edge']],
  [
    'two side by side',
    draftOf({ body: 'Oi, {{1}} {{2}}, seu pedido está pronto na loja.', bodyExamples: { '1': 'a', '2': 'b' } }),
    ['body placeholder-adjacent'],
  ],
  ['no example', draftOf({ bodyExamples: {} }), ['bodyExamples.1 example-missing']],
  ['a blank example', draftOf({ bodyExamples: { '1': ' ' } }), ['bodyExamples.1 example-missing']],
  ['an example of two lines', draftOf({ bodyExamples: { '1': 'a\nb' } }), ['bodyExamples.1 value-line-break']],
  ['three line breaks', draftOf({ body: 'um\n\n\ndois' }), ['body line-breaks 2']],
  ['five spaces', draftOf({ body: 'um     dois' }), ['body value-spaces 4']],
  ['a tab', draftOf({ body: 'um\tdois' }), ['body value-spaces 4']],
  ['an empty header', draftOf(header(' ')), ['header.text empty']],
  ['two placeholders in the header', draftOf(header('{{1}} de {{2}}', { '1': 'a', '2': 'b' })), ['header.text too-many-placeholders 1']],
  ['no example for the header', draftOf(header('Pedido {{1}}')), ['header.examples.1 example-missing']],
  ['a header of two lines', draftOf(header('um\ndois')), ['header.text line-breaks 0']],
  ['a bold header', draftOf(header('*Novo*')), ['header.text formatting-not-allowed']],
  ['a header in italics', draftOf(header('É _novo_ hoje')), ['header.text formatting-not-allowed']],
  ['an emoji in the header', draftOf(header('Novo 🥖')), ['header.text formatting-not-allowed']],
  ['an emoji in the footer', draftOf({ footer: 'Fim 🥖' }), ['footer formatting-not-allowed']],
  ['an emoji in a label', draftOf({ buttons: [reply('Sim 🥖')] }), ['buttons.0.text formatting-not-allowed']],
  [
    'numbers in another order',
    draftOf({ body: 'Oi, {{2}} e {{1}}, seu pedido já está pronto.', bodyExamples: { '1': 'a', '2': 'b' } }),
    ['body placeholder-numbering'],
  ],
  [
    'a card without buttons',
    draftOf({ cards: [1, 2].map(() => cardOf({ buttons: [] })) }, marketing),
    ['cards.0.buttons empty', 'cards.1.buttons empty'],
  ],
  ['an offer without a link', draftOf({ ...offer('Hoje'), buttons: [code('A1')] }, marketing), ['buttons offer-buttons']],
  [
    'an offer whose code is not first',
    draftOf({ ...offer('Hoje'), buttons: [url('https://a.example'), code('A1')] }, marketing),
    ['buttons offer-buttons'],
  ],
  [
    'no sample',
    draftOf({ header: { kind: 'media', media: 'image', sample: { handle: null, file: null } } }),
    ['header.sample sample-missing'],
  ],
  [
    'a sample of another type',
    draftOf({ header: { kind: 'media', media: 'document', sample: { handle: null, file: attachmentOf('image/png') } } }),
    ['header.sample sample-wrong-type'],
  ],
  ['an empty footer', draftOf({ footer: '' }), ['footer empty']],
  ['a placeholder in the footer', draftOf({ footer: 'De {{1}}' }), ['footer too-many-placeholders 0']],
  ['a footer of two lines', draftOf({ footer: 'um\ndois' }), ['footer line-breaks 0']],
  ['a label without words', draftOf({ buttons: [reply('')] }), ['buttons.0.text empty']],
  ['a placeholder in a label', draftOf({ buttons: [reply('Oi {{1}}')] }), ['buttons.0.text too-many-placeholders 0']],
  ['the same label twice', draftOf({ buttons: [reply('Sim'), reply('Sim ')] }), ['buttons.1.text button-text-twice']],
  [
    'replies on both sides of an address',
    draftOf({ buttons: [reply('Sim'), url('https://a.example'), reply('Não')] }),
    ['buttons.2 quick-replies-apart'],
  ],
  ['no address', draftOf({ buttons: [url('')] }), ['buttons.0.url empty']],
  ['another scheme', draftOf({ buttons: [url('javascript:alert(1)')] }), ['buttons.0.url url-malformed']],
  ['a space in an address', draftOf({ buttons: [url('https://a.example/a b')] }), ['buttons.0.url url-malformed']],
  [
    'a placeholder within an address',
    draftOf({ buttons: [url('https://a.example/{{1}}/b', 'x')] }),
    ['buttons.0.url url-placeholder-not-at-end'],
  ],
  [
    'two placeholders in an address',
    draftOf({ buttons: [url('https://a.example/{{1}}{{2}}', 'x')] }),
    ['buttons.0.url url-placeholder-not-at-end'],
  ],
  ['no example of an address', draftOf({ buttons: [url('https://a.example/{{1}}')] }), ['buttons.0.example example-missing']],
  ['half an example of an address', draftOf({ buttons: [url('https://a.example/{{1}}', '4417')] }), ['buttons.0.example url-malformed']],
  [
    'words instead of a phone',
    draftOf({ buttons: [{ kind: 'phone', text: 'Ligar', phone: 'loja' }] }),
    ['buttons.0.phone phone-malformed 20'],
  ],
  ['no code', draftOf({ buttons: [code('')] }), ['buttons.0.example example-missing']],
  [
    'a button that is only shown',
    draftOf({ buttons: [{ kind: 'other', rawType: 'FLOW', text: 'Abrir' }] }),
    ['buttons.0 too-many-of-kind 0'],
  ],
  ['a one-time code', draftOf({ buttons: [{ kind: 'one-time-code', text: null }] }), ['buttons.0 not-with-this-category']],
  ['an offer outside marketing', draftOf(offer('Hoje')), ['offer not-with-this-category']],
  ['an offer with a footer', draftOf({ ...offer('Hoje'), footer: 'Fim' }, marketing), ['footer not-with-this-category']],
  ['an offer with a text above', draftOf({ ...offer('Hoje'), ...header('Oi') }, marketing), ['header not-with-this-category']],
  [
    'an offer with a reply',
    draftOf({ ...offer('Hoje'), buttons: [reply('Sim')] }, marketing),
    ['buttons.0 not-with-this-category', 'buttons offer-buttons'],
  ],
  ['an offer without words', draftOf(offer(''), marketing), ['offer.text empty']],
  ['cards outside marketing', draftOf(cards(2)), ['cards not-with-this-category']],
  [
    'cards with all that stands outside them',
    draftOf({ ...cards(2), ...header('Oi'), footer: 'Fim', buttons: [reply('Sim')] }, marketing),
    ['header not-with-this-category', 'footer not-with-this-category', 'buttons not-with-this-category'],
  ],
  ['cards of two sorts', draftOf({ cards: [cardOf(), cardOf({ media: 'video' })] }, marketing), ['cards.1 cards-differ']],
  [
    'cards with other buttons',
    draftOf({ cards: [cardOf(), cardOf({ buttons: [] })] }, marketing),
    ['cards.1 cards-differ', 'cards.1.buttons empty'],
  ],
  ['cards of which one is silent', draftOf({ cards: [cardOf(), cardOf({ body: '' })] }, marketing), ['cards.1 cards-differ']],
  [
    'a code in a card',
    draftOf({ cards: [1, 2].map(() => cardOf({ buttons: [code('A1')] })) }, marketing),
    ['cards.0.buttons.0 not-with-this-category', 'cards.1.buttons.0 not-with-this-category'],
  ],
  ['too short a time for marketing', draftOf({ timeToLiveSeconds: 43_199 }, marketing), ['timeToLiveSeconds not-with-this-category 43200']],
])('refuses %s', (_wrong, draft, problems) => {
  expect(found(draft)).toEqual(problems)
})

test('reads a text of any length in a moment', () => {
  const startedAt = performance.now()
  checkTemplateDraft(draftOf({ body: `{{1}} ${'-'.repeat(200_000)}` }))
  expect(performance.now() - startedAt).toBeLessThan(1000)
})

test('lets an authentication template have its button alone, whatever words WhatsApp put above it', () => {
  const button: TemplateButton = { kind: 'one-time-code', text: null }
  const authentication = { category: 'authentication' } as const
  const body = '*{{1}}* é seu código de verificação.'
  expect(found(draftOf({ body, footer: 'Expira em 10 minutos.', buttons: [button] }, authentication))).toEqual([])
  expect(found(draftOf({ body, footer: 'Expira em 91 minutos.', buttons: [] }, authentication))).toEqual([
    'footer not-with-this-category 90',
    'buttons empty',
  ])
  expect(found(draftOf({ ...header('Oi'), buttons: [reply('Sim')] }, authentication))).toEqual([
    'header not-with-this-category',
    'buttons.0 not-with-this-category',
  ])
})

test('lets cards be silent when all are, and a sample be a handle or a file of the right type', () => {
  expect(found(draftOf({ cards: [1, 2].map(() => cardOf({ body: '', bodyExamples: {} })) }, marketing))).toEqual([])
  expect(found(draftOf({ header: { kind: 'media', media: 'video', sample } }))).toEqual([])
  const file = attachmentOf('application/pdf')
  expect(found(draftOf({ header: { kind: 'media', media: 'document', sample: { handle: null, file } } }))).toEqual([])
})
