import type { MessageContent } from '#contract'
import { booleanOf, elementsOf, filledOf, firstFilled, isObject, numberOf, objectOf, textOf, wordsOf, type WireObject } from './read.ts'
import type { WireError } from '../decoded.ts'
import { explainError } from '../error-table.ts'
import { plain, unknown, type Content } from './content-kinds.ts'
import { readForm } from './form.ts'
import { unwrapJsonText } from './json.ts'
import { readAsked, readTemplate } from './sent-elsewhere.ts'

/** Reads `message[type]`; without a type, the one whose object is there. */
export function contentOf(message: WireObject): Content {
  const type = typeOf(message)
  const reader = readers.get(type)
  if (reader === undefined) return unknown(type)
  const raw = unwrapJsonText(message[type])
  if (raw === undefined || raw === null) return saidByType.has(type) ? reader({}) : unknown(type)
  return reader(raw)
}

const mediaTypes = new Set(['image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker'])

/** What WhatsApp says went wrong stands where the words would: of a stand-in, and of a file that it could not take over. */
export function withErrors(said: Content, { type, errors }: { type: string; errors: readonly WireError[] }): Content {
  const [error] = errors
  if (error === undefined) return said
  const problem = explainError(error).key
  if (said.content.kind === 'unsupported') return { ...said, content: { ...said.content, problem } }
  const isLostFile = mediaTypes.has(type) && said.mediaId === null
  return isLostFile ? plain({ kind: 'unsupported', rawType: type, problem }, { body: said.body, isGhost: true }) : said
}

/** `none` when the message does not say and nothing in it tells. */
export function typeOf(message: WireObject): string {
  const named = filledOf(message['type'])?.toLowerCase()
  if (named !== undefined) return olderNames.get(named) ?? named
  const shown = [...readers.keys(), 'reaction', 'system', 'edit', 'revoke'].find(
    (type) => typeof message[type] === 'object' && message[type] !== null,
  )
  return shown ?? (message['errors'] === undefined ? 'none' : 'unsupported')
}

const olderNames: ReadonlyMap<string, string> = new Map([
  ['unknown', 'unsupported'],
  ['ephemeral', 'unsupported'],
])

type Reader = (raw: unknown) => Content

/** Types that need no object of their name. */
const saidByType = new Set(['unsupported', 'media_placeholder', 'request_welcome'])

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['text', readText],
  ['image', mediaReader('image')],
  ['video', mediaReader('video')],
  ['gif', mediaReader('video')],
  ['audio', mediaReader('audio')],
  ['voice', mediaReader('voice')],
  ['document', mediaReader('document')],
  ['sticker', mediaReader('sticker')],
  ['location', readLocation],
  ['contacts', readContacts],
  ['button', readButton],
  ['interactive', readInteractive],
  ['order', readOrder],
  ['template', readTemplate],
  ['unsupported', readUnsupported],
  ['media_placeholder', () => plain({ kind: 'unsupported', rawType: 'media_placeholder', problem: null }, { isGhost: true })],
  ['request_welcome', () => plain({ kind: 'system', event: 'welcome', text: null })],
])

function readText(raw: unknown): Content {
  const body = textOf(raw) ?? textOf(objectOf(raw)['body'])
  return body === null ? unknown('text') : plain({ kind: 'text', body }, { body })
}

type MediaKind = Extract<MessageContent, { kind: 'media' }>['media']

function mediaReader(media: MediaKind): Reader {
  return (raw) => {
    if (!isObject(raw)) return unknown(media)
    const caption = wordsOf(raw['caption'])
    const fileName = firstFilled(raw['filename'], raw['file_name'])
    return plain(
      {
        kind: 'media',
        media: media === 'audio' && booleanOf(raw['voice']) === true ? 'voice' : media,
        caption,
        fileName,
        mimeType: filledOf(raw['mime_type']),
      },
      { body: caption ?? fileName, mediaId: filledOf(raw['id']) },
    )
  }
}

function readLocation(raw: unknown): Content {
  if (!isObject(raw)) return unknown('location')
  const name = filledOf(raw['name'])
  const address = filledOf(raw['address'])
  return plain(
    {
      kind: 'location',
      latitude: numberOf(raw['latitude']),
      longitude: numberOf(raw['longitude']),
      name,
      address,
      url: filledOf(raw['url']),
    },
    { body: joined(name, address) },
  )
}

