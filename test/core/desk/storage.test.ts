import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { migrations } from '#core/db/migrations/list.ts'
import { sql } from '#core/db/sql.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createFakeIds } from '#test/support/fake-ports.ts'
import { storageError, watchFaultPoints } from '#test/support/fault-points.ts'
import { createFillableDisk } from '#test/support/full-disk.ts'
import { CREDENTIALS, OWNER, setUpRealShop, signInOwner, type CoreSetUp, type Window } from '#test/support/core.ts'
import { inboundText, messageWebhook, status, statusWebhook } from '#test/support/webhook-builder.ts'

const PAGE_BYTES = 4096
const LARGE = 'Bom dia! '.repeat(12_000)
const GIB = 1024 ** 3

type RealShop = Awaited<ReturnType<typeof setUpRealShop>>

async function setUpConnected(overrides: Parameters<typeof setUpRealShop>[0] = {}): Promise<RealShop> {
  const shop = await setUpRealShop(overrides)
  await shop.owner.call('number.connect', CREDENTIALS)
  return shop
}

const post = ({ clock, webhook }: Pick<CoreSetUp, 'clock' | 'webhook'>, body: string) =>
  webhook(messageWebhook(inboundText(body, { timestamp: String(Math.floor(clock.now() / 1000)) })))
const open = (storage?: string) => ({ phase: 'open', kind: 'shop', shopName: OWNER.shopName, ...(storage !== undefined && { storage }) })
const statusesTold = (window: Window) =>
  window.pushed.filter((frame) => frame.event === 'desk.changed').map((frame) => (frame.payload as { status: unknown }).status)

const PERSON = { name: 'Zé', login: 'ze', roleId: 'attendant', teamIds: [] }

async function previews(window: Window): Promise<unknown[]> {
  const { conversations } = await window.call('conversations.list', { view: 'all', limit: 10 })
  return conversations.map((row) => row.preview?.text.slice(0, 8))
}

/** Every write is refused like this, and nothing else is. */
function refuseWrites(shop: CoreSetUp, code: 'SQLITE_FULL' | 'SQLITE_IOERR'): () => void {
  return watchFaultPoints(
    ({ kind, name }) => {
      if (kind !== 'file' && /^(INSERT|UPDATE|DELETE)\b/.test(name)) throw storageError(code)
    },
    { folder: shop.folders.shop },
  )
}

describe('F12: a full disk', () => {
  test('stops the acknowledging and nothing else, is said, and passes by itself', async () => {
    const disk = createFillableDisk()
    const shop = await setUpConnected()
    expect(await post(shop, 'Bom dia, primeiro')).toBe(200)
    disk.fill()
    expect(await post(shop, LARGE)).toBe(503)
    expect(await shop.window().call('desk.status', {})).toEqual(open('disk-full'))
    expect(statusesTold(shop.owner).at(-1)).toEqual(open('disk-full'))
    expect(await previews(await signInOwner(shop))).toEqual(['Bom dia,'])
    expect(shop.log.lines.map((line) => line.event)).toContain('storage.problem')

    await shop.clock.advance(30_000)
    expect(await shop.window().call('desk.status', {})).toEqual(open('disk-full'))
    disk.makeSpace()
    await shop.clock.advance(5000)
    expect(await shop.window().call('desk.status', {})).toEqual(open())
    expect(statusesTold(shop.owner).slice(-2)).toEqual([open('disk-full'), open()])
    expect(await post(shop, LARGE)).toBe(200)
    expect(await previews(shop.owner)).toEqual(['Bom dia!'])
  })

  test('that takes nothing at all still lets people sign in and read, and does no half of a change', async () => {
    const shop = await setUpConnected()
    await post(shop, 'Bom dia, primeiro')
    const stop = refuseWrites(shop, 'SQLITE_FULL')
    const window = await signInOwner(shop)
    expect(await previews(window)).toEqual(['Bom dia,'])
    const { conversations } = await window.call('conversations.list', { view: 'all', limit: 10 })
    const reply = {
      conversationId: conversations[0]?.conversationId,
      clientKey: 'while-full',
      content: { kind: 'text' as const, body: 'Oi!' },
      replyTo: null,
    }
    expect(await window.refusal('messages.send', reply)).toEqual({ code: 'disk-full' })
    stop()
    await shop.clock.advance(60_000)
    expect(shop.graph.sends).toEqual([])
    await window.call('messages.send', { ...reply, conversationId: conversations[0]?.conversationId ?? 0 })
    await shop.clock.advance(10_000)
    expect(shop.graph.sends.map((send) => send.body)).toEqual(['Oi!'])
  })

  test('is no way to guess passwords on and on', async () => {
    const shop = await setUpConnected()
    const stop = refuseWrites(shop, 'SQLITE_FULL')
    const window = shop.window()
    const guess = async () => (await window.refusal('session.signIn', { login: OWNER.login, password: 'um palpite qualquer' })).code
    expect([await guess(), await guess(), await guess(), await guess(), await guess()]).toEqual([
      ...Array.from({ length: 4 }, () => 'wrong-credentials'),
      'try-later',
    ])
    stop()
    expect(await guess()).toBe('try-later')
    await shop.clock.advance(60_000)
    await signInOwner(shop)
  })

  test('while a stored body is applied holds it back, until there is space', async () => {
    const shop = await setUpConnected()
    const stop = watchFaultPoints(
      ({ name }) => {
        if (name === 'INSERT messages' || name === 'INSERT settings') throw storageError('SQLITE_FULL')
      },
      { folder: shop.folders.shop },
    )
    expect(await post(shop, 'Bom dia, primeiro')).toBe(200)
    expect(await shop.window().call('desk.status', {})).toEqual(open('disk-full'))
    expect(await previews(shop.owner)).toEqual([])
    stop()
    await shop.clock.advance(5000)
    expect([await previews(shop.owner), await shop.window().call('desk.status', {})]).toEqual([['Bom dia,'], open()])
  })

  test('at the start is said, and passes by itself', async () => {
    const shop = await setUpConnected()
    await shop.core().close()
    const stop = refuseWrites(shop, 'SQLITE_FULL')
    await shop.restart()
    const window = shop.window()
    expect(await window.call('desk.status', {})).toEqual({ phase: 'locked-out', kind: 'shop', problem: 'disk-full', canUseKit: false })
    expect(await post(shop, 'Bom dia')).toBe(503)
    stop()
    await shop.clock.advance(5000)
    expect(await window.call('desk.status', {})).toEqual(open())
  })
})

