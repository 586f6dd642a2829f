import { describe, expect, test } from 'vitest'
import { checkTemplateDraft, type TemplateDraft } from '#contract'
import { prefilled } from '#renderer/features/templates/prefill.ts'
import {
  asName,
  isChanged,
  moved,
  newDraft,
  nextPlaceholder,
  tidy,
  withButton,
  withCategory,
  withFormat,
  withLayout,
} from '#renderer/features/templates/template-draft.ts'
import { contextOf, newFilling, problemsOf, readCoordinates, valuesOf, withBody } from '#renderer/features/templates/filling.ts'
import { findTemplates, groupByName } from '#renderer/features/templates/match-templates.ts'
import { NOON } from '#test/support/inbox-rows.ts'
import { templateOf } from '#test/support/sample-template-list.ts'
import { cardOf, definitionOf, draftOf, attachmentOf } from '#test/support/sample-templates.ts'

const DAY = 86_400_000
const nobody = { customer: null, attendant: null, shop: null }
const keysOf = (draft: TemplateDraft) => checkTemplateDraft(draft).map(({ at, key }) => `${at}: ${key}`)

describe('a draft', () => {
  test('capitals, blanks and hyphens on the way to a name are put right', () => {
    expect(asName('Pedido Pronto-2')).toBe('pedido_pronto_2')
  })

  test('a new one only lacks what nobody has written yet', () => {
    expect(keysOf(newDraft('pt_BR'))).toEqual(['name: empty', 'body: empty'])
  })

  test('as an authentication template it keeps nothing that WhatsApp would refuse there, and back again it is an ordinary one', () => {
    const draft = draftOf({ footer: 'Até logo', buttons: [{ kind: 'quick-reply', text: 'Sim' }], header: { kind: 'location' } })
    const code = withCategory(draft, 'authentication')
    expect(keysOf(code)).toEqual([])
    const back = withCategory(code, 'utility')
    expect({ buttons: back.definition.buttons, wrong: keysOf(back) }).toEqual({ buttons: [], wrong: [] })
  })

  test('as an offer or a carousel it only lacks what is to be written', () => {
    const { definition } = draftOf({ footer: 'Até logo', buttons: [{ kind: 'phone', text: 'Ligar', phone: '+551140028922' }] })
    const offer = draftOf(withLayout(definition, 'offer'), { category: 'marketing' })
    expect(keysOf(offer)).toEqual([
      'buttons.0.example: example-missing',
      'buttons.1.text: empty',
      'buttons.1.url: url-malformed',
      'offer.text: empty',
    ])
    const carousel = draftOf(withLayout(definition, 'carousel'), { category: 'marketing' })
    expect(new Set(checkTemplateDraft(carousel).map(({ key }) => key))).toEqual(new Set(['sample-missing', 'empty']))
  })

  test('placeholders change from numbers to names and back, with their examples', () => {
    const definition = definitionOf({ body: 'Oi, {{1}}! Já temos {{2}} na loja.', bodyExamples: { '1': 'Marina', '2': 'bolo' } })
    const named = withFormat(definition, 'named')
    expect(named).toMatchObject({
      body: 'Oi, {{value_1}}! Já temos {{value_2}} na loja.',
      bodyExamples: { value_1: 'Marina', value_2: 'bolo' },
    })
    expect(withFormat(named, 'positional')).toEqual(definition)
  })

  test('the next placeholder has a name or number that is free', () => {
    expect([nextPlaceholder('Oi, {{customer}}', 'named'), nextPlaceholder('Oi, {{1}}', 'positional')]).toEqual(['order', '2'])
  })

  test('quick replies stay together, and a button moves to its place', () => {
    const link = { kind: 'url', text: 'Ver', url: 'https://a.example', example: null } as const
    const yes = { kind: 'quick-reply', text: 'Sim' } as const
    const no = { kind: 'quick-reply', text: 'Não' } as const
    expect(withButton([yes, link], no)).toEqual([yes, no, link])
    expect(moved([yes, no, link], 2, 0)).toEqual([link, yes, no])
    expect(moved([yes, no], 1, 2)).toEqual([yes, no])
  })

  test('examples of what is no longer in the text do not go along, and alone change nothing', () => {
    const draft = draftOf({ body: ' Seu pedido está pronto. ', bodyExamples: { '1': 'Marina' } })
    expect(tidy(draft).definition).toMatchObject({ body: 'Seu pedido está pronto.', bodyExamples: {} })
    expect(isChanged({ draft, original: tidy(draft) })).toBe(false)
    expect(isChanged({ draft: { ...draft, category: 'marketing' }, original: draft })).toBe(true)
  })
})