function readContacts(raw: unknown): Content {
  const contacts = elementsOf(raw, '').map(({ value }) => {
    const card = objectOf(value)
    const name = objectOf(card['name'])
    const phones = elementsOf(card['phones'], '').flatMap(({ value: entry }) => {
      const { phone, wa_id: waId, type } = objectOf(entry)
      const shown = firstFilled(phone, waId, isObject(entry) ? null : entry)
      return shown === null ? [] : { phone: shown, waId: filledOf(waId), type: filledOf(type) }
    })
    const firstAndLast = joined(filledOf(name['first_name']), filledOf(name['last_name']), ' ')
    const company = filledOf(objectOf(card['org'])['company'])
    return {
      name:
        firstFilled(name['formatted_name'], firstAndLast, isObject(card['name']) ? null : card['name'], company, phones[0]?.phone) ?? '',
      phones,
      emails: elementsOf(card['emails'], '').flatMap(({ value: entry }) => {
        const { email, type } = objectOf(entry)
        const shown = firstFilled(email, isObject(entry) ? null : entry)
        return shown === null ? [] : { email: shown, type: filledOf(type) }
      }),
      organization: company,
      title: filledOf(objectOf(card['org'])['title']),
      urls: elementsOf(card['urls'], '').flatMap(
        ({ value: entry }) => firstFilled(objectOf(entry)['url'], isObject(entry) ? null : entry) ?? [],
      ),
      addresses: elementsOf(card['addresses'], '').flatMap(({ value: entry }) => addressOf(objectOf(entry)) ?? []),
      birthday: filledOf(card['birthday']),
    }
  })
  return plain({ kind: 'contacts', contacts }, { body: filledOf(contacts.map(({ name }) => name).join(', ')) })
}

/** On one line: street, city, state and code, country. */
function addressOf(address: WireObject): string | null {
  const parts = ['street', 'city', 'state', 'zip', 'country'].flatMap((part) => filledOf(address[part]) ?? [])
  return filledOf(parts.join(', '))
}

/** The tap on a template's quick reply. */
function readButton(raw: unknown): Content {
  const title = firstFilled(objectOf(raw)['text'], objectOf(raw)['payload'], isObject(raw) ? null : raw)
  return title === null ? unknown('button') : plain({ kind: 'choice', title, description: null }, { body: title })
}

function readInteractive(raw: unknown): Content {
  if (!isObject(raw)) return unknown('interactive')
  // Meta's first pages put the reply inside `type`.
  if (isObject(raw['type'])) return readInteractive(raw['type'])
  for (const type of ['button_reply', 'list_reply']) {
    const reply = objectOf(raw[type])
    const title = firstFilled(reply['title'], reply['id'])
    const description = filledOf(reply['description'])
    if (title !== null) return plain({ kind: 'choice', title, description }, { body: joined(title, description) })
  }
  if (isObject(raw['nfm_reply'])) return readForm(raw['nfm_reply'])
  if (isObject(raw['call_permission_reply'])) {
    return plain({ kind: 'call-permission', accepted: filledOf(raw['call_permission_reply']['response'])?.toLowerCase() === 'accept' })
  }
  return readAsked(raw) ?? unknown(`interactive.${filledOf(raw['type']) ?? 'none'}`)
}

function readOrder(raw: unknown): Content {
  if (!isObject(raw)) return unknown('order')
  const items = elementsOf(raw['product_items'], '').map(({ value }) => {
    const item = objectOf(value)
    return {
      productId: filledOf(item['product_retailer_id']) ?? '',
      quantity: numberOf(item['quantity']) ?? 0,
      price: numberOf(item['item_price']) ?? 0,
      currency: filledOf(item['currency']) ?? '',
    }
  })
  const text = wordsOf(raw['text'])
  return plain({ kind: 'order', text, items }, { body: text })
}

function readUnsupported(raw: unknown): Content {
  const { type, raw_type: rawType } = objectOf(raw)
  return plain({ kind: 'unsupported', rawType: firstFilled(rawType, type), problem: null }, { isGhost: true })
}

function joined(first: string | null, second: string | null, by = ' · '): string | null {
  return first !== null && second !== null ? `${first}${by}${second}` : (first ?? second)
}
