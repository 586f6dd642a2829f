import type { Json } from '#test/support/webhook-builder.ts'
import type { Chance } from './chance.ts'
import type { Customer } from './customers.ts'
import type { Fact } from './facts.ts'
import type { Fault } from './faults.ts'
import type { WorldClock } from './world-clock.ts'

/** Messages that go in one change, without who said them. */
export type Said = {
  readonly messages: readonly Json[]
  readonly facts: readonly Fact[]
  readonly faults: readonly Fault[]
  readonly opensWindow: boolean
}

type Speaker = {
  readonly chance: Chance
  readonly clock: WorldClock
  readonly customer: Customer
  readonly kind: 'text' | 'any' | 'file'
  nextWamid(): string
  nextWords(): string
}

/** One thing a customer does; a few of them come in two parts, which may overtake each other. */
export function sayOne(speaker: Speaker): Said[] {
  const { chance, customer } = speaker
  if (speaker.kind === 'file') return [media(speaker)]
  if (speaker.kind === 'text' || customer.written.length === 0) return [text(speaker)]
  const target = chance.pick(customer.wamids)
  const own = chance.pick(customer.written)
  const choices: (() => Said[])[] = [
    () => [text(speaker)],
    () => [text(speaker)],
    () => [media(speaker)],
    () => [media(speaker)],
    () => [other(speaker)],
    () => ghost(speaker),
    () => [unknownType(speaker)],
    () => reactionFirst(speaker),
    () => editFirst(speaker),
    ...(target === undefined ? [] : [() => [reaction(speaker, target)], () => [text(speaker, { context: { id: target } })]]),
    ...(own === undefined ? [] : [() => [edit(speaker, own)], () => [revoke(speaker, own)]]),
  ]
  return (chance.pick(choices) ?? choices[0])?.() ?? []
}

function begin({ clock, nextWamid }: Speaker): { id: string; timestamp: string; at: number } {
  const seconds = Math.floor(clock.now() / 1000)
  return { id: nextWamid(), timestamp: String(seconds), at: seconds * 1000 }
}

function message(
  speaker: Speaker,
  content: { contentKind: string; body: string | null; mediaId?: string | null; isGhost?: boolean; faults?: readonly Fault[] },
  wire: Json,
  frame = begin(speaker),
): Said {
  const { id, timestamp, at } = frame
  speaker.customer.wamids.push(id)
  speaker.customer.written.push(id)
  const { contentKind, body, mediaId = null, isGhost = false, faults = [] } = content
  return {
    messages: [{ id, timestamp, ...wire }],
    facts: [
      {
        kind: 'message',
        wamid: id,
        customer: speaker.customer.index,
        direction: 'in',
        source: 'live',
        sentAt: at,
        contentKind,
        body,
        mediaId,
        isGhost,
      },
    ],
    faults,
    opensWindow: true,
  }
}

function text(speaker: Speaker, more: Json = {}): Said {
  const body = speaker.nextWords()
  return message(speaker, { contentKind: 'text', body }, { type: 'text', text: { body }, ...more })
}

function media(speaker: Speaker): Said {
  const { chance, nextWords } = speaker
  const mediaId = `MEDIA${chance.below(1e9)}`
  const file = { id: mediaId, sha256: 'x', mime_type: 'application/octet-stream' }
  const faults = ['F38 kinds'] as const
  const kind = chance.oneOf('image', 'video', 'audio', 'voice', 'document', 'sticker')
  if (kind === 'voice')
    return message(speaker, { contentKind: 'voice', body: null, mediaId, faults }, { type: 'audio', audio: { ...file, voice: true } })
  const caption = kind === 'image' || kind === 'video' || kind === 'document' ? nextWords() : null
  const wire = { type: kind, [kind]: caption === null ? file : { ...file, caption } }
  return message(speaker, { contentKind: kind, body: caption, mediaId, faults }, wire)
}

