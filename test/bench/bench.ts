import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { BenchContext } from './context.ts'
import type { Figure } from './figures.ts'
import { measureBurst } from './measures/burst.ts'
import { measureCoreCalls } from './measures/core-calls.ts'
import { measureBatches, measureIngest } from './measures/ingest.ts'
import { measureMediaThread } from './measures/media-thread.ts'
import { measureOpening } from './measures/opening.ts'
import { measurePage } from './measures/page.ts'
import { measureSwitch } from './measures/switch.ts'
import { removeScratchFoldersAtExit } from './scratch.ts'
import { toJson, toMarkdown, toTable } from './report.ts'

const MEASURES: Readonly<Record<string, (context: BenchContext, messages: number) => Promise<Figure[]>>> = {
  core: measureCoreCalls,
  opening: measureOpening,
  ingest: measureIngest,
  batches: measureBatches,
  page: measurePage,
  switch: measureSwitch,
  burst: measureBurst,
  media: measureMediaThread,
}

const USAGE = `npm run bench -- [--messages 100000,1000000] [--only ${Object.keys(MEASURES).join(',')}] [--rounds 5] [--burst 50000] [--json | --markdown] [--save FILE]`

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    only: { type: 'string', default: Object.keys(MEASURES).join(',') },
    burst: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    save: { type: 'string' },
  },
})

const sizes = values.messages.split(',').map(wholeNumber)
const measures = values.only.split(',').map((name) => ({ name, measure: MEASURES[name] ?? refuse(`There is no measure ${name}`) }))
const context: BenchContext = {
  rounds: wholeNumber(values.rounds),
  burst: wholeNumber(values.burst),
  tell: (text) => void process.stderr.write(`${text}\n`),
}
removeScratchFoldersAtExit()

const figures: Figure[] = []
for (const messages of sizes) {
  for (const { name, measure } of measures) {
    context.tell(`${name} at ${messages.toLocaleString('en')} messages`)
    const made = await measure(context, messages)
    figures.push(...made)
    context.tell(toTable(made))
    // A run takes long: what it has found so far is kept, whatever becomes of the rest.
    if (values.save !== undefined) writeFileSync(values.save, toJson(figures))
  }
}
process.stdout.write(values.json ? toJson(figures) : values.markdown ? toMarkdown(figures) : toTable(figures))

function wholeNumber(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : refuse(`${text} is no whole number`)
}

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n${USAGE}\n`)
  process.exit(1)
}
