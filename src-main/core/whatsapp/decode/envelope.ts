import { assertNever } from '#core/lib/assert.ts'
import type { DecodedBody, DecodedItem } from '../decoded.ts'
import { parseJson, unwrapJsonText } from './json.ts'
import { elementsOf, filledOf, isObject, type Element, type WireObject } from './read.ts'
import { keepRest } from './scope.ts'
import { timeOf } from './time.ts'
import { decodeValue, type ValueContext } from './value.ts'

/**
 * Says what a webhook body holds, item by item, each list in its order. Never throws, and leaves nothing out: each entry, change and
 * element of a list becomes at least one item. Also reads what support people capture: a bare change or value, a list of bodies,
 * a body inside the log record of a proxy. `receivedAt` lets it see that a time lies in the future; without it the item itself decides.
 */
export function decodeWebhook(body: Buffer, { receivedAt = null }: { readonly receivedAt?: number | null } = {}): DecodedBody {
  const parsed = parseJson(body.toString('utf8'))
  const root = parsed.ok ? unwrapJsonText(parsed.value) : null
  if (typeof root !== 'object' || root === null) return { kind: 'not-json' }
  const parts = findParts({ path: '', value: root })
  if (parts.length === 0) return isObject(root) ? { kind: 'not-ours', object: filledOf(root['object']) } : { kind: 'not-json' }

  const items: DecodedItem[] = []
  const decoder: Decoder = { receivedAt, emit: (path, event) => void items.push({ path: path.replace(/^\./, ''), event }) }
  for (const part of parts) decodePart(decoder, part)
  return { kind: 'events', items }
}

type Decoder = Pick<ValueContext, 'receivedAt' | 'emit'>
type Part = { readonly kind: 'body' | 'entry' | 'change' | 'value'; readonly path: string; readonly value: WireObject }

function decodePart(decoder: Decoder, { kind, path, value }: Part): void {
  switch (kind) {
    case 'body':
      decodeEntries(decoder, { path: `${path}.entry`, value: value['entry'] })
      keepRest(decoder.emit, { path, value }, (key) => key === 'entry')
      return
    case 'entry':
      return decodeEntry(decoder, { path, value })
    case 'change':
      return decodeChange({ ...decoder, entryId: '', field: '', entryAt: null }, { path, value })
    case 'value':
      return decodeValue({ ...decoder, entryId: '', field: 'messages', entryAt: null }, { path, value })
    default:
      return assertNever(kind)
  }
}

function decodeEntries(decoder: Decoder, list: Element): void {
  const entries = elementsOf(list.value, list.path)
  if (entries.length === 0) decoder.emit(list.path, { kind: 'unknown', reason: 'empty', value: list.value ?? null })
  for (const entry of entries) decodeEntry(decoder, entry)
}

function decodeEntry(decoder: Decoder, { path, value }: Element): void {
  if (!isObject(value)) return decoder.emit(path, { kind: 'unknown', reason: 'not-an-object', value })
  const context = { ...decoder, entryId: filledOf(value['id']) ?? '', field: '', entryAt: timeOf(value['time'], decoder.receivedAt) }
  if ('field' in value || 'value' in value) return decodeChange(context, { path, value })
  const changes = elementsOf(value['changes'], `${path}.changes`)
  for (const change of changes) decodeChange(context, change)
  if (changes.length > 0) return void keepRest(decoder.emit, { path, value }, (key) => key === 'changes')
  // Some programs hand on entries whose changes they have opened already.
  if (isValue(value)) return decodeValue({ ...context, field: 'messages' }, { path, value })
  decoder.emit(path, { kind: 'unknown', reason: 'no-changes', value })
}

function decodeChange(context: ValueContext, { path, value: change }: Element): void {
  if (!isObject(change)) return context.emit(path, { kind: 'unknown', reason: 'not-an-object', value: change })
  const field = filledOf(change['field']) ?? ''
  if (!('value' in change)) {
    if (isValue(change)) return decodeValue({ ...context, field: field === '' ? 'messages' : field }, { path, value: change })
    return context.emit(path, { kind: 'unknown', reason: 'no-value', value: change })
  }
  const values = elementsOf(change['value'], `${path}.value`)
  if (values.length === 0) return context.emit(path, { kind: 'unknown', reason: 'no-value', value: change })
  for (const value of values) decodeValue({ ...context, field }, value)
  keepRest(context.emit, { path, value: change }, (key) => key === 'value')
}

/** How deep a body may lie inside what somebody's proxy or log made of it. */
const WRAPPING_MAX = 3

function findParts({ path, value }: Element, depth = 0): readonly Part[] {
  const plain = unwrapJsonText(value)
  if (isObject(plain)) {
    const kind = kindOf(plain)
    if (kind === 'foreign') return []
    if (kind !== null) return [{ kind, path, value: plain }]
  }
  if (depth >= WRAPPING_MAX || typeof plain !== 'object' || plain === null) return []
  return Object.entries(plain).flatMap(([key, each]) => findParts({ path: path === '' ? key : `${path}.${key}`, value: each }, depth + 1))
}

function kindOf(value: WireObject): Part['kind'] | 'foreign' | null {
  const object = filledOf(value['object'])?.toLowerCase()
  if (object !== undefined && !object.startsWith('whatsapp')) return 'foreign'
  if (
    'entry' in value &&
    (object !== undefined || elementsOf(value['entry'], '').some(({ value: entry }) => isObject(entry) && 'changes' in entry))
  )
    return 'body'
  if ('changes' in value && elementsOf(value['changes'], '').some(({ value: change }) => isObject(change) && 'field' in change))
    return 'entry'
  if (typeof value['field'] === 'string' && 'value' in value) return 'change'
  return isValue(value) ? 'value' : null
}

/** Bears the mark of every messaging value, or lists messages or statuses that have ids. */
function isValue(value: WireObject): boolean {
  const isMarked = value['messaging_product'] === 'whatsapp'
  return (
    ['messages', 'statuses'].some((key) =>
      elementsOf(value[key], '').some(({ value: each }) => isObject(each) && 'id' in each && ('type' in each || 'status' in each)),
    ) ||
    (isMarked && 'metadata' in value)
  )
}