function other(speaker: Speaker): Said {
  const { chance, nextWords } = speaker
  const words = nextWords()
  const faults = ['F38 kinds'] as const
  return chance.oneOf<() => Said>(
    () =>
      message(
        speaker,
        { contentKind: 'location', body: words, faults },
        { type: 'location', location: { latitude: -23.5, longitude: -46.6, name: words } },
      ),
    () =>
      message(
        speaker,
        { contentKind: 'contacts', body: words, faults },
        { type: 'contacts', contacts: [{ name: { formatted_name: words }, phones: [] }] },
      ),
    () =>
      message(
        speaker,
        { contentKind: 'choice', body: words, faults },
        { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'a', title: words } } },
      ),
    () => message(speaker, { contentKind: 'choice', body: words, faults }, { type: 'button', button: { text: words, payload: 'p' } }),
    () =>
      message(
        speaker,
        { contentKind: 'order', body: words, faults },
        {
          type: 'order',
          order: {
            catalog_id: '1',
            text: words,
            product_items: [{ product_retailer_id: 'p', quantity: '2', item_price: 3.5, currency: 'BRL' }],
          },
        },
      ),
  )()
}

/** WhatsApp's stand-in, and mostly the real message under the same id, before or after. */
function ghost(speaker: Speaker): Said[] {
  const frame = begin(speaker)
  const standIn = message(
    speaker,
    { contentKind: 'unsupported', body: null, isGhost: true, faults: ['F38 ghost'] },
    { type: 'unsupported', errors: [{ code: 131060, title: 'This message is currently unavailable' }] },
    frame,
  )
  if (speaker.chance.is(0.3)) return [standIn]
  const body = speaker.nextWords()
  const real = message(speaker, { contentKind: 'text', body }, { type: 'text', text: { body } }, frame)
  return speaker.chance.is(0.5) ? [standIn, real] : [real, standIn]
}

function unknownType(speaker: Speaker): Said {
  const said = message(speaker, { contentKind: 'unknown', body: null, faults: ['F37'] }, { type: 'hologram', hologram: { depth: 3 } })
  const marker = said.facts[0]?.kind === 'message' ? said.facts[0].wamid : ''
  return { ...said, facts: [...said.facts, { kind: 'kept', reason: 'unknown-message-type', marker }] }
}

function reaction(speaker: Speaker, target: string): Said {
  const { id, timestamp, at } = begin(speaker)
  const emoji = speaker.chance.oneOf('👍', '❤️', '')
  return {
    messages: [{ id, timestamp, type: 'reaction', reaction: { message_id: target, ...(emoji === '' ? {} : { emoji }) } }],
    facts: [{ kind: 'reaction', wamid: id, target, author: 'customer', emoji, at, customer: speaker.customer.index }],
    faults: ['F38 reaction'],
    opensWindow: true,
  }
}

function edit(speaker: Speaker, target: string): Said {
  const { id, timestamp, at } = begin(speaker)
  const body = speaker.nextWords()
  return {
    messages: [{ id, timestamp, type: 'edit', edit: { original_message_id: target, message: { type: 'text', text: { body } } } }],
    facts: [{ kind: 'change', change: 'edit', wamid: id, target, at, body }],
    faults: ['F38 edit'],
    opensWindow: false,
  }
}

function revoke(speaker: Speaker, target: string): Said {
  const { id, timestamp, at } = begin(speaker)
  return {
    messages: [{ id, timestamp, type: 'revoke', revoke: { original_message_id: target } }],
    facts: [{ kind: 'change', change: 'revoke', wamid: id, target, at, body: null }],
    faults: ['F38 revoke'],
    opensWindow: false,
  }
}

/** A reaction that comes before what it is about. */
function reactionFirst(speaker: Speaker): Said[] {
  const about = text(speaker)
  const target = about.facts[0]?.kind === 'message' ? about.facts[0].wamid : ''
  const before = reaction(speaker, target)
  return [{ ...before, faults: [...before.faults, 'F32 item'] }, about]
}

/** An edit or a deletion that comes before what it is about. */
function editFirst(speaker: Speaker): Said[] {
  const about = text(speaker)
  const target = about.facts[0]?.kind === 'message' ? about.facts[0].wamid : ''
  const before = speaker.chance.is(0.5) ? edit(speaker, target) : revoke(speaker, target)
  return [{ ...before, faults: [...before.faults, 'F32 item'] }, about]
}
