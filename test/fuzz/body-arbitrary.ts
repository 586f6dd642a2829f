import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { webhookJson } from './webhook-arbitrary.ts'

/** One webhook body as it could come over the wire, good or broken. Printed as text in a finding. */
export type WireBody = { readonly bytes: Buffer }

/** Values in the wrong place. What no JavaScript value can say stands between these brackets, and is written as it is. */
const raw = (token: string) => `⟦${token}⟧`
const oddities: readonly unknown[] = [
  null,
  true,
  '',
  0,
  -1,
  0.1,
  -1e15,
  1e300,
  'NaN',
  '-Infinity',
  '0x10',
  '2147483648',
  '1795348800000',
  -62135596800,
  '\u0000',
  '\ud800',
  '\u001b[31m',
  '\u202e',
  'constructor',
  '__proto__',
  '{"a":1}',
  '[1,2]',
  '{"__proto__":{"x":1}}',
  [],
  {},
  [[]],
  [null],
  [[[1]]],
  { id: 'x' },
  { length: 1e9 },
  { toString: 'x', valueOf: null },
  raw('1e400'),
  raw('-0'),
  raw('123456789012345678901234567890'),
  raw('1E-400'),
  raw('deep[:70'),
  raw('deep{:70'),
  raw('deep[:9000'),
  raw('long:70000'),
]

/** Each a small thing that can go wrong once; `at` chooses the place. */
type Mutation =
  | { readonly kind: 'delete' | 'duplicate' | 'wrap' | 'unwrap' | 'as-json-text'; readonly at: number }
  | { readonly kind: 'replace'; readonly at: number; readonly with: unknown }
  | { readonly kind: 'add'; readonly at: number; readonly key: string; readonly with: unknown }
  | { readonly kind: 'rename'; readonly at: number; readonly key: string }
  | { readonly kind: 'swap'; readonly at: number; readonly other: number }

const at = fc.nat({ max: 10_000 })
const odd = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...oddities) }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) })
const key = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'messages',
  'statuses',
  'entry',
  'value',
  'id',
  'errors',
  'standby',
  'history',
  '',
  '0',
  'a.b',
  'ção',
)
const mutation: Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('delete', 'duplicate', 'wrap', 'unwrap', 'as-json-text'), at }),
  fc.record({ kind: fc.constant('replace'), at, with: odd }),
  fc.record({ kind: fc.constant('add'), at, key, with: odd }),
  fc.record({ kind: fc.constant('rename'), at, key }),
  fc.record({ kind: fc.constant('swap'), at, other: at }),
)

type Holder = Record<string, unknown>
type Place = { readonly holder: Holder; readonly key: string }

function mutated(json: unknown, mutations: readonly Mutation[]): unknown {
  const root: Holder = { body: structuredClone(json) }
  for (const each of mutations) mutate(root, each)
  return root['body']
}

function mutate(root: Holder, change: Mutation): void {
  const places = placesOf(root)
  const place = places[change.at % places.length]
  if (place === undefined) return
  const { holder, key: name } = place
  const value = holder[name]
  switch (change.kind) {
    case 'delete':
      return Array.isArray(holder) ? void holder.splice(Number(name), 1) : void delete holder[name]
    case 'duplicate':
      if (Array.isArray(holder)) return void holder.splice(Number(name), 0, structuredClone(value))
      return own(holder, name, [value, structuredClone(value)])
    case 'wrap':
      return own(holder, name, { wrapped: value })
    case 'unwrap':
      return own(holder, name, typeof value === 'object' && value !== null ? Object.values(value)[0] : value)
    case 'as-json-text':
      return own(holder, name, JSON.stringify(value))
    case 'replace':
      return own(holder, name, structuredClone(change.with))
    case 'add':
      return isHolder(value) ? own(value, change.key, structuredClone(change.with)) : undefined
    case 'rename':
      if (Array.isArray(holder) || holder === root) return
      delete holder[name]
      return own(holder, change.key, value)
    case 'swap': {
      const other = places[change.other % places.length]
      // One inside the other would make a ring.
      if (other === undefined || typeof value === 'object' || typeof other.holder[other.key] === 'object') return
      own(holder, name, other.holder[other.key])
      return own(other.holder, other.key, value)
    }
  }
}

/** Also a key such as `__proto__` becomes the object's own, as `JSON.parse` makes it. */
function own(holder: Holder, name: string, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(name)) return
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null
}

function placesOf(value: unknown): readonly Place[] {
  if (!isHolder(value)) return []
  return Object.keys(value).flatMap((name) => [{ holder: value, key: name }, ...placesOf(value[name])])
}

