import { assertNever } from '../assert-never.ts'
import { cutSticker } from '../made/stickers.ts'
import { paintPicture } from '../made/pictures.ts'
import { printPdf } from '../made/pdf.ts'
import { recordVoiceNote } from '../made/voice-note.ts'
import type { PracticeClock } from '../time/clock.ts'
import type { Account } from '../world/account.ts'
import type { WireIds } from '../world/ids.ts'
import { toldHash } from '../world/media-store.ts'
import type { MediaStore } from '../world/media-store.ts'
import type { MessageLog } from '../world/message-log.ts'
import { phoneOf } from '../world/people.ts'
import type { Person } from '../world/people.ts'
import { webhookError } from '../errors/graph-error.ts'
import { callUpdate, messageUpdate, systemUpdate } from '../webhooks/payloads.ts'
import type { WebhookSender } from '../webhooks/sender.ts'
import type { Act } from './character.ts'
import type { FileToSend, PieceTools } from './pieces/piece.ts'
import { PIECES } from './pieces/pieces.ts'
import type { PieceName } from './pieces/pieces.ts'
import { referralTo } from './pieces/words.ts'

/** Says things for customers: turns an act into a message on the wire. */
export type Mouth = {
  /** Answers with the message's id. `at` may lie in the past, for messages that waited. */
  perform(person: Person, act: Act, about: { at?: number; quotes?: string | null; target?: string | null; isByAd?: boolean }): string
  /** A message of any type, as it would stand in a webhook. */
  sendRaw(person: Person, message: { type: string; at?: number; quotes?: string; [part: string]: unknown }): string
  /** A file of any kind and of any trouble. */
  sendFile(person: Person, kind: FileKind, file: FileToSend): { messageId: string; mediaId: string }
  /** Pieces in this order, each message a second after the one before; the last stands at `at`, or at about now. Answers with ids by piece. */
  sendPieces(person: Person, pieces: readonly PieceName[], at?: number): readonly (readonly string[])[]
}

export type FileKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

export type MouthDeps = {
  readonly clock: PracticeClock
  readonly account: Account
  readonly ids: WireIds
  readonly media: MediaStore
  readonly log: MessageLog
  readonly sender: WebhookSender
  /** How long a file of a customer can be fetched by its id. */
  readonly inboundKeptMs: number
  /** Where a file can be fetched for five minutes. */
  readonly addressOf: (mediaId: string) => string
}

// Field reports: the real message follows its ghost after about 200 ms.
const GHOST_MS = 200
const MESSAGES_A_PIECE_MAX = 5

