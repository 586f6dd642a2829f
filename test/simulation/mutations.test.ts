import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mutatedSource } from './mutated-source.ts'
import { mutations } from './mutation-list.ts'
import { catchMutation, createControl, inParallel, seedsFor } from './mutation-run.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** As many as a mistake may take to be found; the seed in the list finds it at once. */
const SEEDS = 500
/** A start of the core and a seed or two, on a slow machine that does other things besides. */
const SECONDS_EACH = 10

describe('the list of planted mistakes', () => {
  test('has a name of its own for each', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
  })

  test.for(mutations)('finds the place of $name exactly once, and leaves a file that can be read', (mutation) => {
    const source = readFileSync(join(ROOT, mutation.file), 'utf8')
    const mutated = mutatedSource(source, mutation)
    expect(mutated).not.toBe(source)
    expect(() => stripTypeScriptTypes(mutated)).not.toThrow()
  })

  test('says so when the core has gone on without it', () => {
    const mutation = { name: 'gone', breaks: '', file: 'a.ts', find: 'x', replace: 'y', hint: 1 }
    expect(() => mutatedSource('no such letter', mutation)).toThrow('finds its text 0 times in a.ts')
    expect(() => mutatedSource('x x', mutation)).toThrow('finds its text 2 times in a.ts')
  })
})

test(
  'the simulation finds every mistake that is planted in the core, by seeds that are green without it',
  async () => {
    const control = createControl()
    const findings = await inParallel(mutations, {
      atOnce: 2,
      act: async (mutation) => ({ name: mutation.name, ...(await catchMutation(mutation, seedsFor(mutation, SEEDS), control)) }),
    })
    const missed = findings.filter(({ caught }) => caught === null).map(({ name, notStarted }) => `${name}: ${notStarted ?? 'not found'}`)
    expect({ missed, red: control.red }).toEqual({ missed: [], red: [] })
  },
  mutations.length * SECONDS_EACH * 1000,
)