describe('F14: a disk that is nearly full', () => {
  test('is said beforehand, and stops no message', async () => {
    let freeBytes: number | null = GIB / 2
    const shop = await setUpConnected({ ports: { disk: { freeBytes: () => freeBytes, place: () => 'local' } } })
    expect(await shop.window().call('desk.status', {})).toEqual(open('disk-nearly-full'))
    expect(await post(shop, 'Bom dia')).toBe(200)
    freeBytes = 2 * GIB
    await shop.clock.advance(5 * 60_000)
    expect(await shop.window().call('desk.status', {})).toEqual(open())
    freeBytes = GIB - 1
    await shop.clock.advance(5 * 60_000)
    expect(statusesTold(shop.owner).slice(-2)).toEqual([open(), open('disk-nearly-full')])
  })

  test('is said after it was full and is still short', async () => {
    const disk = createFillableDisk()
    const shop = await setUpConnected({ ports: { disk: { freeBytes: () => 1000, place: () => 'local' } } })
    disk.fill()
    await post(shop, LARGE)
    disk.makeSpace()
    await shop.clock.advance(5000)
    expect(statusesTold(shop.owner).slice(-2)).toEqual([open('disk-full'), open('disk-nearly-full')])
  })
})

test('F78: what cannot be written into the log of commands does not happen, and nobody is told that it did', async () => {
  const shop = await setUpConnected()
  const told = shop.owner.pushed.length
  const stop = watchFaultPoints(
    ({ name }) => {
      if (name === 'INSERT commands') throw storageError('SQLITE_IOERR')
    },
    { folder: shop.folders.shop },
  )
  expect(await shop.owner.refusal('staff.invite', PERSON)).toEqual({ code: 'read-only' })
  expect(await shop.owner.refusal('replies.add', { shortcut: 'oi', title: 'Oi', text: 'Oi!', translations: [], files: [] })).toEqual({
    code: 'read-only',
  })
  stop()
  expect((await shop.owner.call('staff.list', {})).staff).toHaveLength(1)
  expect(await shop.owner.call('replies.list', {})).toEqual({ replies: [] })
  expect(
    shop.owner
      .events()
      .slice(told)
      .filter((name) => name !== 'desk.changed'),
  ).toEqual([])
})

test('F15: a folder that can no longer be written to stops the acknowledging; reading goes on, and the rest when it can be', async () => {
  const shop = await setUpConnected()
  await post(shop, 'Bom dia, primeiro')
  const stop = refuseWrites(shop, 'SQLITE_IOERR')
  expect(await post(shop, 'Boa tarde')).toBe(503)
  expect(await shop.window().call('desk.status', {})).toEqual(open('read-only'))
  expect(await previews(await signInOwner(shop))).toEqual(['Bom dia,'])
  stop()
  await shop.clock.advance(5000)
  expect(await shop.window().call('desk.status', {})).toEqual(open())
  expect(await post(shop, 'Boa tarde')).toBe(200)
})

