import { expect, test } from 'vitest'
import type { Conversation } from '#contract'
import { APP_SECRET, CREDENTIALS, setUpRealShop } from '#test/support/core.ts'
import { settle } from '#test/support/fake-clock.ts'
import {
  contact,
  inboundText,
  messagesChange,
  NUMBER_ID,
  SENT_AT_SECONDS,
  signatureOf,
  toBody,
  webhook,
} from '#test/support/webhook-builder.ts'

const MESSAGES = 5_000
const PEOPLE = 500
const CONNECTIONS = 32
const GROWTH_MAX_BYTES = 256 * 1024 * 1024

test('F70: of thousands of messages at once none is lost or doubled, windows are told in few words, and memory stays bounded', async () => {
  const { core, owner } = await setUpRealShop()
  await owner.call('number.connect', CREDENTIALS)
  const before = process.memoryUsage().rss
  const told = owner.pushed.length

  const bodies = Array.from({ length: MESSAGES }, (_, count) => bodyOf(count))
  // One in ten comes twice, as WhatsApp repeats what was not answered in time.
  const posts = bodies.flatMap((body, count) => (count % 10 === 0 ? [body, body] : [body]))
  const statuses: number[] = []
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let body = posts.shift(); body !== undefined; body = posts.shift()) {
        const { status } = await core().receiveWebhook({ body, signature: signatureOf(body, APP_SECRET) })
        statuses.push(status)
      }
    }),
  )
  while ((await countIn()) < MESSAGES && statuses.length > 0) await settle()

  expect({
    answers: [...new Set(statuses)],
    people: (await listAll()).length,
    each: [...new Set((await listAll()).map(({ inboundCount }) => inboundCount))],
    isToldInFewWords: owner.pushed.length - told < MESSAGES / 20,
    isBounded: process.memoryUsage().rss - before < GROWTH_MAX_BYTES,
  }).toEqual({ answers: [200], people: PEOPLE, each: [MESSAGES / PEOPLE], isToldInFewWords: true, isBounded: true })

  async function listAll(): Promise<Conversation[]> {
    const all: Conversation[] = []
    let cursor: string | undefined
    do {
      const page = await owner.call('conversations.list', { view: 'all', limit: 100, ...(cursor === undefined ? {} : { cursor }) })
      all.push(...page.conversations)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return all
  }

  async function countIn(): Promise<number> {
    return (await listAll()).reduce((sum, { inboundCount }) => sum + inboundCount, 0)
  }
})

function bodyOf(count: number): Buffer {
  const who = { wa_id: `55119${80_000_000 + (count % PEOPLE)}`, user_id: `BR.burst${count % PEOPLE}` }
  return toBody(
    webhook(
      messagesChange({
        metadata: { phone_number_id: NUMBER_ID },
        contacts: [contact({ ...who, profile: { name: `Cliente ${count % PEOPLE}` } })],
        messages: [
          inboundText(`oi ${count}`, {
            id: `wamid.burst${count}`,
            from: who.wa_id,
            from_user_id: who.user_id,
            timestamp: String(Number(SENT_AT_SECONDS) - MESSAGES + count),
          }),
        ],
      }),
    ),
  )
}
