import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outgoingContent, type OutgoingContent, type OutgoingInput } from '#contract'
import { checkOutgoing } from '#core/outbox/check-outgoing.ts'
import { bodyOf } from '#core/whatsapp/message-body.ts'
import { AppError } from '#core/lib/app-error.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { openPracticeShop, uploadTo } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'

/**
 * Meta's limits one under, at, and one over: what we would not send and what the practice server refuses are the same. `ours`: a limit that
 * Meta's pages do not have, so the practice takes more.
 */
type Limit = { readonly field: string; readonly most: number; readonly with: (count: number) => OutgoingInput; readonly ours?: true }

const MEDIA_ID = 'file-of-the-shop-01'
const MARINA = '5511900000102'
const text = (count: number) => 'a'.repeat(count)
const several = <Value>(count: number, make: (index: number) => Value) => Array.from({ length: count }, (_, index) => make(index))

type Input<Kind extends OutgoingInput['kind']> = Partial<Extract<OutgoingInput, { kind: Kind }>>

const buttons = (more: Input<'buttons'>): OutgoingInput => ({
  kind: 'buttons',
  header: null,
  body: 'a',
  footer: null,
  buttons: ['a'],
  ...more,
})
const link = (more: Input<'link'>): OutgoingInput => ({
  kind: 'link',
  header: null,
  body: 'a',
  footer: null,
  text: 'a',
  url: 'https://a.example/',
  ...more,
})
const row = (more: { title?: string; description?: string } = {}) => ({ title: 'a', description: null, ...more })
const list = (more: Input<'list'>): OutgoingInput => ({
  kind: 'list',
  header: null,
  body: 'a',
  footer: null,
  button: 'a',
  sections: [{ title: '', rows: [row()] }],
  ...more,
})
const media = (kind: 'image' | 'video' | 'document', caption: string): OutgoingInput => ({
  kind: 'media',
  media: kind,
  mediaId: MEDIA_ID,
  caption,
  fileName: null,
})
const place = (more: Input<'location'>): OutgoingInput => ({
  kind: 'location',
  latitude: 0,
  longitude: 0,
  name: null,
  address: null,
  ...more,
})
const card = (name: string) => ({
  name,
  phones: [],
  emails: [],
  organization: null,
  title: null,
  urls: [],
  addresses: [],
  birthday: null,
})
const header = (count: number) => ({ kind: 'text', text: text(count) }) as const

const limits: readonly Limit[] = [
  { field: 'text', most: 4096, with: (count) => ({ kind: 'text', body: text(count) }) },
  { field: 'caption of a picture', most: 1024, with: (count) => media('image', text(count)) },
  { field: 'caption of a video', most: 1024, with: (count) => media('video', text(count)) },
  { field: 'caption of a document', most: 1024, with: (count) => media('document', text(count)) },
  { field: 'cards of contacts', most: 5, with: (count) => ({ kind: 'contacts', contacts: several(count, () => card('Ana')) }) },
  { field: 'name of a contact', most: 200, ours: true, with: (count) => ({ kind: 'contacts', contacts: [card(text(count))] }) },
  { field: 'name of a place', most: 1000, ours: true, with: (count) => place({ name: text(count) }) },
  { field: 'address of a place', most: 1000, ours: true, with: (count) => place({ address: text(count) }) },
  { field: 'buttons', most: 3, with: (count) => buttons({ buttons: several(count, (index) => `a${index}`) }) },
  { field: 'title of a button', most: 20, with: (count) => buttons({ buttons: [text(count)] }) },
  { field: 'header of buttons', most: 60, with: (count) => buttons({ header: header(count) }) },
  { field: 'body of buttons', most: 1024, with: (count) => buttons({ body: text(count) }) },
  { field: 'footer of buttons', most: 60, with: (count) => buttons({ footer: text(count) }) },
  { field: 'label of a link', most: 20, with: (count) => link({ text: text(count) }) },
  { field: 'address of a link', most: 2000, ours: true, with: (count) => link({ url: 'https://a.example/'.padEnd(count, 'a') }) },
  { field: 'header of a link', most: 60, with: (count) => link({ header: header(count) }) },
  { field: 'body of a link', most: 1024, with: (count) => link({ body: text(count) }) },
  { field: 'footer of a link', most: 60, with: (count) => link({ footer: text(count) }) },
  { field: 'header of a list', most: 60, with: (count) => list({ header: text(count) }) },
  { field: 'body of a list', most: 4096, with: (count) => list({ body: text(count) }) },
  { field: 'footer of a list', most: 60, with: (count) => list({ footer: text(count) }) },
  { field: 'label of a list', most: 20, with: (count) => list({ button: text(count) }) },
  {
    field: 'sections of a list',
    most: 10,
    with: (count) => list({ sections: several(count, (index) => ({ title: `a${index}`, rows: [row()] })) }),
  },
  { field: 'title of a section', most: 24, with: (count) => list({ sections: [{ title: text(count), rows: [row()] }] }) },
  {
    field: 'rows of one section',
    most: 10,
    with: (count) => list({ sections: [{ title: '', rows: several(count, (index) => row({ title: `a${index}` })) }] }),
  },
  {
    field: 'rows of all sections',
    most: 10,
    with: (count) =>
      list({
        sections: ['a', 'b'].map((title, at) => ({
          title,
          rows: several(at === 0 ? count - 1 : 1, (index) => row({ title: `a${index}` })),
        })),
      }),
  },
  { field: 'title of a row', most: 24, with: (count) => list({ sections: [{ title: '', rows: [row({ title: text(count) })] }] }) },
  {
    field: 'description of a row',
    most: 72,
    with: (count) => list({ sections: [{ title: '', rows: [row({ description: text(count) })] }] }),
  },
  { field: 'request for the place', most: 1024, with: (count) => ({ kind: 'location-request', body: text(count) }) },
  { field: 'request for the number', most: 1024, with: (count) => ({ kind: 'contact-request', body: text(count) }) },
]

