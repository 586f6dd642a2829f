import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { runChild, untilItLives } from './kill.ts'
import type { Operation } from './operation.ts'
import { inCopy, judgeDeath } from './runs.ts'
import { shopFolder } from './world.ts'

export type SystemCallOutcome = {
  readonly call: string
  readonly nth: number
  readonly found: string
  readonly failures: readonly string[]
}

/** All by which SQLite and the vault change files. Between two of them lies the middle of a commit, where no point of JavaScript is. */
const CALLS = ['openat', 'write', 'pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'rename', 'unlink', 'mkdir', 'chmod', 'fchmod']
const TRACER = 'strace'
const FILES = ['', 'shop.db', 'shop.db-wal', 'shop.db-journal', 'shop.hdr', 'shop.hdr.tmp', 'shop.hdr.2', 'shop.hdr.2.tmp']

/** Kills the operation just before the 1st, 2nd, 3rd … of each system call on the shop's files. A line saying why not, without strace. */
export async function killAtSystemCalls(operation: Operation, template: string): Promise<SystemCallOutcome[] | string> {
  const hasTracer = process.platform === 'linux' && spawnSync(TRACER, ['-V']).status === 0
  if (!hasTracer) return 'no kills at system calls: strace is not here'
  const outcomes: SystemCallOutcome[] = []
  for (const call of CALLS) outcomes.push(...(await untilItLives((nth) => killAtCall(operation, template, { call, nth }))))
  return outcomes
}

async function killAtCall(
  operation: Operation,
  template: string,
  { call, nth }: { call: string; nth: number },
): Promise<SystemCallOutcome | null> {
  return await inCopy(template, `${call}-${nth}`, async (home) => {
    const paths = FILES.flatMap((name) => ['-P', join(shopFolder(home), name)])
    const inject = `inject=${call}:signal=KILL:when=${nth}`
    const under = [TRACER, '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject, ...paths]
    const end = await runChild({ operation, home, n: 0, under })
    if (end.code === 0) return null
    if (end.signal !== 'SIGKILL' && end.code !== 137) return { call, nth, found: 'not killed', failures: [end.errors] }
    return { call, nth, ...(await judgeDeath(operation, home)) }
  })
}
