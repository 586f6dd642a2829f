import type Sqlite from 'better-sqlite3'
import type { Written } from './staff.ts'
import type { World } from './world.ts'

const ENDS = new Set(['sent', 'delivered', 'read', 'played', 'failed', 'unconfirmed', 'cancelled', 'accepted'])
const REACHED = new Set(['sent', 'delivered', 'read', 'played'])

type EndRow = { client_key: string; state: string; status: string; wamid: string | null }

/** Every word of WhatsApp has come by now: what is shown agrees with what each customer really got. */
export function checkEnds(world: World, db: Sqlite.Database): void {
  const rows = db
    .prepare(`SELECT o.client_key, o.state, m.status, m.wamid FROM outbox o JOIN messages m ON m.id = o.message_id`)
    .all() as EndRow[]
  const byKey = new Map(rows.map((row) => [row.client_key, row]))
  for (const message of world.staff.written) {
    const row = byKey.get(message.clientKey ?? '')
    if (row !== undefined) checkEnd(world, message, row)
    else if (world.meta.sent.some(({ text }) => text === message.text)) world.break(`"${message.text}" was sent and is nowhere`)
  }
  const texts = new Set(world.staff.written.map(({ text }) => text))
  for (const { text } of world.meta.sent) if (!texts.has(text)) world.break(`"${text}" was sent, and nobody wrote it`)
  checkAddresses(world, db)
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') world.break('integrity_check finds damage')
  if ((db.pragma('foreign_key_check') as unknown[]).length > 0) world.break('foreign_key_check finds rows of nobody')
}

function checkEnd(world: World, message: Written, row: EndRow): void {
  const sent = world.meta.sent.filter(({ text }) => text === message.text)
  const came = sent.some(({ isReceived }) => isReceived)
  const wasTaken = sent.some(({ wamid }) => wamid !== null)
  const { state, status } = row
  const why = `"${message.text}" ended as ${state}, shown as ${status}, and ${came ? 'came' : wasTaken ? 'was taken and failed' : 'never came'}`
  if (!ENDS.has(status)) world.break(why)
  // A person may have said of one that never came that it did; of the others WhatsApp's word decides.
  if (came !== REACHED.has(status) && !(status === 'accepted' && state === 'arrived' && !came)) world.break(why)
  // Of one that was sent again, WhatsApp may have failed the attempt before.
  const isFirst = message.resends + message.doubtfulResends === 0
  if (status === 'unconfirmed' && wasTaken && isFirst) world.break(why)
  if (sent.some(({ wamid, at }) => message.undone === 'yes' && (wamid !== null || at > message.undoneAt)))
    world.break(`"${message.text}" was taken back, and sent`)
  if (message.undone === 'yes' && state !== 'cancelled') world.break(`"${message.text}" was taken back, and is ${state}`)
}

/** Each text went to the person whose thread it was written in. */
function checkAddresses(world: World, db: Sqlite.Database): void {
  const threads = db.prepare(`SELECT wamid, conversation_id FROM messages WHERE author <> 'staff' AND wamid IS NOT NULL`).all() as {
    wamid: string
    conversation_id: number
  }[]
  const customerOf = new Map<number, number>()
  for (const { wamid, conversation_id: thread } of threads) {
    const said = world.known.messages.get(wamid)
    if (said !== undefined) customerOf.set(thread, said.customer)
  }
  const rows = db.prepare(`SELECT o.client_key, m.conversation_id FROM outbox o JOIN messages m ON m.id = o.message_id`).all() as {
    client_key: string
    conversation_id: number
  }[]
  const textOf = new Map(world.staff.written.map(({ clientKey, text }) => [clientKey, text]))
  for (const row of rows) {
    const text = textOf.get(row.client_key)
    const customer = world.customers.all.find(({ index }) => index === customerOf.get(row.conversation_id))
    for (const sent of world.meta.sent) {
      if (sent.text === text && customer !== undefined && !customer.addresses.has(sent.to)) world.break(`"${text}" went to somebody else`)
    }
  }
}

/** What people wrote for themselves and what they have seen is as they left it. */
export async function checkKept(world: World): Promise<void> {
  const { staff } = world
  for (const person of staff.people) {
    const rows = await staff.rows(person)
    for (const row of rows) {
      const key = `${person.login} ${row.conversationId}`
      const expected = staff.drafts.get(key)
      const found = await staff.call(person, 'conversations.get', { conversationId: row.conversationId })
      if (found.kind !== 'ok') continue
      // The dispatcher parsed the output with this method's own schema.
      const { draft } = found.output as { draft: { text: string } | null }
      if (expected !== undefined && expected !== null && (draft?.text ?? '') !== expected) world.break(`the draft of ${key} is another`)
      if (row.readCount < (staff.readCounts.get(key) ?? 0)) world.break(`what ${key} has read is unread again`)
      if (row.readCount > row.inboundCount) world.break(`${key} has read more than there is`)
      const givenName = staff.givenNames.get(row.contactId)
      if (givenName !== undefined && givenName !== null && givenName !== '' && row.contactName !== givenName)
        world.break(`a contact is called ${row.contactName}, not ${givenName}`)
    }
  }
}
