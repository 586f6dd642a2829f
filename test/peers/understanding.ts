import type { OnMessageArgs, OnStatusArgs } from 'whatsapp-api-js/emitters'
import type { ServerMessage } from 'whatsapp-api-js/types'
import type { MessageContent } from '#contract'
import { assertNever } from '#core/lib/assert.ts'
import type { DecodedEvent, Person } from '#core/whatsapp/decoded.ts'

/**
 * What somebody understood of one message or status, in words that both sides can be put into. `says` holds the content by the field
 * names of our content, so that a new field of ours is a difference here until it is compared.
 */
export type Understanding = {
  readonly what: string
  readonly numberId: string
  readonly wamid: string
  /** Epoch ms. */
  readonly at: number
  readonly phone: string | null
  readonly userId: string | null
  readonly name: string | null
  readonly username: string | null
  readonly quotes: string | null
  readonly forwarded: 'no' | 'once' | 'often'
  readonly mediaId: string | null
  readonly errors: readonly number[]
  readonly says: unknown
}

// --- The library hands the message on as it came and says by its types what it is: reading them here is what its user would do.

export function understoodMessage({ phoneID, contact, recipient, message }: OnMessageArgs): Understanding {
  const { what, mediaId = null, says } = saidBy(message)
  return {
    what,
    numberId: phoneID,
    wamid: message.id,
    at: Number(message.timestamp) * 1000,
    ...('group' in recipient ? { phone: null, userId: null } : { phone: recipient.phone ?? null, userId: recipient.bsuid }),
    name: contact.profile?.name ?? null,
    username: contact.profile?.username ?? null,
    quotes: message.context?.id ?? null,
    forwarded: message.context?.frequently_forwarded === true ? 'often' : message.context?.forwarded === true ? 'once' : 'no',
    mediaId,
    errors: message.errors?.map(({ code }) => code) ?? [],
    says,
  }
}

export function understoodStatus(args: OnStatusArgs): Understanding {
  const { phoneID, contact, recipient, pricing, error } = args
  return {
    what: 'status ' + args.status,
    numberId: phoneID,
    wamid: args.id,
    at: Number(args.timestamp) * 1000,
    ...('group' in recipient ? { phone: null, userId: null } : { phone: recipient.phone ?? null, userId: recipient.bsuid ?? null }),
    name: contact.profile?.name ?? null,
    username: contact.profile?.username ?? null,
    quotes: null,
    forwarded: 'no',
    mediaId: null,
    errors: error === undefined ? [] : [error.code],
    says: {
      tracker: args.biz_opaque_callback_data ?? null,
      pricing:
        pricing === undefined
          ? null
          : { model: pricing.pricing_model, type: pricing.type, category: pricing.category, billable: pricing.billable ?? null },
    },
  }
}

type Said = { readonly what: string; readonly mediaId?: string; readonly says: unknown }

function saidBy(message: ServerMessage): Said {
  switch (message.type) {
    case 'text':
      return { what: 'text', says: { body: message.text.body } }
    case 'image':
      return mediaSaid('image', message.image)
    case 'video':
      return mediaSaid('video', message.video)
    case 'audio':
      return mediaSaid(message.audio.voice ? 'voice' : 'audio', message.audio)
    case 'document':
      return mediaSaid('document', message.document)
    case 'sticker':
      return mediaSaid('sticker', message.sticker)
    case 'location': {
      const { latitude, longitude, name = null, address = null, url = null } = message.location
      return { what: 'location', says: { latitude: Number(latitude), longitude: Number(longitude), name, address, url } }
    }
    case 'contacts':
      return {
        what: 'contacts',
        says: {
          contacts: message.contacts.map(({ name, phones = [] }) => ({
            name: name.formatted_name,
            phones: phones.flatMap(({ phone }) => phone ?? []),
          })),
        },
      }
    case 'button':
      return { what: 'choice', says: { title: message.button.text, description: null } }
    case 'interactive':
      return saidByReply(message.interactive)
    case 'order':
      return {
        what: 'order',
        says: {
          text: message.order.text ?? null,
          items: message.order.product_items.map((item) => ({
            productId: item.product_retailer_id,
            quantity: item.quantity,
            price: item.item_price,
            currency: item.currency,
          })),
        },
      }
    case 'reaction':
      return { what: 'reaction', says: { target: message.reaction.message_id, emoji: message.reaction.emoji ?? '' } }
    case 'system':
      return {
        what: 'identity',
        says: { text: message.system.body, newPhone: message.system.wa_id ?? null, newUserId: message.system.user_id },
      }
    case 'unsupported':
      return { what: 'unsupported', says: { rawType: message.unsupported.type } }
    case 'request_welcome':
      return { what: 'system', says: { event: 'welcome', text: null } }
    case 'unknown':
      return { what: 'unsupported', says: { rawType: null } }
    default:
      throw new Error('A type that the library does not name: ' + JSON.stringify(message))
  }
}

