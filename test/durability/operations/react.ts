import { sql } from '#core/db/sql.ts'
import type { Operation } from '../operation.ts'
import { openAtCustomer, prepareCustomer } from './send.ts'

const EMOJI = '👍'

/** A reaction to what a customer wrote, until WhatsApp has taken it. The same one twice is one. */
export const react: Operation = {
  name: 'react',
  goesOnByItself: true,
  prepare: prepareCustomer,

  async complete(world) {
    const { desk, conversationId } = await openAtCustomer(world)
    const list = () => world.insist(() => desk.call('messages.list', { conversationId, limit: 50 }))
    const [message] = (await list()).messages
    if (message === undefined) throw new Error('The message is gone')
    await world.insist(() => desk.call('messages.react', { messageId: message.messageId, emoji: EMOJI }))
    world.tell('reacted')
    await world.until('it is taken', async () => (await list()).messages[0]?.reactions[0]?.state === 'sent')
    await world.close()
  },

  describe({ db, received }) {
    if (db === null) return 'closed'
    const states = db.list<{ state: string }>(sql`SELECT state FROM reactions`).map(({ state }) => state)
    return `${states.join(', ') || 'none'}; WhatsApp was told ${received.length} times`
  },

  wrongAfterDeath({ db, told, received }) {
    if (db === null) return ['the shop does not open']
    const row = db.find<{ state: string }>(sql`SELECT state FROM reactions`)
    const isToGo = db.find(sql`SELECT 1 FROM outgoing_reactions`) !== undefined
    return [
      ...((told.includes('reacted') || received.length > 0) && row === undefined ? ['a reaction is lost'] : []),
      ...(isToGo !== (row?.state === 'sending') ? [`a reaction is ${row?.state}, and ${isToGo ? 'still to go' : 'not to go'}`] : []),
    ]
  },

  wrongWhenComplete({ db, received }) {
    if (db === null) return ['the shop does not open']
    const rows = db.list<{ emoji: string; state: string }>(sql`SELECT emoji, state FROM reactions`)
    const found = rows.map(({ emoji, state }) => `${emoji} ${state}`).join(', ')
    return [
      ...(found === `${EMOJI} sent` ? [] : [`the reactions are ${found}`]),
      ...(received.some(({ text }) => text === '[reaction]') ? [] : ['the customer sees none']),
    ]
  },
}
