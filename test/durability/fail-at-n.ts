import { parseArgs } from 'node:util'
import { chooseErrorPoints } from './choose-points.ts'
import { judgeEveryDeath } from './deaths.ts'
import { makeRoot } from './homes.ts'
import { killAt, untilItLives } from './kill.ts'
import { operationNamed, operations } from './operations/list.ts'
import type { Operation } from './operation.ts'
import { canFail, nameOf, prepareHome, runWhole, runWithError, type Outcome } from './runs.ts'
import { killAtSystemCalls, type SystemCallOutcome } from './system-calls.ts'
import type { Point } from './world.ts'

/**
 * Every durable operation, killed by SIGKILL and met by a failing disk at point 1, 2, 3 … until it completes:
 * `npm run fail-at-n -- [--operation NAME] [--json]`. Ends with 1 when something is not as it must be.
 */
const { values } = parseArgs({ options: { operation: { type: 'string' }, json: { type: 'boolean', default: false } } })
const KILLED_BY_CALL = ['ingest', 'first-run']

type Row = {
  readonly n: number
  readonly point: string
  readonly kill: Outcome | null
  readonly full: Outcome | null
  readonly failing: Outcome | null
  readonly staying: Outcome | null
}
type Table = {
  readonly operation: string
  readonly whole: readonly string[]
  readonly rows: readonly Row[]
  readonly calls: readonly SystemCallOutcome[] | string
}

const { root, remove } = makeRoot()
const tables: Table[] = []
try {
  for (const operation of values.operation === undefined ? operations : [operationNamed(values.operation)]) {
    const table = await runOperation(operation)
    tables.push(table)
    if (!values.json) print(table)
  }
} finally {
  remove()
}
if (values.json) process.stdout.write(`${JSON.stringify(tables, null, 2)}\n`)
else for (const table of tables) process.stdout.write(`${summaryOf(table)}\n`)
process.exitCode = tables.some((table) => failuresOf(table).length > 0) ? 1 : 0

async function runOperation(operation: Operation): Promise<Table> {
  const template = await prepareHome(operation, root)
  const { points, failures } = await runWhole(operation, template)
  const chosen = operation.isLong === true ? await choosePoints(operation, template, points) : points.map((_, index) => index + 1)
  // Beyond the last, too, until it completes.
  const kills = await untilItLives(
    async (turn) => await killAt(operation, template, chosen[turn - 1] ?? points.length + turn - chosen.length),
  )
  const rows: Row[] = []
  for (const n of [...chosen, ...kills.map((kill) => kill.n).filter((each) => each > points.length)]) {
    const point = points[n - 1]
    const kill = kills.find((each) => each.n === n) ?? null
    const hasErrors = point !== undefined && canFail(point)
    rows.push({
      n,
      point: point === undefined ? (kill?.point ?? '') : nameOf(point),
      kill,
      full: hasErrors ? await runWithError(operation, template, { n, flavour: 'full' }) : null,
      failing: hasErrors ? await runWithError(operation, template, { n, flavour: 'failing' }) : null,
      staying: hasErrors ? await runWithError(operation, template, { n, flavour: 'staying full' }) : null,
    })
  }
  const calls = KILLED_BY_CALL.includes(operation.name) ? await killAtSystemCalls(operation, template) : []
  return { operation: operation.name, whole: failures, rows, calls }
}

async function choosePoints(operation: Operation, template: string, points: readonly Point[]): Promise<number[]> {
  const { judged } = await judgeEveryDeath(operation, template)
  return [...new Set([...judged.map(({ n }) => n), ...chooseErrorPoints(points)])].toSorted((a, b) => a - b)
}

function failuresOf({ whole, rows, calls }: Table): string[] {
  const outcomes = rows.flatMap(({ kill, full, failing, staying }) => [kill, full, failing, staying]).filter((outcome) => outcome !== null)
  const all = [...outcomes, ...(typeof calls === 'string' ? [] : calls)]
  return [...whole, ...all.flatMap(({ failures }) => failures)]
}

function summaryOf(table: Table): string {
  const { operation, rows, calls } = table
  const errors = rows.flatMap(({ full, failing, staying }) => [full, failing, staying]).filter((outcome) => outcome !== null)
  const counts = [
    `${rows.length} points`,
    `${rows.filter(({ kill }) => kill !== null).length} kills`,
    `${errors.length} errors`,
    ...(typeof calls === 'string' ? [calls] : calls.length > 0 ? [`${calls.length} kills at system calls`] : []),
    `${failuresOf(table).length} failures`,
  ]
  return `${operation.padEnd(11)} ${counts.join(', ')}`
}

function print(table: Table): void {
  const { operation, whole, rows, calls } = table
  const lines = [
    [`n`, 'point', 'found after the kill', 'next life', 'disk full', 'disk failing', 'disk full for a while'],
    ...rows.map(({ n, point, kill, full, failing, staying }) => [
      String(n),
      point,
      kill?.found ?? '',
      kill === null ? '' : verdictOf(kill),
      full === null ? '' : `${full.found}: ${verdictOf(full)}`,
      failing === null ? '' : `${failing.found}: ${verdictOf(failing)}`,
      staying === null ? '' : `${staying.found}: ${verdictOf(staying)}`,
    ]),
  ]
  process.stdout.write(`\n${operation}${whole.length > 0 ? `: ${whole.join('; ')}` : ''}\n${inColumns(lines)}\n`)
  if (typeof calls === 'string') process.stdout.write(`${calls}\n`)
  else if (calls.length > 0) {
    const rowsOfCalls = calls.map((each) => [each.call, String(each.nth), each.found, verdictOf(each)])
    process.stdout.write(`\n${inColumns([['call', 'nth', 'found after the kill', 'next life'], ...rowsOfCalls])}\n`)
  }
}

function verdictOf({ failures }: { failures: readonly string[] }): string {
  return failures.length === 0 ? 'ok' : `FAILED: ${failures.join('; ')}`
}

function inColumns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