function toText(json: unknown): string {
  return (JSON.stringify(json) ?? '').replaceAll(/"⟦([^⟧"]*)⟧"/g, (_all, token: string) => {
    const [kind, count] = token.split(':')
    const times = Number(count)
    if (kind === 'deep[') return `${'['.repeat(times)}1${']'.repeat(times)}`
    if (kind === 'deep{') return `${'{"a":'.repeat(times)}1${'}'.repeat(times)}`
    return kind === 'long' ? `"${'pão '.repeat(times / 4)}"` : token
  })
}

/** What can happen to the text and its bytes after somebody wrote them. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'remove' | 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'double-key'; readonly at: number; readonly with: unknown }
  | { readonly kind: 'encode'; readonly as: 'utf16le' | 'latin1' | 'bom' | 'utf16le-bom' | 'escaped' }

const position = fc.nat({ max: 1_000_000 })
const damage: Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut'), at: position }),
  fc.record({ kind: fc.constantFrom('remove', 'repeat'), at: position, length: fc.nat({ max: 40 }) }),
  fc.record({ kind: fc.constant('insert'), at: position, bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constant('flip'), at: position, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('double-key'), at: position, with: odd }),
  fc.record({ kind: fc.constant('encode'), as: fc.constantFrom('utf16le', 'latin1', 'bom', 'utf16le-bom', 'escaped') }),
)

function damaged(bytes: Buffer, damages: readonly Damage[]): Buffer {
  return damages.reduce(damageOnce, bytes)
}

function damageOnce(bytes: Buffer, change: Damage): Buffer {
  if (change.kind === 'encode') return encoded(bytes.toString('utf8'), change.as)
  const index = change.at % (bytes.length + 1)
  const [before, after] = [bytes.subarray(0, index), bytes.subarray(index)]
  switch (change.kind) {
    case 'cut':
      return before
    case 'remove':
      return Buffer.concat([before, after.subarray(change.length)])
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, change.length), after])
    case 'insert':
      return Buffer.concat([before, change.bytes, after])
    case 'flip': {
      const copy = Buffer.from(bytes)
      if (index < copy.length) copy[index] = (copy[index] ?? 0) ^ (1 << change.bit)
      return copy
    }
    case 'double-key': {
      const written = bytes.toString('utf8')
      const keys = [...written.matchAll(/"[a-z_]+":/g)]
      const found = keys[change.at % Math.max(1, keys.length)]
      return found === undefined
        ? bytes
        : Buffer.from(`${written.slice(0, found.index)}${found[0]}${toText(change.with)},${written.slice(found.index)}`)
    }
  }
}

function encoded(written: string, as: Extract<Damage, { kind: 'encode' }>['as']): Buffer {
  switch (as) {
    case 'bom':
      return Buffer.from(`\uFEFF${written}`)
    case 'utf16le-bom':
      return Buffer.from(`\uFEFF${written}`, 'utf16le')
    case 'escaped':
      // As Meta may write it: everything beyond ASCII escaped.
      return Buffer.from(written.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`))
    case 'utf16le':
    case 'latin1':
      return Buffer.from(written, as)
  }
}

function printable(bytes: Buffer): WireBody {
  return Object.assign(
    { bytes },
    {
      [fc.toStringMethod]: () =>
        `Buffer.from(${JSON.stringify(bytes.toString('base64'))}, 'base64') /* ${bytes.toString('utf8').slice(0, 2000)} */`,
    },
  )
}

const valid = webhookJson.map((json) => toText(json))
const wrong = fc
  .tuple(webhookJson, fc.array(mutation, { minLength: 1, maxLength: 5 }))
  .map(([json, mutations]) => toText(mutated(json, mutations)))
const broken = fc
  .tuple(fc.oneof(valid, wrong), fc.array(damage, { minLength: 1, maxLength: 4 }))
  .map(([written, damages]) => damaged(Buffer.from(written), damages))
const spliced = fc
  .tuple(valid, valid, position, position)
  .map(([one, other, end, start]) => Buffer.from(one.slice(0, end % (one.length + 1)) + other.slice(start % (other.length + 1))))
const asBytes = (arbitrary: Arbitrary<string>) => arbitrary.map((written) => Buffer.from(written))

export const validBody: Arbitrary<WireBody> = asBytes(valid).map(printable)

/** Mostly JSON with something wrong in it, which comes furthest. */
export const wireBody: Arbitrary<WireBody> = fc
  .oneof(
    { weight: 2, arbitrary: asBytes(valid) },
    { weight: 9, arbitrary: asBytes(wrong) },
    { weight: 3, arbitrary: broken },
    { weight: 1, arbitrary: spliced },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: asBytes(fc.json({ maxDepth: 5 })) },
  )
  .map(printable)
