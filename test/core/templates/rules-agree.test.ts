import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkTemplateDraft, type TemplateButton, type TemplateDefinition, type TemplateDraft } from '#contract'
import { componentsOf } from '#core/whatsapp/template-components.ts'
import { GraphError } from '#practice/errors/graph-error.ts'
import { checkComponents } from '#practice/server/templates/check-components.ts'
import type { TemplateCategory } from '#practice/world/templates.ts'
import { createUploads } from '#practice/world/uploads.ts'
import { cardOf } from '#test/support/sample-templates.ts'

// The rules are written down twice, here for whoever writes a template and in the practice server, each from Meta's pages.

const texts = fc.constantFrom(
  'Oi, {{1}}! Seu pedido já está pronto na loja.',
  'Oi, {{nome}}! Seu pedido já está pronto na loja.',
  'Seu pedido está pronto.',
  '{{1}}, seu pedido já está pronto.',
  'Oi {{1}}',
  'Oi, {{1}} {{2}}, seu pedido está pronto na loja hoje.',
  'Oi, {{2}} e {{1}}, seu pedido está pronto na loja hoje.',
  'um\n\n\ndois',
  'um     dois',
  'a'.repeat(161),
  'a'.repeat(601),
  'a'.repeat(1025),
  '',
  'Oi, {{1}, tudo bem por aí com você?',
)
const shortTexts = fc.constantFrom(
  'Sim',
  'Não',
  'Novo 🥖',
  '*Novo*',
  'a'.repeat(26),
  'a'.repeat(61),
  '',
  'Pedido {{1}}',
  'Pedido {{numero}}',
  'um\ndois',
)
const examples = fc.constantFrom<Record<string, string>>(
  {},
  { '1': 'Ana' },
  { '1': 'Ana', '2': 'Bia' },
  { nome: 'Ana' },
  { numero: '4417' },
)
const sample = fc.constantFrom<{ handle: string | null; file: null }>({ handle: 'picture', file: null }, { handle: null, file: null })
const button: fc.Arbitrary<TemplateButton> = fc.oneof(
  shortTexts.map((text) => ({ kind: 'quick-reply' as const, text })),
  fc.record({
    kind: fc.constant('url' as const),
    text: shortTexts,
    url: fc.constantFrom('https://a.example', 'https://a.example/{{1}}', 'https://a.example/{{1}}/b', 'nonsense', 'a'.repeat(2001)),
    example: fc.constantFrom(null, 'https://a.example/1'),
  }),
  fc.record({ kind: fc.constant('phone' as const), text: shortTexts, phone: fc.constantFrom('+5511900000100', 'loja') }),
  fc.constantFrom('A1', 'a'.repeat(16), 'a'.repeat(21), '').map((example) => ({ kind: 'copy-code' as const, example })),
  fc.constant({ kind: 'contact-request' as const }),
)
const card: fc.Arbitrary<TemplateDefinition['cards'][number]> = fc.record({
  media: fc.constantFrom('image', 'video'),
  sample,
  body: fc.oneof(fc.constant(cardOf().body), texts),
  bodyExamples: fc.oneof(fc.constant<Record<string, string>>({ '1': 'Ana' }), examples),
  buttons: fc.array(button, { maxLength: 3 }),
})
const drafts: fc.Arbitrary<TemplateDraft> = fc.record({
  name: fc.constant('pedido'),
  language: fc.constant('pt_BR'),
  category: fc.constantFrom<TemplateDraft['category']>('utility', 'marketing'),
  definition: fc.record({
    parameterFormat: fc.constantFrom('positional', 'positional', 'named'),
    header: fc.option(
      fc.oneof(
        fc.record({ kind: fc.constant('text' as const), text: shortTexts, examples }),
        fc.record({ kind: fc.constant('media' as const), media: fc.constantFrom('image', 'video', 'document'), sample }),
        fc.constant({ kind: 'location' as const }),
      ),
      { freq: 1 },
    ),
    body: texts,
    bodyExamples: fc.oneof(fc.constant<Record<string, string>>({ '1': 'Ana' }), examples),
    footer: fc.option(shortTexts, { freq: 1 }),
    buttons: fc.array(button, { maxLength: 4 }),
    offer: fc.option(fc.record({ text: fc.constantFrom('Só hoje', '', 'a'.repeat(17)), hasEnd: fc.boolean() }), { freq: 1 }),
    cards: fc.oneof(
      { weight: 3, arbitrary: fc.constant<TemplateDefinition['cards']>([]) },
      fc.array(card, { maxLength: 3 }),
      fc.constant<TemplateDefinition['cards']>([cardOf(), cardOf()]),
    ),
    timeToLiveSeconds: fc.constant(null),
  }),
})

function practiceRefuses({ category, language, definition }: TemplateDraft): string | null {
  let uploaded = 0
  const uploads = createUploads({ nextId: () => String((uploaded += 1)) })
  // Of the right type for all: what a handle is of is known to who uploaded it.
  const upload = uploads.open({ fileType: typeOfSample(definition), fileLength: 1 })
  upload.append(Buffer.from('x'))
  const handle = upload.handle ?? ''
  try {
    checkComponents(componentsOf(withHandle(definition, handle), category), {
      // The same words in capitals.
      category: category.toUpperCase() as TemplateCategory,
      language,
      format: definition.parameterFormat === 'named' ? 'NAMED' : 'POSITIONAL',
      uploads,
    })
    return null
  } catch (cause) {
    if (cause instanceof GraphError) return JSON.stringify(cause.body)
    throw cause
  }
}

function withHandle(definition: TemplateDefinition, handle: string): TemplateDefinition {
  const given = (sampled: { handle: string | null; file: null }) => (sampled.handle === null ? sampled : { handle, file: null })
  return JSON.parse(JSON.stringify(definition), (key, value: unknown) =>
    key === 'sample' ? given(value as never) : value,
  ) as TemplateDefinition
}

function typeOfSample({ header, cards }: TemplateDraft['definition']): string {
  const media = header?.kind === 'media' ? header.media : (cards[0]?.media ?? 'image')
  return { image: 'image/png', video: 'video/mp4', document: 'application/pdf' }[media]
}

test('what passes our rules passes those of the practice server', () => {
  let passed = 0
  fc.assert(
    fc.property(drafts, (draft) => {
      if (checkTemplateDraft(draft).length > 0) return
      passed += 1
      expect(practiceRefuses(draft)).toBeNull()
    }),
    { numRuns: 10_000 },
  )
  expect(passed).toBeGreaterThan(50)
})

/** Which Meta's pages say, too: labels have no formatting, and only marketing has carousels. */
const stricter = ['buttons formatting-not-allowed', 'cards not-with-this-category']

test('what our rules refuse is refused there, too, but for what is listed', () => {
  const found = new Set<string>()
  fc.assert(
    fc.property(drafts, (draft) => {
      const problems = checkTemplateDraft(draft)
      if (problems.length === 0 || practiceRefuses(draft) !== null) return
      for (const { at, key } of problems) found.add(`${at.replace(/\.?\d+.*$/, '')} ${key}`)
    }),
    { numRuns: 10_000, seed: 1 },
  )
  expect([...found].toSorted()).toEqual(stricter)
})
