import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTally, targets, type Check, type Tally, type TargetName } from './targets.ts'

/**
 * `npm run fuzz -- [--minutes N] [--seed S] [--target decoder|intake|frames|http]`: the properties of the tests, with ever new
 * seeds. Ends with 1 when anything was found. A finding names its seed: `--seed S --minutes 0 --target T` meets it again.
 */

const GROWTH_MAX_BYTES = 256 * 1024 * 1024
const ROUNDS_BEFORE_MEASURING = 5

type Finding = { readonly check: string; readonly seed: number; readonly text: string }

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' }, target: { type: 'string' } },
})
const firstSeed = values.seed === undefined ? Math.trunc(Math.random() * 0x7fffffff) : Number(values.seed)
const endsAt = performance.now() + Number(values.minutes) * 60_000
const names = chosen(values.target)
const findings: Finding[] = []

process.on('unhandledRejection', (cause) => note({ check: 'process', seed: firstSeed, text: `A promise was left alone: ${String(cause)}` }))

/** Stopped early, it ends its round and still says what it did. */
let isStopped = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isStopped = true))

const gc = exposeGc()
const running = await Promise.all(
  names.map(async (name) => {
    const tally = createTally()
    return { name, tally, target: await targets[name](tally) }
  }),
)
let baseline = 0
let largestGrowth = 0
let rounds = 0
do {
  const seed = (firstSeed + rounds) % 0x7fffffff
  for (const { target } of running) for (const check of target.checks) await round(check, seed)
  rounds += 1
  measureMemory(seed)
  // Signals are heard between turns only.
  await new Promise((resolve) => setImmediate(resolve))
} while (!isStopped && performance.now() < endsAt)
for (const { target } of running) await target.close()

process.stdout.write(`\nseeds ${firstSeed}..${firstSeed + rounds - 1}, memory grew by at most ${inMegabytes(largestGrowth)} MB\n`)
for (const { name, tally } of running) process.stdout.write(`${name.padEnd(8)} ${describe(tally)}\n`)
process.stdout.write(`findings: ${findings.length}\n`)
process.exitCode = findings.length === 0 ? 0 : 1

async function round(check: Check, seed: number): Promise<void> {
  const text = await check.find({ seed, runs: check.runsARound })
  if (text !== null) note({ check: check.name, seed, text })
}

function note(finding: Finding): void {
  findings.push(finding)
  process.stdout.write(`\nFOUND by ${finding.check} with seed ${finding.seed}: ${finding.text}\n`)
}

/** After the first rounds everything is loaded and warm: what comes on top of that is a leak. */
function measureMemory(seed: number): void {
  gc()
  const { rss } = process.memoryUsage()
  if (rounds <= ROUNDS_BEFORE_MEASURING) baseline = rss
  const growth = rss - baseline
  largestGrowth = Math.max(largestGrowth, growth)
  if (growth <= GROWTH_MAX_BYTES) return
  note({ check: 'process', seed, text: `Memory grew by ${inMegabytes(growth)} MB` })
  baseline = rss
}

function chosen(target: string | undefined): TargetName[] {
  // The keys of the table are its names.
  const all = Object.keys(targets) as TargetName[]
  if (target === undefined) return all
  const found = all.find((name) => name === target)
  if (found === undefined) throw new Error(`There is no target ${target}; there are ${all.join(', ')}`)
  return [found]
}

function exposeGc(): () => void {
  setFlagsFromString('--expose-gc')
  // In a new context the flag has taken effect.
  return runInNewContext('gc') as () => void
}

function describe({ runs, bytes, slowestMs }: Tally): string {
  return `${runs} runs, ${inMegabytes(bytes)} MB, slowest ${Math.round(slowestMs)} ms`
}

function inMegabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
