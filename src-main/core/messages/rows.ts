import { createHash } from 'node:crypto'
import type { FieldMasks, Message, MessageContent, MessageFile } from '#contract'
import { isPhoneShown, shownCardTo, shownName } from '../contacts/masks.ts'
import type { MessageEvent } from '../whatsapp/decoded.ts'
import { assertNever } from '../lib/assert.ts'
import { toPreview } from '../inbox/preview.ts'
import type { ReactionRow } from './facts-repository.ts'
import type { ShownMessageRow } from './repository.ts'

/** What came along and is not said by the message; null when nothing did. */
export function besideOf({ referral, productId }: Beside): string | null {
  return referral === null && productId === null ? null : JSON.stringify({ referral, productId } satisfies Beside)
}

type Beside = Pick<Message, 'referral' | 'productId'>

function parseBeside(json: string | null): Beside {
  // Written by `besideOf`.
  return json === null ? { referral: null, productId: null } : (JSON.parse(json) as Beside)
}

export function rowToMessage(row: ShownMessageRow, beside: { reactions: readonly ReactionRow[]; files: readonly MessageFile[] }): Message {
  return {
    messageId: row.id,
    conversationId: row.conversation_id,
    direction: row.direction,
    author: authorOf(row),
    // Written by this program from a decoded or sent content.
    content: JSON.parse(row.content) as MessageContent,
    sentAt: row.sent_at,
    replyTo:
      row.quoted_wamid === null
        ? null
        : {
            messageId: row.quoted_id,
            direction: row.quoted_direction,
            kind: row.quoted_kind,
            preview: row.quoted_body === null ? null : toPreview(row.quoted_body),
          },
    reactions: beside.reactions
      .filter((reaction) => reaction.target_wamid === row.wamid)
      .map(({ emoji, author, state }) => ({ emoji, from: author, state })),
    forwarded: row.forwarded,
    files: [...beside.files],
    ...parseBeside(row.beside),
    isHeard: row.heard_at !== null,
    isEdited: row.edited_at !== null,
    isRevoked: row.revoked_at !== null,
    delivery:
      row.status === null
        ? null
        : { status: row.status, problem: row.problem === null ? null : JSON.parse(row.problem), undoUntil: row.undo_until },
  }
}

type Masked = { readonly masks: FieldMasks }

export function shownMessageTo(message: Message, viewer: Masked): Message {
  return { ...message, content: shownContentTo(message.content, viewer), replyTo: shownQuoteTo(message.replyTo, viewer) }
}

/** A card without a name is called by its phone. */
function shownQuoteTo(quote: Message['replyTo'], viewer: Masked): Message['replyTo'] {
  return quote?.kind === 'contacts' ? { ...quote, preview: shownName(quote.preview, null, viewer) } : quote
}

/** The line about a changed number has the number in it: for whoever does not see phones it says no more than that it changed. */
export function shownContentTo(content: MessageContent, viewer: Masked): MessageContent {
  if (isPhoneShown(viewer)) return content
  if (content.kind === 'system') return { ...content, text: null }
  if (content.kind === 'contacts') return { ...content, contacts: content.contacts.map((card) => shownCardTo(card, viewer)) }
  return content
}

function authorOf(row: ShownMessageRow): Message['author'] {
  switch (row.author) {
    case 'staff':
      return row.staff_id === null ? { kind: 'system' } : { kind: 'staff', staffId: row.staff_id }
    case 'customer':
    case 'phone':
    case 'system':
      return { kind: row.author }
    default:
      return assertNever(row.author)
  }
}

/** The word a list shows for a content without text; for media, which of them it is. */
export function kindOf(content: MessageContent): string {
  return content.kind === 'media' ? content.media : content.kind
}

/**
 * Ranks the contents that came under one wamid, greatest first shown: the real message before one of a type nobody knows yet,
 * that before WhatsApp's "unsupported" stand-in; what came live before an echo, that before imported history. Equals are told
 * apart by their own bytes, so that the order of arrival never decides.
 */
export function contentKey(
  event: Pick<MessageEvent, 'isGhost' | 'source' | 'content' | 'body' | 'sentAt' | 'referral' | 'productId'>,
): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([event.sentAt, event.content, event.body, event.referral, event.productId]))
    .digest('hex')
  return `${qualityOf(event)}${sourceRank[event.source]}-${digest.slice(0, 16)}`
}

function qualityOf({ isGhost, content }: Pick<MessageEvent, 'isGhost' | 'content'>): number {
  if (isGhost || content.kind === 'unsupported') return 0
  // Of a call its end says more than its beginning.
  return content.kind === 'unknown' || (content.kind === 'call' && content.outcome === 'unknown') ? 1 : 2
}

/** Greater than that of anything received: what this desk wrote is what it wrote. */
export const OWN_CONTENT_KEY = '9'

export const sourceRank = { history: 0, echo: 1, live: 2 } as const
