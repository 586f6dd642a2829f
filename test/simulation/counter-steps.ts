import { builtInGrants, type CallFailure, type Conversation, type RoleRecord, type Team } from '#contract'
import { reopen } from './openings.ts'
import type { Person } from './people.ts'
import { createReach } from './reach-model.ts'
import type { World } from './world.ts'

const NOBODY_HAS_THIS = 987_654_321

/** What happens in front of the windows: who comes, goes and locks, whose a conversation is, and who may see it. */
export const counterSteps: readonly { readonly name: string; readonly weight: number; run(world: World): Promise<void> | void }[] = [
  { name: 'claim', weight: 5, run: claim },
  { name: 'assign', weight: 4, run: assign },
  { name: 'team', weight: 2, run: moveToTeam },
  { name: 'looks for what is not theirs', weight: 6, run: lookElsewhere },
  { name: 'lock', weight: 4, run: lock },
  { name: 'wrong PIN', weight: 2, run: wrongPin },
  { name: 'sign out', weight: 1, run: signOut },
  { name: 'code again after a start', weight: 2, run: codeAgainAfterStart },
  { name: 'role', weight: 2, run: changeRole },
  { name: 'scope', weight: 1, run: changeScope },
]

/** Takes a conversation, or gives it up. */
async function claim({ staff, chance, faults, ...world }: World): Promise<void> {
  const by = staff.anybody()
  const row = chance.pick(await staff.rows(by))
  if (row === undefined) return
  const input = { conversationId: row.conversationId, isMine: chance.is(0.7), expect: row.assignedTo }
  const reply = await staff.call(by, 'conversations.claim', input)
  if (reply.kind !== 'ok') return
  faults.meet('S claim')
  // The dispatcher parsed the output with this method's own schema.
  const { assignedTo } = (reply.output as { conversation: Conversation }).conversation
  if (assignedTo !== (input.isMine ? by.staffId : null)) world.break(`${by.login} took a conversation, and ${assignedTo} has it`)
}

async function assign({ staff, chance }: World): Promise<void> {
  const row = chance.pick(await staff.rows(staff.owner))
  if (row === undefined) return
  const to = chance.is(0.2) ? null : staff.anybody().staffId
  await staff.call(staff.owner, 'conversations.assign', { conversationId: row.conversationId, to, expect: row.assignedTo })
}

async function moveToTeam({ staff, chance, faults }: World): Promise<void> {
  const listed = await staff.call(staff.owner, 'teams.list', {})
  const row = chance.pick(await staff.rows(staff.owner))
  if (listed.kind !== 'ok' || row === undefined) return
  const { teams } = listed.output as { teams: Team[] }
  const to = chance.is(0.3) ? null : (chance.pick(teams)?.teamId ?? null)
  const reply = await staff.call(staff.owner, 'conversations.moveToTeam', { conversationId: row.conversationId, to, expect: row.teamId })
  if (reply.kind === 'ok') faults.meet('S team')
}

/** Asks for any conversation by its number: what is not theirs is as if it were not there. */
async function lookElsewhere(world: World): Promise<void> {
  const { staff, chance, program, faults } = world
  const by = chance.pick(colleaguesOf(world))
  if (by === undefined || (await staff.atWork(by)) === null) return
  const db = program.connection()
  const wanted = db === null ? undefined : chance.pick(createReach(db).conversations())
  if (db === null || wanted === undefined || by.staffId === null) return
  const { id: conversationId, contact_id: contactId } = wanted
  const ask = chance.oneOf<readonly [method: string, input: object, nothing: object]>(
    ['messages.list', { conversationId, limit: 3 }, { conversationId: NOBODY_HAS_THIS, limit: 3 }],
    ['messages.list', { conversationId, limit: 3 }, { conversationId: NOBODY_HAS_THIS, limit: 3 }],
    ['conversations.get', { conversationId }, { conversationId: NOBODY_HAS_THIS }],
    ['contacts.get', { contactId }, { contactId: NOBODY_HAS_THIS }],
    ['conversations.typing', { conversationId }, { conversationId: NOBODY_HAS_THIS }],
  )
  const [method, input, nothing] = ask
  const isTheirs = createReach(db).of(by.staffId).has(conversationId)
  const reply = await staff.call(by, method, input)
  if (reply.kind === 'lost' || program.connection() !== db || createReach(db).of(by.staffId).has(conversationId) !== isTheirs) return
  if (isTheirs || by.window === null) return
  faults.meet('S elsewhere')
  const error = reply.kind === 'refused' ? reply.error : null
  if (reply.kind === 'ok') return world.break(`${by.login} reached conversation ${conversationId} by ${method}, which is not theirs`)
  const other = await staff.call(by, method, nothing)
  if (other.kind === 'refused' && isSaid(error) && isSaid(other.error) && JSON.stringify(other.error) !== JSON.stringify(error))
    world.break(`${method} tells what is not theirs from what is not there: ${JSON.stringify(error)}`)
}

