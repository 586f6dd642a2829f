import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { createSharedLookup } from '#host/ports/shared-lookup.ts'

type Callback = Parameters<LookupFunction>[2]
const HOME = [{ address: '127.0.0.1', family: 4 }]

function setUp() {
  const asked: Callback[] = []
  const heard: string[] = []
  const clock = { now: 0 }
  const lookup = createSharedLookup({ lookup: (_name, _options, done) => asked.push(done), monotonic: () => clock.now })
  const ask = (who: string, name = 'graph.test') =>
    lookup(name, { all: true }, (error, addresses) => heard.push(`${who}: ${error === null ? JSON.stringify(addresses) : error.message}`))
  return { asked, heard, clock, ask }
}

test('who asks for a name that is being looked up waits for the same answer, and the next one asks anew', () => {
  const { asked, heard, ask } = setUp()
  ask('one')
  ask('two')
  ask('other', 'another.test')
  const before = asked.length
  asked[0]?.(null, HOME)
  ask('three')
  expect({ before, heard, after: asked.length }).toEqual({
    before: 2,
    heard: [`one: ${JSON.stringify(HOME)}`, `two: ${JSON.stringify(HOME)}`],
    after: 3,
  })
})

test('a failure is everybody’s too', () => {
  const { asked, heard, ask } = setUp()
  ask('one')
  ask('two')
  asked[0]?.(new Error('EAI_AGAIN'), [])
  expect(heard).toEqual(['one: EAI_AGAIN', 'two: EAI_AGAIN'])
})

test('F47: a name server that hangs is asked again after a while and holds three threads at most; the first answer is for all, once', () => {
  const { asked, heard, clock, ask } = setUp()
  for (let second = 0; second < 60; second += 1) {
    clock.now = second * 1000
    ask(`at ${second}`)
  }
  const atOnce = asked.length
  asked[2]?.(null, HOME)
  const answered = heard.length
  asked[0]?.(null, HOME)
  asked[1]?.(new Error('too late'), [])
  expect({ atOnce, answered, heard: heard.length }).toEqual({ atOnce: 3, answered: 60, heard: 60 })
})
