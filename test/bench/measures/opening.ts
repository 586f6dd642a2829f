import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchContext } from '../context.ts'
import { figure, type Figure } from '../figures.ts'
import { firstLine } from '../first-line.ts'
import { cachedShop, copyShop, prepareCopy } from '../shop/shop-cache.ts'
import type { ShopFolder } from '../shop/shop-folder.ts'
import { median } from '../statistics.ts'

const AIM = { of: 'difference', atMost: 300 } as const
/** Enough for a log of some megabytes, and not so many that it is written back. */
const BODIES_BEFORE_THE_END = 400

const WAYS = ['empty', 'clean', 'unclean'] as const
type Way = (typeof WAYS)[number]

type Opened = { readonly readyMs: number; readonly firstPageMs: number }

/** From nothing to a core that answers, each time in a fresh process: a shop against an empty one, after a good end and after none. */
export async function measureOpening(context: BenchContext, messages: number): Promise<Figure[]> {
  const shops = {
    empty: copyShop(await cachedShop(0, context.tell)),
    clean: copyShop(await cachedShop(messages, context.tell)),
    unclean: copyShop(await cachedShop(messages, context.tell)),
  }
  try {
    for (const way of WAYS) await prepareCopy(shops[way])
    await open(shops.unclean, { end: 'stay', bodies: BODIES_BEFORE_THE_END })
    const walBytes = statSync(join(shops.unclean.shop, 'shop.db-wal')).size
    const times = { empty: [] as Opened[], clean: [] as Opened[], unclean: [] as Opened[] }
    for (let round = -1; round < context.rounds; round += 1) {
      const each: Partial<Record<Way, Opened>> = {}
      // Another first in each round.
      for (const way of rotated(WAYS, round + 1)) each[way] = await open(shops[way], { end: way === 'unclean' ? 'stay' : 'close' })
      if (round < 0) continue
      for (const way of WAYS) times[way].push(...(each[way] === undefined ? [] : [each[way]]))
    }
    const of = (opened: readonly Opened[], key: keyof Opened) => median(opened.map((one) => one[key]))
    const made = (name: string, opened: readonly Opened[], more: Figure['more'] = {}) =>
      figure({
        name,
        messages,
        unit: 'ms',
        value: of(opened, 'readyMs'),
        floor: of(times.empty, 'readyMs'),
        aim: AIM,
        more: { worst: Math.max(...opened.map(({ readyMs }) => readyMs)), firstPageMs: of(opened, 'firstPageMs'), ...more },
      })
    return [
      made('opening the shop, against an empty one', times.clean),
      made('opening after an unclean end', times.unclean, { walMegabytes: walBytes / 2 ** 20 }),
    ]
  } finally {
    for (const way of WAYS) shops[way].remove()
  }
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}

const script = fileURLToPath(new URL('../processes/open-shop.ts', import.meta.url))

async function open(shop: ShopFolder, { end, bodies = 0 }: { end: 'close' | 'stay'; bodies?: number }): Promise<Opened> {
  const child = spawn(process.execPath, [script, dirname(shop.shop), end, String(bodies)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const exited = once(child, 'exit')
  // The script prints this object alone.
  const opened = JSON.parse(await firstLine(child)) as Opened & { phase: string }
  if (opened.phase !== 'open') throw new Error(`The shop did not open: ${opened.phase}`)
  if (end === 'stay') child.kill('SIGKILL')
  await exited
  return opened
}
