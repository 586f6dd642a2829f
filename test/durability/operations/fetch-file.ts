import { sql } from '#core/db/sql.ts'
import { inbound, messageWebhook } from '#test/support/webhook-builder.ts'
import type { Operation } from '../operation.ts'
import { postUntilTaken } from '../shop-in-use.ts'
import { FILE, STARTS_AT } from '../world.ts'
import { openAtCustomer, prepareCustomer } from './send.ts'

/** A customer's file, from the webhook's body to the sealed file on the disk. */
export const fetchFile: Operation = {
  name: 'fetch-file',
  goesOnByItself: true,
  prepare: prepareCustomer,

  async complete(world) {
    const { desk, conversationId } = await openAtCustomer(world)
    const document = { id: FILE.id, filename: 'lista.txt', mime_type: 'text/plain' }
    const message = inbound({ id: 'wamid.IN2', timestamp: String(STARTS_AT / 1000), type: 'document', document })
    await postUntilTaken(world, desk, messageWebhook(message))
    world.tell('taken')
    await world.until('the file is here', async () => {
      const { messages } = await world.insist(() => desk.call('messages.list', { conversationId, limit: 50 }))
      return messages.some(({ files }) => files[0]?.state === 'here')
    })
    world.tell('here')
    await world.close()
  },

  describe({ db, mediaFiles }) {
    if (db === null) return 'closed'
    const states = db.list<{ state: string }>(sql`SELECT state FROM media`).map(({ state }) => state)
    return `${states.join(', ') || 'not heard of'}; ${mediaFiles.length} files`
  },

  wrongAfterDeath({ db, told }) {
    if (db === null) return ['the shop does not open']
    const row = db.find<{ state: string }>(sql`SELECT state FROM media`)
    const isStored = row !== undefined || db.find(sql`SELECT 1 FROM raw_events WHERE state = 'stored'`) !== undefined
    return [
      ...(told.includes('taken') && !isStored ? ['the message was confirmed, and its file is not waited for'] : []),
      ...(told.includes('here') && row?.state !== 'here' ? ['the file was here, and is here no more'] : []),
    ]
  },

  wrongWhenComplete({ db }) {
    if (db === null) return ['the shop does not open']
    const rows = db.list<{ state: string; size: number | null }>(sql`SELECT state, size_bytes AS size FROM media`)
    const found = rows.map(({ state, size }) => `${state} ${size}`).join(', ')
    return found === `here ${FILE.bytes.length}` ? [] : [`the files are: ${found}`]
  },
}
