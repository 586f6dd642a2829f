import type { ConversationId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { signatureOf } from '#test/support/webhook-builder.ts'
import type { LightWindow } from './light-window.ts'
import type { BenchContext } from './context.ts'
import { startGraph } from './graph-stand-in.ts'
import { CREDENTIALS } from './generate-shop.ts'
import { startHost, type HostProcess } from './host-process.ts'
import type { Customer } from './shop/people.ts'
import { cachedShop, copyShop, prepareCopy } from './shop/shop-cache.ts'
import { openShop, type ShopFolder } from './shop/shop-folder.ts'
import { createTraffic, listCustomers } from './shop/traffic.ts'

/** A generated shop in a running host, with somebody signed in at one window. */
export type HostedShop = {
  readonly host: HostProcess
  readonly window: LightWindow
  /** Who writes; the one whose message tells the end is not among them. */
  readonly customers: readonly Customer[]
  /** What a message's row holds. */
  readonly sampleRows: readonly Readonly<Record<string, string | number | null>>[]
  /** When everything that was acknowledged so far is applied; `count` messages more than at the last time. */
  allApplied(count: number): Promise<void>
  /** Stops the host and compares: throws unless each acknowledged message is there, once, and nothing else. */
  checkNothingLost(): Promise<void>
}

const SAMPLE_ROWS = 6000
const LOOK_EVERY_MS = 20

export async function withHostedShop<Result>(
  context: BenchContext,
  messages: number,
  act: (hosted: HostedShop) => Promise<Result>,
): Promise<Result> {
  const copy = copyShop(await cachedShop(messages, context.tell))
  const graph = await startGraph()
  let host: HostProcess | null = null
  let window: LightWindow | null = null
  try {
    await prepareCopy(copy, { graphUrl: graph.url })
    const known = await lookInto(copy)
    host = await startHost(copy, { graphUrl: graph.url })
    window = await host.openWindow()
    const running = { host, window }
    let posted = 0
    let sentinels = 0
    const last = createTraffic({ seed: 900, customers: [known.sentinel], isOnlyKnown: true })

    return await act({
      ...running,
      customers: known.customers,
      sampleRows: known.sampleRows,
      async allApplied(count) {
        posted += count
        // Bodies are applied in the order in which they came: once the last is there, all are.
        const { inboundCount: before } = await conversationOf(running.window, known.sentinelThread)
        sentinels += 1
        await postWebhook(running.host.webhook, last.nextBody())
        while ((await conversationOf(running.window, known.sentinelThread)).inboundCount === before)
          await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      },
      async checkNothingLost() {
        running.window.close()
        await running.host.stop()
        host = null
        const after = (await lookInto(copy)).messages
        const expected = known.messages + posted + sentinels
        if (after !== expected) throw new Error(`Of ${expected} messages ${after} are there`)
      },
    })
  } finally {
    window?.close()
    await host?.stop()
    await graph.stop()
    copy.remove()
  }
}

async function postWebhook(url: string, text: string): Promise<void> {
  const body = Buffer.from(text)
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(body, CREDENTIALS.appSecret) }
  const { status } = await fetch(url, { method: 'POST', headers, body })
  if (status !== 200) throw new Error(`The receiver answered ${status}`)
}

async function conversationOf(window: LightWindow, conversationId: ConversationId) {
  return (await window.call('conversations.get', { conversationId })).conversation
}

async function lookInto(shop: ShopFolder) {
  const { db, close } = await openShop(shop)
  const [sentinel, ...customers] = listCustomers(db)
  if (sentinel === undefined) throw new Error('The generated shop has customers')
  const { id: sentinelThread } = db.get<{ id: ConversationId }>(sql`
    SELECT c.id FROM conversations c JOIN identities i ON i.contact_id = c.contact_id WHERE i.kind = 'user_id' AND i.value = ${sentinel.userId}`)
  const { count } = db.get<{ count: number }>(sql`SELECT count(*) AS count FROM messages`)
  const sampleRows = db.list<Record<string, string | number | null>>(
    sql`SELECT * FROM messages WHERE direction = 'in' ORDER BY id DESC LIMIT ${SAMPLE_ROWS}`,
  )
  await close()
  return { sentinel, customers, sentinelThread, messages: count, sampleRows }
}
