import { expect, test } from 'vitest'
import type { ContactCard, Message, MessageContent } from '#contract'
import { buildMessage, buildShownTemplate, messageIdOf } from '#test/support/inbox-rows.ts'
import { hostileTexts } from './hostile-texts.ts'
import { buildFacts, buildFile } from './message-builders.ts'
import { openMessages } from './open-messages.tsx'

declare global {
  interface Window {
    hacked?: number
  }
}

/** A message of every kind with one text in each of its fields. */
function everyField(text: string): Array<Partial<Message>> {
  const card: ContactCard = {
    name: text,
    phones: [{ phone: text, waId: text, type: text }],
    emails: [{ email: text, type: text }],
    organization: text,
    title: text,
    urls: [text],
    addresses: [text],
    birthday: text,
  }
  const buttons = ['url', 'phone', text].map((kind) => ({ kind, text, value: text }))
  const contents: MessageContent[] = [
    { kind: 'text', body: text },
    { kind: 'media', media: 'document', caption: text, fileName: text, mimeType: text },
    { kind: 'media', media: 'audio', caption: text, fileName: text, mimeType: text },
    { kind: 'location', latitude: 1, longitude: 2, name: text, address: text, url: text },
    { kind: 'location', latitude: null, longitude: null, name: text, address: text, url: text },
    { kind: 'contacts', contacts: [card] },
    { kind: 'choice', title: text, description: text },
    { kind: 'form', name: text, fields: [{ name: text, value: text }] },
    { kind: 'order', text, items: [{ productId: text, quantity: 1, price: 1, currency: text }] },
    ...(['buttons', 'list', 'link', 'location-request', 'contact-request'] as const).map((form): MessageContent => ({
      kind: 'interactive',
      form,
      header: text,
      body: text,
      footer: text,
      action: text,
      url: text,
      sections: [{ title: text, rows: [{ title: text, description: text }] }],
    })),
    { kind: 'system', event: 'other', text },
    {
      kind: 'template',
      ...buildShownTemplate(text, text),
      header: text,
      footer: text,
      language: text,
      buttons,
      offer: { text, code: text, endsAt: 1 },
      cards: [{ text, buttons }],
      location: { latitude: 1, longitude: 2, name: text, address: text },
    },
    { kind: 'unsupported', rawType: text, problem: text },
    { kind: 'unknown', rawType: text },
  ]
  return contents.map((content) => ({
    content,
    files:
      content.kind === 'media'
        ? [buildFile('hostile', buildFacts({ fileClass: 'save-only', type: text, mimeType: text }), { fileName: text, problem: text })]
        : [],
    replyTo: { messageId: messageIdOf(1), direction: 'in', kind: text, preview: text },
    referral: { sourceType: text, sourceUrl: text, headline: text, body: text },
    productId: text,
    reactions: [{ emoji: text.slice(0, 32), from: 'customer', state: 'sent' }],
  }))
}

/** What may stand in a thread; anything else has come out of a text. */
const EXPECTED = new Set(
  'a address article aside b bdi blockquote br button circle code dd div dl dt em footer g h3 header img input li line ol output p path pre progress rect s section span strong svg table tbody td text tfoot th thead time tr ul polyline polygon ellipse'.split(
    ' ',
  ),
)

/** All texts go through all fields, a part of them at a time. */
const CHUNKS = 6
const texts = hostileTexts()

test('the corpus is large', () => expect(texts.length).toBeGreaterThanOrEqual(500))

