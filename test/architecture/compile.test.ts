import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** What a folder may not even name, because the compiler does not know it there: each project has its own libraries and types. */
const root = resolve(import.meta.dirname, '../..')
const projects = ['src-contract', 'src-main/core', 'src-main/practice', 'src-preload', 'src-renderer']

const wrong: Record<string, { text: string; error: string }> = {
  'src-contract/node.ts': { text: `export const folder = process.cwd()`, error: 'process' },
  'src-contract/page.ts': { text: `export const title = document.title`, error: 'document' },
  'src-main/core/page.ts': { text: `export const title = window.document.title`, error: 'window' },
  'src-main/practice/page.ts': { text: `export const title = document.title`, error: 'document' },
  'src-renderer/node.ts': { text: `export const folder = process.cwd()`, error: 'process' },
  'src-renderer/buffer.ts': { text: `export const bytes = Buffer.from('x')`, error: 'Buffer' },
}

let folder: string
let output: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'balcao-compile-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'))
  for (const project of projects) {
    mkdirSync(join(folder, project), { recursive: true })
    cpSync(join(root, project, 'tsconfig.json'), join(folder, project, 'tsconfig.json'))
    writeFileSync(join(folder, project, 'right.ts'), 'export const answer: number = 42\n')
  }
  for (const [path, { text }] of Object.entries(wrong)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${text}\n`)
  }
  // TypeScript's launcher finds its native compiler beside itself.
  output = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...projects, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(Object.entries(wrong))('does not compile: %s', (path, { error }) => {
  expect(output).toMatch(new RegExp(`^${path}\\(.*Cannot find name '${error}'`, 'm'))
})

test('files that keep to their side compile', () => {
  expect(output).not.toMatch(/right\.ts/)
})
