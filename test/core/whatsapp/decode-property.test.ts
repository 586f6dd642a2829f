import { describe, expect, it } from 'vitest'
import type { DecodedItem, Person } from '#core/whatsapp/decoded.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import {
  change,
  contact,
  inbound,
  inboundText,
  messagesChange,
  metadata,
  NUMBER_ID,
  status,
  toBody,
  type Json,
} from '#test/support/webhook-builder.ts'

describe('whatever is thrown at it', () => {
  it('never throws, gives every element of every list an item, and says the same again', { timeout: 60_000 }, () => {
    for (let seed = 1; seed <= 600; seed += 1) {
      const json = mutated(sample(), createSeededRandom(seed).below)
      const body = toBody(json)
      const decoded = decodeWebhook(body)
      expect(decodeWebhook(body)).toEqual(decoded)
      const lost = decoded.kind === 'events' ? lostElements(JSON.parse(body.toString()), decoded.items) : []
      expect({ seed, lost }).toEqual({ seed, lost: [] })
    }
  })
})

/** A body with every list there is. */
function sample(): Json {
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '1',
        time: 1_795_348_800,
        changes: [
          messagesChange({
            contacts: [contact(), contact({ wa_id: '2', user_id: 'BR.2' })],
            messages: [
              inboundText('a'),
              inbound({ type: 'image', image: { id: 'M' } }),
              inbound({ type: 'reaction', reaction: { message_id: 'x', emoji: '👍' } }),
              inbound({ type: 'system', system: { wa_id: '3' } }),
            ],
            statuses: [status('sent'), status('failed', { errors: [{ code: 1 }, { code: 2 }] })],
            errors: [{ code: 131000 }],
          }),
          change('user_preferences', {
            metadata: metadata(),
            contacts: [contact()],
            user_preferences: [{ wa_id: contact()['wa_id'], value: 'stop' }],
          }),
          change('account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ a: 1 }, { a: 2 }] }),
        ],
      },
      {
        id: '2',
        changes: [
          change('history', {
            metadata: metadata(),
            history: [{ metadata: { phase: 0 }, threads: [{ id: '2', messages: [inboundText('b'), inboundText('c')] }] }],
          }),
          change('smb_app_state_sync', {
            metadata: metadata(),
            state_sync: [{ type: 'contact', contact: { phone_number: '5' }, action: 'add' }],
          }),
          change('smb_message_echoes', { metadata: metadata(), message_echoes: [inboundText('d', { to: '2' })] }),
          change('calls', {
            metadata: metadata(),
            calls: [{ id: 'wacid.1', from: '2', event: 'connect' }],
            statuses: [{ id: 'wacid.1', type: 'call', status: 'RINGING' }],
          }),
          change('standby', { metadata: metadata(), standby: { messages: [inboundText('e')], statuses: [status('read')] } }),
        ],
      },
    ],
  }
}

const oddities: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1e300,
  true,
  'text',
  '{"a":1}',
  '[1,2]',
  [],
  {},
  [[]],
  [null],
  { id: 'x' },
  '\u0000',
  '\ud800',
  NUMBER_ID,
]

/** The same body with three places of it replaced, taken out, doubled or wrapped. */
function mutated(json: Json, random: (below: number) => number): unknown {
  const copy: unknown = structuredClone(json)
  for (let wrongs = 0; wrongs < 3; wrongs += 1) {
    const places = holdersOf(copy)
    const place = places[random(places.length)]
    if (place === undefined) break
    const { holder, key } = place
    const wrong = [
      () => oddities[random(oddities.length)],
      () => undefined,
      () => [holder[key], structuredClone(holder[key])],
      () => JSON.stringify(holder[key]) ?? null,
      () => ({ wrapped: holder[key] }),
    ][random(5)]
    holder[key] = wrong?.()
  }
  return copy
}

function holdersOf(value: unknown): readonly { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  // An array is written to by its indexes here, which it takes as text too.
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...holdersOf(holder[key])])
}

/** Paths of list elements that no item stands for: none at it, above it, or below it. Contacts that were named are part of an item. */
function lostElements(body: unknown, items: readonly DecodedItem[]): readonly string[] {
  const named = items.flatMap(({ event }) => peopleIn(event).flatMap(({ waId, userId }) => [waId, userId])).filter((id) => id !== null)
  const isNamed = (contactJson: unknown) => named.some((id) => JSON.stringify(contactJson).includes(JSON.stringify(id).slice(1, -1)))
  const said = (path: string) =>
    items.some((item) => item.path === path || item.path.startsWith(`${path}.`) || path.startsWith(`${item.path}.`))
  return elementsIn(body, '')
    .filter(({ path, value }) => path.startsWith('entry') && !said(path) && !isContactOf(path, isNamed(value)) && !labels.test(path))
    .map(({ path }) => path)
}

/** What tells where or whose a value is, and the inside of a contact, hold no event even when somebody writes them as a list. */
const labels = /\.(?:metadata|messaging_product)\.|\.threads(?:\.\d+)*\.(?:id|context)\.|\.contacts(?:\.\d+)*\.[a-z]/

function peopleIn(event: DecodedItem['event']): readonly Person[] {
  if (event.kind === 'identity') return [event.before, event.after]
  return 'person' in event && event.person !== null ? [event.person] : []
}

/** Also a contact of a fact, such as a preference, is said by it. */
function isContactOf(path: string, isNamed: boolean): boolean {
  return /\.contacts(?:\.\d+)*$/.test(path) && (isNamed || path.includes('changes.1.'))
}

function elementsIn(value: unknown, path: string): readonly { path: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return []
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const inner = Object.entries(value).flatMap(([key, each]) => elementsIn(each, at(key)))
  return Array.isArray(value) ? [...value.map((each: unknown, index) => ({ path: at(String(index)), value: each })), ...inner] : inner
}
