import { expect, test } from 'vitest'
import type { TemplateValues } from '#contract'
import { filled } from '#core/templates/fill.ts'
import { ownMessages } from '#test/support/own-messages.ts'
import { OFFER_ENDS_AT } from '#test/support/own-message-builders.ts'
import { A_FILE, ANOTHER_FILE, definitionOf, valuesOf } from '#test/support/sample-templates.ts'
import { setUpTemplates } from '#test/support/template-rig.ts'

const file = { kind: 'media', mediaId: A_FILE, fileName: null } as const
const buttons = (...values: readonly string[]) => values.map((value, index) => ({ index, value }))
const body = (...values: readonly string[]) => Object.fromEntries(values.map((value, index) => [String(index + 1), value]))

/** What somebody would fill into each template of the practice, for the message that others would build of it, too. */
const values: Readonly<Record<string, TemplateValues>> = {
  pedir_contato: valuesOf({ body: {} }),
  retomar_conversa: valuesOf({ buttons: buttons('vamos', 'depois') }),
  pedido_saiu: valuesOf({
    header: { kind: 'text', values: { numero: '4417' } },
    body: { hora: '15h30', nome: 'Ana' },
    buttons: buttons('4417'),
  }),
  foto_do_pedido: valuesOf({ header: file, body: body('Cida') }),
  como_cuidar: valuesOf({ header: file, body: body('Cida') }),
  nota_fiscal: valuesOf({ header: { ...file, fileName: 'nota.pdf' }, body: body('Fernanda', '4502') }),
  onde_retirar: valuesOf({
    header: { kind: 'location', latitude: -23.5889, longitude: -46.6344, name: 'Loja', address: 'Rua A, 1' },
    body: body('Paulo'),
  }),
  cupom_de_boas_vindas: valuesOf({ body: body('Bia'), buttons: buttons('CAFE10') }),
  oferta_relampago: valuesOf({ header: file, body: body('Letícia'), buttons: buttons('CESTA25'), offerEndsAt: OFFER_ENDS_AT }),
  vitrine_da_semana: valuesOf({
    body: body('Lina'),
    cards: ['bolo', 'cesta', 'caneca'].map((what) => ({ mediaId: A_FILE, body: body('49,90'), buttons: buttons(what, '1') })),
  }),
  codigo_de_acesso: valuesOf({ body: body('123456') }),
}

// That these parts go over the wire as others build them, and that the practice takes them, is tried for the same messages in test/peers.
test('fills each kind of template as it is sent', async () => {
  const { get, clock } = await setUpTemplates()
  const wanted = ownMessages.flatMap(({ content }) => (content.kind === 'template' ? [content] : []))
  const sent = Object.entries(values).map(([name, given]) => {
    const { parts, problems, language } = filled(get(name), given, { now: clock.now() })
    expect({ name, problems }).toEqual({ name, problems: [] })
    return { kind: 'template', name, language, parts }
  })
  expect(sent).toEqual(wanted)
})

test('names the files of header and cards in their order, and what each is sent as', async () => {
  const { get, clock } = await setUpTemplates()
  const carousel = valuesOf({
    body: body('Lina'),
    cards: [A_FILE, ANOTHER_FILE, A_FILE].map((mediaId) => ({ mediaId, body: body('1'), buttons: buttons('a', 'b') })),
  })
  const filesOf = (name: string) =>
    filled(get(name), name === 'vitrine_da_semana' ? carousel : (values[name] ?? carousel), { now: clock.now() }).files
  expect([filesOf('vitrine_da_semana'), filesOf('nota_fiscal'), filesOf('pedir_contato')]).toEqual([
    [
      { position: 0, mediaId: A_FILE, as: 'image' },
      { position: 1, mediaId: ANOTHER_FILE, as: 'image' },
      { position: 2, mediaId: A_FILE, as: 'image' },
    ],
    [{ position: 0, mediaId: A_FILE, as: 'document' }],
    [],
  ])
})

test('gives numbers in their order, wherever they stand, and a code to phones alone', async () => {
  const { get, clock } = await setUpTemplates()
  const crossed = { ...get('retomar_conversa'), definition: definitionOf({ body: 'Às {{2}} para {{1}}, sem falta.' }) }
  const { parts } = filled(crossed, valuesOf({ body: body('Ana', '15h') }), { now: clock.now() })
  expect(parts.body).toEqual([
    { name: null, text: 'Ana' },
    { name: null, text: '15h' },
  ])
  const needsPhone = (name: string) => filled(get(name), values[name] ?? valuesOf(), { now: clock.now() }).needsPhone
  expect([needsPhone('codigo_de_acesso'), needsPhone('retomar_conversa')]).toEqual([true, false])
})
