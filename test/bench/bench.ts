import { parseArgs } from 'node:util'
import type { BenchContext } from './context.ts'
import type { Figure } from './figures.ts'
import { measureCoreCalls } from './measures/core-calls.ts'
import { measureOpening } from './measures/opening.ts'
import { toJson, toMarkdown, toTable } from './report.ts'

const MEASURES: Readonly<Record<string, (context: BenchContext, messages: number) => Promise<Figure[]>>> = {
  core: measureCoreCalls,
  opening: measureOpening,
}

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    only: { type: 'string', default: Object.keys(MEASURES).join(',') },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
})

const context: BenchContext = { rounds: Number(values.rounds), tell: (text) => void process.stderr.write(`${text}\n`) }
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
