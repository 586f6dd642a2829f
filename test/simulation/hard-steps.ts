import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DeskStatus } from '#contract'
import { copyFolder } from './folders.ts'
import { hardWeather, hundredsAtOnce } from './hard-weather.ts'
import { reopen } from './openings.ts'
import type { World } from './world.ts'

const SECOND_MS = 1000
const HOUR_MS = 60 * 60_000

/** What hardly comes about by single steps: each of these goes several together, on purpose. */
export const hardSteps: readonly { readonly name: string; readonly weight: number; run(world: World): Promise<void> | void }[] = [
  {
    name: 'hard weather',
    weight: 6,
    run(world) {
      const customer = world.chance.pick(world.customers.all)
      if (customer !== undefined) world.chance.pick(hardWeather)?.(world, customer)
    },
  },
  { name: 'hundreds at once', weight: 2, run: hundredsAtOnce },
  { name: 'storm', weight: 5, run: storm },
  { name: 'overnight', weight: 2, run: overnight },
  { name: 'old copy', weight: 1, run: oldCopy },
]

/** Much is written, and much of it meets trouble. */
async function storm({ meta, staff, clock, chance }: World): Promise<void> {
  meta.change('bad')
  for (let count = chance.between(3, 9); count > 0; count -= 1) {
    await staff.write()
    await clock.pass(chance.below(15 * SECOND_MS))
    if (chance.is(0.2)) await staff.undo()
    if (chance.is(0.2)) await staff.decide()
    if (chance.is(0.3)) await staff.call(staff.owner, 'number.resume', {})
  }
}

/** Written when the network was away already, and sent when it may be too late. */
async function overnight(world: World): Promise<void> {
  const { program, staff, meta, clock, chance } = world
  await program.close()
  await clock.pass(chance.below(23 * HOUR_MS))
  meta.change('offline')
  await reopen(world)
  await staff.write()
  await staff.write()
  await program.close()
  await clock.pass(chance.between(HOUR_MS, 9 * HOUR_MS))
  meta.change('fair')
  await reopen(world)
  await clock.pass(20 * SECOND_MS)
}

/** Somebody puts back a copy of the shop's files: the keychain knows that there were newer ones. */
async function oldCopy(world: World): Promise<void> {
  const { program, keychain, folders } = world
  if (!keychain.isOpen() || program.isDiskFull()) return
  program.disarm()
  await program.close()
  const old = folders.image(program.folder())
  await reopen(world)
  program.disarm()
  await program.close()
  const newest = folders.image(program.folder())
  putBack(old, program.folder())
  await program.start()
  const reply = await program.openWindow()?.call('desk.status', {})
  // The dispatcher parsed the output with this method's own schema.
  const status = reply?.kind === 'ok' ? (reply.output as DeskStatus) : null
  if (status?.phase !== 'locked-out' || status.problem !== 'older-than-expected')
    world.break(`an old copy of the shop was opened: ${JSON.stringify(status)}`)
  await program.close()
  putBack(newest, program.folder())
  folders.remove(old)
  folders.remove(newest)
  await reopen(world)
}

function putBack(from: string, to: string): void {
  for (const name of readdirSync(to)) rmSync(join(to, name), { recursive: true })
  copyFolder(from, to)
}
