import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { wireBody } from './body-arbitrary.ts'
import { checkDecoding } from './decoder-property.ts'
import { framesStorm } from './frames-arbitrary.ts'
import { checkFrames } from './frames-property.ts'
import { bodiesOf, hour } from './hour-arbitrary.ts'
import { bytesOf, httpStorm } from './http-arbitrary.ts'
import { checkHttp } from './http-property.ts'
import { checkIntake } from './intake-property.ts'
import { checkOrder } from './order-property.ts'
import { startWireRig } from './wire-rig.ts'

/** What was put through so far. */
export type Tally = { runs: number; bytes: number; slowestMs: number }

export type Check = {
  readonly name: string
  /** So many take about a second. */
  readonly runsARound: number
  /** What so many runs from this seed find, shrunk; null when that is nothing. */
  find(options: { seed: number; runs: number }): Promise<string | null>
}

export type Target = { readonly checks: readonly Check[]; close(): Promise<void> }

/** Of the processor's time: a single run that takes more has found something. On a busy machine anything may take long by the clock. */
const RUN_MAX_MS = 2000

export function createTally(): Tally {
  return { runs: 0, bytes: 0, slowestMs: 0 }
}

/** The same properties for the tests and for `npm run fuzz`, each with what it was given counted. */
export const targets = {
  async decoder(tally: Tally): Promise<Target> {
    const decoder = createCheck(tally, {
      name: 'decoder',
      of: wireBody,
      runsARound: 600,
      bytesOf: ({ bytes }) => bytes.length,
      run: async ({ bytes }) => checkDecoding(bytes),
    })
    return { checks: [decoder], close: async () => undefined }
  },
  async intake(tally: Tally): Promise<Target> {
    const intake = createCheck(tally, {
      name: 'intake',
      of: fc.array(wireBody, { minLength: 1, maxLength: 6 }),
      runsARound: 80,
      bytesOf: (bodies) => sizeOf(bodies.map(({ bytes }) => bytes)),
      run: (bodies) => checkIntake(bodies.map(({ bytes }) => bytes)),
    })
    const order = createCheck(tally, {
      name: 'order',
      of: hour,
      runsARound: 80,
      bytesOf: (one) => sizeOf(bodiesOf(one)),
      run: checkOrder,
    })
    return { checks: [intake, order], close: async () => undefined }
  },
  async frames(tally: Tally): Promise<Target> {
    const rig = await startWireRig()
    const frames = createCheck(tally, {
      name: 'frames',
      of: framesStorm,
      runsARound: 30,
      bytesOf: (storm) => fc.stringify(storm).length,
      run: (storm) => checkFrames(rig, storm),
    })
    return { checks: [frames], close: rig.close }
  },
  async http(tally: Tally): Promise<Target> {
    const rig = await startWireRig()
    const http = createCheck(tally, {
      name: 'http',
      of: httpStorm,
      runsARound: 30,
      bytesOf: (storm) => sizeOf(storm.map((connection) => bytesOf(connection, 0))),
      run: (storm) => checkHttp(rig, storm),
    })
    return { checks: [http], close: rig.close }
  },
} satisfies Record<string, (tally: Tally) => Promise<Target>>

export type TargetName = keyof typeof targets

type CheckOptions<Input> = {
  readonly name: string
  readonly of: Arbitrary<Input>
  readonly runsARound: number
  bytesOf(input: Input): number
  /** Throws what is wrong. */
  run(input: Input): Promise<void>
}

function createCheck<Input>(tally: Tally, options: CheckOptions<Input>): Check {
  const { name, runsARound } = options
  const property = fc.asyncProperty(options.of, async (input) => {
    const before = process.cpuUsage()
    await options.run(input)
    const { user, system } = process.cpuUsage(before)
    const tookMs = (user + system) / 1000
    tally.runs += 1
    tally.bytes += options.bytesOf(input)
    tally.slowestMs = Math.max(tally.slowestMs, tookMs)
    if (tookMs > RUN_MAX_MS) throw new Error(`takes ${Math.round(tookMs)} ms of the processor`)
  })
  return {
    name,
    runsARound,
    async find({ seed, runs }) {
      const details = await fc.check(property, { seed, numRuns: runs })
      if (!details.failed) return null
      const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
      return `${cause}\n  after ${details.numShrinks} shrinks: ${fc.stringify(details.counterexample)}`
    },
  }
}

function sizeOf(bodies: readonly Buffer[]): number {
  return bodies.reduce((sum, { length }) => sum + length, 0)
}