let shop: PracticeShop
let time: FakeClock
let remoteId: string

beforeAll(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
  remoteId = await uploadTo(shop, 'image/png')
})
afterAll(() => shop.stop())

function isTakenByUs(input: OutgoingInput): boolean {
  const parsed = outgoingContent.safeParse(input)
  if (!parsed.success) return false
  const content = parsed.data
  if (content.kind === 'template') throw new Error('Templates are filled, and not checked here')
  try {
    checkOutgoing(content)
    return true
  } catch (cause) {
    if (cause instanceof AppError) return false
    throw cause
  }
}

async function isTakenByPractice(input: OutgoingInput): Promise<boolean> {
  // As if our own checks were not there.
  const content = { hasLinkPreview: false, ...input } as Exclude<OutgoingContent, { kind: 'template' }>
  const message = { phoneNumberId: shop.phoneNumberId, to: MARINA, content, remoteIds: [remoteId], replyTo: null, tracker: 't' }
  const { status } = await shop.api('POST', `/v26.0/${shop.phoneNumberId}/messages`, bodyOf(message))
  await time.advance(8_000)
  return status === 200
}

describe('one under, at, and one over', () => {
  test.each(limits)('$field: $most', async ({ most, with: of, ours = false }) => {
    const inputs = [most - 1, most, most + 1].map(of)
    const byPractice = []
    for (const input of inputs) byPractice.push(await isTakenByPractice(input))
    expect({ byUs: inputs.map(isTakenByUs), byPractice }).toEqual({ byUs: [true, true, false], byPractice: [true, true, ours] })
  })
})

test.each<[what: string, input: OutgoingInput]>([
  ['a text of nothing', { kind: 'text', body: '' }],
  ['buttons of nothing', buttons({ buttons: [''] })],
  ['no buttons', buttons({ buttons: [] })],
  ['two buttons alike', buttons({ buttons: ['Sim', 'Sim'] })],
  ['a body of nothing', buttons({ body: '' })],
  ['no rows', list({ sections: [{ title: '', rows: [] }] })],
  ['two sections, one without a title', list({ sections: ['Doces', ''].map((title) => ({ title, rows: [row()] })) })],
  ['a link that is none', link({ url: 'a.example' })],
  ['a place off the globe', place({ latitude: 90.1 })],
  ['no contacts', { kind: 'contacts', contacts: [] }],
])('%s is refused by both', async (_what, input) => {
  expect([isTakenByUs(input), await isTakenByPractice(input)]).toEqual([false, false])
})
