import type { DeskStatus } from '#contract'
import { COLLEAGUES, OWNER } from './staff.ts'
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
    if (await isOpen(world)) return checkOpened(world)
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

/** First run: the owner, the number, the colleagues; each tried again until it is done, whatever happens in between. */
export async function makeShop(world: World): Promise<void> {
  const { program, staff } = world
  program.makesShop(true)
  const openWindow = async () => {
    if (!program.isUp()) await reopen(world)
    return program.openWindow()
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    await (await openWindow())?.call('desk.openShop', {})
    const made = await (await openWindow())?.call('staff.createOwner', OWNER)
    if (made?.kind === 'ok' || (made?.kind === 'refused' && made.error.code === 'already-set-up')) break
  }
  program.makesShop(false)
  for (const person of COLLEAGUES) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (!program.isUp()) await reopen(world)
      const window = await staff.atWork(staff.owner)
      const added = await window?.call('staff.add', { ...person, password: OWNER.password })
      if (added?.kind === 'ok' || (added?.kind === 'refused' && added.error.code === 'login-taken')) break
    }
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (!program.isUp()) await reopen(world)
    if (await reconnect(world)) break
  }
}
