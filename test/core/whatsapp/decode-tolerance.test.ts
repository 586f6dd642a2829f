import { describe, expect, it } from 'vitest'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import {
  change,
  contact,
  inbound,
  inboundText,
  messagesChange,
  messageWebhook,
  metadata,
  SENT_AT_MS,
  SENT_AT_SECONDS,
  status,
  statusWebhook,
  webhook,
  type Json,
} from '#test/support/webhook-builder.ts'
import { eventOf, eventsOf, itemsOf } from '#test/support/decoded.ts'

const kindsOf = (json: unknown) => eventsOf(json).map(({ kind }) => kind)
const decodeText = (text: string) => decodeWebhook(Buffer.from(text))

describe('what is not a webhook of ours', () => {
  it('is not JSON, or no JSON object', () => {
    for (const text of [
      '',
      ' ',
      '{',
      '{"object":"whatsapp_business_account","entry":[{"id":"1","chan',
      'hub.mode=subscribe',
      'null',
      '7',
      '"text"',
      '[]',
      '[1]',
      '\xff\xfe',
    ]) {
      expect(decodeText(text)).toEqual({ kind: 'not-json' })
    }
  })

  it('is another product, or has no entry', () => {
    expect(decodeText('{"object":"page","entry":[{"id":"1","changes":[{"field":"feed","value":{}}]}]}')).toEqual({
      kind: 'not-ours',
      object: 'page',
    })
    expect(decodeText('{"object":"instagram","entry":[]}')).toEqual({ kind: 'not-ours', object: 'instagram' })
    expect(decodeText('{"object":"whatsapp_business_account"}')).toEqual({ kind: 'not-ours', object: 'whatsapp_business_account' })
    for (const text of ['{}', '{"hello":"world"}', '{"entry":[]}', '{"entry":[{"messaging":[]}]}', '{"object":7}'])
      expect(decodeText(text).kind).toBe('not-ours')
  })
})

describe('a body in an unusual wrapping', () => {
  const message = inboundText('oi', { id: 'wamid.W' })
  const value = { messaging_product: 'whatsapp', metadata: metadata(), contacts: [contact()], messages: [message] }
  const body = webhook(change('messages', value))
  const expected = eventOf(body)

  it.each<[name: string, json: unknown]>([
    ['with a byte order mark', `\uFEFF${JSON.stringify(body)}`],
    ['as JSON text in JSON', JSON.stringify(JSON.stringify(body))],
    ['without its object', { entry: body['entry'] }],
    ['with one entry instead of a list', { ...body, entry: { id: '0', changes: [change('messages', value)] } }],
    ['with one change instead of a list', { ...body, entry: [{ id: '0', changes: change('messages', value) }] }],
    ['with the change in the entry', { ...body, entry: [{ id: '0', ...change('messages', value) }] }],
    ['with the value in the entry', { ...body, entry: [{ id: '0', ...value }] }],
    ['with the value in the change', { ...body, entry: [{ id: '0', changes: [{ field: 'messages', ...value }] }] }],
    ['with a list of values', webhook(change('messages', [value]))],
    ['with a list in a list', { ...body, entry: [[{ id: '0', changes: [[change('messages', value)]] }]] }],
    ['with the value as JSON text', webhook(change('messages', JSON.stringify(value)))],
    ['with a message as JSON text', webhook(change('messages', { ...value, messages: [JSON.stringify(message)] }))],
    ['with one message instead of a list', webhook(change('messages', { ...value, messages: message }))],
    ['with no field', webhook({ value })],
    ['with an unknown field', webhook(change('messages_v2', value))],
    ['of an entry alone', { id: '0', changes: [change('messages', value)] }],
    ['of a change alone, as the dashboard shows it', change('messages', value)],
    ['of a value alone', value],
    ['in a list', [body]],
    ["in a proxy's record", { headers: { host: 'x' }, body: JSON.stringify(body) }],
    ["in a workflow program's record", [{ params: {}, query: {}, body }]],
  ])('is read %s', (_name, json) => {
    const decoded = decodeText(typeof json === 'string' ? json : JSON.stringify(json))
    expect(decoded.kind === 'events' ? decoded.items.map(({ event }) => event) : decoded).toEqual([expected])
  })

  it('without metadata has an empty number', () => {
    expect(eventOf(webhook(change('messages', { ...value, metadata: undefined })))).toEqual({ ...expected, numberId: '' })
  })

  it('in which nothing stands is kept as that', () => {
    const kept = [
      { ...body, entry: [] },
      { ...body, entry: [{ id: '1' }] },
      { ...body, entry: [null] },
      webhook(change('messages', null)),
      webhook(change('messages', [])),
      webhook(change('messages', {})),
      webhook(change('messages', { messaging_product: 'whatsapp', metadata: metadata() })),
      webhook(change('messages', { metadata: metadata(), messages: [], statuses: null })),
      webhook({ field: 'messages' }),
      { ...body, entry: [{ id: '1', changes: [null] }] },
      webhook(change('history', { metadata: metadata(), history: [{ threads: [] }] })),
    ]
    expect(kept.map((json) => kindsOf(json))).toEqual(kept.map(() => ['unknown']))
  })
})

