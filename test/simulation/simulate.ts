import { createSimulator } from './run-seed.ts'

const simulator = createSimulator()
const [first = 1, last = first] = (process.argv.at(-1) ?? '').split('..').map(Number)
const startedAt = performance.now()
for (let seed = first; seed <= last; seed += 1) {
  const report = await simulator.runSeed(seed, first === last ? (line) => console.log(line) : undefined)
  if (report.broken.length > 0) console.log(seed, report.broken)
}
console.log(`${(performance.now() - startedAt) / (last - first + 1)} ms a seed`)
simulator.close()