describe('damage', () => {
  const reply = { shortcut: 'pix', title: 'Pix', text: 'Chave', translations: [], files: [] }

  /** A shop of which the first page of one table has one flipped bit. Closed. */
  async function setUpDamaged(table = 'quick_replies') {
    const shop = await setUpConnected()
    await shop.owner.call('replies.add', reply)
    await post(shop, 'Bom dia, primeiro')
    await shop.core().close()
    const path = join(shop.folders.shop, 'shop.db')
    const at = (await rootPageOf(shop, table)) * PAGE_BYTES - 100
    const flip = () => {
      const bytes = readFileSync(path)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(path, bytes)
    }
    flip()
    return { ...shop, mend: flip, bytes: () => readFileSync(path) }
  }

  async function rootPageOf(shop: CoreSetUp, table: string): Promise<number> {
    const ids = createFakeIds()
    const { clock, log, secrets } = shop
    const opening = await openVault({ clock, log, secrets, ids, folder: shop.folders.shop, migrations })
    if (opening.kind === 'refused') throw new Error(opening.problem)
    const { rootpage } = opening.vault.db.get<{ rootpage: number }>(sql`SELECT rootpage FROM sqlite_master WHERE name = ${table}`)
    await opening.vault.close()
    return rootpage
  }

  test('F16: of one page fails the one view that needs it, and the others work', async () => {
    const shop = await setUpDamaged()
    await shop.restart()
    const window = await signInOwner(shop)
    expect(await window.call('desk.status', {})).toEqual(open())
    expect(await window.refusal('replies.list', {})).toEqual({ code: 'database-damaged' })
    expect(await previews(window)).toEqual(['Bom dia,'])
    expect(await window.call('staff.list', {})).toMatchObject({ staff: [{ name: OWNER.name }] })
    await shop.clock.advance(30_000)
    expect(await previews(await signInOwner(shop))).toEqual(['Bom dia,'])
  })

  test('F17: stops all writing at once, for this run and the next ones, and says so', async () => {
    const shop = await setUpDamaged()
    await shop.restart()
    const window = await signInOwner(shop)
    await window.refusal('replies.list', {})
    expect(await shop.window().call('desk.status', {})).toEqual(open('database-damaged'))
    expect(await post(shop, 'Boa tarde')).toBe(503)
    expect(await window.refusal('replies.add', { ...reply, shortcut: 'oi' })).toEqual({ code: 'database-damaged' })
    expect(await window.refusal('staff.invite', PERSON)).toEqual({ code: 'database-damaged' })
    await shop.restart()
    const before = shop.bytes()
    await shop.clock.advance(30_000)
    const again = await signInOwner(shop)
    expect(await again.call('desk.status', {})).toEqual(open('database-damaged'))
    expect(await previews(again)).toEqual(['Bom dia,'])
    expect(await post(shop, 'Boa tarde')).toBe(503)
    await shop.core().close()
    expect(shop.bytes().equals(before)).toBe(true)
  })

  test('F17: that is found while something is applied leaves it stored, and is not tried again and again', async () => {
    const shop = await setUpDamaged('statuses')
    await shop.restart()
    expect(await post(shop, 'Boa tarde')).toBe(200)
    expect(await shop.webhook(statusWebhook(status('delivered', { timestamp: String(Math.floor(shop.clock.now() / 1000)) })))).toBe(200)
    expect(await shop.window().call('desk.status', {})).toEqual(open('database-damaged'))
    const before = shop.log.lines.length
    await shop.clock.advance(60_000)
    expect(shop.log.lines.length - before).toBeLessThan(60)
    expect(await previews(await signInOwner(shop))).toEqual(['Boa tard'])
  })

  test('F17: that is gone at the next start lets the shop go on', async () => {
    const shop = await setUpDamaged()
    await shop.restart()
    const window = await signInOwner(shop)
    await window.refusal('replies.list', {})
    await shop.core().close()
    shop.mend()
    await shop.restart()
    await shop.clock.advance(30_000)
    const again = await signInOwner(shop)
    expect(await again.call('desk.status', {})).toEqual(open())
    expect(await again.call('replies.list', {})).toMatchObject({ replies: [{ shortcut: 'pix' }] })
    expect(await post(shop, 'Boa tarde')).toBe(200)
  })
})
