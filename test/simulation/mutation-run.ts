import { fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChildWord } from './mutation-child.ts'
import type { Mutation } from './mutated-source.ts'

export type Finding = {
  /** Null when every seed was green. */
  readonly caught: Caught | null
  /** Why nothing could be run at all: its text is no longer in the core, or what came of it cannot be read. */
  readonly notStarted: string | null
  readonly seconds: number
}

type Caught = { readonly seed: number; readonly why: string }

/** A seed takes well under a second; a mistake may make the core go round for ever, and that is found out, too. */
const PATIENCE_MS = 20_000

/**
 * Runs the seeds until one breaks with the mistake in the core, and does not without it: a seed that is red by itself catches nothing.
 */
export async function catchMutation(mutation: Mutation, seeds: readonly number[], control: Control): Promise<Finding> {
  const finding = await runMutated(mutation, seeds)
  if (finding.caught === null || (await control.isGreen(finding.caught.seed))) return finding
  const after = await catchMutation(mutation, seeds.slice(seeds.indexOf(finding.caught.seed) + 1), control)
  return { ...after, seconds: finding.seconds + after.seconds }
}

export type Control = {
  isGreen(seed: number): Promise<boolean>
  /** What was found without any mistake planted: there should be nothing. */
  readonly red: readonly Caught[]
}

/** Runs each seed that caught something once without a mistake. */
export function createControl(): Control {
  const bySeed = new Map<number, Promise<Finding>>()
  const red: Caught[] = []

  async function run(seed: number): Promise<Finding> {
    const finding = await runMutated(null, [seed])
    if (finding.notStarted !== null) throw new Error(`The simulation does not start: ${finding.notStarted}`)
    if (finding.caught !== null) red.push(finding.caught)
    return finding
  }

  return {
    red,
    async isGreen(seed) {
      const known = bySeed.get(seed) ?? run(seed)
      bySeed.set(seed, known)
      return (await known).caught === null
    },
  }
}

/** Runs the seeds in a process of their own, in which the core has the mistake, until the first that breaks. Null: no mistake. */
async function runMutated(mutation: Mutation | null, seeds: readonly number[]): Promise<Finding> {
  const startedAt = performance.now()
  const outcome = await firstBroken(mutation, seeds)
  return { ...outcome, seconds: (performance.now() - startedAt) / 1000 }
}

/** Where Node itself would put it, by what is in the files: a child starts in half the time then. */
const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache')

function firstBroken(mutation: Mutation | null, seeds: readonly number[]): Promise<Omit<Finding, 'seconds'>> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.resolve('./mutation-child.ts')), seeds.map(String), {
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, MUTATION: mutation?.name ?? '' },
      execArgv: ['--import', import.meta.resolve('./mutation-loader.ts')],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let begun: number | null = null
    let caught: Caught | null = null
    let complaint = ''
    let patience = setTimeout(giveUp, PATIENCE_MS)

    function giveUp(): void {
      if (begun !== null) caught ??= { seed: begun, why: `never came to an end within ${PATIENCE_MS / 1000} s` }
      child.kill('SIGKILL')
    }

    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString('utf8')}`.slice(-4000)
    })
    // The channel carries what `say` in mutation-child.ts is given.
    child.on('message', (word: ChildWord) => {
      clearTimeout(patience)
      patience = setTimeout(giveUp, PATIENCE_MS)
      if (word.kind === 'begun') begun = word.seed
      else caught = { seed: word.seed, why: word.why }
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(patience)
      if (caught !== null || code === 0) resolve({ caught, notStarted: null })
      // Of an error that nothing caught: found, if it was at work; else the mutation itself is at fault.
      else if (begun !== null) resolve({ caught: { seed: begun, why: `died: ${complaint.trim()}` }, notStarted: null })
      else resolve({ caught: null, notStarted: complaint.trim() })
    })
  })
}

/** The seed that caught it before, then all. */
export function seedsFor({ hint }: Mutation, upTo: number): number[] {
  return [hint, ...Array.from({ length: upTo }, (_, index) => index + 1).filter((seed) => seed !== hint)]
}

/** Runs `act` for every item, so many at a time; the answers in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  { atOnce, act }: { atOnce: number; act: (item: Item) => Promise<Result> },
): Promise<Result[]> {
  const results: Result[] = []
  const left = items.entries()
  async function work(): Promise<void> {
    for (const [index, item] of left) results[index] = await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}
