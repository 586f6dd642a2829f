import { afterAll, expect, test } from 'vitest'
import { regressions } from './regressions.ts'
import { createSimulator } from './run-seed.ts'

/** `npm run simulate` runs as many as anybody has time for. */
const FRESH = 120
const FIRST = 20_001

const simulator = createSimulator()
afterAll(() => simulator.close())

async function brokenIn(seeds: readonly number[]): Promise<string[]> {
  const broken: string[] = []
  for (const seed of seeds) {
    const report = await simulator.runSeed(seed)
    broken.push(...report.broken.map((what) => `seed ${seed}: ${what}`))
  }
  return broken
}

test('what a seed once broke holds', async () => {
  expect(await brokenIn(regressions.map(({ seed }) => seed))).toEqual([])
}, 120_000)

test(`in ${FRESH} seeds of bad weather nothing is lost, sent twice or shown otherwise than it is`, async () => {
  expect(await brokenIn(Array.from({ length: FRESH }, (_, index) => FIRST + index))).toEqual([])
}, 300_000)

test('the same seed does the same again', async () => {
  const told: string[][] = [[], []]
  for (const lines of told) await simulator.runSeed(42, (line) => lines.push(line))
  expect(told[1]).toEqual(told[0])
}, 60_000)