describe('filling in', () => {
  test('names that say who is meant, and the word after a greeting, are filled in', () => {
    const known = { customer: 'Marina', attendant: 'Ana', shop: 'Aurora' }
    const named = definitionOf({
      parameterFormat: 'named',
      body: 'Oi, {{nome}}, aqui é {{atendente}} da {{nome_da_loja}}: {{pedido}} chegou.',
    })
    expect(prefilled(named, known).body).toEqual({ nome: 'Marina', atendente: 'Ana', nome_da_loja: 'Aurora', pedido: '' })
    const numbered = definitionOf({ body: 'Boa tarde, {{1}}! O pedido {{2}} já chegou.' })
    expect(prefilled(numbered, known).body).toEqual({ '1': 'Marina', '2': '' })
  })

  test('a name in header and text is asked for once', () => {
    const definition = definitionOf({
      parameterFormat: 'named',
      header: { kind: 'text', text: 'Pedido {{pedido}}', examples: {} },
      body: 'O pedido {{pedido}} já está na loja.',
    })
    const filling = withBody(definition, newFilling(definition, nobody), { pedido: '1042' })
    expect(valuesOf(definition, filling)).toMatchObject({ body: { pedido: '1042' }, header: { values: { pedido: '1042' } } })
    expect(problemsOf(definition, filling, NOON)).toEqual([])
  })

  test('each card and the place wait for what they need', () => {
    const carousel = definitionOf({ body: 'Olha só.', cards: [cardOf({ body: 'Bolo' }), cardOf({ body: 'Torta' })] })
    const empty = newFilling(carousel, nobody)
    const first = { ...empty, cards: empty.cards.map((card, index) => ({ ...card, file: index === 0 ? attachmentOf('image/png') : null })) }
    expect(problemsOf(carousel, first, NOON).map(({ at }) => at)).toEqual(['cards.1.mediaId'])
    const place = definitionOf({ body: 'Venha.', header: { kind: 'location' } })
    expect(problemsOf(place, newFilling(place, nobody), NOON).map(({ at }) => at)).toEqual([
      'header.name',
      'header.address',
      'header.coordinates',
    ])
  })

  test.each([
    ['-23.55052, -46.63331', { latitude: -23.55052, longitude: -46.63331 }],
    ['-26.2 28.04', { latitude: -26.2, longitude: 28.04 }],
    ['91, 10', null],
    ['a praça', null],
    ['', null],
  ])('reads the coordinates %j', (text, place) => {
    expect(readCoordinates(text)).toEqual(place)
  })

  test('a numbered blank shows the words around it', () => {
    expect(contextOf('Oi, {{1}}! Já temos {{2}} na loja.', '2')).toBe('Oi, …! Já temos ___ na loja.')
  })
})

describe('the order of templates', () => {
  const used = templateOf({ id: 1, name: 'b', useCount: 9 })
  const lately = templateOf({ id: 2, name: 'c', lastUsedAt: NOON - DAY })
  const english = templateOf({ id: 3, name: 'a', language: 'en' })
  const never = templateOf({ id: 4, name: 'z' })
  const over = templateOf({ id: 5, name: 'y', status: 'paused', pausedUntil: NOON - 1 })
  const paused = templateOf({ id: 6, name: 'x', status: 'paused', pausedUntil: NOON + 1 })

  test('is: used lately, used most, of one’s language; what cannot go is last, and a pause ends by itself', () => {
    const found = findTemplates([never, paused, over, english, used, lately], { query: '', now: NOON, language: 'pt-BR' })
    expect(found).toEqual({ recent: [lately], others: [used, over, never, english], blocked: [paused] })
  })

  test('finds by any word of name and text, blind to accents', () => {
    const ids = (query: string) => findTemplates([used], { query, now: NOON, language: 'en' }).others.length
    expect([ids('ja pronto'), ids('pedido b'), ids('bolo')]).toEqual([1, 1, 0])
  })

  test('puts the languages of a name together', () => {
    const other = templateOf({ id: 7, name: 'b', language: 'en' })
    expect(groupByName([never, used, other], (a, b) => a.localeCompare(b))).toEqual([[other, used], [never]])
  })
})
