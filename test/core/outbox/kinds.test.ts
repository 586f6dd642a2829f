import { describe, expect, test } from 'vitest'
import type { ConversationId, MediaId, MessageContent, MessageId, OutgoingContent, TemplateId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { createFakeOutgoingTemplates, filledTemplate } from '#test/support/fake-outgoing.ts'
import { codeOf } from '#test/support/code-of.ts'
import { ANA, setUpSending, type Sending } from '#test/support/sending.ts'

const HOUR_MS = 60 * 60_000
const FILE = 'file-of-the-shop-01' as MediaId
const TEMPLATE_ID = '594425479261596' as TemplateId

function sendContent(shop: Sending, conversationId: ConversationId, content: OutgoingContent): MessageId {
  return shop.outbox.send({ conversationId, content, clientKey: shop.ids.ulid(), replyTo: null, seen: null, sendAnyway: false }, ANA)
    .messageId
}

const media = (more: Partial<Extract<OutgoingContent, { kind: 'media' }>> = {}): OutgoingContent => ({
  kind: 'media',
  media: 'image',
  mediaId: FILE,
  caption: null,
  fileName: null,
  ...more,
})
const plain = { header: null, footer: null, action: null, url: null, sections: [] }
const template: OutgoingContent = {
  kind: 'template',
  templateId: TEMPLATE_ID,
  values: { header: null, body: { '1': 'Ana' }, buttons: [], cards: [], offerEndsAt: null },
}

type Row = { content: OutgoingContent; shown: MessageContent; preview: string | null; undone?: string; posted: object }

const rows: Readonly<Record<string, Row>> = {
  'a picture': {
    content: media({ caption: 'O bolo' }),
    shown: { kind: 'media', media: 'image', caption: 'O bolo', fileName: null, mimeType: 'image/jpeg' },
    preview: 'O bolo',
    undone: 'O bolo',
    posted: { type: 'image', image: { id: `meta-${FILE}`, caption: 'O bolo' } },
  },
  'a document under the name it has here': {
    content: media({ media: 'document' }),
    shown: { kind: 'media', media: 'document', caption: null, fileName: 'nota.pdf', mimeType: 'image/jpeg' },
    preview: 'nota.pdf',
    posted: { type: 'document', document: { id: `meta-${FILE}`, filename: 'nota.pdf' } },
  },
  'a voice note with a caption of nothing': {
    content: media({ media: 'voice', caption: ' ' }),
    shown: { kind: 'media', media: 'voice', caption: null, fileName: 'nota.pdf', mimeType: 'image/jpeg' },
    preview: 'nota.pdf',
    posted: { type: 'audio', audio: { id: `meta-${FILE}`, voice: true } },
  },
  'a place': {
    content: { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Loja', address: '' },
    shown: { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Loja', address: null, url: null },
    preview: 'Loja',
    posted: { type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Loja' } },
  },
  'a place alone': {
    content: { kind: 'location', latitude: 0, longitude: 0, name: null, address: null },
    shown: { kind: 'location', latitude: 0, longitude: 0, name: null, address: null, url: null },
    preview: null,
    posted: { type: 'location', location: { latitude: 0, longitude: 0 } },
  },
  buttons: {
    content: { kind: 'buttons', header: { kind: 'text', text: 'Cestas' }, body: 'Qual?', footer: 'Até as 19h', buttons: ['Sim', 'Não'] },
    shown: {
      ...plain,
      kind: 'interactive',
      form: 'buttons',
      header: 'Cestas',
      body: 'Qual?',
      footer: 'Até as 19h',
      sections: [
        {
          title: '',
          rows: [
            { title: 'Sim', description: null },
            { title: 'Não', description: null },
          ],
        },
      ],
    },
    preview: 'Qual?',
    posted: { type: 'interactive' },
  },
  'a list': {
    content: {
      kind: 'list',
      header: null,
      body: 'Qual?',
      footer: null,
      button: 'Ver',
      sections: [{ title: 'Doces', rows: [{ title: 'Bolo', description: 'De fubá' }] }],
    },
    shown: {
      ...plain,
      kind: 'interactive',
      form: 'list',
      body: 'Qual?',
      action: 'Ver',
      sections: [{ title: 'Doces', rows: [{ title: 'Bolo', description: 'De fubá' }] }],
    },
    preview: 'Qual?',
    posted: { type: 'interactive' },
  },
  'a link under a picture': {
    content: {
      kind: 'link',
      header: { kind: 'media', media: 'image', mediaId: FILE, fileName: null },
      body: 'Veja',
      footer: null,
      text: 'Abrir',
      url: 'https://a.example/',
    },
    shown: { ...plain, kind: 'interactive', form: 'link', body: 'Veja', action: 'Abrir', url: 'https://a.example/' },
    preview: 'Veja',
    posted: { type: 'interactive', interactive: expect.objectContaining({ header: { type: 'image', image: { id: `meta-${FILE}` } } }) },
  },
  'a question for the place': {
    content: { kind: 'location-request', body: 'Onde?' },
    shown: { ...plain, kind: 'interactive', form: 'location-request', body: 'Onde?' },
    preview: 'Onde?',
    posted: { type: 'interactive' },
  },
  'a question for the number': {
    content: { kind: 'contact-request', body: 'Qual o número?' },
    shown: { ...plain, kind: 'interactive', form: 'contact-request', body: 'Qual o número?' },
    preview: 'Qual o número?',
    posted: { type: 'interactive' },
  },
  'a template': {
    content: template,
    shown: { kind: 'template', ...filledTemplate().shown },
    preview: 'Oi, Ana! Seu pedido está pronto.',
    posted: {
      type: 'template',
      template: {
        name: 'pedido_pronto',
        language: { code: 'pt_BR', policy: 'deterministic' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }],
      },
    },
  },
}

async function setUp(options: Parameters<typeof setUpSending>[0] = {}) {
  const templates = createFakeOutgoingTemplates()
  templates.templates.set(TEMPLATE_ID, filledTemplate())
  const shop = await setUpSending({ templates, ...options })
  shop.files.add(FILE, { fileName: 'nota.pdf' })
  return { shop, conversation: shop.hearFrom('5511987654321') }
}

describe.each(Object.entries(rows))('%s', (name, { content, shown, preview, undone = '', posted }) => {
  test('is shown as it goes, and goes', async () => {
    const { shop, conversation } = await setUp()
    if (name === 'a picture') shop.files.add(FILE)
    const id = sendContent(shop, conversation, content)
    const { body: words } = shop.db.get<{ body: string | null }>(sql`SELECT body FROM messages WHERE id = ${id}`)
    await shop.run()
    expect({ content: shop.messages.get(id).content, words, status: shop.statusOf(id), body: shop.graph.bodies[0] }).toEqual({
      content: shown,
      words: preview,
      status: 'accepted',
      body: expect.objectContaining({ to: '5511987654321', ...posted }),
    })
  })

  test('is taken back with its words or as its form was filled, and the same key sends it once', async () => {
    const { shop, conversation } = await setUp({ undoSeconds: 5 })
    const input = { conversationId: conversation, content, clientKey: 'intent-0001', replyTo: null, seen: null, sendAnyway: false }
    const { messageId } = shop.outbox.send(input, ANA)
    const again = shop.outbox.send(input, ANA)
    const { text, content: form, message } = shop.outbox.undo(messageId, ANA)
    await shop.run(HOUR_MS)
    expect({ again: again.messageId, text, form, status: message.delivery?.status, sends: shop.graph.sends }).toEqual({
      again: messageId,
      text: undone,
      form: content.kind === 'media' || content.kind === 'template' ? null : content,
      status: 'cancelled',
      sends: [],
    })
  })

  test('is sent again when a person says so', async () => {
    const { shop, conversation } = await setUp()
    shop.graph.script.push({ kind: 'refused', code: 131026 })
    const id = sendContent(shop, conversation, content)
    await shop.run()
    const before = shop.statusOf(id)
    shop.outbox.decide(id, 'send-again', ANA)
    await shop.run()
    const [first, second] = shop.graph.bodies.map((body) => ({ ...body, biz_opaque_callback_data: '' }))
    expect({
      before,
      after: shop.statusOf(id),
      isSame: JSON.stringify(first) === JSON.stringify(second),
      count: shop.graph.bodies.length,
    }).toEqual({
      before: 'failed',
      after: 'accepted',
      isSame: true,
      count: 2,
    })
  })
})

test('a template has no quote, here as little as in WhatsApp; words have one', async () => {
  const { shop, conversation } = await setUp()
  const asked = sendContent(shop, conversation, { kind: 'text', body: 'Qual bolo?', hasLinkPreview: false })
  await shop.run()
  const answer = { conversationId: conversation, replyTo: asked, seen: null, sendAnyway: false }
  const words = shop.outbox.send(
    { ...answer, clientKey: 'words-0001', content: { kind: 'text', body: 'O de milho', hasLinkPreview: false } },
    ANA,
  )
  await shop.run()
  const filled = shop.outbox.send({ ...answer, clientKey: 'filled-001', content: template }, ANA)
  await shop.run()
  expect([words.replyTo?.messageId, filled.replyTo]).toEqual([asked, null])
  expect(shop.graph.bodies.map((body) => 'context' in body)).toEqual([false, true, false])
})

describe('a customer who wants no marketing', () => {
  test('gets none, and everything else', async () => {
    const { shop, conversation } = await setUp()
    shop.unwilling.add(conversation)
    const marketing = filledTemplate()
    shop.templates.templates.set(TEMPLATE_ID, { ...marketing, shown: { ...marketing.shown, category: 'marketing' } })
    const refused = await codeOf(() => sendContent(shop, conversation, template))
    shop.templates.templates.set(TEMPLATE_ID, { ...marketing, shown: { ...marketing.shown, category: 'utility' } })
    const id = sendContent(shop, conversation, template)
    await shop.run()
    expect([refused, shop.statusOf(id)]).toEqual(['marketing-stopped', 'accepted'])
  })
})

describe('outside the window', () => {
  test('a template goes, and nothing else does', async () => {
    const { shop } = await setUp()
    const late = shop.hearFrom('27821234567', shop.clock.now() - 25 * HOUR_MS)
    const others = Object.values(rows).filter(({ content }) => content.kind !== 'template')
    const refused = await Promise.all(others.map(({ content }) => codeOf(() => sendContent(shop, late, content))))
    const id = sendContent(shop, late, template)
    await shop.run()
    expect({ refused, status: shop.statusOf(id), sent: shop.graph.sends.map(({ body }) => body) }).toEqual({
      refused: others.map(() => 'window-closed'),
      status: 'accepted',
      sent: ['[template]'],
    })
  })

  test.for(['words', 'category'] as const)('a template whose %s changed while it waited does not go', async (what) => {
    const { shop, conversation } = await setUp()
    shop.graph.fate = { kind: 'nothing-sent' }
    const id = sendContent(shop, conversation, template)
    await shop.run()
    const filled = filledTemplate()
    const changed = what === 'words' ? { text: 'Other words' } : { category: 'marketing' as const }
    shop.templates.templates.set(TEMPLATE_ID, { ...filled, shown: { ...filled.shown, ...changed } })
    shop.graph.fate = { kind: 'accepted' }
    await shop.run(5 * 60_000)
    expect([shop.statusOf(id), shop.problemOf(id), shop.graph.bodies]).toEqual(['failed', 'template-changed', []])
  })

  test('a template that waits goes after the window has closed, but not after six hours', async () => {
    const { shop } = await setUp()
    const late = shop.hearFrom('27821234567', shop.clock.now() - 24 * HOUR_MS + 60_000)
    shop.graph.fate = { kind: 'nothing-sent' }
    const id = sendContent(shop, late, template)
    await shop.run(5 * 60_000)
    const waiting = shop.statusOf(id)
    shop.graph.fate = { kind: 'accepted' }
    await shop.run(10_000)
    const sent = shop.statusOf(id)
    shop.graph.fate = { kind: 'nothing-sent' }
    const stale = sendContent(shop, late, template)
    await shop.run(6 * HOUR_MS + 60_000)
    expect([waiting, sent, shop.statusOf(stale), shop.problemOf(stale)]).toEqual(['waiting', 'accepted', 'failed', 'waited-too-long'])
  })
})

describe('a template', () => {
  const refusalOf = async (filled: Parameters<typeof filledTemplate>[0] | null, waId = '5511987654321') => {
    const { shop } = await setUp()
    if (filled === null) shop.templates.templates.clear()
    else shop.templates.templates.set(TEMPLATE_ID, filledTemplate(filled))
    const conversation = waId === '' ? shop.hearFrom('BR.13491208655302741918') : shop.hearFrom(waId)
    return codeOf(() => sendContent(shop, conversation, template))
  }

  test('is refused when the account has it no more, when it may not be sent, and when it is not filled', async () => {
    expect([
      await refusalOf({}),
      await refusalOf(null),
      await refusalOf({ isUsable: false }),
      await refusalOf({ problems: [{ at: 'body.1', key: 'value-missing', limit: null }] }),
      await refusalOf({ files: [{ position: 0, mediaId: 'nothing-is-here1' as MediaId, as: 'image' }] }),
    ]).toEqual(['no failure', 'template-not-usable', 'template-not-usable', 'template-values-wrong', 'media-not-here'])
  })

  test('with a one-time code goes to a phone number, and not to somebody known by name only', async () => {
    expect([
      await refusalOf({ needsPhone: true }),
      await refusalOf({ needsPhone: true }, ''),
      await refusalOf({ needsPhone: false }, ''),
    ]).toEqual(['no failure', 'template-not-usable', 'no failure'])
  })

  test('is sent, sent again and planned by those alone who may send templates', async () => {
    const { shop, conversation } = await setUp()
    shop.graph.script.push({ kind: 'refused', code: 132015 })
    const messageId = sendContent(shop, conversation, template)
    await shop.run(1000)
    const without = { ...ANA, permissions: new Set([...ANA.permissions].filter((permission) => permission !== 'template.use')) }
    const said = { conversationId: conversation, content: template, replyTo: null }
    expect([
      await codeOf(() => shop.outbox.send({ ...said, clientKey: 'key-of-a-template', seen: null, sendAnyway: false }, without)),
      await codeOf(() => shop.outbox.decide(messageId, 'send-again', without)),
      await codeOf(() => shop.outbox.compose(said, without)),
      await codeOf(() => shop.outbox.decide(messageId, 'send-again', ANA)),
    ]).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'no failure'])
  })

  test('that was paused while it waited is for WhatsApp to refuse; one that is gone does not even go', async () => {
    const { shop, conversation } = await setUp({ undoSeconds: 5 })
    const paused = sendContent(shop, conversation, template)
    shop.templates.templates.set(TEMPLATE_ID, filledTemplate({ isUsable: false }))
    shop.graph.script.push({ kind: 'refused', code: 132015 })
    await shop.run(6000)
    const again = await codeOf(() => shop.outbox.decide(paused, 'send-again', ANA))
    shop.templates.templates.set(TEMPLATE_ID, filledTemplate())
    const gone = sendContent(shop, conversation, template)
    shop.templates.templates.clear()
    await shop.run(6000)
    expect({
      problems: [shop.problemOf(paused), shop.problemOf(gone)],
      again,
      sends: shop.graph.sends.length,
    }).toEqual({ problems: ['template-paused', 'template-missing'], again: 'template-not-usable', sends: 1 })
  })

  test('that cannot be filled any more fails as one', async () => {
    const { shop, conversation } = await setUp({ undoSeconds: 5 })
    const id = sendContent(shop, conversation, template)
    shop.templates.templates.set(TEMPLATE_ID, filledTemplate({ problems: [{ at: 'body.2', key: 'value-missing', limit: null }] }))
    await shop.run(6000)
    expect([shop.statusOf(id), shop.problemOf(id), shop.graph.sends.length]).toEqual(['failed', 'template-parameters', 0])
  })

  test('has its files uploaded, each in its place', async () => {
    const { shop, conversation } = await setUp()
    const [one, two] = [shop.files.add('card-one'), shop.files.add('card-two')]
    const card = (file: number) => ({
      media: { kind: 'media', media: 'image', file, fileName: null } as const,
      body: [],
      buttons: [],
    })
    shop.templates.templates.set(
      TEMPLATE_ID,
      filledTemplate({
        parts: { header: null, body: [], buttons: [], offerEndsAt: null, cards: [card(0), card(1)] },
        files: [
          { position: 1, mediaId: two, as: 'image' },
          { position: 0, mediaId: one, as: 'image' },
        ],
      }),
    )
    sendContent(shop, conversation, template)
    await shop.run()
    expect(JSON.stringify(shop.graph.bodies[0]).match(/meta-card-\w+/g)).toEqual([`meta-${one}`, `meta-${two}`])
  })
})
