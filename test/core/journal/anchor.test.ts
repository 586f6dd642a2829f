import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { StaffId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { migrations } from '#core/db/migrations/list.ts'
import { sql } from '#core/db/sql.ts'
import { verifyClosedShop } from '#core/journal/verify-closed-shop.ts'
import { AppError } from '#core/lib/app-error.ts'
import type { Secrets } from '#core/ports.ts'
import { openVault } from '#core/vault/open-vault.ts'
import { createPracticeSecrets } from '#core/vault/practice-secrets.ts'
import type { Vault } from '#core/vault/vault.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { storageError, watchFaultPoints } from '#test/support/fault-points.ts'
import { createFakeAnchor, createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { setUpVault } from '#test/support/vault.ts'

const MINUTE_MS = 60_000
const HEADERS = ['shop.hdr', 'shop.hdr.2']

function journalOf(vault: Vault, shop: ReturnType<typeof setUpVault>) {
  return createTestJournal({ db: vault.db, clock: shop.clock, macKey: vault.appKeys.journalMac, anchor: vault.journalAnchor })
}

function append(journal: ReturnType<typeof createTestJournal>, times: number): void {
  for (let time = 0; time < times; time += 1) journal.append({ action: 'shop.renamed', by: 'ana' as StaffId, details: { time } })
}

/** A shop in which ten things were done, closed in good order; `meanwhile` has its key. */
async function setUpClosedShop(meanwhile: (db: Database) => void = () => undefined) {
  const shop = setUpVault()
  const vault = await shop.opened()
  const journal = journalOf(vault, shop)
  journal.start()
  append(journal, 10)
  journal.stop()
  await vault.close()
  const { db } = await shop.opened()
  db.exec('DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_deleted')
  meanwhile(db)
  db.close()
  return shop
}

test('the end of the journal is anchored at the start, a minute after something new, and at the end; never for each entry', async () => {
  const clock = createFakeClock()
  const anchor = createFakeAnchor()
  const journal = createTestJournal({ db: createMemoryDatabase(), clock, anchor })
  const writes = [anchor.writes()]
  const note = () => writes.push(anchor.writes())
  journal.start()
  note()
  append(journal, 500)
  await clock.advance(MINUTE_MS - 1)
  note()
  await clock.advance(1)
  note()
  await clock.advance(10 * MINUTE_MS)
  note()
  append(journal, 1)
  journal.stop()
  note()
  await clock.advance(10 * MINUTE_MS)
  journal.stop()
  journal.start()
  note()
  expect(writes).toEqual([0, 0, 0, 1, 1, 2, 2])
  expect(anchor.read().newest?.seq).toBe(501)
})

test('what was rolled back asks for no anchor', async () => {
  const clock = createFakeClock()
  const anchor = createFakeAnchor()
  const db = createMemoryDatabase()
  const journal = createTestJournal({ db, clock, anchor })
  expect(() =>
    db.transaction(() => {
      append(journal, 3)
      throw new Error('No')
    }),
  ).toThrow('No')
  await clock.advance(2 * MINUTE_MS)
  expect(anchor.writes()).toBe(0)
})

test('after the end nothing is anchored any more', async () => {
  const clock = createFakeClock()
  const anchor = createFakeAnchor()
  const journal = createTestJournal({ db: createMemoryDatabase(), clock, anchor })
  journal.start()
  journal.stop()
  append(journal, 1)
  await clock.advance(2 * MINUTE_MS)
  expect(anchor.writes()).toBe(0)
})

test('a disk that takes no header keeps nobody from working, and the anchor is tried again', async () => {
  const clock = createFakeClock()
  const kept = createFakeAnchor()
  let isFull = true
  const anchor = {
    read: kept.read,
    write(next: ReturnType<typeof kept.read>) {
      if (isFull) throw new Error('The disk is full')
      kept.write(next)
    },
  }
  const journal = createTestJournal({ db: createMemoryDatabase(), clock, anchor })
  append(journal, 1)
  await clock.advance(MINUTE_MS)
  isFull = false
  append(journal, 1)
  await clock.advance(MINUTE_MS)
  expect(kept.read().newest?.seq).toBe(2)
})

test('the anchor is in the header, comes through a rekey, and is told to whoever verifies', async () => {
  const shop = setUpVault()
  const vault = await shop.opened()
  const journal = journalOf(vault, shop)
  append(journal, 3)
  journal.stop()
  await vault.rekey()
  expect((await journal.verify()).firstBad).toBe(null)
  await vault.close()
  const header = JSON.parse(readFileSync(shop.path('shop.hdr'), 'utf8').split('\n')[1] ?? '') as { journal: unknown }
  expect(header.journal).toMatchObject({ newest: { seq: 3, at: shop.clock.now() }, lost: null })
  const again = await shop.opened()
  expect(await journalOf(again, shop).verify()).toMatchObject({ checked: 3, firstBad: null, anchoredAt: shop.clock.now() })
})

test('T21: a cut tail is found out when the shop is closed', async () => {
  const shop = await setUpClosedShop((db) => db.exec('DELETE FROM journal WHERE seq > 7'))
  expect(await verifyClosedShop(shop)).toMatchObject({ kind: 'verified', checked: 7, firstBad: { seq: 8, problem: 'cut-off' } })
})

test('T21: a cut tail is noticed at the next start, and stays on record in the header', async () => {
  const shop = await setUpClosedShop((db) => db.exec('DELETE FROM journal WHERE seq > 7'))
  const vault = await shop.opened()
  const journal = journalOf(vault, shop)
  journal.start()
  append(journal, 5)
  journal.stop()
  await vault.close()
  expect(await verifyClosedShop(shop)).toMatchObject({ kind: 'verified', firstBad: { seq: 8, problem: 'cut-off' } })
})

test.each([
  [
    'both copies of the header are lost',
    (shop) => HEADERS.forEach((name) => rmSync(shop.path(name))),
    { kind: 'refused', problem: 'header-missing' },
  ],
  [
    'both copies of the header are damaged',
    (shop) => HEADERS.forEach((name) => writeFileSync(shop.path(name), 'rubbish')),
    { kind: 'refused', problem: 'header-damaged' },
  ],
  [
    'an older header is put back',
    (shop, older) => HEADERS.forEach((name) => writeFileSync(shop.path(name), older)),
    { kind: 'verified', checked: 7, firstBad: null, anchorLostAt: expect.any(Number) },
  ],
] as [string, (shop: ReturnType<typeof setUpVault>, older: string) => void, object][])(
  'T22: what was cut off where %s is not found, but that nobody can tell is told by every check, and stands in the journal once',
  async (_how, harm, beforeTheNextStart) => {
    const shop = setUpVault()
    const started = async () => {
      const vault = await shop.opened()
      const journal = journalOf(vault, shop)
      journal.start()
      return { vault, journal }
    }
    const first = await started()
    append(first.journal, 4)
    first.journal.stop()
    await first.vault.close()
    const older = readFileSync(shop.path('shop.hdr'), 'utf8')
    await shop.clock.advance(MINUTE_MS)
    const second = await started()
    append(second.journal, 6)
    second.journal.stop()
    second.vault.db.exec('DROP TRIGGER journal_is_not_deleted; DELETE FROM journal WHERE seq > 7')
    await second.vault.close()
    await shop.clock.advance(MINUTE_MS)
    harm(shop, older)

    const foundAt = shop.clock.now()
    expect(await verifyClosedShop(shop)).toMatchObject(beforeTheNextStart)
    const verdicts: unknown[] = []
    for (let start = 0; start < 2; start += 1) {
      const { vault, journal } = await started()
      verdicts.push(await journal.verify())
      journal.stop()
      await vault.close()
      verdicts.push(await verifyClosedShop(shop))
      await shop.clock.advance(MINUTE_MS)
    }
    expect(verdicts).toMatchObject(verdicts.map(() => ({ checked: 8, firstBad: null, anchorLostAt: foundAt })))
    const { db } = await shop.opened()
    expect(db.list(sql`SELECT seq, by_staff, action FROM journal WHERE seq > 6 ORDER BY seq`)).toEqual([
      { seq: 7, by_staff: 'ana', action: 'shop.renamed' },
      { seq: 8, by_staff: null, action: 'journal.anchor-lost' },
    ])
  },
)

test('a kill, and a copy of the header that is damaged alone, lose no anchor', async () => {
  const shop = setUpVault()
  const verdicts: unknown[] = []
  for (let start = 0; start < 4; start += 1) {
    const vault = await shop.opened()
    const journal = journalOf(vault, shop)
    journal.start()
    append(journal, 2)
    await shop.clock.advance(MINUTE_MS)
    verdicts.push(await journal.verify())
    // A crash between the two places of the generation.
    vault.db.run(sql`UPDATE settings SET value = value + 1 WHERE key = 'vault.generation'`)
    vault.db.close()
    writeFileSync(shop.path(HEADERS[start % 2] ?? ''), 'rubbish')
  }
  expect(verdicts).toMatchObject([2, 4, 6, 8].map((checked) => ({ checked, firstBad: null, anchorLostAt: null })))
})

test('starts whose header does not come onto the disk, however many after each other, lose no anchor', async () => {
  const shop = setUpVault()
  await (await shop.opened()).close()
  const stop = watchFaultPoints(
    ({ name }) => {
      if (name.endsWith('.hdr.tmp')) throw storageError('ENOSPC')
    },
    { folder: shop.folder },
  )
  for (let start = 0; start < 4; start += 1) expect(await shop.refusal()).toBe('disk-full')
  stop()
  const verdict = await journalOf(await shop.opened(), shop).verify()
  expect(verdict).toMatchObject({ firstBad: null, anchorLostAt: null })
})

test('a shop is looked at without a change of it, and opens afterwards', async () => {
  const shop = await setUpClosedShop()
  const before = withoutJournal(shop.files())
  const keychain = JSON.stringify([...shop.secrets.entries])
  expect(await verifyClosedShop(shop)).toMatchObject({ kind: 'verified', checked: 10, firstBad: null })
  expect(shop.files()).toMatchObject(before)
  expect(JSON.stringify([...shop.secrets.entries])).toBe(keychain)
  const vault = await shop.opened()
  expect((await journalOf(vault, shop).verify()).checked).toBe(10)
})

test('a shop that a program has open, that is not there, or whose key is not to be had, is refused', async () => {
  const shop = await setUpClosedShop()
  const vault = await shop.opened()
  const open = await verifyClosedShop(shop)
  await vault.close()
  shop.secrets.failWith = new AppError('keychain-locked', 'locked')
  const locked = await verifyClosedShop(shop)
  shop.secrets.failWith = null
  shop.secrets.entries.clear()
  expect([open, locked, await verifyClosedShop(shop), await verifyClosedShop(setUpVault())]).toEqual(
    ['in-use', 'keychain-locked', 'key-missing', 'database-missing'].map((problem) => ({ kind: 'refused', problem })),
  )
})

test('the command exits 0 for a whole journal, 1 and the entry’s number for one that is not, 2 when it cannot look', async () => {
  const shop = setUpVault()
  const absent: Secrets = {
    get: () => Promise.reject(new AppError('keychain-unavailable', 'none')),
    set: () => Promise.reject(new AppError('keychain-unavailable', 'none')),
    delete: () => Promise.reject(new AppError('keychain-unavailable', 'none')),
  }
  const secrets = createPracticeSecrets({ keychain: absent, folder: shop.folder, log: shop.log })
  const opened = async () => {
    const opening = await openVault({ ...shop, secrets, migrations })
    if (opening.kind === 'refused') throw new Error(opening.problem)
    return opening.vault
  }
  const vault = await opened()
  append(journalOf(vault, shop), 4)
  await vault.close()

  const whole = await verifyByCommand('--shop', shop.folder, '--json')
  expect({ code: whole.code, verdict: JSON.parse(whole.out) as unknown }).toMatchObject({
    code: 0,
    verdict: { kind: 'verified', checked: 4, firstBad: null },
  })

  const { db } = await opened()
  db.exec(`DROP TRIGGER journal_is_not_changed; UPDATE journal SET by_staff = 'bia' WHERE seq = 3`)
  db.close()
  const broken = await verifyByCommand('--shop', shop.folder)
  expect(broken).toMatchObject({ code: 1, out: expect.stringContaining('NOT whole: entry 3 is not as it was written') as string })

  const { db: mended } = await opened()
  mended.exec(`UPDATE journal SET by_staff = 'ana' WHERE seq = 3`)
  mended.close()
  for (const name of HEADERS) rmSync(shop.path(name))
  await (await opened()).close()
  const untold = await verifyByCommand('--shop', shop.folder)
  expect(untold).toMatchObject({ code: 1, out: expect.stringContaining('NOBODY CAN TELL whether entries from before') as string })

  expect((await verifyByCommand('--shop', join(shop.folder, 'nowhere'))).code).toBe(2)
  expect((await verifyByCommand()).code).toBe(2)
})

/** SQLite makes those two beside the database for whoever looks at it, and takes them away when it is next closed in good order. */
function withoutJournal(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !/-(wal|shm)$/.test(name)))
}

async function verifyByCommand(...options: string[]): Promise<{ code: number; out: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(process.cwd(), 'src-main/cli/verify-journal.ts'), ...options])
    return { code: 0, out: stdout }
  } catch (cause) {
    // What execFile rejects with, when the program ran.
    const { code, stdout } = cause as { code: number; stdout: string }
    return { code, out: stdout }
  }
}
