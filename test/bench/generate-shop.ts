import { mkdirSync } from 'node:fs'
import { builtInGrants, builtInRoleId, type StaffId, type TeamId } from '#contract'
import { createCommandLog } from '#core/commands/command-log.ts'
import { createContacts } from '#core/contacts/service.ts'
import type { Database } from '#core/db/database.ts'
import { wholeShop, type Viewer } from '#core/inbox/reach.ts'
import type { Standing } from '#core/dispatch/actor.ts'
import { createInbox } from '#core/inbox/service.ts'
import type { Redacted } from '#core/lib/redacted.ts'
import { noteWhole } from '#core/messages/changes.ts'
import { createMessages } from '#core/messages/service.ts'
import { getTrackerKey } from '#core/outbox/tracker.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { enrol } from '#test/support/authenticator.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { OWNER } from '#test/support/shop-rig.ts'
import { openCore } from './core-rig.ts'
import { NUMBER } from './shop/bodies.ts'
import { beginFastWriting } from './shop/fast-writing.ts'
import { createHistory, type Thread } from './shop/history.ts'
import { createPastJournal } from './shop/past-journal.ts'
import { keepPhone } from './shop/phone.ts'
import { openShop, type ShopFolder } from './shop/shop-folder.ts'
import { createTimeline } from './shop/timeline.ts'

const SEED = 2026
const MESSAGES_A_TRANSACTION = 20_000
const CONVERSATIONS_A_TRANSACTION = 500
const STAFF = [
  { name: 'Rui Barreto', login: 'rui', team: 0 },
  { name: 'Nádia Prado', login: 'nadia', team: 0 },
  { name: 'Caio Lemos', login: 'caio', team: 1 },
] as const
const TEAMS = ['Balcão', 'Entregas'] as const
/** Whoever has read everything. */
export const READER = STAFF[0].login
export const ATTENDANT = STAFF[1].login

export const CREDENTIALS = {
  token: 'EAABENCHtokenOfTheGeneratedShop',
  appSecret: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  phoneNumberId: NUMBER.numberId,
  wabaId: NUMBER.wabaId,
} as const

/**
 * A shop as years of use leave it: made and peopled by the core itself; contacts, threads and everything derived are the core's own
 * work, too. Only the bulk (bodies, messages, statuses, the outbox's rows) is written straight into the tables, because the core
 * would take hours; a test has the core read all of it again and find nothing new.
 */
export async function generateShop(folder: ShopFolder, options: { messages: number }): Promise<void> {
  mkdirSync(folder.shop, { recursive: true, mode: 0o700 })
  const founded = await foundShop(folder)
  const { db, macKey, close } = await openShop(folder)
  try {
    await fill(db, { ...options, ...founded, macKey })
  } finally {
    await close()
  }
}

type Founded = { readonly staffIds: readonly StaffId[]; readonly teamIds: readonly TeamId[] }

/** First run, app, colleagues, teams and number, through a window as an owner does them. Attendants may work for a week without an app. */
async function foundShop(folder: ShopFolder): Promise<Founded> {
  const rig = await openCore(folder, null)
  try {
    await rig.call('desk.openShop', {})
    const { me } = await rig.call('staff.createOwner', OWNER)
    const { secret } = await enrol(rig)
    keepPhone(folder, secret)
    await rig.call('security.save', { rules: { idleLockMinutes: 30, attendantGraceDays: 7 } })
    const connected = await rig.call('number.connect', CREDENTIALS)
    if (!connected.connected) throw new Error(`The number was refused at ${connected.step}`)
    const staffIds = [me.staffId]
    for (const { name, login } of STAFF) {
      const { member, invitation } = await rig.call('staff.invite', { name, login, roleId: builtInRoleId('attendant'), teamIds: [] })
      const { password, language } = OWNER
      await rig.openWindow().call('session.acceptInvitation', { code: invitation.code, password, language })
      staffIds.push(member.staffId)
    }
    const teamIds: TeamId[] = []
    for (const [index, name] of TEAMS.entries()) {
      const members = staffIds.filter((_, at) => STAFF[at - 1]?.team === index)
      teamIds.push((await rig.call('teams.save', { teamId: null, name, members })).team.teamId)
    }
    return { staffIds, teamIds }
  } finally {
    await rig.close()
  }
}