describe('a batch', () => {
  it('of a thousand updates over several entries loses none and keeps their order', () => {
    const messages = Array.from({ length: 400 }, (_, index) => inboundText(String(index), { id: `wamid.${index}` }))
    const statuses = Array.from({ length: 600 }, (_, index) => status('read', { id: `wamid.s${index}` }))
    const body = {
      object: 'whatsapp_business_account',
      entry: [0, 1].map((half) => ({
        id: String(half),
        changes: [
          messagesChange({ contacts: [contact()], messages: messages.slice(half * 200, half * 200 + 200) }),
          messagesChange({ statuses: statuses.slice(half * 300, half * 300 + 300) }),
        ],
      })),
    }
    const wamids = eventsOf(body).map((event) => ('wamid' in event ? event.wamid : null))
    const idOf = (each: Json) => each['id']
    expect(wamids).toEqual([...messages.slice(0, 200), ...statuses.slice(0, 300), ...messages.slice(200), ...statuses.slice(300)].map(idOf))
  })

  it('F36: with poison in it gives everything else', () => {
    const poison = [
      null,
      7,
      'x',
      [],
      {},
      { id: 'wamid.x', type: 'text' },
      { id: {}, type: 'text', text: { body: 'x' } },
      { id: 'wamid.y', from: '1', type: 'constructor', constructor: 7 },
      JSON.parse('{"__proto__":{"id":"wamid.z"},"type":"__proto__"}'),
    ]
    const messages = poison.flatMap((each: unknown) => [each, inboundText('bem')])
    const events = eventsOf(webhook(messagesChange({ contacts: [contact(), contact({ wa_id: '2', user_id: 'BR.2' })], messages })))
    expect(events.filter((event) => event.kind === 'message' && event.body === 'bem')).toHaveLength(poison.length)
    expect(events.filter((event) => event.kind === 'unknown').length).toBeGreaterThanOrEqual(poison.length)
  })

  it('may hold messages, statuses and errors in one change, and lists that nobody knows', () => {
    expect(
      itemsOf(
        webhook(
          messagesChange({
            contacts: [contact()],
            messages: [inboundText('a')],
            statuses: [status('sent')],
            errors: [{ code: 1 }],
            holograms: [1, { x: 2 }],
            conversation_context: { a: 1 },
          }),
        ),
      ).map(({ path, event }) => [path.slice('entry.0.changes.0.value.'.length), event.kind]),
    ).toEqual([
      ['messages.0', 'message'],
      ['statuses.0', 'status'],
      ['errors.0', 'error'],
      ['conversation_context', 'account'],
      ['holograms.0', 'unknown'],
      ['holograms.1', 'unknown'],
    ])
  })
})

describe('text that is not text', () => {
  it('has U+FFFD in place of U+0000 and lone surrogates, and is whole otherwise', () => {
    const body =
      '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"messages":[{"id":"wamid.1","from":"1","timestamp":"1795348800","type":"text","text":{"body":"a\\u0000b \\ud83d c \\ud83d\\ude00"}},{"id":"wamid.2","from":"1","type":"new\\u0000","new\\u0000":{"\\ud83d":"\\u0000"}}]}}]}]}'
    const decoded = decodeText(body)
    expect(decoded.kind === 'events' ? decoded.items.map(({ event }) => (event.kind === 'message' ? event.body : event)) : decoded).toEqual(
      [
        'a\uFFFDb \uFFFD c 😀',
        null,
        {
          kind: 'unknown',
          reason: 'unknown-message-type',
          value: { id: 'wamid.2', from: '1', type: 'new\uFFFD', 'new\uFFFD': { '\uFFFD': '\uFFFD' } },
        },
      ],
    )
  })

  it('F39: of a megabyte is one message', () => {
    const long = '👍a'.repeat(350_000)
    expect(eventOf(messageWebhook(inboundText(long)))).toMatchObject({ body: long })
  })
})

describe('a number that is too long for a number', () => {
  it('becomes text, to the last digit', () => {
    const decoded = decodeText(
      '{"object":"whatsapp_business_account","entry":[{"id":123456789012345678901,"changes":[{"field":"flows","value":{"flow_id":9007199254740993,"event":"x","n":12345678901234567.5}}]}]}',
    )
    expect(decoded).toMatchObject({ items: [{ event: { entryId: '123456789012345678901', value: { flow_id: '9007199254740993' } } }] })
  })
})

