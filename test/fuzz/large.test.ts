import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'

const result = z.object({
  bodies: z.record(
    z.string(),
    z.object({ bytes: z.number(), longestTurnMs: z.number(), peakMb: z.number(), messages: z.number(), state: z.string() }),
  ),
  fourfold: z.record(z.string(), z.number()),
})

/** Linear growth gives 4, quadratic growth 16. */
const FOURFOLD_MAX = 10

test(
  'F39: the largest bodies are taken in whole, in turns below two seconds and with less than 256 MB, and cost what they weigh',
  { timeout: 120_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [new URL('large-bodies.ts', import.meta.url).pathname])
    const { bodies, fourfold } = result.parse(JSON.parse(stdout))
    const tooMuch = Object.entries(bodies).filter(([, { longestTurnMs, peakMb }]) => longestTurnMs > 2000 || peakMb > 256)
    const tooSteep = Object.entries(fourfold).filter(([, times]) => times > FOURFOLD_MAX)
    expect({
      tooMuch,
      tooSteep,
      became: Object.fromEntries(Object.entries(bodies).map(([name, { messages, state }]) => [name, `${messages} ${state}`])),
    }).toEqual({
      tooMuch: [],
      tooSteep: [],
      became: {
        'ten thousand levels': '2 applied',
        'three megabytes of levels': '2 applied',
        'a text of a megabyte': '1 applied',
        'a thousand messages': '1000 applied',
        'a thousand people': '1000 applied',
        'three megabytes of statuses': '0 applied',
        'three megabytes of nothing': '0 applied',
      },
    })
  },
)
