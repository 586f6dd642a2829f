import { createSimulator } from './run-seed.ts'

/**
 * Runs the seeds of the command line until one breaks something, and tells `mutation-run.ts`, its parent, as it goes. Started with
 * `mutation-loader.ts`, on a core with a mistake in it.
 */
export type ChildWord =
  | { readonly kind: 'begun'; readonly seed: number }
  | { readonly kind: 'broken'; readonly seed: number; readonly why: string }

const simulator = createSimulator()

function say(word: ChildWord): Promise<void> {
  return new Promise((resolve, reject) => {
    if (process.send === undefined) throw new Error('mutation-child.ts is started by mutation-run.ts')
    process.send(word, (cause: Error | null) => (cause === null ? resolve() : reject(cause)))
  })
}

async function whyBroken(seed: number): Promise<string | null> {
  try {
    return (await simulator.runSeed(seed)).broken[0] ?? null
  } catch (cause) {
    // The core, or what drives it, gave up: the simulation fails then, too.
    return `threw ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`
  }
}

for (const seed of process.argv.slice(2).map(Number)) {
  await say({ kind: 'begun', seed })
  const why = await whyBroken(seed)
  if (why === null) continue
  await say({ kind: 'broken', seed, why })
  break
}
simulator.close()
process.exit(0)
