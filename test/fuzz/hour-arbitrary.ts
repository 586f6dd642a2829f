import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { change, messagesChange, metadata, SENT_AT_SECONDS, SHOP_PHONE, toBody, webhook, type Json } from '#test/support/webhook-builder.ts'

/** The wamid of the one message that the shop itself sends in the hour. */
export const OURS = 'wamid.ours'

/** A shop's hour as changes of webhooks, and one way in which they may arrive. */
export type Hour = { readonly changes: readonly Json[]; readonly arrival: Arrival }

type Arrival = {
  /** In which order: the change with the smallest key first. */
  readonly keys: readonly number[]
  /** How often each comes, once at least. */
  readonly repeats: readonly number[]
  /** Whether a body ends behind it. */
  readonly cuts: readonly boolean[]
  readonly styles: readonly Style[]
  /** After how many bodies our own 200 is stored. */
  readonly learnAfter: number
}

type Style = 'plain' | 'spaced' | 'reversed' | 'escaped' | 'grouped'

type Customer = { readonly name: string; readonly phone: string; readonly writings: readonly [Ids, ...Ids[]] }
type Ids = { readonly phone?: string; readonly userId?: string }

/** Each is known by one id, by another, or by both; which belong together comes out only on the way. */
const CUSTOMERS: readonly [Customer, ...Customer[]] = [
  {
    name: 'Zélia',
    phone: '5511987654321',
    writings: [
      { phone: '5511987654321' },
      { phone: '551187654321' },
      { phone: '5511987654321', userId: 'BR.zelia' },
      { userId: 'BR.zelia' },
    ],
  },
  {
    name: 'João',
    phone: '5521998887766',
    writings: [{ phone: '5521998887766', userId: 'BR.joao' }, { userId: 'BR.joao' }, { phone: '5521998887766' }],
  },
  { name: 'Thandi', phone: '27821234567', writings: [{ phone: '27821234567' }, { phone: '27821234567', userId: 'ZA.thandi' }] },
  { name: 'Sem telefone', phone: '', writings: [{ userId: 'BR.semtelefone' }] },
]

type Happening = {
  readonly what: string
  readonly who: number
  readonly as: number
  readonly index: number
  readonly text: string
  readonly pick: number
}

const MESSAGES = [
  'text',
  'text',
  'text',
  'image',
  'order',
  'contacts',
  'location',
  'sticker',
  'interactive',
  'poll',
  'ghost',
  'ephemeral',
  'echo',
  'echo',
  'history',
  'stranger-number',
] as const
const ABOUT_MESSAGES = [
  'reaction',
  'edit',
  'revoke',
  'echo-edit',
  'group',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'status-of-echo',
  'priced',
] as const
const ABOUT_PEOPLE = ['number-change', 'book', 'account', 'preference'] as const
const KINDS = [...MESSAGES, ...ABOUT_MESSAGES, ...ABOUT_PEOPLE] as const
const isMessage: ReadonlySet<string> = new Set(MESSAGES)

const happening: Arbitrary<Happening> = fc.record({
  what: fc.constantFrom(...KINDS),
  who: fc.nat({ max: CUSTOMERS.length - 1 }),
  as: fc.nat({ max: 3 }),
  index: fc.nat({ max: 3 }),
  text: fc.constantFrom('Bom dia', 'Tem pão?', 'ação ❤️', ''),
  pick: fc.nat({ max: 3 }),
})

