import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { methods, type Method } from '#contract'
import { tableRows } from './catalogue.ts'

const root = resolve(import.meta.dirname, '../..')
const DOCUMENT = 'docs/security.md'

/** Levels 1 and 2 that apply; see the document. */
const ASVS: Readonly<Record<string, number>> = {
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '7.1': 2,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
}

test('every number of the table is the one in the code', () => {
  const rows = tableRows(DOCUMENT, /./).filter(([, , where = '']) => where.startsWith('`src-'))
  const said = rows.map(([what = '', number = '']) => [what, amountOf(number)])
  const found = rows.map(([what = '', , where = '']) => [what, valueAt(where)])
  expect(rows.length).toBeGreaterThan(40)
  expect(found).toEqual(said)
  expect(said.flat()).not.toContain(Number.NaN)
})

test('every method that nobody has to sign in for is in the table of ways in, and no other', () => {
  const inTable = tableRows(DOCUMENT, /^`[a-z]+\.[a-zA-Z]+`/).flatMap(([names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  )
  const all: Readonly<Record<string, Method>> = methods
  const open = Object.keys(all).filter((name) => all[name]?.access === 'public')
  expect(inTable.toSorted()).toEqual(open.toSorted())
})

test('every row of the ASVS names tests that are there, or says what there is instead', () => {
  const rows = tableRows(DOCUMENT, /^\d+\.\d+\.\d+$/)
  const required = Object.entries(ASVS).flatMap(([section, last]) => Array.from({ length: last }, (_, index) => `${section}.${index + 1}`))
  const ids = [...required, '6.6.3', '7.6.2']
  expect(rows.map(([id = '']) => id).toSorted()).toEqual(ids.toSorted())
  const wrong = rows.flatMap(([id = '', , proof = '']) => {
    const named = [...proof.matchAll(/`([^`]+\.test\.tsx?)` “([^”]+)”/g)].map(([, path = '', name = '']) => ({ path, name }))
    const missing = named.filter(({ path, name }) => !hasTest(path, name)).map(({ path, name }) => `${id}: ${path} has no “${name}”`)
    return named.length === 0 && !isSaidOtherwise(proof) ? [`${id}: names no test`] : missing
  })
  expect(wrong).toEqual([])
})

function isSaidOtherwise(proof: string): boolean {
  const parts = [...proof.matchAll(/"([^"]+)"/g)].map(([, part = '']) => part)
  const text = readFileSync(join(root, DOCUMENT), 'utf8')
  const areThere = parts.every((part) => text.includes(`**${part}`) || text.includes(`## ${part}`))
  return parts.length > 0 ? areThere && proof.includes(' above') : /^absent|^Deviation|`src-contract/.test(proof)
}

function hasTest(path: string, name: string): boolean {
  const file = join(root, 'test', path)
  return existsSync(file) && readFileSync(file, 'utf8').includes(name)
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  days: 86_400_000,
  bits: 1,
  MiB: 1024,
}

/** In milliseconds, bits or KiB, or as it is. */
function amountOf(said: string): number {
  const [, digits, unit = ''] = /^(\d+) ?([a-zA-Z]*)$/.exec(said) ?? []
  return Number(digits ?? Number.NaN) * (UNITS[unit] ?? Number.NaN)
}

/** The same of what stands at `path` `constant`: `LIMIT`, `COST.passes`, or `limit.max` of a schema. The constant's name has its unit. */
function valueAt(where: string): number {
  const [, path = '', name = '', part] = /^`([^`]+)` `(\w+)(?:\.(\w+))?`$/.exec(where) ?? []
  const source = readFileSync(join(root, path), 'utf8')
  const text = new RegExp(`\\b${name}\\b(?:: \\w+)?(?: =|:) ([^\\n]+)`).exec(source)?.[1] ?? ''
  if (part === undefined) return productOf(text) * unitOf(name)
  if (part === 'max') return productOf(/\.max\(([^)]+)\)/.exec(text)?.[1] ?? '') * unitOf(name)
  return productOf(new RegExp(`\\b${part}: ([^,}]+)`).exec(text)?.[1] ?? '') * unitOf(part)
}

function unitOf(name: string): number {
  if (name.endsWith('_BYTES')) return 8
  if (name.endsWith('Minutes')) return 60_000
  if (name.endsWith('_HOURS')) return 3_600_000
  return 1
}

/** `24 * 60 * 60_000`. */
function productOf(expression: string): number {
  const factors = expression.split('*').map((factor) => factor.trim().replaceAll('_', ''))
  return factors.every((factor) => /^\d+$/.test(factor)) ? factors.reduce((product, factor) => product * Number(factor), 1) : Number.NaN
}
