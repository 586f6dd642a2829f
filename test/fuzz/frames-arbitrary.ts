import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { z } from 'zod'
import { methods, type MethodName } from '#contract'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { OWNER } from '#test/support/core.ts'
import { WIRE_CANARY } from './wire-rig.ts'

/** What one window does, from its hello to its end. */
export type WindowScript = {
  readonly hello: 'ticket' | 'none' | 'invented' | 'binary' | 'twice'
  readonly isSignedIn: boolean
  readonly steps: readonly Step[]
  readonly end: 'reset' | 'leave'
}

export type Call = { readonly id: number; readonly method: string; readonly input: unknown }

export type Step =
  | { readonly kind: 'call'; readonly call: Call; readonly pieces: number; readonly isPinged: boolean }
  | { readonly kind: 'flood'; readonly count: number }
  | { readonly kind: 'ping' | 'pong'; readonly count: number; readonly size: number }
  | { readonly kind: 'json'; readonly json: string }
  | { readonly kind: 'text' | 'binary' | 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'oversized'; readonly size: number }
  | {
      readonly kind: 'frame'
      readonly fin: boolean
      readonly rsv: number
      readonly opcode: number
      readonly isMasked: boolean
      readonly lengthLie: number
    }

/** An input of lists in lists stands as this and the number of levels; nothing else could print it. */
const DEEP = 'deep:'

export function textOfInput(input: unknown): string {
  const levels = typeof input === 'string' && input.startsWith(DEEP) ? Number(input.slice(DEEP.length)) : 0
  return levels > 0 ? `${'['.repeat(levels)}${']'.repeat(levels)}` : JSON.stringify(input)
}

/** Those that would close the shop under the storm. */
const LEFT_OUT: ReadonlySet<MethodName> = new Set(['desk.openPractice', 'desk.leavePractice', 'number.connect'])

type Schema = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
}

const someText = fc.oneof(
  fc.constantFrom('', WIRE_CANARY, 'pão', OWNER.login, FAKE_NUMBER.numberId, '__proto__', "' OR 1=1 --", '%', '\u0000', '\ud800', '../..'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)

/** What a method's own schema allows, mostly; ids are small, so that some of them exist. */
function inputFrom(schema: Schema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return fc.oneof(...options.map(inputFrom))
  switch (schema.type ?? 'string') {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, each]) => [name, leaf(inputFrom(each))])), {
        requiredKeys: [...(schema.required ?? [])],
      })
    case 'array':
      return fc.array(inputFrom(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 5)),
      })
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constantFrom(schema.minimum ?? 0, Math.min(schema.maximum ?? 100, 100), -1))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return schema.pattern === undefined
        ? someText
        : fc.oneof(fc.constantFrom('key-0001', 'key-0002', FAKE_NUMBER.numberId, 'pix', 'x'), someText)
  }
}

function leaf(arbitrary: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.oneof({ weight: 19, arbitrary }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) })
}

const id = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e9, Number.MAX_SAFE_INTEGER) },
)

// The names of the table are its keys.
const names = (Object.keys(methods) as MethodName[]).filter((name) => !LEFT_OUT.has(name))
const knownCall: Arbitrary<Call> = fc.oneof(
  ...names.map((method) =>
    // A JSON schema of the draft that zod writes has these keys.
    fc.record({
      id,
      method: fc.constant(method as string),
      input: inputFrom(z.toJSONSchema(methods[method].input, { io: 'input' }) as Schema),
    }),
  ),
)
const oddCall: Arbitrary<Call> = fc.record({
  id,
  method: fc.constantFrom(
    '',
    'constructor',
    '__proto__',
    'toString',
    'messages',
    'desk.status ',
    'DESK.STATUS',
    WIRE_CANARY,
    'x'.repeat(80),
    ...names,
  ),
  input: fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.constantFrom<unknown>(null, WIRE_CANARY, [], `${DEEP}500`, `${DEEP}60000`, 'x'.repeat(200_000)),
  ),
})

const step: Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('call'),
      call: fc.oneof({ weight: 3, arbitrary: knownCall }, { weight: 1, arbitrary: oddCall }),
      pieces: fc.constantFrom(1, 1, 1, 2, 5),
      isPinged: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('flood'), count: fc.integer({ min: 1, max: 300 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('ping', 'pong'),
      count: fc.integer({ min: 1, max: 200 }),
      size: fc.constantFrom(0, 1, 125),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('json'),
      json: fc.oneof(
        fc.json(),
        fc.constantFrom(
          '{"id":0,"method":"desk.status","input":{}}',
          '{"id":1.5,"method":"desk.status","input":{}}',
          '{"id":"1","method":"desk.status","input":{}}',
          '{"id":1,"method":7,"input":{}}',
          '{"id":1,"method":"desk.status","input":{},"actor":"owner"}',
          '{"id":1,"id":2,"method":"desk.status","input":{}}',
          '{"__proto__":{"id":1},"method":"desk.status"}',
          '{"hello":{"ticket":"AAAAAAAAAAAAAAAAAAAAAA"}}',
          `{"id":1,"method":"${'m'.repeat(81)}","input":{}}`,
          '[1]',
          'null',
        ),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('text', 'binary', 'bytes'), bytes: fc.uint8Array({ maxLength: 200 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('oversized'), size: fc.constantFrom(256 * 1024 + 1, 400_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('frame'),
      fin: fc.boolean(),
      rsv: fc.nat({ max: 7 }),
      opcode: fc.nat({ max: 15 }),
      isMasked: fc.boolean(),
      lengthLie: fc.constantFrom(0, -3, 1000, 1e9),
    }),
  },
)

export const framesStorm: Arbitrary<readonly WindowScript[]> = fc.array(
  fc.record({
    hello: fc.oneof(
      { weight: 6, arbitrary: fc.constant('ticket' as const) },
      { weight: 1, arbitrary: fc.constantFrom('none', 'invented', 'binary', 'twice') },
    ),
    isSignedIn: fc.boolean(),
    steps: fc.array(step, { maxLength: 12 }),
    end: fc.constantFrom('reset', 'leave'),
  }),
  { minLength: 1, maxLength: 4 },
)
