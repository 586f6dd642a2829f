import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SEMI_SPACE_MAX_MB } from '#host/semi-space.ts'

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { scripts: Record<string, string> }

it.each(['start', 'serve'])('`npm run %s` starts its host with the limit of the young generation', (name) => {
  expect(scripts[name]).toContain(` node --max-semi-space-size=${SEMI_SPACE_MAX_MB} out/main/${name}.js`)
})
