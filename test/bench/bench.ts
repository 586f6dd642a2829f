import { parseArgs } from 'node:util'
import type { BenchContext } from './context.ts'
import type { Figure } from './figures.ts'
import { measureBurst } from './measures/burst.ts'
import { measureCoreCalls } from './measures/core-calls.ts'
import { measureBatches, measureIngest } from './measures/ingest.ts'
import { measureOpening } from './measures/opening.ts'
import { measurePage } from './measures/page.ts'
import { removeScratchFoldersAtExit } from './scratch.ts'
import { toJson, toMarkdown, toTable } from './report.ts'

const MEASURES: Readonly<Record<string, (context: BenchContext, messages: number) => Promise<Figure[]>>> = {
  core: measureCoreCalls,
  opening: measureOpening,
  ingest: measureIngest,
  batches: measureBatches,
  page: measurePage,
  burst: measureBurst,
}

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    only: { type: 'string', default: Object.keys(MEASURES).join(',') },
    burst: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
})

removeScratchFoldersAtExit()
const context: BenchContext = {
  rounds: Number(values.rounds),
  burst: Number(values.burst),
  tell: (text) => void process.stderr.write(`${text}\n`),
}
const figures: Figure[] = []
for (const messages of values.messages.split(',').map(Number)) {
  for (const name of values.only.split(',')) {
    const measure = MEASURES[name]
    if (measure === undefined) throw new Error(`There is no measure ${name}: ${Object.keys(MEASURES).join(', ')}`)
    context.tell(`${name} at ${messages} messages`)
    figures.push(...(await measure(context, messages)))
  }
}
process.stdout.write(values.json ? toJson(figures) : values.markdown ? toMarkdown(figures) : toTable(figures))
