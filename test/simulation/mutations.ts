import { parseArgs } from 'node:util'
import type { Mutation } from './mutated-source.ts'
import { mutations } from './mutation-list.ts'
import { catchMutation, createControl, inParallel, type Control, type Finding } from './mutation-run.ts'

const USAGE = `Usage: npm run mutations -- [--only NAME]... [--seeds A..B] [--json]
Plants each mistake of mutation-list.ts in the core and runs the simulation's seeds until one breaks: 1..500 and, for the few that are
found deeper only, the seed that found it; or those given.
Exit 0: every mistake was caught, by a seed that is green without it. 1: not so. 2: the command is wrong.`

type Row = { readonly mutation: Mutation; readonly finding: Finding }

/** The machine has this many cores for it; more only takes longer. */
const AT_ONCE = 2

async function main(): Promise<number> {
  const options = readArguments()
  if (options === null) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const { chosen, seedsOf, json } = options
  const control = createControl()
  const rows = await inParallel(chosen, {
    atOnce: AT_ONCE,
    async act(mutation): Promise<Row> {
      const row = { mutation, finding: await catchMutation(mutation, seedsOf(mutation), control) }
      if (!json) say(lineOf(row))
      return row
    },
  })
  if (json) say(JSON.stringify({ rows: rows.map(toJson), redWithout: control.red }, null, 2))
  else say(`\n${summaryOf(rows, control)}`)
  return rows.every(({ finding }) => finding.caught !== null) && control.red.length === 0 ? 0 : 1
}

type Options = { readonly chosen: readonly Mutation[]; readonly json: boolean; seedsOf(mutation: Mutation): readonly number[] }

function readArguments(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [] },
        seeds: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const chosen = values.only.length === 0 ? mutations : mutations.filter(({ name }) => values.only.includes(name))
    const range = /^(\d+)\.\.(\d+)$/.exec(values.seeds ?? '1..500')
    if (range === null || chosen.length < values.only.length) return null
    const [first, last] = [Number(range[1]), Number(range[2])]
    if (first > last) return null
    const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index)
    return {
      chosen,
      seedsOf: ({ hint }) => (values.seeds !== undefined || seeds.includes(hint) ? seeds : [...seeds, hint]),
      json: values.json,
    }
  } catch {
    // An unknown option: the usage says which there are.
    return null
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function lineOf({ mutation, finding }: Row): string {
  const { caught, notStarted, seconds } = finding
  const result = notStarted !== null ? 'NOT RUN' : caught === null ? 'NOT CAUGHT' : `seed ${caught.seed}`
  const why = notStarted ?? firstLine(caught?.why ?? '')
  return `${mutation.name.padEnd(28)} ${result.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${mutation.breaks}\n${' '.repeat(29)}${why}`
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 160)
}

function summaryOf(rows: readonly Row[], control: Control): string {
  const missed = rows.filter(({ finding }) => finding.caught === null).length
  const red = control.red.map(({ seed, why }) => `Without a mutation seed ${seed} is broken: ${firstLine(why)}`)
  const green = red.length === 0 ? ['Without a mutation every seed that caught one is green.'] : red
  return [`${rows.length - missed} of ${rows.length} caught.`, ...green].join('\n')
}

function toJson({ mutation, finding }: Row) {
  return { name: mutation.name, breaks: mutation.breaks, file: mutation.file, ...finding }
}

process.exitCode = await main()
