import type { ConversationId, MessageId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { dumpDerivedState } from '#test/support/derived-state.ts'
import { contact, inboundText, messagesChange, messageWebhook, status, statusWebhook, webhook } from '#test/support/webhook-builder.ts'
import type { Operation } from '../operation.ts'
import { postUntilTaken, prepareShop, signInOwner } from '../shop-in-use.ts'
import { STARTS_AT, type Desk } from '../world.ts'

const at = (seconds: number) => ({ timestamp: String(STARTS_AT / 1000 + seconds) })
const OTHER = { waId: '5521912345678', userId: 'BR.99912086553027419180', name: 'Seu Nílton' }
const from = { from: OTHER.waId, from_user_id: OTHER.userId }
const first = inboundText('Bom dia!', { id: 'wamid.IN1', ...at(1) })

/** A message, a batch of two people's, ticks of what is not known, and another body with the same message in it. */
export const ingest = createIngest({
  name: 'ingest',
  bodies: [
    messageWebhook(first),
    webhook(
      messagesChange({
        contacts: [contact(), contact({ profile: { name: OTHER.name }, wa_id: OTHER.waId, user_id: OTHER.userId })],
        messages: [
          inboundText('Tem bolo?', { id: 'wamid.IN3', ...at(3) }),
          inboundText('De fubá', { id: 'wamid.IN2', ...at(2) }),
          inboundText('Quanto é?', { id: 'wamid.IN4', ...from, ...at(4) }),
        ],
      }),
    ),
    statusWebhook(status('read', { id: 'wamid.UNKNOWN', ...at(6) }), status('delivered', { id: 'wamid.UNKNOWN', ...at(5) })),
    messageWebhook(first, inboundText('E pão?', { id: 'wamid.IN5', ...at(7) })),
  ],
  texts: { 'wamid.IN1': 'Bom dia!', 'wamid.IN2': 'De fubá', 'wamid.IN3': 'Tem bolo?', 'wamid.IN4': 'Quanto é?', 'wamid.IN5': 'E pão?' },
  isLong: false,
})

const MANY = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`wamid.MANY${index}`, `Pedido ${index}`]))

/** One body of more than is applied at a time, so that it goes over several transactions. */
export const ingestLong = createIngest({
  name: 'ingest-long',
  bodies: [messageWebhook(...Object.entries(MANY).map(([id, text], index) => inboundText(text, { id, ...at(index) })))],
  texts: MANY,
  isLong: true,
})

/** Each body is posted until it is taken, and the first once more, for the answer to it was lost on the way. */
function createIngest(deps: {
  name: string
  bodies: readonly unknown[]
  /** Every message by its wamid. */
  texts: Readonly<Record<string, string>>
  isLong: boolean
}): Operation {
  const { name, bodies, texts, isLong } = deps
  /** What every life ends with: that of the first shop that met nothing. */
  let expected: string | null = null

  return {
    name,
    isLong,
    goesOnByItself: true,

    async prepare(world) {
      await prepareShop(world)
      await world.close()
    },

    async complete(world) {
      const desk = await world.openShop()
      for (const [index, body] of [...bodies, bodies[0]].entries()) {
        // What was answered with 200 does not come again.
        if (world.told().includes(`body ${index}`)) continue
        await postUntilTaken(world, desk, body)
        world.tell(`body ${index}`)
      }
      await signInOwner(world, desk)
      await world.until('everything is shown', async () => {
        const { conversations } = await world.insist(() => desk.call('conversations.list', { view: 'all', limit: 10 }))
        let count = 0
        for (const { conversationId } of conversations) count += await countShown(desk, conversationId)
        return count === Object.keys(texts).length
      })
      await world.close()
    },

    describe({ db }) {
      if (db === null) return 'closed'
      const states = db.list<{ state: string; count: number }>(
        sql`SELECT state, COUNT(*) AS count FROM raw_events GROUP BY state ORDER BY state`,
      )
      const { messages } = db.get<{ messages: number }>(sql`SELECT COUNT(*) AS messages FROM messages`)
      return [...states.map(({ state, count }) => `${count} ${state}`), `${messages} messages`].join(', ')
    },

    wrongAfterDeath({ db, told }) {
      if (db === null) return ['the shop does not open']
      const { stored } = db.get<{ stored: number }>(sql`SELECT COUNT(*) AS stored FROM raw_events`)
      const answered = bodies.filter((_, index) => told.includes(`body ${index}`)).length
      return stored < answered ? [`${answered} bodies were answered with 200, and ${stored} are on disk`] : []
    },

    wrongWhenComplete({ db }) {
      if (db === null) return ['the shop does not open']
      const wrong: string[] = []
      const rows = db.list<{ wamid: string; body: string }>(sql`SELECT wamid, body FROM messages`)
      const bodyByWamid = new Map(rows.map(({ wamid, body }) => [wamid, body]))
      const missing = Object.keys(texts).filter((wamid) => bodyByWamid.get(wamid) !== texts[wamid])
      if (missing.length > 0) wrong.push(`${missing.length} messages are missing`)
      if (rows.length > Object.keys(texts).length) wrong.push(`there are ${rows.length} messages`)
      const left = db.list<{ state: string }>(sql`SELECT state FROM raw_events WHERE state <> 'applied'`)
      if (left.length > 0) wrong.push(`${left.length} bodies are ${left[0]?.state}`)
      const state = JSON.stringify(dumpDerivedState(db))
      expected ??= state
      if (state !== expected) wrong.push('people see something else than without a fault')
      return wrong
    },
  }
}

async function countShown({ call }: Desk, conversationId: ConversationId): Promise<number> {
  let count = 0
  let before: MessageId | null = null
  for (;;) {
    const anchor: { anchor?: { at: 'before'; messageId: MessageId } } =
      before === null ? {} : { anchor: { at: 'before', messageId: before } }
    const { messages, hasBefore } = await call('messages.list', { conversationId, limit: 100, ...anchor })
    count += messages.length
    before = messages[0]?.messageId ?? null
    if (!hasBefore || before === null) return count
  }
}
