import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkTemplateDraft,
  checkTemplateValues,
  emptyValues,
  fillTemplate,
  placeholdersOf,
  templateCategory,
  templateDefinition,
  templateValues,
  type TemplateDefinition,
  type TemplateValues,
} from '#contract'
import { A_FILE, ANOTHER_FILE, cardOf, definitionOf, draftOf, valuesOf } from '#test/support/sample-templates.ts'

const NOW = Date.UTC(2026, 10, 23)
const found = (definition: TemplateDefinition, values: TemplateValues) =>
  checkTemplateValues(definition, values, {
    now: NOW,
    factsOf: (id) => ({ mimeType: id === A_FILE ? 'image/png' : 'application/pdf' }),
  }).map(({ at, key, limit }) => `${at} ${key}${limit === null ? '' : ` ${limit}`}`)

const picture = definitionOf({ header: { kind: 'media', media: 'image', sample: { handle: null, file: null } } })
const place = definitionOf({ header: { kind: 'location' } })
const here = { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Loja', address: 'Rua A, 1' } as const
const link = definitionOf({ buttons: [{ kind: 'url', text: 'Ver', url: 'https://a.example/{{1}}', example: 'https://a.example/1' }] })
const coupon = definitionOf({ buttons: [{ kind: 'copy-code', example: 'CAFE' }] })
const offer = { ...coupon, offer: { text: 'Só hoje', hasEnd: true } }
const carousel = definitionOf({ cards: [cardOf(), cardOf()] })
const card = { mediaId: A_FILE, body: { '1': 'R$ 5' }, buttons: [] }
const code = definitionOf({ body: '*{{1}}* é seu código.', buttons: [{ kind: 'one-time-code', text: 'Copiar' }] })
const value = (text: string, index = 0) => ({ buttons: [{ index, value: text }] })

test.each<[name: string, definition: TemplateDefinition, values: TemplateValues]>([
  ['words', definitionOf(), valuesOf()],
  ['the longest body', definitionOf({ body: 'a{{1}}b' }), valuesOf({ body: { '1': 'x'.repeat(1022) } })],
  ['a picture', picture, valuesOf({ header: { kind: 'media', mediaId: A_FILE, fileName: null } })],
  ['a place', place, valuesOf({ header: here })],
  ['the end of an address', link, valuesOf(value('4417'))],
  ['the longest address', link, valuesOf(value('a'.repeat(1982)))],
  ['the longest code', coupon, valuesOf(value('a'.repeat(20)))],
  ['the longest code of an offer', offer, valuesOf({ ...value('a'.repeat(15)), offerEndsAt: NOW + 1 })],
  ['what a tap answers', definitionOf({ buttons: [{ kind: 'quick-reply', text: 'Sim' }] }), valuesOf(value('sim-4417'))],
  ['cards', carousel, valuesOf({ cards: [card, card] })],
  ['the longest one-time code', code, valuesOf({ body: { '1': '1'.repeat(15) } })],
  ['four spaces', definitionOf(), valuesOf({ body: { '1': 'a    b' } })],
])('takes %s', (_name, definition, values) => {
  expect(found(definition, values)).toEqual([])
})

test.each<[name: string, definition: TemplateDefinition, values: TemplateValues, problems: string[]]>([
  ['a missing value', definitionOf(), valuesOf({ body: {} }), ['body.1 value-missing']],
  ['a blank value', definitionOf(), valuesOf({ body: { '1': '  ' } }), ['body.1 value-missing']],
  ['a value too many', definitionOf(), valuesOf({ body: { '1': 'a', '2': 'b' } }), ['body.2 value-unknown']],
  ['a line break', definitionOf(), valuesOf({ body: { '1': 'a\nb' } }), ['body.1 value-line-break']],
  ['a tab', definitionOf(), valuesOf({ body: { '1': 'a\tb' } }), ['body.1 value-spaces 4']],
  ['five spaces', definitionOf(), valuesOf({ body: { '1': 'a     b' } }), ['body.1 value-spaces 4']],
  [
    'a body that gets too long',
    definitionOf({ body: 'a{{1}}b' }),
    valuesOf({ body: { '1': 'x'.repeat(1023) } }),
    ['body value-too-long 1024'],
  ],
  [
    'a header that gets too long',
    definitionOf({ header: { kind: 'text', text: 'Pedido {{1}}', examples: {} } }),
    valuesOf({ header: { kind: 'text', values: { '1': 'x'.repeat(54) } } }),
    ['header value-too-long 60'],
  ],
  [
    'no value for the header',
    definitionOf({ header: { kind: 'text', text: 'Pedido {{1}}', examples: {} } }),
    valuesOf(),
    ['header.1 value-missing'],
  ],
  [
    'a file where none goes',
    definitionOf(),
    valuesOf({ header: { kind: 'media', mediaId: A_FILE, fileName: null } }),
    ['header value-unknown'],
  ],
  ['no file', picture, valuesOf(), ['header value-missing']],
  [
    'a file of another type',
    picture,
    valuesOf({ header: { kind: 'media', mediaId: ANOTHER_FILE, fileName: null } }),
    ['header media-wrong-type'],
  ],
  ['a place for a picture', picture, valuesOf({ header: here }), ['header value-unknown']],
  ['a place without a name', place, valuesOf({ header: { ...here, name: '' } }), ['header.name value-missing']],
  ['no end of an address', link, valuesOf(), ['buttons.0 value-missing']],
  ['a space in an address', link, valuesOf(value('a b')), ['buttons.0 url-malformed']],
  ['an address that gets too long', link, valuesOf(value('a'.repeat(1983))), ['buttons.0 value-too-long 2000']],
  ['a button that is not there', definitionOf(), valuesOf(value('x', 3)), ['buttons.3 value-unknown']],
  ['a button twice', link, valuesOf({ buttons: [0, 0].map((index) => ({ index, value: 'a' })) }), ['buttons.0 value-unknown']],
  ['too long a code', coupon, valuesOf(value('a'.repeat(21))), ['buttons.0 code-too-long 20']],
  ['too long a code of an offer', offer, valuesOf({ ...value('a'.repeat(16)), offerEndsAt: NOW + 1 }), ['buttons.0 code-too-long 15']],
  ['an offer that is over', offer, valuesOf({ ...value('a'), offerEndsAt: NOW }), ['offerEndsAt date-past']],
  ['an offer without its end', offer, valuesOf(value('a')), ['offerEndsAt value-missing']],
  ['an end without an offer', coupon, valuesOf({ ...value('a'), offerEndsAt: NOW + 1 }), ['offerEndsAt value-unknown']],
  ['a card too few', carousel, valuesOf({ cards: [card] }), ['cards cards-count 2']],
  [
    'what is wrong in a card',
    carousel,
    valuesOf({ cards: [card, { mediaId: ANOTHER_FILE, body: { '1': 'x'.repeat(161) }, buttons: [{ index: 1, value: 'x' }] }] }),
    ['cards.1.mediaId media-wrong-type', 'cards.1.body value-too-long 160', 'cards.1.buttons.1 value-unknown'],
  ],
  ['too long a one-time code', code, valuesOf({ body: { '1': '1'.repeat(16) } }), ['body.1 code-too-long 15']],
])('refuses %s', (_name, definition, values, problems) => {
  expect(found(definition, values)).toEqual(problems)
})

test('fills everything that is drawn', () => {
  const definition = definitionOf({
    header: { kind: 'text', text: 'Pedido {{1}}', examples: {} },
    footer: 'Casa Jabuticaba',
    buttons: [...link.buttons, { kind: 'phone', text: 'Ligar', phone: '+5511900000100' }, ...coupon.buttons],
    offer: { text: 'Só hoje', hasEnd: true },
  })
  const values = valuesOf({
    header: { kind: 'text', values: { '1': '4417' } },
    buttons: [
      { index: 0, value: '4417' },
      { index: 2, value: 'CAFE10' },
    ],
    offerEndsAt: NOW,
  })
  expect(fillTemplate({ name: 'pedido', language: 'pt_BR', category: 'marketing', definition }, values)).toEqual({
    name: 'pedido',
    language: 'pt_BR',
    category: 'marketing',
    header: 'Pedido 4417',
    text: 'Oi, Marina! Seu pedido já está pronto na loja.',
    footer: 'Casa Jabuticaba',
    buttons: [
      { kind: 'url', text: 'Ver', value: 'https://a.example/4417' },
      { kind: 'phone', text: 'Ligar', value: '+5511900000100' },
      { kind: 'copy-code', text: '', value: 'CAFE10' },
    ],
    offer: { text: 'Só hoje', code: 'CAFE10', endsAt: NOW },
    cards: [],
    location: null,
  })
})

test('shows where a value is missing, and takes one for what it is', () => {
  const template = { name: 'a', language: 'pt_BR', category: 'utility', definition: definitionOf() } as const
  expect(fillTemplate(template, emptyValues(template.definition)).text).toBe('Oi, {{1}}! Seu pedido já está pronto na loja.')
  expect(fillTemplate(template, valuesOf({ body: { '1': '$& {{1}}' } })).text).toBe('Oi, $& {{1}}! Seu pedido já está pronto na loja.')
})

const text = fc.oneof(
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('{{1}}', '{{2}}', '{{nome}}', '{{', '}}', ' ', 'pão', '\n', '*', '_a_', 'https://a.example/', '{{constructor}}'))
    .map((parts) => parts.join('')),
)
const examples = fc.dictionary(fc.constantFrom('1', '2', 'nome', '__proto__', 'constructor'), text)
const button = fc.oneof(
  fc.record({ kind: fc.constant('quick-reply' as const), text }),
  fc.record({ kind: fc.constant('url' as const), text, url: text, example: fc.option(text) }),
  fc.record({ kind: fc.constant('phone' as const), text, phone: text }),
  fc.record({ kind: fc.constant('copy-code' as const), example: text }),
  fc.record({ kind: fc.constant('one-time-code' as const), text: fc.option(text) }),
  fc.record({ kind: fc.constant('other' as const), rawType: text, text }),
)
const sample = fc.record({ handle: fc.option(text), file: fc.constant(null) })
const anyDefinition: fc.Arbitrary<TemplateDefinition> = fc.record({
  parameterFormat: fc.constantFrom('named', 'positional'),
  header: fc.option(
    fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text, examples }),
      fc.record({ kind: fc.constant('media' as const), media: fc.constantFrom('image', 'video', 'document'), sample }),
      fc.record({ kind: fc.constant('location' as const) }),
    ),
  ),
  body: text,
  bodyExamples: examples,
  footer: fc.option(text),
  buttons: fc.array(button, { maxLength: 12 }),
  offer: fc.option(fc.record({ text, hasEnd: fc.boolean() })),
  cards: fc.array(
    fc.record({
      media: fc.constantFrom('image', 'video'),
      sample,
      body: text,
      bodyExamples: examples,
      buttons: fc.array(button, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  timeToLiveSeconds: fc.option(fc.integer()),
})
const anyValues: fc.Arbitrary<TemplateValues> = fc.record({
  header: fc.option(fc.record({ kind: fc.constant('text' as const), values: examples })),
  body: examples,
  buttons: fc.array(fc.record({ index: fc.integer({ min: 0, max: 9 }), value: text }), { maxLength: 10 }),
  cards: fc.array(fc.record({ mediaId: fc.constant(A_FILE), body: examples, buttons: fc.constant([]) }), { maxLength: 3 }),
  offerEndsAt: fc.option(fc.integer()),
})

test('never throws, whatever a draft or its values say', () => {
  fc.assert(
    fc.property(anyDefinition, anyValues, templateCategoryOf(), (definition, values, category) => {
      checkTemplateDraft({ name: 'a', language: 'pt_BR', category, definition })
      checkTemplateValues(definition, values, { now: NOW })
      fillTemplate({ name: 'a', language: 'pt_BR', category, definition }, values)
      expect(templateDefinition.safeParse(definition).success && templateValues.safeParse(emptyValues(definition)).success).toBe(true)
    }),
    { numRuns: 300 },
  )
})

function templateCategoryOf() {
  return fc.constantFrom(...templateCategory.options)
}

const safeWord = fc.constantFrom('bolo', 'pão', 'café', 'R$ 5', '🥖')
/** Bodies as people write them: words around each of some placeholders. */
const goodDefinition = fc
  .record({ isNamed: fc.boolean(), count: fc.integer({ min: 0, max: 5 }), hasHeader: fc.boolean(), hasLink: fc.boolean() })
  .map(({ isNamed, count, hasHeader, hasLink }) => {
    const keys = Array.from({ length: count }, (_, index) => (isNamed ? `nome_${index}` : String(index + 1)))
    const given = Object.fromEntries(keys.map((key) => [key, 'exemplo']))
    return definitionOf({
      parameterFormat: isNamed ? 'named' : 'positional',
      body: `Oi ${keys.map((key) => `um dois {{${key}}} três`).join(' ')} até logo`,
      bodyExamples: given,
      header: hasHeader
        ? { kind: 'text', text: isNamed ? 'Pedido {{numero}}' : 'Pedido {{1}}', examples: { numero: '1', '1': '1' } }
        : null,
      buttons: hasLink ? link.buttons : [],
    })
  })

test('leaves no placeholder in what passes both checks', () => {
  fc.assert(
    fc.property(goodDefinition, fc.array(safeWord, { minLength: 10, maxLength: 10 }), (definition, chosen) => {
      expect(checkTemplateDraft(draftOf(definition))).toEqual([])
      const empty = emptyValues(definition)
      const fill = (blank: Record<string, string>) =>
        Object.fromEntries(Object.keys(blank).map((key, index) => [key, chosen[index] ?? 'x']))
      const values = {
        ...empty,
        header: empty.header?.kind === 'text' ? { kind: 'text' as const, values: fill(empty.header.values) } : null,
        body: fill(empty.body),
        buttons: empty.buttons.map(({ index }) => ({ index, value: 'x' })),
      }
      expect(checkTemplateValues(definition, values, { now: NOW })).toEqual([])
      const shown = fillTemplate({ name: 'a', language: 'pt_BR', category: 'utility', definition }, values)
      const drawn = [shown.header, shown.text, ...shown.buttons.map((each) => each.value)].join(' ')
      expect(placeholdersOf(drawn)).toEqual([])
    }),
  )
})
