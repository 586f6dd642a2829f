import { createHash } from 'node:crypto'
import { toPreview } from '#core/inbox/preview.ts'
import { contentKey, kindOf } from '#core/messages/rows.ts'
import { limits } from '#core/whatsapp/limits.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import type { MessageEvent } from '#core/whatsapp/decoded.ts'
import { openShopBare } from './floor-database.ts'
import type { Customer } from './shop/people.ts'
import { cachedShop, copyShop } from './shop/shop-cache.ts'
import { createTraffic } from './shop/traffic.ts'

export type KeptRows = {
  /** Messages a second. */
  insert(options: { posts: number; messagesAPost: number; seed: number }): number
  close(): void
}

type Values = readonly (string | number | Buffer | null)[]
type Batch = {
  readonly body: Buffer
  readonly messages: readonly { readonly row: Values; readonly conversation: Values; readonly at: number; readonly contactId: number }[]
}

/** Bodies of a hundred messages: the program has at most four hundred in a transaction, and usually fewer. */
const APPLIED_TOGETHER = 4

const COLUMNS = `id, conversation_id, number_id, wamid, raw_event_id, source, direction, author, kind, body, content, content_key, media_id,
  sent_at, quoted_wamid, forwarded`

/**
 * What SQLite itself takes to keep what the program promises to keep: the same rows in the same tables, indexes and all, of a shop of the
 * same size, with everything found out before the clock starts. One transaction for each body, one for what is
 * in several of them; customers are all known.
 */
export async function openKeptRows(options: {
  messages: number
  customers: readonly Customer[]
  tell(text: string): void
}): Promise<KeptRows> {
  const { customers } = options
  const copy = copyShop(await cachedShop(options.messages, options.tell))
  const db = await openShopBare(copy)
  const places = new Map(
    db
      .prepare<[], { userId: string; contactId: number; conversationId: number }>(
        `SELECT i.value AS userId, i.contact_id AS contactId, c.id AS conversationId
         FROM identities i JOIN conversations c ON c.contact_id = i.contact_id WHERE i.kind = 'user_id'`,
      )
      .all()
      .map((place) => [place.userId, place]),
  )
  let messageId = lastId('messages')
  let rawEventId = lastId('raw_events')

  const insertRawEvent = db.prepare(`INSERT INTO raw_events (id, received_at, sha256, state) VALUES (?, ?, ?, 'stored')`)
  const insertRawBody = db.prepare('INSERT INTO raw_bodies (raw_event_id, body) VALUES (?, ?)')
  const insertMessage = db.prepare(
    `INSERT INTO messages (${COLUMNS}) VALUES (${COLUMNS.split(',')
      .map(() => '?')
      .join(', ')})`,
  )
  const updateConversation = db.prepare(`
    UPDATE conversations SET last_at = ?, last_message_id = ?, preview_direction = 'in', preview_kind = ?, preview_text = ?,
      preview_status = NULL, waiting_since = coalesce(waiting_since, last_at), window_expires_at = ?, inbound_count = inbound_count + 1
    WHERE id = ?`)
  const updateIdentities = db.prepare('UPDATE identities SET seen_at = ? WHERE contact_id = ? AND seen_at < ?')
  const updateContact = db.prepare('UPDATE contacts SET profile_name_at = ? WHERE id = ? AND profile_name_at < ?')
  const updateRawEvent = db.prepare(`UPDATE raw_events SET state = 'applied', decoder_version = 1 WHERE id = ?`)

  const store = db.transaction(({ body }: Batch, id: number) => {
    insertRawEvent.run(id, Date.now(), createHash('sha256').update(body).digest())
    insertRawBody.run(id, body)
  })
  const apply = db.transaction((batches: readonly Batch[], firstId: number) => {
    for (const [index, { messages }] of batches.entries()) {
      for (const { row, conversation, at, contactId } of messages) {
        insertMessage.run(row)
        updateConversation.run(conversation)
        updateIdentities.run(at, contactId, at)
        updateContact.run(at, contactId, at)
      }
      updateRawEvent.run(firstId + index)
    }
  })

  function lastId(table: 'messages' | 'raw_events'): number {
    return db.prepare<[], { id: number }>(`SELECT max(id) AS id FROM ${table}`).get()?.id ?? 0
  }

  function toBatch(body: Buffer): Batch {
    rawEventId += 1
    const decoded = decodeWebhook(body)
    const events = decoded.kind === 'events' ? decoded.items.map(({ event }) => event) : []
    return { body, messages: events.flatMap((event) => (event.kind === 'message' ? [toRows(event, rawEventId)] : [])) }
  }

  function toRows(event: MessageEvent, rawEvent: number) {
    const place = places.get(event.person.userId ?? '')
    if (place === undefined) throw new Error('The floor is of customers that the shop knows')
    const { wamid, numberId, content, body, sentAt, mediaId, quotedWamid, forwarded } = event
    const { contactId, conversationId } = place
    messageId += 1
    const kind = kindOf(content)
    return {
      row: [
        messageId,
        conversationId,
        numberId,
        wamid,
        rawEvent,
        'live',
        'in',
        'customer',
        kind,
        body,
        JSON.stringify(content),
        contentKey(event),
        mediaId,
        sentAt,
        quotedWamid,
        forwarded,
      ],
      conversation: [sentAt, messageId, kind, body === null ? null : toPreview(body), sentAt + limits.serviceWindowMs, conversationId],
      at: sentAt,
      contactId,
    }
  }

  return {
    insert({ posts, messagesAPost, seed }) {
      const traffic = createTraffic({ seed, customers, isOnlyKnown: true })
      const firstId = rawEventId + 1
      const batches = Array.from({ length: posts }, () => toBatch(Buffer.from(traffic.nextBatch(messagesAPost))))
      const startedAt = performance.now()
      for (let from = 0; from < batches.length; from += APPLIED_TOGETHER) {
        const together = batches.slice(from, from + APPLIED_TOGETHER)
        for (const [index, batch] of together.entries()) store(batch, firstId + from + index)
        apply(together, firstId + from)
      }
      return ((posts * messagesAPost) / (performance.now() - startedAt)) * 1000
    },
    close() {
      db.close()
      copy.remove()
    },
  }
}
