import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from '#core/db/sql.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { createReceiving } from '#test/support/receiving.ts'
import {
  contact,
  inboundText,
  messagesChange,
  messageWebhook,
  NUMBER_ID,
  SENT_AT_MS,
  status,
  statusWebhook,
  toBody,
  webhook,
} from '#test/support/webhook-builder.ts'

/**
 * Takes in the largest bodies there can be, in a process of its own, and prints as JSON what each costs: the longest stretch in
 * which nobody else had a turn, in the processor's time; by how much memory grew at its peak; and what became of it. And how the
 * cost grows with the body.
 */

const BODY_MAX_BYTES = 3 * 1024 * 1024

export type LargeBodies = {
  readonly bodies: Readonly<Record<string, { bytes: number; longestTurnMs: number; peakMb: number; messages: number; state: string }>>
  /** What four times as much costs, in times of the once. */
  readonly fourfold: Readonly<Record<string, number>>
}

const phone = (count: number) => `55119${10_000_000 + count}`
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const around = (inner: string) =>
  `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"${NUMBER_ID}"},"messages":[{"id":"wamid.1","from":"551188887777","timestamp":"1795348800","type":"new","new":${inner}},{"id":"wamid.2","from":"551188887777","timestamp":"1795348800","type":"text","text":{"body":"bem"}}]}}]}]}`

const largest: Readonly<Record<string, () => Buffer>> = {
  'ten thousand levels': () => Buffer.from(around(deep(10_000))),
  'three megabytes of levels': () => Buffer.from(around(deep((BODY_MAX_BYTES - 1000) / 2))),
  'a text of a megabyte': () => toBody(messageWebhook(inboundText('pão '.repeat(250_000)))),
  'a thousand messages': () => toBody(messageWebhook(...times(1000, (count) => inboundText(`oi ${count}`)))),
  'a thousand people': () => toBody(people(1000)),
  'three megabytes of statuses': () => toBody(statusWebhook(...times(12_000, () => status('read')))),
  'three megabytes of nothing': () =>
    Buffer.from(`{"object":"whatsapp_business_account","entry":[${Array(375_000).fill('{"a":1}').join()}]}`),
}

/** Where each of many has to be found among as many others. */
const growing: Readonly<Record<string, (count: number) => Buffer>> = {
  'people who write': (count) => toBody(people(count)),
}
const GROWING_FROM = 3000

setFlagsFromString('--expose-gc')
// In a new context the flag has taken effect.
const gc = runInNewContext('gc') as () => void

await takeIn(toBody(people(200)))
const bodies: Record<string, LargeBodies['bodies'][string]> = {}
for (const [name, make] of Object.entries(largest)) bodies[name] = await takeIn(make())
const fourfold = Object.fromEntries(
  Object.entries(growing).map(([name, make]) => [name, costOf(make(GROWING_FROM * 4)) / costOf(make(GROWING_FROM))]),
)
process.stdout.write(JSON.stringify({ bodies, fourfold } satisfies LargeBodies))

async function takeIn(body: Buffer): Promise<LargeBodies['bodies'][string]> {
  const { clock, db, intake } = createReceiving({ decode: decodeWebhook, ownNumberId: () => NUMBER_ID })
  clock.setWall(SENT_AT_MS + 60_000)
  // Batches end by the clock, so it has to go.
  Object.assign(clock, { monotonic: () => performance.now() })
  gc()
  const before = process.memoryUsage().rss
  let peak = before
  let longestTurnMs = 0
  let turn = process.cpuUsage()
  let isOver = false
  const watch = () => {
    longestTurnMs = Math.max(longestTurnMs, process.cpuUsage(turn).user / 1000)
    peak = Math.max(peak, process.memoryUsage().rss)
    turn = process.cpuUsage()
    if (!isOver) setImmediate(watch)
  }
  watch()
  await intake.receiveUnsigned(body)
  await intake.settled()
  isOver = true
  const { messages } = db.get<{ messages: number }>(sql`SELECT count(*) AS messages FROM messages`)
  const { state } = db.get<{ state: string }>(sql`SELECT state FROM raw_events`)
  await intake.close()
  db.close()
  return {
    bytes: body.length,
    longestTurnMs: Math.round(longestTurnMs),
    peakMb: Math.round((peak - before) / 1024 / 1024),
    messages,
    state,
  }
}

/** Of the processor's time, the best of a few. */
function costOf(body: Buffer): number {
  const costs = times(6, () => {
    const before = process.cpuUsage()
    decodeWebhook(body)
    return process.cpuUsage(before).user
  })
  return Math.min(...costs)
}

function people(count: number) {
  return webhook(
    messagesChange({
      contacts: times(count, (each) => contact({ wa_id: phone(each), user_id: undefined })),
      messages: times(count, (each) => inboundText('oi', { from: phone(count - 1 - each), from_user_id: undefined })),
    }),
  )
}

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