describe('a time', () => {
  const receivedAt = SENT_AT_MS + 60_000
  const sentAt = (timestamp: unknown, options: { receivedAt?: number } = {}) => {
    const event = eventOf(messageWebhook(inbound({ timestamp })), options)
    return event.kind === 'message' ? event.sentAt : null
  }

  it('is read in seconds, milliseconds, microseconds and nanoseconds, as number, text and ISO', () => {
    const seconds = SENT_AT_MS / 1000
    const forms = [
      seconds,
      SENT_AT_SECONDS,
      SENT_AT_MS,
      String(SENT_AT_MS),
      SENT_AT_MS * 1000,
      `${SENT_AT_MS}000000`,
      `${seconds}.0`,
      new Date(SENT_AT_MS).toISOString(),
    ]
    expect(forms.map((form) => sentAt(form))).toEqual(forms.map(() => SENT_AT_MS))
  })

  it('F80: beyond 32 bits of seconds is taken at its word', () => {
    expect(sentAt('2147483648')).toBe(2_147_483_648_000)
  })

  it('F80: that cannot be is brought into the years that can', () => {
    expect([sentAt('-5'), sentAt('0'), sentAt('1'), sentAt(undefined), sentAt('soon'), sentAt({})]).toEqual(
      Array(6).fill(Date.UTC(2009, 0, 1)),
    )
    expect(sentAt('99999999999')).toBe(Date.UTC(2100, 0, 1) - 1)
    expect(sentAt(1e300)).toBe(Date.UTC(2100, 0, 1) - 1)
  })

  it('is when the body came, if we know that and Meta gives none or one in the future', () => {
    expect([sentAt(undefined, { receivedAt }), sentAt('-5', { receivedAt }), sentAt('2147483648', { receivedAt })]).toEqual(
      Array(3).fill(receivedAt),
    )
    expect(sentAt(SENT_AT_SECONDS, { receivedAt })).toBe(SENT_AT_MS)
    const hourAhead = SENT_AT_MS + 3_600_000
    expect(sentAt(hourAhead, { receivedAt })).toBe(hourAhead)
  })
})

describe('a body made to hurt', () => {
  const deep = (levels: number, inner = '1') => `${'['.repeat(levels)}${inner}${']'.repeat(levels)}`
  const deepObjects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  const inMessage = (type: string, raw: string) =>
    `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"messages":[{"id":"wamid.1","from":"1","type":"${type}","${type}":${raw}},{"id":"wamid.2","from":"1","type":"text","text":{"body":"bem"}}]}}]}]}`
  const survivors = (text: string) => {
    const decoded = decodeText(text)
    // What comes out must be storable: stringifying is what overflows on deep values.
    JSON.stringify(decoded)
    return decoded.kind === 'events'
      ? decoded.items.filter(({ event }) => event.kind === 'message' && event.body === 'bem').length
      : decoded.kind
  }

  it('F39: nested ten thousand levels, or as deep as three megabytes go, costs only what is nested', { timeout: 60_000 }, () => {
    for (const raw of [deep(10_000), deepObjects(10_000), deep(10_000, '9007199254740993')]) {
      for (const type of ['new', 'text', 'contacts', 'order', 'interactive', 'errors']) expect(survivors(inMessage(type, raw))).toBe(1)
    }
    for (const raw of [deep(1_400_000), deepObjects(500_000), deep(1_400_000, '9007199254740993')])
      expect(survivors(inMessage('new', raw))).toBe(1)
  })

  it('of nothing but levels is refused, or is one thing', () => {
    expect(decodeText(deep(1_400_000))).toEqual({ kind: 'not-json' })
    expect(decodeText(deepObjects(500_000)).kind).toBe('not-ours')
    expect(JSON.stringify(decodeText(`{"object":"whatsapp_business_account","entry":${deep(1_400_000)}}`)).length).toBeLessThan(2000)
  })

  it('of JSON text in JSON text ends', () => {
    let text = JSON.stringify(messageWebhook(inboundText('x')))
    for (let level = 0; level < 12; level += 1) text = JSON.stringify({ body: text })
    expect(decodeText(text).kind).toBe('not-ours')
  })

  it('F39: of three megabytes of small things is read to the end', { timeout: 60_000 }, () => {
    const many = (each: string) =>
      `[${Array(Math.floor(3_000_000 / (each.length + 1)))
        .fill(each)
        .join(',')}]`
    const count = (text: string) => {
      const decoded = decodeText(text)
      return decoded.kind === 'events' ? decoded.items.length : decoded.kind
    }
    expect(count(`{"object":"whatsapp_business_account","entry":${many('{"a":1}')}}`)).toBe(375_000)
    expect(count(inMessage('errors', many('{}')))).toBe(3)
    expect(count(JSON.stringify(statusWebhook(...Array.from({ length: 12_000 }, () => status('read')))))).toBe(12_000)
    expect(count(many('{"a":[{}]}'))).toBe('not-json')
  })
})
