import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkTemplateDraft, type TemplateDefinition, type TemplateDraft } from '#contract'
import { Redacted } from '#core/lib/redacted.ts'
import type { HttpResult } from '#core/ports.ts'
import { listedTemplateOf } from '#core/whatsapp/decode/template.ts'
import { createGraphClient, type GraphClient } from '#core/whatsapp/graph-client.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { createFakeClock, type FakeClock } from '#test/support/fake-clock.ts'
import { answer, createFakeHttp, graphError } from '#test/support/fake-http.ts'
import { openPracticeShop, type PracticeShop } from '#test/support/practice-shop.ts'
import { cardOf, definitionOf, draftOf } from '#test/support/sample-templates.ts'

let shop: PracticeShop
let client: GraphClient
let time: FakeClock

beforeEach(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
  client = createGraphClient({ graphUrl: shop.graphUrl, token: new Redacted(shop.token), http: createNodeHttp() })
})
afterEach(() => shop.stop())

async function listed(name: string, language = 'pt_BR') {
  const all = await client.templates.list(shop.wabaId)
  return all.ok ? all.value.find((each) => each.name === name && each.language === language) : undefined
}

test('reads every kind of template that an account can have', async () => {
  expect(await listed('pedido_saiu')).toMatchObject({
    status: 'approved',
    category: 'utility',
    quality: 'UNKNOWN',
    rejectedReason: null,
    isAutomatic: false,
    definition: {
      parameterFormat: 'named',
      header: { kind: 'text', text: 'Pedido {{numero}}', examples: { numero: '4417' } },
      bodyExamples: { nome: 'Rogério', hora: '15h30' },
      buttons: [
        {
          kind: 'url',
          text: 'Acompanhar',
          url: 'https://casajabuticaba.example/p/{{1}}',
          example: 'https://casajabuticaba.example/p/4417',
        },
        { kind: 'phone', text: 'Ligar', phone: '+5511900000100' },
      ],
    },
  })
  expect(await listed('oferta_relampago')).toMatchObject({
    definition: {
      header: { kind: 'media', media: 'image', sample: { handle: null, file: null } },
      offer: { text: 'Só até hoje!', hasEnd: true },
      buttons: [
        { kind: 'copy-code', example: 'CESTA25' },
        { kind: 'url', example: null },
      ],
    },
  })
  expect((await listed('vitrine_da_semana'))?.definition.cards).toMatchObject([
    {
      media: 'image',
      body: 'Hoje temos bolo por R$ {{1}} na loja.',
      bodyExamples: { '1': '49,90' },
      buttons: [{ kind: 'quick-reply' }, { kind: 'url' }],
    },
    { body: 'Hoje temos cesta por R$ {{1}} na loja.' },
    { body: 'Hoje temos caneca por R$ {{1}} na loja.' },
  ])
  expect(await listed('codigo_de_acesso')).toMatchObject({
    category: 'authentication',
    definition: { buttons: [{ kind: 'one-time-code', text: 'Copiar código' }], timeToLiveSeconds: 600 },
  })
  expect((await listed('onde_retirar'))?.definition.header).toEqual({ kind: 'location' })
  expect((await listed('pedir_contato'))?.definition.buttons).toEqual([{ kind: 'contact-request' }])
  expect(await listed('ganhe_ja')).toMatchObject({ status: 'rejected', rejectedReason: 'SCAM' })
  expect(await listed('avaliacao_do_pedido')).toMatchObject({ correctCategory: 'marketing', quality: 'YELLOW' })
  expect(await listed('aniversario')).toMatchObject({ previousCategory: 'utility' })
})

test('reads other casing, other forms of examples, and keeps what it does not know', () => {
  const template = listedTemplateOf({
    id: 77,
    name: 'catalogo',
    language: 'pt_BR',
    status: 'something new',
    category: 'utility',
    source: 'AUTO_GENERATED',
    quality_score: 'RED',
    components: [
      { type: 'header', format: 'product' },
      { type: 'body', text: 'Oi, {{nome}}, veja', example: { body_text_named_params: [{ param_name: 'nome', example: 'Ana' }] } },
      {
        type: 'buttons',
        buttons: [
          { type: 'catalog', text: 'Ver' },
          { type: 'copy_code', example: ['A1'] },
        ],
      },
      { type: 'carousel', cards: [{ components: [{ type: 'header', format: 'product' }] }] },
      { type: 'novelty' },
    ],
  })
  expect(template).toMatchObject({ templateId: '77', status: 'unknown', quality: 'RED', isAutomatic: true })
  expect(template?.definition).toEqual({
    ...definitionOf({ parameterFormat: 'named', body: 'Oi, {{nome}}, veja', bodyExamples: { nome: 'Ana' } }),
    buttons: [
      { kind: 'other', rawType: 'CATALOG', text: 'Ver' },
      { kind: 'copy-code', example: 'A1' },
      { kind: 'other', rawType: 'HEADER', text: '' },
      { kind: 'other', rawType: 'CAROUSEL', text: '' },
      { kind: 'other', rawType: 'NOVELTY', text: '' },
    ],
  })
  expect(listedTemplateOf({ id: 'x', name: 'a', language: 'en' })).toBeNull()
  expect(listedTemplateOf({ id: '1', name: 'a', language: 'en' })).toMatchObject({ definition: { body: '' } })
})

