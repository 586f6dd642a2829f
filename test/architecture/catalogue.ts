import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** `| id | what can happen | what the program does | tests | …` */
type Row = {
  readonly id: string
  readonly what: string
  readonly does: string
  readonly tests: readonly string[]
  readonly excuse: string
  readonly others: readonly string[]
}

/**
 * Holds a table of `docs/` and the tests together: a row names the tests that prove it, and these have names that begin with its id, as in
 * `F40: …`, `T02 …` or `F01, F02: …`.
 */
export function holdCatalogue({
  document,
  letter,
  required,
}: {
  document: string
  letter: string
  required: readonly string[]
}): readonly Row[] {
  const rows = readRows(document, letter)

  test(`${document} has a row for each of the list, once and in order`, () => {
    const ids = rows.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].toSorted())
    expect(required.filter((id) => !ids.includes(id))).toEqual([])
  })

  test(`each row of ${document} says what the program does, and names tests or says why there are none yet`, () => {
    const silent = rows.filter(
      ({ what, does, tests, excuse }) => what === '' || (tests.length === 0 ? !/^not yet: .{10}/.test(excuse) : does === ''),
    )
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  test(`each test that a row of ${document} names is there and has a test whose name begins with the id`, () => {
    const missing = rows.flatMap(({ id, tests }) =>
      tests.filter((path) => !existsSync(join(root, 'test', path)) || !idsIn(path, letter).has(id)).map((path) => `${id}: ${path}`),
    )
    expect(missing, `these are in ${document}, and not in the test`).toEqual([])
  })

  test(`each test whose name begins with an id of ${document} is in its row`, () => {
    const testsById = new Map(rows.map(({ id, tests }) => [id, tests]))
    const unlisted = listTests().flatMap((path) =>
      [...idsIn(path, letter)].filter((id) => testsById.get(id)?.includes(path) !== true).map((id) => `${id}: ${path}`),
    )
    expect(unlisted, `write these into the tests of ${document}`).toEqual([])
  })

  return rows
}

export function idsBetween(letter: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${letter}${String(first + index).padStart(2, '0')}`)
}

/** The cells of each row whose first cell fits. */
export function tableRows(document: string, firstCell: RegExp): string[][] {
  return readFileSync(join(root, document), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([first = '']) => firstCell.test(first))
}

function readRows(document: string, letter: string): Row[] {
  return tableRows(document, new RegExp(`^${letter}\\d\\d$`)).map(([id = '', what = '', does = '', proof = '', ...others]) => {
    const tests = [...proof.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)
    return { id, what, does, tests, excuse: tests.length === 0 ? proof : '', others }
  })
}

function listTests(): string[] {
  return globSync('**/*.{test.ts,test.tsx,spec.ts}', { cwd: join(root, 'test') }).map((path) => path.replaceAll('\\', '/'))
}

/** Also where a table of cases gives the names. */
function idsIn(path: string, letter: string): ReadonlySet<string> {
  if (path.startsWith('architecture/')) return new Set()
  const text = readFileSync(join(root, 'test', path), 'utf8')
  const names = text.matchAll(new RegExp(`['"\`](${letter}\\d\\d(?:, ${letter}\\d\\d)*)(?=[:'"\` ])`, 'g'))
  return new Set([...names].flatMap(([, ids = '']) => ids.split(', ')))
}
