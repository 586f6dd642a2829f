import type { DeskStatus, StaffAccount, Team } from '#contract'
import type { Person } from './people.ts'
import { reconnect } from './owner.ts'
import { checkOpened } from './invariants.ts'
import type { World } from './world.ts'

const TRIES = 60

/** Starts the program until it runs and the shop is open, through locked keychains, full disks and further kills. */
export async function reopen(world: World): Promise<void> {
  const { program } = world
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (program.isKilled()) await program.bury()
    if (!program.isUp()) await program.start()
    if (program.isKilled()) continue
    if (await isOpen(world)) return await checkOpened(world)
    await tryAgain(world, attempt)
  }
  world.break('I10: the shop does not open again')
}

const LOST: ReadonlySet<string> = new Set(['key-missing', 'key-of-another-database', 'older-than-expected', 'database-damaged'])

async function isOpen(world: World): Promise<boolean> {
  const reply = await world.program.openWindow()?.call('desk.status', {})
  if (reply?.kind !== 'ok') return false
  // The dispatcher parsed the output with this method's own schema.
  const status = reply.output as DeskStatus
  // The keychain may be locked or away; it never loses a key.
  if (status.phase === 'locked-out' && LOST.has(status.problem)) world.break(`I10: the shop is said to be lost: ${status.problem}`)
  return status.phase === 'open' || status.phase === 'first-run'
}

/** What people do in front of a shop that does not open. */
async function tryAgain({ program, keychain, chance, clock, trace }: World, attempt: number): Promise<void> {
  if (attempt > 2) {
    program.disarm()
    keychain.become('open')
    program.fillDisk(false)
  }
  await clock.pass(chance.below(7000))
  const reply = await program.openWindow()?.call(chance.oneOf('desk.retry', 'desk.openShop'), {})
  trace(`  opening: ${JSON.stringify(reply)}`)
}

/** First run: owner, colleagues, number; each tried again until it is done, whatever happens in between. */
export async function makeShop(world: World): Promise<void> {
  const { program, staff } = world
  program.makesShop(true)
  await insist(world, async () => {
    await program.openWindow()?.call('desk.openShop', {})
    return (await staff.createOwner()) === 'made'
  })
  program.makesShop(false)
  await insist(world, () => settleIn(world, staff.owner))
  for (const person of staff.people.slice(1)) {
    await insist(world, () => invite(world, person))
    await insist(world, () => settleIn(world, person))
  }
  await insist(world, () => makeTeams(world))
  await insist(world, () => reconnect(world))
}

/** One for each colleague. */
async function makeTeams({ staff }: World): Promise<boolean> {
  const listed = await staff.call(staff.owner, 'teams.list', {})
  if (listed.kind !== 'ok') return false
  const { teams } = listed.output as { teams: Team[] }
  for (const { staffId, login } of staff.people.slice(1)) {
    const isThere = teams.some(({ name }) => name === login)
    if (!isThere) await staff.call(staff.owner, 'teams.save', { teamId: null, name: login, members: staffId === null ? [] : [staffId] })
  }
  return teams.length >= staff.people.length - 1
}

async function insist(world: World, act: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (!world.program.isUp()) await reopen(world)
    if (await act()) return
  }
  world.break('the shop could not be made')
}

/** App and PIN. */
async function settleIn({ staff }: World, person: Person): Promise<boolean> {
  if ((await staff.atWork(person)) === null || person.hasDuty) return false
  const reply = await staff.callSteppedUp(person, 'pin.set', { pin: person.pin })
  person.hasPin ||= reply.kind === 'ok'
  return person.hasPin
}

/** With a new code where the one before was not heard, or perhaps was used. */
async function invite({ staff }: World, person: Person): Promise<boolean> {
  const { owner } = staff
  const accounts = await staff.call(owner, 'staff.listAccounts', {})
  if (accounts.kind !== 'ok') return false
  const known = (accounts.output as { accounts: StaffAccount[] }).accounts.find(({ login }) => login === person.login)
  const reply =
    known === undefined
      ? await staff.callSteppedUp(owner, 'staff.invite', { name: person.name, login: person.login, roleId: person.firstRole, teamIds: [] })
      : await staff.callSteppedUp(owner, 'staff.renewInvitation', { staffId: known.staffId })
  person.hasPassword ||= reply.kind === 'refused' && reply.error.code === 'not-possible-now'
  if (reply.kind === 'ok') await staff.accept(person, (reply.output as { invitation: { code: string } }).invitation.code)
  return person.hasPassword
}
