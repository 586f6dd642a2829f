import { createSimulator } from './run-seed.ts'
import type { ChildWord } from './seeds.ts'

/** Runs the seeds it is sent, one after the other, for `simulate.ts`. Ends when its parent lets go. */
const simulator = createSimulator()

function say(word: ChildWord): void {
  process.send?.(word)
}

process.on('message', (seed: number) => {
  void simulator.runSeed(seed).then((report) => say({ kind: 'done', report }))
})
process.on('disconnect', () => {
  simulator.close()
  process.exit(0)
})
say({ kind: 'ready' })