const marketing = { category: 'marketing' } as const
const drafts: readonly [name: string, draft: (handle: string) => TemplateDraft][] = [
  ['words', () => draftOf()],
  [
    'names, a header and all buttons',
    () =>
      draftOf({
        parameterFormat: 'named',
        header: { kind: 'text', text: 'Pedido {{numero}}', examples: { numero: '4417' } },
        body: 'Oi, {{nome}}! Seu pedido chega até as {{hora}} na sua casa.',
        bodyExamples: { nome: 'Marina', hora: '19h' },
        footer: 'Casa Jabuticaba',
        buttons: [
          { kind: 'quick-reply', text: 'Certo' },
          { kind: 'url', text: 'Ver', url: 'https://a.example/{{1}}', example: 'https://a.example/1' },
          { kind: 'phone', text: 'Ligar', phone: '+5511900000100' },
          { kind: 'contact-request' },
        ],
      }),
  ],
  ['a picture', (handle) => draftOf({ header: { kind: 'media', media: 'image', sample: { handle, file: null } } })],
  ['a place', () => draftOf({ header: { kind: 'location' } })],
  [
    'an offer',
    () =>
      draftOf(
        {
          offer: { text: 'Só hoje', hasEnd: true },
          buttons: [
            { kind: 'copy-code', example: 'CAFE10' },
            { kind: 'url', text: 'Ver', url: 'https://a.example', example: null },
          ],
        },
        marketing,
      ),
  ],
  ['cards', (handle) => draftOf({ cards: [1, 2].map(() => cardOf({ sample: { handle, file: null } })) }, marketing)],
]

test.each(drafts)('creates %s, and reads it back as it was', async (_name, draftWith) => {
  const draft = draftWith(await shop.uploadSample('image/png'))
  expect(checkTemplateDraft(draft)).toEqual([])
  const created = await client.templates.create(shop.wabaId, { ...draft, name: 'novo' })
  expect(created).toMatchObject({ ok: true, value: { status: 'pending', category: draft.category } })
  expect(await listed('novo')).toMatchObject({ status: 'pending', definition: withoutHandles(draft.definition) })
})

test('creates an authentication template with its minutes', async () => {
  const definition = definitionOf({ footer: '7', buttons: [{ kind: 'one-time-code', text: 'Copiar' }], timeToLiveSeconds: 60 })
  await client.templates.create(shop.wabaId, { name: 'codigo', language: 'pt_BR', category: 'authentication', definition })
  expect(await listed('codigo')).toMatchObject({
    definition: {
      body: '*{{1}}* é seu código de verificação. Para sua segurança, não o compartilhe.',
      footer: 'Este código expira em 7 minutos.',
      buttons: [{ kind: 'one-time-code', text: 'Copiar' }],
      timeToLiveSeconds: 60,
    },
  })
})

test('edits what is approved once a day, and deletes one language or all', async () => {
  const template = await listed('retomar_conversa')
  const change = { category: 'utility', definition: definitionOf(), isCategoryNew: false } as const
  expect(await client.templates.edit(template?.templateId ?? '', change)).toEqual({ ok: true, value: null })
  await time.advance(120_000)
  expect(await listed('retomar_conversa')).toMatchObject({ status: 'approved', definition: { body: definitionOf().body } })
  expect(await client.templates.edit(template?.templateId ?? '', change)).toMatchObject({
    ok: false,
    problem: { row: { key: 'template-limit' } },
  })
  expect(await client.templates.remove(shop.wabaId, { name: 'retomar_conversa', templateId: template?.templateId ?? '' })).toMatchObject({
    ok: true,
  })
  expect([await listed('retomar_conversa'), (await listed('retomar_conversa', 'es'))?.language]).toEqual([undefined, 'es'])
  expect(await client.templates.remove(shop.wabaId, { name: 'retomar_conversa', templateId: null })).toMatchObject({ ok: true })
  expect(await listed('retomar_conversa', 'es')).toBeUndefined()
})

const page = (names: readonly string[], next: string | null) =>
  answer(200, {
    data: names.map((name, index) => ({ id: `${names.length}${index}`, name, language: 'pt_BR' })),
    paging: { cursors: { after: 'later' }, ...(next !== null && { next }) },
  })

async function listFrom(answers: HttpResult[]) {
  const http = createFakeHttp(...answers)
  const graph = createGraphClient({ http, graphUrl: 'https://graph.test', token: new Redacted('t') })
  const result = await graph.templates.list('102290129340398')
  return {
    names: result.ok ? result.value.map(({ name }) => name) : result.problem.row.key,
    asked: http.requests.map(({ url }) => new URL(url).searchParams),
  }
}

test('reads every page, and takes a list that breaks off for none', async () => {
  const whole = await listFrom([page(['a', 'b'], 'https://elsewhere.example'), page(['c'], null)])
  expect([whole.names, whole.asked.map((query) => query.get('after'))]).toEqual([
    ['a', 'b', 'c'],
    [null, 'later'],
  ])
  const broken = await listFrom([page(['a', 'b'], 'https://elsewhere.example'), answer(500, {})])
  expect(broken.names).toBe('no-clear-answer')
})

test('asks for fewer fields where Meta does not know the newer ones', async () => {
  const older = await listFrom([graphError(400, 100), graphError(400, 100), page(['a'], null)])
  expect([older.names, older.asked.map((query) => query.get('fields')?.includes('source'))]).toEqual([['a'], [true, false, false]])
  expect((await listFrom([graphError(401, 190)])).names).toBe('token-invalid')
})

function withoutHandles(definition: TemplateDefinition): TemplateDefinition {
  const sample = { handle: null, file: null }
  return {
    ...definition,
    header: definition.header?.kind === 'media' ? { ...definition.header, sample } : definition.header,
    cards: definition.cards.map((card) => ({ ...card, sample })),
  }
}
