import { fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { addFaults, faultNames, type Fault } from './faults.ts'
import { createSimulator, type SeedReport } from './run-seed.ts'
import { parseSeeds, seedsOf, type ChildWord, type SeedRange, type Totals } from './seeds.ts'

const USAGE = `Usage: npm run simulate -- --seeds A..B [--verbose] [--json] [--processes N] [--minutes N]
Runs a shop in bad weather, once for each seed, and holds it against what its customers really got. One seed (--seeds 7) is told step by step.
With --minutes no seed is begun after that time.
Exit 0: all is well. 1: a seed broke something, or a fault was never met. 2: the command is wrong.`

/** From here on, a fault that was never met means that the simulator has lost it. */
const ENOUGH_SEEDS = 1000
/** A few seeds are not worth another process. */
const SEEDS_A_PROCESS = 50
const PROCESSES = 2

type Options = {
  readonly range: SeedRange
  readonly isVerbose: boolean
  readonly isJson: boolean
  readonly processes: number
  readonly minutes: number
}

async function main(): Promise<number> {
  const options = readArguments()
  if (options === null) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const startedAt = performance.now()
  const totals: Totals = { seeds: 0, steps: 0, faults: {}, red: [] }
  const seeds = seedsOf(options.range)
  const take = (report: SeedReport): void => takeReport(totals, report, options)
  const isAlone = seeds.length <= SEEDS_A_PROCESS || options.isVerbose
  await (isAlone ? runHere(seeds, { ...options, take }) : runInProcesses(seeds, { ...options, take }))
  const seconds = (performance.now() - startedAt) / 1000
  const unmet = totals.seeds < ENOUGH_SEEDS ? [] : namesOfFaults().filter((name) => totals.faults[name] === undefined)
  say(options.isJson ? JSON.stringify({ ...totals, seconds, unmet }, null, 2) : summaryOf(totals, { seconds, unmet }))
  return totals.red.length === 0 && unmet.length === 0 ? 0 : 1
}

function readArguments(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '1..500' },
        verbose: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        processes: { type: 'string', default: String(PROCESSES) },
        minutes: { type: 'string', default: 'Infinity' },
      },
    })
    const range = parseSeeds(values.seeds)
    const processes = Number(values.processes)
    const minutes = Number(values.minutes)
    if (range === null || !Number.isInteger(processes) || processes < 1 || !(minutes > 0)) return null
    return { range, isVerbose: values.verbose || range.first === range.last, isJson: values.json, processes, minutes }
  } catch {
    // An unknown option: the usage says which there are.
    return null
  }
}

type Run = Options & { take(report: SeedReport): void }

async function runHere(seeds: readonly number[], { isVerbose, isJson, take }: Run): Promise<void> {
  const simulator = createSimulator()
  for (const seed of seeds) {
    if (isVerbose && !isJson) say(`seed ${seed}`)
    take(await simulator.runSeed(seed, isVerbose && !isJson ? say : undefined))
  }
  simulator.close()
}

async function runInProcesses(seeds: readonly number[], { processes, minutes, take }: Run): Promise<void> {
  const left = [...seeds]
  if (Number.isFinite(minutes)) setTimeout(() => left.splice(0), minutes * 60_000).unref()
  await Promise.all(Array.from({ length: processes }, () => runChild(left, take)))
}

/** One process that is given seeds until none is left. What ends by itself has crashed in the seed it had. */
function runChild(left: number[], take: (report: SeedReport) => void): Promise<void> {
  return new Promise((resolve) => {
    const child = fork(new URL('./simulate-child.ts', import.meta.url))
    let current: number | undefined
    child.on('message', (word: ChildWord) => {
      if (word.kind === 'done') take(word.report)
      current = left.shift()
      if (current === undefined) child.disconnect()
      else child.send(current)
    })
    child.on('exit', () => {
      if (current === undefined) return resolve()
      take({ seed: current, broken: ['the process ended in the middle of it'], steps: 0, faults: {} })
      resolve(runChild(left, take))
    })
  })
}

function takeReport(totals: Totals, report: SeedReport, { isJson }: Options): void {
  totals.seeds += 1
  totals.steps += report.steps
  addFaults(totals.faults, report.faults)
  if (report.broken.length === 0) return
  totals.red.push(report)
  if (!isJson) say(`seed ${report.seed}, ${report.steps} steps: ${report.broken.join('\n    ')}`)
}

function summaryOf({ seeds, steps, faults, red }: Totals, { seconds, unmet }: { seconds: number; unmet: readonly Fault[] }): string {
  const table = namesOfFaults().map((name) => `${String(faults[name] ?? 0).padStart(8)}  ${name.padEnd(12)} ${faultNames[name]}`)
  const each = Math.round((seconds * 1000) / Math.max(1, seeds))
  return [
    ...table,
    `${seeds} seeds, ${steps} steps, ${seconds.toFixed(1)} s (${each} ms a seed), ${red.length} red`,
    ...(unmet.length === 0 ? [] : [`never met: ${unmet.join(', ')}`]),
  ].join('\n')
}

function namesOfFaults(): Fault[] {
  // The keys of an object of the type are its own.
  return Object.keys(faultNames) as Fault[]
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

process.exitCode = await main()