test.each(Array.from({ length: CHUNKS }, (_, chunk) => chunk))(
  'T06: hostile text in every field of every kind stays text, part %i',
  async (chunk) => {
    delete window.hacked
    const asked: string[] = []
    const watch = new PerformanceObserver((list) => asked.push(...list.getEntries().map((entry) => entry.name)))
    watch.observe({ type: 'resource' })
    const part = texts.filter((_, index) => index % CHUNKS === chunk)
    const fields = everyField('').length
    // Each text goes into every field of three kinds, and so many texts into every field of all kinds.
    const messages = part.flatMap((text, index) => {
      const all = everyField(text)
      return [all[index % fields], all[(index + 7) % fields], all[(index + 13) % fields]].flatMap((more, at) =>
        more === undefined ? [] : [buildMessage(index * 3 + at + 1, more)],
      )
    })
    await openMessages({
      messages: messages.slice(-290),
      handlers: { 'messages.list': () => ({ messages: messages.slice(-290), hasBefore: false, hasAfter: false }) },
    })
    await expect.poll(() => document.querySelectorAll('article').length, { timeout: 15_000 }).toBe(Math.min(290, messages.length))

    const thread = document.querySelector('[data-area="messages"]')
    const names = new Set([...(thread?.querySelectorAll('*') ?? [])].map((element) => element.localName))
    const strange = [...names].filter((name) => !EXPECTED.has(name))
    const handlers = [...(thread?.querySelectorAll('*') ?? [])].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith('on')),
    )
    const links = [...(thread?.querySelectorAll('a') ?? [])]
    const schemes = new Set(links.map((link) => new URL(link.href).protocol))
    const unsafe = links.filter((link) => link.target !== '_blank' || !link.rel.includes('noopener'))
    const pictures = [...(thread?.querySelectorAll('img') ?? [])].map((image) => image.getAttribute('src'))
    watch.disconnect()
    expect({
      hacked: window.hacked,
      strange,
      handlers,
      schemes: [...schemes].filter((scheme) => !['http:', 'https:', 'mailto:', 'tel:'].includes(scheme)),
      unsafe: unsafe.length,
      pictures,
      asked: asked.filter((name) => name.includes('evil') || name.includes('loja.com.br')),
    }).toEqual({ hacked: undefined, strange: [], handlers: [], schemes: [], unsafe: 0, pictures: [], asked: [] })
  },
)

test('T06: what is offered in a dialog stays text, too', async () => {
  const list = everyField('<img src=x onerror="window.hacked=1">').find(
    ({ content }) => content?.kind === 'interactive' && content.form === 'list',
  )
  await openMessages({ messages: [buildMessage(1, { ...list, referral: null, replyTo: null, productId: null })] })
  await expect.poll(() => document.querySelector('article [data-main]')).not.toBeNull()
  document.querySelector<HTMLElement>('article [data-main]')?.click()
  await expect.poll(() => document.querySelector('[role="dialog"]')?.textContent).toContain('<img src=x')
  expect([window.hacked, document.querySelectorAll('[role="dialog"] img').length]).toEqual([undefined, 0])
})

test('T11: a text that turns others around is kept to itself, and a link shows where it leads', async () => {
  const turned = '\u202Egpj.exe'
  await openMessages({
    messages: [
      buildMessage(1, { content: { kind: 'choice', title: turned, description: turned } }),
      buildMessage(2, { content: { kind: 'text', body: 'https://loja.com.br/\u202Egpj.exe https://аррӏе.com' } }),
    ],
  })
  await expect.poll(() => document.querySelectorAll('article').length).toBe(2)
  const isolated = [...document.querySelectorAll('article bdi')].filter((bdi) => bdi.textContent === turned)
  const links = [...document.querySelectorAll<HTMLAnchorElement>('article a')]
  expect({
    isolated: isolated.length,
    shown: links[0]?.textContent,
    isSame: links[0]?.href === links[0]?.textContent,
    punycode: document.querySelector('article [class*="disguised"]')?.textContent,
  }).toEqual({ isolated: 2, shown: expect.not.stringContaining('\u202E'), isSame: true, punycode: expect.stringMatching(/^xn--/) })
})

test('T11: a name that mixes alphabets is marked, and one of a single alphabet is not', async () => {
  const card = (name: string): ContactCard => ({
    name,
    phones: [],
    emails: [],
    organization: null,
    title: null,
    urls: [],
    addresses: [],
    birthday: null,
  })
  await openMessages({
    messages: [
      buildMessage(1, {
        content: { kind: 'contacts', contacts: [card('Аna Ribeiro'), card('Ana Ribeiro'), card('Анна Смирнова'), card('Ana\u202Eoriebi')] },
      }),
    ],
  })
  await expect.poll(() => document.querySelectorAll('article li').length).toBe(4)
  const marked = [...document.querySelectorAll('article li')].map((item) =>
    item.textContent?.includes('uses letters that look like others'),
  )
  expect(marked).toEqual([true, false, false, true])
})
