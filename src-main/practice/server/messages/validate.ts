import { invalidParameter, invalidValue, missingParameter } from '#practice/errors/graph-error.ts'
import { checkLength, isFields, optionalText, requireFields, requireList, requireText } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { checkInteractive } from './validate-interactive.ts'

/** What a posted message is, once it has passed Meta's checks. */
export type CheckedMessage = { readonly type: string; readonly content: unknown; readonly text: string; readonly mediaId: string | null }

const TYPES = [
  'audio',
  'contacts',
  'document',
  'image',
  'interactive',
  'location',
  'reaction',
  'sticker',
  'template',
  'text',
  'video',
] as const

const TEXT_MAX = 4096
const CAPTION_MAX = 1024
const CONTACTS_MAX = 5
const TRACKER_MAX = 512

export function checkMessage(body: Fields): CheckedMessage {
  const type = typeof body['type'] === 'string' ? body['type'].toLowerCase() : 'text'
  if (!TYPES.some((known) => known === type)) {
    throw invalidParameter(
      `Param type must be one of {${TYPES.map((known) => known.toUpperCase()).join(', ')}} - got "${String(body['type'])}".`,
    )
  }
  const tracker = optionalText(body, 'biz_opaque_callback_data')
  if (tracker !== null) checkLength('biz_opaque_callback_data', tracker, TRACKER_MAX)
  const recipientType = optionalText(body, 'recipient_type')
  if (recipientType !== null && recipientType !== 'individual' && recipientType !== 'group') {
    throw invalidParameter(`Param recipient_type must be one of {INDIVIDUAL, GROUP} - got "${recipientType}".`)
  }
  if (recipientType === 'group') throw invalidValue('Groups are not available for this phone number')
  if (body['context'] !== undefined) {
    requireText(requireFields(body, 'context'), 'message_id', 'context')
    if (type === 'reaction') throw invalidParameter('Param context is not supported for type reaction.')
  }
  return { type, ...checkByType(type, body) }
}

function checkByType(type: string, body: Fields): Omit<CheckedMessage, 'type'> {
  switch (type) {
    case 'text':
      return checkText(requireFields(body, 'text', "type 'text'"))
    case 'image':
    case 'video':
    case 'document':
    case 'audio':
    case 'sticker':
      return checkMedia(type, requireFields(body, type, `type '${type}'`))
    case 'location':
      return checkLocation(requireFields(body, 'location', "type 'location'"))
    case 'contacts':
      return checkContacts(requireList(body, 'contacts', "type 'contacts'"))
    case 'reaction':
      return checkReaction(requireFields(body, 'reaction', "type 'reaction'"))
    case 'interactive': {
      const interactive = requireFields(body, 'interactive', "type 'interactive'")
      return { content: interactive, text: checkInteractive(interactive), mediaId: null }
    }
    default:
      // Templates are checked against the account's own list, which is not to be seen from here.
      return { content: requireFields(body, 'template', "type 'template'"), text: '', mediaId: null }
  }
}

function checkText(text: Fields): Omit<CheckedMessage, 'type'> {
  const words = requireText(text, 'body', "type 'text'")
  checkLength("text['body']", words, TEXT_MAX)
  if (text['preview_url'] !== undefined && typeof text['preview_url'] !== 'boolean')
    throw invalidParameter("Param text['preview_url'] must be a boolean.")
  return { content: text, text: words, mediaId: null }
}

function checkMedia(type: string, media: Fields): Omit<CheckedMessage, 'type'> {
  const id = optionalText(media, 'id')
  const link = optionalText(media, 'link')
  if ((id === null) === (link === null)) {
    throw invalidParameter(`Param ${type} must have exactly one of id, link.`)
  }
  if (link !== null && !/^https?:\/\/\S+$/.test(link)) throw invalidParameter(`Param ${type}['link'] is not a valid URI.`)
  const caption = optionalText(media, 'caption')
  if (caption !== null && (type === 'audio' || type === 'sticker')) throw invalidParameter(`Unexpected key "caption" on param "${type}".`)
  if (caption !== null) checkLength(`${type}['caption']`, caption, CAPTION_MAX)
  return { content: media, text: caption ?? '', mediaId: id }
}

function checkLocation(location: Fields): Omit<CheckedMessage, 'type'> {
  for (const [name, most] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    const value = Number(location[name])
    if (location[name] === undefined) throw missingParameter(`Parameter '${name}' is mandatory for type 'location'`)
    if (!Number.isFinite(value) || Math.abs(value) > most) throw invalidValue(`Location ${name} must be between -${most} and ${most}`)
  }
  return { content: location, text: optionalText(location, 'name') ?? '', mediaId: null }
}

function checkContacts(contacts: readonly unknown[]): Omit<CheckedMessage, 'type'> {
  if (contacts.length === 0 || contacts.length > CONTACTS_MAX)
    throw invalidParameter(`Param contacts must have between 1 and ${CONTACTS_MAX} elements.`)
  const names = contacts.map((contact) => {
    if (!isFields(contact)) throw invalidParameter('Param contacts must be an array of objects.')
    const name = requireFields(contact, 'name', "type 'contacts'")
    const formatted = requireText(name, 'formatted_name', "type 'contacts'")
    const parts = ['first_name', 'last_name', 'middle_name', 'suffix', 'prefix']
    if (!parts.some((part) => name[part] !== undefined)) {
      throw invalidParameter(
        "Param contacts['name'] must have at least one of first_name, last_name, middle_name, suffix, prefix beside formatted_name.",
      )
    }
    return formatted
  })
  return { content: contacts, text: names.join(', '), mediaId: null }
}

function checkReaction(reaction: Fields): Omit<CheckedMessage, 'type'> {
  requireText(reaction, 'message_id', "type 'reaction'")
  const emoji = reaction['emoji']
  if (typeof emoji !== 'string') throw missingParameter("Parameter 'emoji' is mandatory for type 'reaction'")
  if (emoji !== '' && !isOneEmoji(emoji)) throw invalidValue('Reaction emoji is invalid')
  return { content: reaction, text: emoji, mediaId: null }
}

function isOneEmoji(text: string): boolean {
  const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]
  return graphemes.length === 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}|[#*0-9]\uFE0F?\u20E3/u.test(text)
}