function colleaguesOf({ staff }: World): Person[] {
  return staff.people.filter((person) => person !== staff.owner)
}

/** About what was asked for, and not about who asked. */
function isSaid(error: CallFailure | null): boolean {
  return error !== null && !['locked', 'not-signed-in', 'no-shop-open'].includes(error.code)
}

async function lock({ staff, chance, faults, program }: World): Promise<void> {
  if (chance.is(0.3)) return program.lock()
  const by = staff.anybody()
  const reply = await staff.call(by, 'session.lock', {})
  if (reply.kind !== 'ok') return
  faults.meet('S lock')
  staff.wentOut(by)
}

/** Somebody guesses. Five in a row, and the PIN is off there until password and code are shown. */
async function wrongPin(world: World): Promise<void> {
  const { staff, chance, faults } = world
  const by = staff.anybody()
  const window = await staff.atWork(by)
  if (window === null || (await window.call('session.lock', {})).kind !== 'ok') return
  staff.wentOut(by)
  for (let tries = chance.between(1, 8); tries > 0; tries -= 1) {
    const reply = await window.call('session.unlock', { staffId: by.staffId, pin: '905172' })
    if (reply.kind === 'ok') return world.break(`a wrong PIN let somebody in as ${by.login}`)
    if (reply.kind === 'refused' && reply.error.code === 'pin-off') return faults.meet('S pin off')
  }
}

async function signOut({ staff }: World): Promise<void> {
  const by = staff.anybody()
  if ((await staff.call(by, 'session.signOut', {})).kind === 'ok') staff.wentOut(by)
}

/** Whoever saw the code has half a minute; a start of the program does not give it back to them. */
async function codeAgainAfterStart(world: World): Promise<void> {
  const { staff, program } = world
  const by = staff.anybody()
  if (program.isDiskFull() || (await staff.atWork(by)) === null) return
  await staff.call(by, 'session.signOut', {})
  staff.wentOut(by)
  if ((await staff.comeIn(by)) === null || program.hadStorageTrouble()) return
  program.kill('a step')
  await reopen(world)
  await staff.useAgain(by)
}

async function changeRole(world: World): Promise<void> {
  const { staff, chance, faults } = world
  const who = chance.pick(colleaguesOf(world))
  if (who === undefined || who.staffId === null) return
  const roleId = chance.oneOf('attendant', 'attendant', 'manager')
  if ((await staff.callSteppedUp(staff.owner, 'staff.setRole', { staffId: who.staffId, roleId })).kind === 'ok') faults.meet('S role')
}

/** What attendants reach is widened and narrowed while they work. */
async function changeScope({ staff, chance, faults }: World): Promise<void> {
  const listed = await staff.call(staff.owner, 'roles.list', {})
  if (listed.kind !== 'ok') return
  const role = (listed.output as { roles: RoleRecord[] }).roles.find(({ roleId }) => roleId === 'attendant')
  const scope = chance.oneOf('own', 'assigned', 'with-unassigned', 'with-unassigned', 'team', 'all')
  const change = {
    kind: 'save',
    roleId: 'attendant',
    name: null,
    grant: { ...builtInGrants.attendant, scope },
    expectRevision: role?.revision ?? 0,
  }
  if ((await staff.callSteppedUp(staff.owner, 'roles.change', { changes: [change] })).kind === 'ok') faults.meet('S scope')
}
