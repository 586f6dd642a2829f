import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { createReceiving } from '#test/support/receiving.ts'
import { NOON, text } from '#test/support/decoded-events.ts'

const DAY = 24 * 60 * 60 * 1000

test('a customer’s message makes the contact, the conversation and the message', async () => {
  const { receive, inbox, db } = createReceiving()
  await receive(text('Bom dia', { wamid: 'wamid.A' }))
  const [row] = db.list<{ id: never }>(sql`SELECT id FROM conversations`)
  expect(row && inbox.find(row.id)).toEqual({
    conversationId: 1,
    contactId: 1,
    numberId: '106540352242922',
    contactName: '+55 11 98765-4321',
    contactPhone: '+55 11 98765-4321',
    lastAt: NOON,
    preview: { direction: 'in', kind: 'text', text: 'Bom dia', status: null },
    waitingSince: NOON,
    windowExpiresAt: NOON + DAY,
    inboundCount: 1,
  })
  expect(db.list(sql`SELECT state, decoder_version FROM raw_events`)).toEqual([{ state: 'applied', decoder_version: 1 }])
})
