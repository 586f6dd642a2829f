import type { ConversationId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { inboundText, messageWebhook, status, statusWebhook } from '#test/support/webhook-builder.ts'
import type { Operation } from '../operation.ts'
import { postUntilTaken, prepareShop, signInOwner } from '../shop-in-use.ts'
import { STARTS_AT, type Desk, type World } from '../world.ts'

const MESSAGES = [
  { clientKey: 'fail-at-n-1', text: 'Chegou o pão' },
  { clientKey: 'fail-at-n-2', text: 'Pode vir buscar' },
] as const
const STEPS = ['sent', 'delivered', 'read'] as const

/** Two messages of one person to one customer, from the window's call to the customer's having read them. */
export const send: Operation = {
  name: 'send',
  goesOnByItself: true,

  prepare: prepareCustomer,

  async complete(world) {
    const { desk, conversationId } = await openAtCustomer(world)
    for (const { clientKey, text } of MESSAGES) {
      await world.insist(() =>
        desk.call('messages.send', { conversationId, clientKey, content: { kind: 'text', body: text }, replyTo: null }),
      )
      world.tell(clientKey)
    }
    const announced = new Set<string>()
    await world.until('both are read', async () => {
      await announce(world, desk, announced)
      return await isRead(world, desk, { conversationId })
    })
    await world.close()
  },

  describe({ db, received }) {
    if (db === null) return 'closed'
    const states = db.list<{ state: string; status: string }>(sql`
      SELECT outbox.state, messages.status FROM outbox JOIN messages ON messages.id = outbox.message_id ORDER BY messages.id`)
    const shown = states.map(({ state, status: shownAs }) => (state === shownAs ? state : `${state}/${shownAs}`))
    return `${shown.join(', ') || 'nothing queued'}; customer has ${received.length}`
  },

  wrongAfterDeath({ db, told, received }) {
    if (db === null) return ['the shop does not open']
    const trackers = new Set(db.list<{ tracker: string }>(sql`SELECT tracker FROM attempts`).map(({ tracker }) => tracker))
    const keys = new Set(db.list<{ key: string }>(sql`SELECT client_key AS key FROM outbox`).map(({ key }) => key))
    return [
      ...received.filter(({ tracker }) => !trackers.has(tracker)).map(({ text }) => `“${text}” left without its attempt on disk`),
      ...MESSAGES.filter(({ clientKey }) => told.includes(clientKey) && !keys.has(clientKey)).map(
        ({ text }) => `“${text}” was told as queued and is lost`,
      ),
    ]
  },

  wrongWhenComplete({ db, received }) {
    if (db === null) return ['the shop does not open']
    const rows = db.list<{ body: string; state: string; status: string; resends: number }>(sql`
      SELECT messages.body, outbox.state, messages.status, outbox.resends
      FROM outbox JOIN messages ON messages.id = outbox.message_id ORDER BY messages.id`)
    const wrong = MESSAGES.flatMap(({ text }) => {
      const count = received.filter((one) => one.text === text).length
      return count === 1 ? [] : [`the customer got “${text}” ${count} times`]
    })
    const texts = rows.map(({ body }) => body).join(' | ')
    if (texts !== MESSAGES.map(({ text }) => text).join(' | ')) wrong.push(`the messages are ${texts}`)
    for (const row of rows) if (row.state !== 'accepted' || row.status !== 'read') wrong.push(`a message is ${row.state}/${row.status}`)
    const isInOrder = received[0]?.text === MESSAGES[0].text
    // A message that may have gone does not hold up the next for ever.
    if (!isInOrder && rows.every(({ resends }) => resends === 0)) wrong.push('the customer got them in another order')
    return wrong
  },
}

/** A shop to which a customer has written. */
export async function prepareCustomer(world: World): Promise<void> {
  const desk = await prepareShop(world)
  const body = messageWebhook(inboundText('Tem pão?', { id: 'wamid.IN1', timestamp: String(STARTS_AT / 1000 - 60) }))
  await postUntilTaken(world, desk, body)
  await world.until('the customer is there', async () => (await conversations(desk)).length > 0)
  await world.close()
}

/** Open, with its owner signed in. */
export async function openAtCustomer(world: World): Promise<{ desk: Desk; conversationId: ConversationId }> {
  const desk = await world.openShop()
  await signInOwner(world, desk)
  const [conversationId] = await world.insist(() => conversations(desk))
  if (conversationId === undefined) throw new Error('The conversation is gone')
  return { desk, conversationId }
}

async function conversations(desk: Desk): Promise<ConversationId[]> {
  const { conversations: rows } = await desk.call('conversations.list', { view: 'all', limit: 10 })
  return rows.map(({ conversationId }) => conversationId)
}

/** WhatsApp reports on everything a customer got, also in an earlier life. */
export async function announce(world: World, desk: Desk, announced: Set<string>): Promise<void> {
  for (const { wamid, tracker, to, at } of world.received()) {
    if (announced.has(wamid)) continue
    const statuses = STEPS.map((step, index) =>
      status(step, {
        id: wamid,
        recipient_id: to,
        recipient_user_id: undefined,
        timestamp: String(Math.floor(at / 1000) + index),
        biz_opaque_callback_data: tracker,
      }),
    )
    for (const one of statuses) await postUntilTaken(world, desk, statusWebhook(one))
    announced.add(wamid)
  }
}

/** Whoever sits at the desk sends again what never arrived, and only that. */
export async function isRead(
  world: World,
  desk: Desk,
  { conversationId, count = MESSAGES.length }: { conversationId: ConversationId; count?: number },
): Promise<boolean> {
  const { messages } = await world.insist(() => desk.call('messages.list', { conversationId, limit: 50 }))
  const sent = messages.filter(({ direction }) => direction === 'out')
  for (const { messageId, content, delivery } of sent) {
    const words = content.kind === 'text' ? content.body : `[${content.kind === 'media' ? content.media : content.kind}]`
    const hasArrived = world.received().some(({ text }) => text === words)
    if (delivery?.status === 'unconfirmed' && !hasArrived)
      await world.insist(() => desk.call('messages.decide', { messageId, decision: 'send-again' }))
  }
  return sent.length === count && sent.every(({ delivery }) => delivery?.status === 'read')
}
