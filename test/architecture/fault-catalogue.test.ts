import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const REQUIRED = [...between(1, 6), ...between(12, 20), ...between(22, 53), ...between(61, 64), 'F68', ...between(70, 73), 'F78', 'F80']

type Row = {
  readonly id: string
  readonly fault: string
  readonly does: string
  readonly tests: readonly string[]
  readonly excuse: string
}

const rows: readonly Row[] = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id = '', fault = '', does = '', proof = ''] = line.split('|').map((cell) => cell.trim())
    if (!/^F\d\d$/.test(id)) return []
    const tests = [...proof.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)
    return [{ id, fault, does, tests, excuse: tests.length === 0 ? proof : '' }]
  })

test('the table has a row for each fault of the list, once and in order', () => {
  const ids = rows.map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)].toSorted())
  expect(REQUIRED.filter((id) => !ids.includes(id))).toEqual([])
})

test('each row says what the program does, and names tests or says why there are none yet', () => {
  const silent = rows.filter(
    ({ fault, does, tests, excuse }) => fault === '' || (tests.length === 0 ? !/^not yet: .{10}/.test(excuse) : does === ''),
  )
  expect(silent.map(({ id }) => id)).toEqual([])
})

test('each test that a row names is there and has a test whose name begins with the id', () => {
  const missing = rows.flatMap(({ id, tests }) =>
    tests.filter((path) => !existsSync(join(root, 'test', path)) || !idsIn(path).has(id)).map((path) => `${id}: ${path}`),
  )
  expect(missing, 'these are in docs/faults.md, and not in the test').toEqual([])
})

test('each test whose name begins with an id is in its row', () => {
  const testsById = new Map(rows.map(({ id, tests }) => [id, tests]))
  const unlisted = listTests().flatMap((path) =>
    [...idsIn(path)].filter((id) => testsById.get(id)?.includes(path) !== true).map((id) => `${id}: ${path}`),
  )
  expect(unlisted, 'write these into the last column of docs/faults.md').toEqual([])
})

function listTests(): string[] {
  return globSync('**/*.{test.ts,test.tsx,spec.ts}', { cwd: join(root, 'test') }).map((path) => path.replaceAll('\\', '/'))
}

/** Of names such as `F40: …` and `F01, F02: …`, also where a table of cases gives them. */
function idsIn(path: string): ReadonlySet<string> {
  const text = readFileSync(join(root, 'test', path), 'utf8')
  const names = [...text.matchAll(/['"`](F\d\d(?:, F\d\d)*)(?=[:'"`])/g)].map(([, ids = '']) => ids)
  return new Set(path.startsWith('architecture/') ? [] : names.flatMap((ids) => ids.split(', ')))
}

function between(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `F${String(first + index).padStart(2, '0')}`)
}