/** No two changes have the same time: in one and the same second a thread is shown in order of arrival. */
function toChange({ what, who, as, index, text, pick }: Happening, at: number): Json {
  const customer = CUSTOMERS[who] ?? CUSTOMERS[0]
  // However often a message comes, it names its person in one way: two ways are two people until something says otherwise.
  const writing = isMessage.has(what) ? index : as
  const ids = customer.writings[writing % customer.writings.length] ?? customer.writings[0]
  const timestamp = String(Number(SENT_AT_SECONDS) + at)
  const wamidOf = (side: 'in' | 'out', number = index) => `wamid.${customer.name}.${side}.${number}`
  const from = { from: ids.phone, from_user_id: ids.userId }
  const contacts = [{ profile: { name: customer.name }, wa_id: ids.phone, user_id: ids.userId }]
  const inbound = (type: string, content: unknown, more: Json = {}) =>
    messagesChange({ contacts, messages: [{ ...from, id: wamidOf('in'), timestamp, type, [type]: content, ...more }] })
  const own = { id: `wamid.${what}.${at}` }
  const status = (state: string, more: Json = {}) =>
    messagesChange({ statuses: [{ id: OURS, status: state, timestamp, recipient_id: CUSTOMERS[0].phone, ...more }] })
  const echo = (type: string, content: unknown, more: Json = {}) =>
    change('smb_message_echoes', {
      metadata: metadata(),
      message_echoes: [
        { from: SHOP_PHONE, to: ids.phone, to_user_id: ids.userId, id: wamidOf('out'), timestamp, type, [type]: content, ...more },
      ],
    })
  switch (what) {
    case 'text':
      return inbound('text', { body: `${text} ${at}` }, pick === 0 ? { context: { id: wamidOf('in', index + 1) } } : {})
    case 'image':
      return inbound('image', { id: 'M1', caption: text })
    case 'order':
      return inbound('order', { text, product_items: [{ product_retailer_id: 'pão', quantity: '2', item_price: 1.5, currency: 'BRL' }] })
    case 'contacts':
      return inbound('contacts', [{ name: { formatted_name: text }, phones: [{ phone: '+55 11 3333-4444' }] }])
    case 'location':
      return inbound('location', { latitude: -23.5, longitude: '-46.6', name: text })
    case 'sticker':
      return inbound('sticker', { id: 'M2' })
    case 'interactive':
      return inbound('interactive', { type: 'button_reply', button_reply: { id: 'a', title: `Sim ${at}` } })
    case 'poll':
      return inbound('poll_creation', { question: text })
    case 'ephemeral':
      return inbound('ephemeral', {})
    case 'ghost':
      return inbound('unsupported', { type: 'unknown' }, { errors: [{ code: 131060 }] })
    case 'group':
      return inbound('text', { body: text }, { ...own, group_id: 'G1' })
    case 'reaction':
      return inbound('reaction', { message_id: pick === 0 ? OURS : wamidOf('in'), emoji: ['👍', '', '❤️', '🙏'][pick] }, own)
    case 'edit':
      return inbound('edit', { original_message_id: wamidOf('in'), message: { type: 'text', text: { body: `corrigida ${at}` } } }, own)
    case 'revoke':
      return inbound('revoke', { original_message_id: wamidOf('in') }, own)
    case 'echo':
      return echo('text', { body: `do celular ${at}` })
    case 'echo-edit':
      return echo(
        'edit',
        { original_message_id: wamidOf('out'), message: { type: 'text', text: { body: `do celular, corrigida ${at}` } } },
        own,
      )
    case 'history':
      return change('history', {
        metadata: metadata(),
        history: [
          {
            threads: [
              {
                id: ids.phone,
                context: { user_id: ids.userId },
                messages: [
                  {
                    from: ids.phone,
                    from_user_id: ids.userId,
                    id: wamidOf('in'),
                    timestamp,
                    type: 'text',
                    text: { body: `de antes ${at}` },
                  },
                ],
              },
            ],
          },
        ],
      })
    case 'sent':
    case 'delivered':
    case 'read':
    case 'played':
      return status(what)
    case 'failed':
      return status('failed', { errors: [{ code: 131026, title: 'Undeliverable' }] })
    case 'priced':
      return status('sent', { pricing: { billable: true, pricing_model: 'PMP', category: 'service' } })
    case 'status-of-echo':
      return messagesChange({
        statuses: [{ id: wamidOf('out'), status: ['sent', 'delivered', 'read', 'failed'][pick], timestamp, recipient_id: ids.phone }],
      })
    case 'number-change':
      // One person moves, once: what it says is the same whenever it is said again.
      return messagesChange({
        messages: [
          {
            id: 'wamid.moved',
            timestamp: String(Number(SENT_AT_SECONDS) - 60),
            type: 'system',
            from: '5531911112222',
            system: { type: 'user_changed_number', wa_id: '5531933334444', body: 'João mudou' },
          },
        ],
      })
    case 'book':
      return change('smb_app_state_sync', {
        metadata: metadata(),
        state_sync: [
          {
            type: 'contact',
            contact: { full_name: `${customer.name} ${at}`, phone_number: ids.phone, user_id: ids.userId },
            action: pick === 0 ? 'remove' : 'add',
            metadata: { timestamp },
          },
        ],
      })
    case 'preference':
      return change('user_preferences', {
        metadata: metadata(),
        contacts,
        user_preferences: [{ wa_id: ids.phone, user_id: ids.userId, value: 'stop', timestamp }],
      })
    case 'account':
      return change('account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: text }] })
    default:
      return change('messages', {
        metadata: metadata({ phone_number_id: '2222' }),
        contacts,
        messages: [{ ...from, id: wamidOf('in'), timestamp, type: 'text', text: { body: text } }],
      })
  }
}

const EVENTS_MAX = 24

export const hour: Arbitrary<Hour> = fc.array(happening, { minLength: 1, maxLength: EVENTS_MAX }).chain((happenings) => {
  const each = { minLength: happenings.length, maxLength: happenings.length } as const
  const count = happenings.length
  return fc.record({
    changes: fc.constant(happenings.map((one, at) => toChange(one, at))),
    arrival: fc.record({
      keys: fc.array(fc.nat({ max: 1000 }), each),
      repeats: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(2, 3, 100) }), each),
      cuts: fc.array(fc.boolean(), each),
      styles: fc.array(fc.constantFrom<Style>('plain', 'spaced', 'reversed', 'escaped', 'grouped'), each),
      learnAfter: fc.nat({ max: count }),
    }),
  })
})