type Media = { readonly id: string; readonly mime_type: string; readonly caption?: string; readonly filename?: string }

function mediaSaid(media: string, { id, mime_type: mimeType, caption, filename }: Media): Said {
  return { what: 'media', mediaId: id, says: { media, caption: caption ?? null, fileName: filename ?? null, mimeType } }
}

function saidByReply(reply: Extract<ServerMessage, { type: 'interactive' }>['interactive']): Said {
  switch (reply.type) {
    case 'button_reply':
      return { what: 'choice', says: { title: reply.button_reply.title, description: null } }
    case 'list_reply':
      return { what: 'choice', says: { title: reply.list_reply.title, description: reply.list_reply.description ?? null } }
    case 'nfm_reply': {
      const answers = Object.entries(JSON.parse(reply.nfm_reply.response_json) as Record<string, unknown>)
      return {
        what: 'form',
        says: {
          name: reply.nfm_reply.name ?? null,
          fields: answers.filter(([name]) => name !== 'flow_token').map(([name, value]) => ({ name, value })),
        },
      }
    }
    case 'call_permission_reply':
      return { what: 'call-permission', says: { accepted: reply.call_permission_reply.response === 'accept' } }
    default:
      throw new Error('A reply that the library does not name: ' + JSON.stringify(reply))
  }
}

// --- Our decoder.

export function understoodByUs(event: DecodedEvent): Understanding {
  switch (event.kind) {
    case 'message': {
      return {
        ...head(event, event.content.kind),
        quotes: event.quotedWamid,
        forwarded: event.forwarded,
        mediaId: event.mediaId,
        errors: codes(event.errors),
        says: saidToUs(event.content),
      }
    }
    case 'reaction':
      return { ...head(event, 'reaction'), says: { target: event.targetWamid, emoji: event.emoji } }
    case 'identity': {
      const { before, after, text } = event
      return { ...head({ ...event, person: before }, 'identity'), says: { text, newPhone: after.waId, newUserId: after.userId } }
    }
    case 'status':
      return {
        ...head({ ...event, sentAt: event.at }, 'status ' + event.status),
        errors: codes(event.errors),
        says: { tracker: event.tracker, pricing: event.pricing },
      }
    case 'edit':
    case 'revoke':
    case 'contact-book':
    case 'account':
    case 'error':
    case 'unknown':
      // The library knows none of these.
      throw new Error('Not compared: ' + event.kind)
    default:
      return assertNever(event)
  }
}

/** As far as the library reads it, too: the words of an error are of our own table, and of a card it is compared what both keep. */
function saidToUs({ kind: _kind, ...says }: MessageContent): object {
  if ('problem' in says) return { rawType: says.rawType }
  if (!('contacts' in says)) return says
  return { contacts: says.contacts.map(({ name, phones }) => ({ name, phones: phones.map(({ phone }) => phone) })) }
}

function head(
  { numberId, wamid, sentAt, person }: { numberId: string; wamid: string; sentAt: number; person: Person | null },
  what: string,
): Understanding {
  return {
    what,
    numberId,
    wamid,
    at: sentAt,
    phone: person?.waId ?? null,
    userId: person?.userId ?? null,
    name: person?.profileName ?? null,
    username: person?.username ?? null,
    quotes: null,
    forwarded: 'no',
    mediaId: null,
    errors: [],
    says: null,
  }
}

function codes(errors: readonly { readonly code: number | null }[]): readonly number[] {
  return errors.flatMap(({ code }) => code ?? [])
}
