import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadOrder, LoadResult } from './processes/load.ts'

const script = fileURLToPath(new URL('processes/load.ts', import.meta.url))

/** Throws when anything but 200 was answered: then the figures say nothing. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const exited = once(child, 'exit')
  const answered = once(child, 'message')
  child.send(order)
  // The script sends this alone.
  const [result] = (await answered) as [LoadResult]
  await exited
  const refused = Object.keys(result.statuses).filter((status) => status !== '200')
  if (refused.length > 0) throw new Error(`The receiver answered ${JSON.stringify(result.statuses)}`)
  return result
}
