import type Sqlite from 'better-sqlite3'
import { createDatabase } from '#core/db/database.ts'
import { openDetails, type JournalDetails } from '#core/journal/chain.ts'
import type { JournalRow, SubjectRow } from '#core/journal/repository.ts'
import { verifyJournal } from '#core/journal/verify.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { openAppKeys } from '#core/vault/app-keys.ts'
import { newestHeader } from '#core/vault/header-state.ts'
import { textToRootKey } from '#core/vault/keys.ts'
import { createShopFiles } from '#core/vault/shop-files.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'
import type { Noted } from './ledger.ts'
import type { World } from './world.ts'

/** I7: whatever was decided about messages and conversations, and whoever came in, stands in the journal: once, and under the right name. */
export function checkJournal(world: World, db: Sqlite.Database): void {
  const odd = db.prepare(UNPAIRED).all() as { action: string; by_staff: string | null; at: number; more: number }[]
  for (const { action, by_staff: by, at, more } of odd)
    world.break(`I7: of ${action} by ${by} at ${at} the journal has ${Math.abs(more)} ${more > 0 ? 'too few' : 'too many'}`)
  const found = countComingIn(db)
  for (const { login } of world.staff.people) {
    for (const action of COMING_IN) {
      const { told, unwritten, doubtful } = world.staff.ledger.of(login, action)
      const count = (found.get(`${login} ${action}`) ?? 0) - (world.journalBefore.get(`${login} ${action}`) ?? 0)
      if (count < told - unwritten || count > told + doubtful)
        world.break(`I7: ${login} did ${action} ${told} times (perhaps ${doubtful} more), and the journal has ${count}`)
    }
  }
}

/** As the button and the command for it do, with the shop's own key and the end that is written in its header. */
export async function checkChain(world: World, connection: Sqlite.Database): Promise<void> {
  const header = newestHeader(createShopFiles(world.program.folder()).headers()).value
  const root = header && textToRootKey(new Redacted(world.keychain.entries.get(header.slots.keychain.account) ?? ''))
  const keys = header?.appKeys && root ? openAppKeys(header.appKeys, { root, databaseId: header.databaseId }) : null
  if (!header || keys === null) return world.break('I7: there is no key for the journal')
  const clock = { now: () => 0, monotonic: () => 0, after: () => () => {} }
  const db = createDatabase({ connection, clock, log: createFakeLog() })
  const { firstBad, anchorLostAt } = await verifyJournal({ db, macKey: keys.journalMac, anchor: header.journal })
  if (firstBad !== null) world.break(`I7: entry ${firstBad.seq} of the journal is ${firstBad.problem}`)
  if (anchorLostAt !== null) world.break('I7: the end of the journal is said to be lost, and no header was')
}

/** How often each person came in, by the journal. */
export function countComingIn(db: Sqlite.Database): Map<string, number> {
  const rows = db
    .prepare(
      `SELECT s.login || ' ' || j.action AS key, count(*) AS count FROM journal j JOIN staff s ON s.id = j.by_staff
       WHERE j.action IN (${COMING_IN.map((action) => `'${action}'`).join()}) GROUP BY 1`,
    )
    .all() as { key: string; count: number }[]
  return new Map(rows.map(({ key, count }) => [key, count]))
}

/** What stands sealed in it: each message by its key, about the customer it went to; and in whose hands each conversation was put last. */
export function checkSealed(world: World, db: Sqlite.Database): void {
  const subjects = new Map(
    (db.prepare(`SELECT * FROM journal_subjects`).all() as SubjectRow[]).map((row) => [row.pseudonym.toString('hex'), row]),
  )
  const entries = (action: string) =>
    (db.prepare(`SELECT * FROM journal WHERE action = ? AND subject IS NOT NULL ORDER BY seq`).all(action) as JournalRow[]).map((row) => {
      const subject = subjects.get(row.subject?.toString('hex') ?? '')
      const details = subject && openDetails(row.details, { seq: row.seq, subject: { contactId: subject.contact_id, key: subject.key } })
      if (!subject || !details) world.break(`I7: entry ${row.seq} of the journal cannot be read`)
      return { contact: ownContact(db, Number(subject?.contact_id)), details: details ?? NOTHING }
    })
  const sent = entries('message.sent').map(({ contact, details }) => `${String(details['clientKey'])} to ${contact}`)
  const queued = db
    .prepare(`SELECT o.client_key AS key, c.contact_id AS contact FROM outbox o JOIN conversations c ON c.id = o.conversation_id`)
    .all() as { key: string; contact: number }[]
  const expected = queued.map(({ key, contact }) => `${key} to ${ownContact(db, contact)}`)
  if (sent.toSorted().join() !== expected.toSorted().join()) world.break('I7: the journal says of other messages, or of other customers')
  const last = new Map(entries('conversation.assigned').map(({ contact, details }) => [contact, details['after']]))
  const hands = db
    .prepare(
      `SELECT contact_id, assigned_to FROM conversations c WHERE merged_into IS NULL
         AND NOT EXISTS (SELECT 1 FROM conversations m WHERE m.merged_into = c.id)`,
    )
    .all() as { contact_id: number; assigned_to: string | null }[]
  for (const { contact_id: contact, assigned_to: to } of hands)
    if ((last.get(contact) ?? null) !== to) world.break(`I7: contact ${contact} is in other hands than the journal says`)
}

function ownContact(db: Sqlite.Database, id: number): number {
  const into = db.prepare(`SELECT merged_into FROM contacts WHERE id = ?`).pluck().get(id) as number | null | undefined
  return into ? ownContact(db, into) : id
}

const NOTHING: JournalDetails = {}
const COMING_IN: readonly Noted[] = ['session.started', 'session.unlocked', 'session.stepped-up']

/** By the kind of the command: what the journal calls it. */
const ACTIONS = {
  'message.send': 'message.sent',
  'message.undo': 'message.undone',
  'message.send-again': 'message.settled',
  'message.close': 'message.settled',
  'conversation.start': 'conversation.started',
  'conversation.assign': 'conversation.assigned',
  'conversations.hand-over': 'conversation.assigned',
  'conversation.move-to-team': 'conversation.moved-to-team',
  'staff.set-role': 'staff.role-changed',
} as const

/** Commands without their entry and entries without their command, by what was done, by whom and when. */
const UNPAIRED = `
  SELECT action, by_staff, at, sum(count) AS more FROM (
    SELECT CASE kind ${Object.entries(ACTIONS)
      .map(([kind, action]) => `WHEN '${kind}' THEN '${action}'`)
      .join(' ')} END AS action, by_staff, at, 1 AS count
    FROM commands WHERE kind IN (${Object.keys(ACTIONS)
      .map((kind) => `'${kind}'`)
      .join()})
    UNION ALL
    SELECT action, by_staff, at, -1 FROM journal WHERE action IN (${[...new Set(Object.values(ACTIONS))].map((action) => `'${action}'`).join()}))
  GROUP BY action, by_staff, at HAVING sum(count) <> 0`
