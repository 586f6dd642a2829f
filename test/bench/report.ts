import Sqlite from 'better-sqlite3'
import { cpus, loadavg, totalmem } from 'node:os'
import type { Aim, Figure } from './figures.ts'

export function toJson(figures: readonly Figure[]): string {
  return `${JSON.stringify({ machine: machineFacts(), figures, growth: growthOf(figures) }, null, 2)}\n`
}

export function toMarkdown(figures: readonly Figure[]): string {
  const head = '| what | messages | figure | cpu a call | floor | ratio | aim | |\n|---|---|---|---|---|---|---|---|\n'
  return head + figures.map((figure) => `| ${cellsOf(figure).join(' | ')} |\n`).join('') + growthText(figures)
}

export function toTable(figures: readonly Figure[]): string {
  const rows = [['what', 'messages', 'figure', 'cpu a call', 'floor', 'ratio', 'aim', ''], ...figures.map(cellsOf)]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  )
  return `${lines.join('\n')}\n${growthText(figures)}`
}

function cellsOf(figure: Figure): string[] {
  const { name, messages, unit, value, floor, ratio, aim, isMet, more } = figure
  const p50 = more['p50'] === undefined ? '' : ` (p50 ${round(more['p50'])})`
  return [
    name,
    messages.toLocaleString('en'),
    `${round(value)} ${unit}${p50}`,
    more['cpuMean'] === undefined ? '–' : `${round(more['cpuMean'])} ms`,
    floor === null ? '–' : `${round(floor)} ${unit}`,
    ratio === null ? '–' : round(ratio),
    aim === null ? '–' : aimText(aim, unit),
    isMet === null ? '' : isMet ? 'met' : 'MISSED',
  ]
}

function aimText(aim: Aim, unit: string): string {
  if (aim.of === 'ratio') return `≥ ${aim.atLeast}`
  return aim.of === 'value' ? `≤ ${aim.atMost} ${unit}` : `≤ ${aim.atMost} ${unit} over`
}

type Growth = {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly factorP50: number
  readonly factorP99: number
  readonly factorCpu: number | null
  /** Of the median, where there is an aim. */
  readonly isMet: boolean | null
}

/** How many times what it took at the smallest shop a thing takes at the largest. */
function growthOf(figures: readonly Figure[]): Growth[] {
  const names = new Set(figures.filter(({ unit }) => unit === 'ms').map(({ name }) => name))
  return [...names].flatMap((name) => {
    const sizes = figures.filter((figure) => figure.name === name).toSorted((a, b) => a.messages - b.messages)
    const first = sizes[0]
    const last = sizes.at(-1)
    if (first === undefined || last === undefined || first === last) return []
    const p50 = (figure: Figure) => figure.more['p50'] ?? figure.value
    const factorP50 = p50(last) / p50(first)
    return [
      {
        name,
        from: first.messages,
        to: last.messages,
        factorP50,
        factorP99: last.value / first.value,
        factorCpu: cpuFactor(first, last),
        isMet: last.mayGrow === null ? null : factorP50 <= last.mayGrow,
      },
    ]
  })
}

function cpuFactor(first: Figure, last: Figure): number | null {
  const [before, after] = [first.more['cpuMean'], last.more['cpuMean']]
  return before === undefined || after === undefined || before === 0 ? null : after / before
}

function growthText(figures: readonly Figure[]): string {
  const growth = growthOf(figures)
  if (growth.length === 0) return ''
  const lines = growth.map(
    ({ name, factorP50, factorP99, factorCpu, isMet }) =>
      `${name}: × ${round(factorP50)} (p50), × ${round(factorP99)} (p99)${factorCpu === null ? '' : `, × ${round(factorCpu)} (cpu)`}${isMet === null ? '' : isMet ? ', met' : ', MISSED'}`,
  )
  return `\nGrowth from ${growth[0]?.from.toLocaleString('en')} to ${growth[0]?.to.toLocaleString('en')} messages:\n${lines.map((line) => `- ${line}\n`).join('')}`
}

function machineFacts() {
  const sqlite = new Sqlite(':memory:')
  const versions = sqlite.prepare('SELECT sqlite_version() AS sqlite, sqlite3mc_version() AS cipher').get() as {
    sqlite: string
    cipher: string
  }
  sqlite.close()
  const [cpu] = cpus()
  return {
    cores: cpus().length,
    cpu: cpu?.model ?? null,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: process.platform,
    node: process.version,
    ...versions,
    /** Of the last five and fifteen minutes: more than the cores means that others were at work, too. */
    load: loadavg().slice(1),
    at: new Date().toISOString(),
  }
}

function round(value: number): string {
  if (!Number.isFinite(value)) return '?'
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
