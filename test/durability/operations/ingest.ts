import { sql } from '#core/db/sql.ts'
import { dumpDerivedState } from '#test/support/derived-state.ts'
import { contact, inboundText, messagesChange, messageWebhook, status, statusWebhook, webhook } from '#test/support/webhook-builder.ts'
import type { Operation } from '../operation.ts'
import { postUntilTaken, prepareShop } from '../shop-in-use.ts'
import { KEYCHAIN_REFUSED, OWNER, STARTS_AT } from '../world.ts'

const at = (seconds: number) => ({ timestamp: String(STARTS_AT / 1000 + seconds) })
const OTHER = { waId: '5521912345678', userId: 'BR.99912086553027419180', name: 'Seu Nílton' }
const from = { from: OTHER.waId, from_user_id: OTHER.userId }
const first = inboundText('Bom dia!', { id: 'wamid.IN1', ...at(1) })

/** Each is posted until it is taken: a message, a batch of two people with an edit of the order, ticks before their message, a repeat. */
const BODIES = [
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
  // Another body with the same message in it, as when a batch is cut differently the second time.
  messageWebhook(first, inboundText('E pão?', { id: 'wamid.IN5', ...at(7) })),
]
const TEXTS = { 'wamid.IN1': 'Bom dia!', 'wamid.IN2': 'De fubá', 'wamid.IN3': 'Tem bolo?', 'wamid.IN4': 'Quanto é?', 'wamid.IN5': 'E pão?' }

/** What every life ends with: that of the first shop that met nothing. */
export function createIngest(): Operation {
  let expected: string | null = null

  return {
    name: 'ingest',
    goesOnByItself: true,

    async prepare(world) {
      await prepareShop(world)
      await world.close()
    },

    async complete(world) {
      const desk = await world.openShop()
      for (const [index, body] of BODIES.entries()) {
        await postUntilTaken(world, desk, body)
        world.tell(`body ${index}`)
      }
      // Its answer was lost on the way, for all WhatsApp knows.
      await postUntilTaken(world, desk, BODIES[0])
      await world.insist(() => desk.call('staff.signIn', { login: OWNER.login, password: OWNER.password }))
      await world.until('everything is shown', async () => {
        const { conversations } = await world.insist(() => desk.call('conversations.list', { view: 'all', limit: 10 }))
        let count = 0
        for (const { conversationId } of conversations)
          count += (await desk.call('messages.list', { conversationId, limit: 50 })).messages.length
        return count === Object.keys(TEXTS).length
      })
      await world.close()
    },

    describe({ db }) {
      if (db === null) return 'closed'
      const states = db.list<{ state: string; bodies: number }>(
        sql`SELECT state, COUNT(*) AS bodies FROM raw_events GROUP BY state ORDER BY state`,
      )
      const { messages } = db.get<{ messages: number }>(sql`SELECT COUNT(*) AS messages FROM messages`)
      return [...states.map(({ state, bodies }) => `${bodies} ${state}`), `${messages} messages`].join(', ')
    },

    wrongAfterDeath({ db, told }) {
      if (db === null) return ['the shop does not open']
      const { bodies } = db.get<{ bodies: number }>(sql`SELECT COUNT(*) AS bodies FROM raw_events`)
      const answered = new Set(told.filter((fact) => fact !== KEYCHAIN_REFUSED)).size
      return bodies < answered ? [`${answered} bodies were answered with 200, and ${bodies} are on disk`] : []
    },

    wrongWhenComplete({ db }) {
      if (db === null) return ['the shop does not open']
      const wrong: string[] = []
      const rows = db.list<{ wamid: keyof typeof TEXTS; body: string }>(sql`SELECT wamid, body FROM messages ORDER BY wamid`)
      const found = JSON.stringify(Object.fromEntries(rows.map(({ wamid, body }) => [wamid, body])))
      if (rows.length !== 5 || found !== JSON.stringify(TEXTS)) wrong.push(`the messages are ${found}`)
      const left = db.list<{ state: string }>(sql`SELECT state FROM raw_events WHERE state <> 'applied'`)
      if (left.length > 0) wrong.push(`${left.length} bodies are ${left[0]?.state}`)
      const state = JSON.stringify(dumpDerivedState(db))
      expected ??= state
      if (state !== expected) wrong.push('people see something else than without a fault')
      return wrong
    },
  }
}