async function fill(db: Database, founded: Founded & { messages: number; macKey: Redacted<Buffer> }): Promise<void> {
  const { messages: count, staffIds, teamIds } = founded
  const clock = createSystemClock()
  const ids = createSystemIds({ clock })
  const commands = createCommandLog({ db, clock, journal: { append: () => undefined } })
  const publish = () => undefined
  const contacts = createContacts({ db, ids, commands })
  const inbox = createInbox({
    db,
    clock,
    ids,
    commands,
    publish,
    colleagues: { standingOf: ownersStanding, teamIds: () => teamIds },
    onRead: () => undefined,
  })
  const messages = createMessages({ db, clock, commands, publish, inbox, contacts })
  const trackerKey = getTrackerKey({ db, ids })

  const history = createHistory({
    db,
    seed: SEED,
    staffIds,
    trackerKey,
    journal: createPastJournal({ db, macKey: founded.macKey }),
    begin(customer, at) {
      const resolved = contacts.resolve(customer, at)
      if (resolved === null) throw new Error('Each customer has an id')
      return { contactId: resolved.contactId, conversationId: inbox.ensure(NUMBER.numberId, resolved.contactId) }
    },
  })

  const writing = beginFastWriting(db)
  await inTransactions(db, createTimeline({ messages: count, seed: SEED }), MESSAGES_A_TRANSACTION, (turns) => {
    for (const turn of turns) history.add(turn)
  })
  writing.makeIndexes()
  await inTransactions(db, history.threads(), CONVERSATIONS_A_TRANSACTION, (threads) => {
    messages.change((changes) => {
      for (const thread of threads) {
        contacts.resolve(thread.customer, thread.lastNamedAt)
        contacts.resolve({ ...thread.customer, profileName: null, username: null }, thread.lastSeenAt)
        inbox.openWindow(thread.conversationId, thread.lastNamedAt)
        noteWhole(changes, thread.conversationId)
      }
    })
  })
  db.transaction(() => addWhatStaffDid({ threads: history.threads(), staffIds, teamIds, contacts, inbox }))
  writing.end()
}

/** Whoever looks after a conversation may see it. */
function ownersStanding(staffId: StaffId): Standing {
  return { staffId, roleId: builtInRoleId('owner'), grant: builtInGrants.owner, teamIds: [], duties: [] }
}

/**
 * Names given, threads read or left unread, sentences begun, and whose each conversation is: a third the owner's, a third a colleague's, a third
 * nobody's; half of no team, the others of one of the two.
 */
function addWhatStaffDid(deps: {
  threads: readonly Thread[]
  staffIds: readonly StaffId[]
  teamIds: readonly TeamId[]
  contacts: Pick<ReturnType<typeof createContacts>, 'get' | 'rename'>
  inbox: Pick<ReturnType<typeof createInbox>, 'get' | 'markRead' | 'saveDraft' | 'assign' | 'moveToTeam'>
}): void {
  const { threads, contacts, inbox, staffIds, teamIds } = deps
  const random = createSeededRandom(SEED + 1)
  const hands = createSeededRandom(SEED + 2)
  const owner = staffIds[0]
  if (owner === undefined) throw new Error('The owner comes first')
  for (const { conversationId, contactId, customer } of threads) {
    const { inboundCount } = inbox.get(conversationId)
    for (const by of staffIds) {
      // The second has read everything: for her, looking for what is unread means looking at all of it.
      const lot = by === staffIds[1] ? 0 : random.below(100)
      if (lot < 90) inbox.markRead({ conversationId, readCount: inboundCount }, seeing(by))
      else if (lot < 95) inbox.markRead({ conversationId, readCount: random.below(inboundCount) }, seeing(by))
    }
    if (random.below(50) === 0) {
      const { revision } = contacts.get(contactId)
      contacts.rename({ contactId, givenName: `${customer.profileName} do bairro`, expectRevision: revision }, seeing(owner))
    }
    if (random.below(100) === 0)
      inbox.saveDraft({ conversationId, text: 'Vou ver aqui e já te digo', replyTo: null, files: [] }, seeing(owner))
    const third = hands.below(3)
    const to = third === 0 ? owner : third === 1 ? staffIds[1 + hands.below(staffIds.length - 1)] : undefined
    if (to !== undefined) inbox.assign({ conversationId, to, expect: null }, seeing(owner))
    const team = teamIds[hands.below(2 * teamIds.length)]
    if (team !== undefined) inbox.moveToTeam({ conversationId, to: team, expect: null }, seeing(owner))
  }
}

function seeing(staffId: StaffId): Viewer {
  return { ...wholeShop, staffId }
}

/** Lets a signal end it between two of them. */
async function inTransactions<Item>(
  db: Database,
  items: Iterable<Item>,
  size: number,
  act: (part: readonly Item[]) => void,
): Promise<void> {
  let part: Item[] = []
  const flush = async () => {
    const full = part
    part = []
    db.transaction(() => act(full))
    await new Promise((resolve) => setImmediate(resolve))
  }
  for (const item of items) {
    part.push(item)
    if (part.length === size) await flush()
  }
  if (part.length > 0) await flush()
}