export function createMouth({ clock, account, ids, media, log, sender, addressOf, inboundKeptMs }: MouthDeps): Mouth {
  function say(person: Person, at: number, id: string, message: { type: string; [part: string]: unknown }, opensWindow = true): string {
    log.addIncoming({ wamid: id, person, at })
    if (opensWindow) person.lastWroteAt = Math.max(person.lastWroteAt ?? 0, at)
    if (message['referral'] !== undefined) person.cameByAdAt = at
    sender.publish(messageUpdate(account, person, { id, at, ...message }))
    return id
  }

  function attach({ content, mimeType, more = {}, trouble }: FileToSend) {
    const stored = media.put({ content, mimeType, keptMs: inboundKeptMs, ...(trouble !== undefined && { trouble }) })
    return { ...more, mime_type: mimeType, sha256: toldHash(stored), id: stored.id, url: addressOf(stored.id) }
  }

  function attached(content: Buffer, mimeType: string, more: Readonly<Record<string, unknown>> = {}) {
    return attach({ content, mimeType, more })
  }

  function referred() {
    return { referral: referralTo(attached(paintPicture('basket'), 'image/png').url) }
  }

  function partsOf(act: Act, target: string | null): { type: string; [part: string]: unknown } | null {
    switch (act.do) {
      case 'say':
        return { type: 'text', text: { body: act.text } }
      case 'picture':
        return {
          type: 'image',
          image: attached(paintPicture(act.of), 'image/png', act.caption === undefined ? {} : { caption: act.caption }),
        }
      case 'voice':
        return {
          type: 'audio',
          audio: attached(recordVoiceNote(act.seconds, act.voice ?? 'high'), 'audio/ogg; codecs=opus', { voice: true }),
        }
      case 'sticker':
        return { type: 'sticker', sticker: attached(cutSticker(act.of), 'image/webp', { animated: false }) }
      case 'place': {
        const { latitude, longitude, name, address } = act
        return {
          type: 'location',
          location: { latitude, longitude, ...(name !== undefined && { name }), ...(address !== undefined && { address }) },
        }
      }
      case 'card':
        return {
          type: 'contacts',
          contacts: [
            {
              name: { formatted_name: act.name, first_name: act.name.split(' ')[0] },
              phones: [{ phone: act.phone, wa_id: act.phone.replace(/\D/g, ''), type: 'CELL' }],
            },
          ],
        }
      case 'order':
        return {
          type: 'order',
          order: {
            catalog_id: '300000000000001',
            text: act.text ?? '',
            product_items: act.items.map((item) => ({
              product_retailer_id: item.id,
              quantity: item.quantity,
              item_price: item.price,
              currency: 'BRL',
            })),
          },
        }
      case 'document': {
        const more = { filename: act.title + '.pdf', ...(act.caption !== undefined && { caption: act.caption }) }
        return { type: 'document', document: attached(printPdf(act.title, act.lines), 'application/pdf', more) }
      }
      case 'react':
        // With nothing to react to, the emoji is simply said.
        return target === null
          ? { type: 'text', text: { body: act.emoji } }
          : { type: 'reaction', reaction: { message_id: target, emoji: act.emoji } }
      case 'poll':
        return { type: 'unsupported', errors: [webhookError(131051)], unsupported: { type: 'poll' } }
      case 'ghost':
      case 'send':
      case 'new-number':
        return null
      default:
        return assertNever(act)
    }
  }

  function haunt(person: Person, at: number, text: string, context: object): string {
    const id = ids.wamid(phoneOf(person))
    say(person, at, id, { ...context, type: 'unsupported', errors: [webhookError(131060)], unsupported: { type: 'unknown' } })
    clock.after(GHOST_MS, () => say(person, at, id, { ...context, type: 'text', text: { body: text } }))
    return id
  }

  /** The line stays; the number and, with it, the business-scoped id are new. */
  function moveTo(person: Person, at: number, act: { waId: string; userId: string }): string {
    const id = ids.wamid(phoneOf(person))
    const [oldWaId, oldUserId] = [person.waId, person.userId]
    log.addIncoming({ wamid: id, person, at })
    person.waId = act.waId
    person.userId = act.userId
    const system = {
      body: `User ${person.profileName} changed from ${oldWaId ?? oldUserId} to ${act.waId}`,
      type: 'user_changed_number',
      wa_id: act.waId,
      user_id: act.userId,
      previous_user_id: oldUserId,
    }
    sender.publish(systemUpdate(account, { id, at, from: oldWaId, fromUserId: oldUserId, system }))
    return id
  }

  /** Mostly the message of the shop that is in front of the customer's eyes. */
  function targetOf(person: Person): string | null {
    return log.outgoing.findLast((message) => message.person === person)?.wamid ?? null
  }

  function sendPieces(person: Person, pieces: readonly PieceName[], lastAt = clock.now()): readonly (readonly string[])[] {
    let at = pieces.length === 1 ? lastAt : lastAt - pieces.length * MESSAGES_A_PIECE_MAX * 1000
    let target = targetOf(person)
    const tools: PieceTools = {
      say(message) {
        at += pieces.length === 1 ? 0 : 1000
        const opensWindow = message.type !== 'system'
        const id = say(person, at, ids.wamid(phoneOf(person)), message, opensWindow)
        target ??= id
        return id
      },
      sayAgain(id, message) {
        const sameMoment = at
        clock.after(GHOST_MS, () => say(person, sameMoment, id, message))
      },
      attach,
      call(call) {
        at += pieces.length === 1 ? 0 : 1000
        person.lastWroteAt = Math.max(person.lastWroteAt ?? 0, at)
        sender.publish(callUpdate(account, person, { ...call, timestamp: String(Math.floor(at / 1000)) }))
      },
      now: () => String(Math.floor(at / 1000)),
      target: () => target ?? ids.wamid(phoneOf(person)),
      shopNumber: account.phoneDigits,
    }
    return pieces.map((name) => PIECES[name](tools))
  }

  return {
    sendPieces,
    sendFile(person, kind, file) {
      const parts = attach(file)
      const messageId = say(person, clock.now(), ids.wamid(phoneOf(person)), { type: kind, [kind]: parts })
      return { messageId, mediaId: parts.id }
    },
    perform(person, act, { at = clock.now(), quotes = null, target = null, isByAd = false }) {
      const quoted = 'quote' in act && act.quote ? target : quotes
      const context = quoted === null ? {} : { context: { from: account.phoneDigits, id: quoted } }
      if (act.do === 'ghost') return haunt(person, at, act.text, context)
      if (act.do === 'send') return sendPieces(person, [act.piece], at).flat().at(-1) ?? ''
      if (act.do === 'new-number') return moveTo(person, at, act)
      const parts = partsOf(act, target)
      if (parts === null) throw new Error('This act has no parts of its own: ' + act.do)
      return say(person, at, ids.wamid(phoneOf(person)), { ...context, ...parts, ...(isByAd && referred()) })
    },
    sendRaw(person, { type, at = clock.now(), quotes, ...parts }) {
      const context = quotes === undefined ? {} : { context: { from: account.phoneDigits, id: quotes } }
      return say(person, at, ids.wamid(phoneOf(person)), { ...context, ...parts, type })
    },
  }
}