/** The bodies in which the changes arrive. Of those repeated, some are the same bytes again and some say the same in other bytes. */
export function bodiesOf({ changes, arrival }: Hour): readonly Buffer[] {
  const order = changes.map((_change, index) => index).toSorted((a, b) => (arrival.keys[a] ?? 0) - (arrival.keys[b] ?? 0))
  const arriving = order.flatMap((index, position) => {
    const one = { change: changes[index] ?? {}, style: arrival.styles[index] ?? 'plain', isCut: arrival.cuts[index] ?? true }
    const others = Array.from({ length: (arrival.repeats[index] ?? 1) - 1 }, (_, count) => ({
      ...one,
      style: count % 2 === 0 ? one.style : ('spaced' as const),
    }))
    // A repetition comes at once, or behind everything else.
    return [{ at: position, ...one }, ...others.map((other, count) => ({ at: count % 3 === 0 ? 1000 : position, ...other }))]
  })
  const bodies: { changes: Json[]; style: Style }[] = []
  let isCut = true
  for (const { change: one, style, isCut: isLast } of arriving.toSorted((a, b) => a.at - b.at)) {
    if (isCut) bodies.push({ changes: [], style })
    bodies.at(-1)?.changes.push(one)
    isCut = isLast
  }
  return bodies.map(({ changes: held, style }) => styled(held, style))
}

function styled(changes: readonly Json[], style: Style): Buffer {
  switch (style) {
    case 'plain':
      return toBody(webhook(...changes))
    case 'spaced':
      return Buffer.from(JSON.stringify(webhook(...changes), null, 2))
    case 'reversed':
      return toBody(reversedKeys(webhook(...changes)))
    case 'escaped':
      return Buffer.from(
        toBody(webhook(...changes))
          .toString()
          .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
      )
    case 'grouped':
      // Each in an entry of its own.
      return toBody({ object: 'whatsapp_business_account', entry: changes.map((one) => ({ id: '102290129340398', changes: [one] })) })
  }
}

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversedKeys(each)]),
  )
}
