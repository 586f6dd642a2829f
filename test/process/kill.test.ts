import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CallError, type Client, type ConversationId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { ATTENDANT, hireAttendant } from '#test/support/attendant.ts'
import { openShopDatabase } from '#test/support/open-shop-database.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { createShopRig, type ShopRig } from '#test/support/shop-rig.ts'
import { openWindow } from '#test/support/window-client.ts'

const KILLS = 50
const CUSTOMERS = ['5511900000001', '5511900000002', '5521900000003']
const SEED = 20_261_122

/** What was promised before the process died: ids WhatsApp sent, and sends the window was told are queued. */
type Promised = { readonly wamids: string[]; readonly sends: { clientKey: string; text: string }[] }

let folder: string
let rig: ShopRig
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'balcao-kill-'))
  rig = await createShopRig({ folder: join(folder, 'shop'), seed: 'kill', speed: 200 })
})
afterAll(async () => {
  await rig.stop()
  rmSync(folder, { recursive: true, force: true })
})

test(
  `${KILLS} kills during receiving and sending lose nothing that was acknowledged and send nothing twice`,
  { timeout: 8 * 60_000 },
  async () => {
    const random = createSeededRandom(SEED)
    const promised: Promised = { wamids: [], sends: [] }
    const setUp = await rig.startHost()
    const first = await openWindow(setUp.url)
    await rig.setUpShop(first)
    await hireAttendant(first)
    await setUp.stop()

    for (let life = 0; life < KILLS; life += 1) {
      const host = await rig.startHost()
      const window = await openWindow(host.url)
      await window.call('session.signIn', { login: ATTENDANT.login, password: ATTENDANT.password })
      const load = { isOver: false }
      const loads = [receive(load, promised, life), send(load, promised, window, life)]
      await pause(20 + random.below(580))
      await host.kill()
      load.isOver = true
      await Promise.all(loads)
    }

    // One more life, in which WhatsApp delivers what it could not and the queue runs empty.
    const host = await rig.startHost()
    const window = await openWindow(host.url)
    await window.call('session.signIn', { login: ATTENDANT.login, password: ATTENDANT.password })
    await expect.poll(() => rig.practice.control.truth.undeliveredWebhooks(), { timeout: 120_000 }).toBe(0)
    await host.stop()
    await expectAllKept(promised)
  },
)

async function receive(load: { isOver: boolean }, promised: Promised, life: number): Promise<void> {
  for (let count = 0; !load.isOver; count += 1) {
    const customer = CUSTOMERS[count % CUSTOMERS.length] ?? ''
    promised.wamids.push(
      rig.practice.control.sendFromCustomer({
        customer: { waId: customer, name: `Cliente ${customer.slice(-1)}` },
        text: `in ${life}-${count}`,
      }),
    )
    await pause(5)
  }
}

async function send(load: { isOver: boolean }, promised: Promised, window: Client, life: number): Promise<void> {
  for (let count = 0; !load.isOver; count += 1) {
    const clientKey = `kill-${life}-${count}`
    const text = `out ${life}-${count}`
    try {
      const conversation = await anyConversation(window, count)
      if (conversation !== null) {
        await window.call('messages.send', {
          conversationId: conversation,
          clientKey,
          content: { kind: 'text', body: text },
          replyTo: null,
        })
        promised.sends.push({ clientKey, text })
      }
    } catch (cause) {
      if (cause instanceof CallError && cause.code === 'connection-lost') return
      throw cause
    }
    await pause(25)
  }
}

async function anyConversation(window: Client, count: number): Promise<ConversationId | null> {
  const { conversations } = await window.call('conversations.list', { view: 'all', limit: 10 })
  return conversations[count % Math.max(1, conversations.length)]?.conversationId ?? null
}

async function expectAllKept(promised: Promised): Promise<void> {
  const { db, close } = await openShopDatabase(join(folder, 'shop'))
  try {
    const received = new Set(db.list<{ wamid: string }>(sql`SELECT wamid FROM messages WHERE direction = 'in'`).map((row) => row.wamid))
    const kept = new Set(db.list<{ body: string }>(sql`SELECT body FROM messages WHERE direction = 'out'`).map((row) => row.body))
    const deliveries = rig.practice.control.truth.received().map((message) => message.text)
    expect({
      integrity: db.list(sql`PRAGMA integrity_check`),
      unapplied: db.get(sql`SELECT COUNT(*) AS bodies FROM raw_events WHERE state = 'stored'`),
      lostInbound: promised.wamids.filter((wamid) => !received.has(wamid)),
      lostSends: promised.sends.filter((one) => !kept.has(one.text)),
      sentTwice: deliveries.filter((text, index) => deliveries.indexOf(text) !== index),
    }).toEqual({ integrity: [{ integrity_check: 'ok' }], unapplied: { bodies: 0 }, lostInbound: [], lostSends: [], sentTwice: [] })
    expect(promised.wamids.length).toBeGreaterThan(KILLS)
    expect(promised.sends.length).toBeGreaterThan(KILLS)
  } finally {
    await close()
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}
