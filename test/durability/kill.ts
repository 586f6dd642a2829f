import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Operation } from './operation.ts'
import { inCopy, judgeDeath, type Outcome } from './runs.ts'

/** A process that is killed at point `n`, and what becomes of what it left. Null when it ended before. */
export async function killAt(operation: Operation, template: string, n: number): Promise<Outcome | null> {
  return await inCopy(template, `kill-${n}`, async (home) => {
    const end = await runChild({ operation, home, n })
    if (end.code === 0) return null
    if (end.signal !== 'SIGKILL') return { n, point: '', found: 'not killed', failures: [end.errors] }
    const point = existsSync(join(home, 'died-at')) ? readFileSync(join(home, 'died-at'), 'utf8') : ''
    return { n, point, ...(await judgeDeath(operation, home)) }
  })
}

/** Each is a process of its own beside this one. */
const AT_ONCE = 2

/** What `attempt` answers for 1, 2, 3 … until it answers null, which it does for all that follow, too; two at a time. */
export async function untilItLives<Result>(attempt: (n: number) => Promise<Result | null>): Promise<Result[]> {
  const results = new Map<number, Result>()
  let isAlive = false
  let next = 1
  async function worker(): Promise<void> {
    while (!isAlive) {
      const n = next
      next += 1
      const result = await attempt(n)
      if (result === null) isAlive = true
      else results.set(n, result)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result)
}

export type End = { readonly code: number | null; readonly signal: string | null; readonly errors: string }

/** The child of an operation; under another program when one is named. `n` 0 lets it live. */
export function runChild(options: { operation: Operation; home: string; n: number; under?: readonly string[] }): Promise<End> {
  const { operation, home, n, under = [] } = options
  const script = fileURLToPath(import.meta.resolve('./kill-child.ts'))
  const [program, ...args] = [...under, process.execPath, script, operation.name, home, String(n)]
  // The second child and those after it start in a third of the time.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dirname(home), 'compile-cache') }
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, errors }))
  })
}
