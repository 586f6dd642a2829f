import { reopen } from './openings.ts'
import { changeLater, killWhenDue, writeForLater } from './staff-later.ts'
import { react } from './staff-reactions.ts'
import type { World } from './world.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** Files, reactions and messages for later. */
export const messageSteps: readonly { readonly name: string; readonly weight: number; run(world: World): Promise<void> | void }[] = [
  { name: 'customer sends a file', weight: 7, run: ({ customers }) => customers.say('file') },
  { name: 'staff send a file', weight: 9, run: ({ staff }) => staff.write('file') },
  { name: 'react', weight: 8, run: react },
  { name: 'write for later', weight: 9, run: writeForLater },
  { name: 'change what is for later', weight: 7, run: changeLater },
  { name: 'killed when it is due', weight: 3, run: killWhenDue },
  {
    name: 'off for a week',
    weight: 1,
    async run(world) {
      world.faults.meet('week off')
      await world.program.close()
      world.meta.change('fair')
      await world.clock.pass(world.chance.between(6 * DAY_MS, 9 * DAY_MS))
      await reopen(world)
    },
  },
]
