import type { Attachment } from '#contract'
import { sql } from '#core/db/sql.ts'
import type { Operation } from '../operation.ts'
import { Refused, UPLOAD_ID, type Desk, type World } from '../world.ts'
import { announce, isRead, openAtCustomer, prepareCustomer } from './send.ts'

const CLIENT_KEY = 'fail-at-n-file'
const BYTES = Buffer.from('Lista de preços\n'.repeat(5000))

/** A file that somebody drops on the window, until its customer has it. */
export const sendFile: Operation = {
  name: 'send-file',
  goesOnByItself: true,
  prepare: prepareCustomer,

  async complete(world) {
    const { desk, conversationId } = await openAtCustomer(world)
    const { messages } = await world.insist(() => desk.call('messages.list', { conversationId, limit: 50 }))
    if (!messages.some(({ direction }) => direction === 'out')) {
      const mediaId = await choose(world, desk)
      const content = { kind: 'media', media: 'document', mediaId, caption: null, fileName: null } as const
      await world.insist(() => desk.call('messages.send', { conversationId, clientKey: CLIENT_KEY, content, replyTo: null }))
    }
    world.tell(CLIENT_KEY)
    const announced = new Set<string>()
    await world.until('it is read', async () => {
      await announce(world, desk, announced)
      return await isRead(world, desk, { conversationId, count: 1 })
    })
    await world.close()
  },

  describe({ db, received, mediaFiles }) {
    if (db === null) return 'closed'
    const states = db.list<{ state: string }>(sql`SELECT state FROM outbox`).map(({ state }) => state)
    const uploaded = db.get<{ count: number }>(sql`SELECT count(*) AS count FROM media WHERE upload_id IS NOT NULL`).count
    return `${mediaFiles.length} files, ${uploaded} uploaded; ${states.join(', ') || 'nothing queued'}; customer has ${received.length}`
  },

  wrongAfterDeath({ db, told, received }) {
    if (db === null) return ['the shop does not open']
    const uploads = db.list<{ id: string | null }>(sql`
      SELECT d.upload_id AS id FROM outbox o JOIN message_files f ON f.message_id = o.message_id JOIN media d ON d.id = f.media_id`)
    const trackers = db.list<{ tracker: string }>(sql`SELECT tracker FROM attempts`).map(({ tracker }) => tracker)
    return [
      ...(told.includes(CLIENT_KEY) && uploads.length !== 1 ? ['it was told as queued, and is lost with its file'] : []),
      ...(received.length > 0 && uploads[0]?.id !== UPLOAD_ID ? ['it left, and its file’s id is not on disk'] : []),
      ...received.filter(({ tracker }) => !trackers.includes(tracker)).map(() => 'it left without its attempt on disk'),
    ]
  },

  wrongWhenComplete({ db, received }) {
    if (db === null) return ['the shop does not open']
    const rows = db.list<{ state: string; status: string }>(
      sql`SELECT o.state, m.status FROM outbox o JOIN messages m ON m.id = o.message_id`,
    )
    const found = rows.map(({ state, status }) => `${state}/${status}`).join(', ')
    return [
      ...(received.length === 1 ? [] : [`the customer got it ${received.length} times`]),
      ...(found === 'accepted/read' ? [] : [`the messages are ${found}`]),
    ]
  },
}

/** Dropped again where it was refused. */
async function choose(world: World, { core, call }: Desk): Promise<Attachment['mediaId']> {
  return await world.insist(async () => {
    const { prefix } = await call('media.address', {})
    const token = prefix.split('/').at(-1) ?? ''
    const answer = await core.serveMedia({ method: 'POST', path: `${token}/upload?name=lista.txt`, range: null, body: once(BYTES) })
    const pieces: Uint8Array[] = []
    for await (const piece of answer.body ?? []) pieces.push(Buffer.from(piece))
    const text = Buffer.concat(pieces).toString()
    if (answer.status !== 200) throw new Refused(codeOf(answer.status, text), 'A file')
    // The door's own answer.
    return (JSON.parse(text) as Attachment).mediaId
  })
}

function codeOf(status: number, text: string): string {
  const { code } = JSON.parse(text) as { code?: string }
  return code ?? `status ${status}`
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array, void> {
  yield bytes
}
