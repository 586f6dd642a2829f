import type { DecodedEvent } from '../decoded.ts'
import type { People } from './people.ts'
import { unwrapJsonText } from './json.ts'
import { elementsOf, type WireObject } from './read.ts'

/** What every item of one `value` shares. */
export type Scope = {
  readonly entryId: string
  readonly field: string
  /** Empty when the body does not say. */
  readonly numberId: string
  /** The shop's own number, for telling which way a message went. */
  readonly shopPhone: string | null
  readonly entryAt: number | null
  readonly receivedAt: number | null
  readonly people: People
  readonly emit: Emit
}

export type Emit = (path: string, event: DecodedEvent) => void

/** One bad item becomes an unknown one and never stops its neighbours, whatever is wrong with it or with this decoder. */
export function isolated(emit: Emit, { path, value }: { readonly path: string; readonly value: unknown }, decode: () => void): void {
  try {
    decode()
  } catch {
    emit(path, { kind: 'unknown', reason: 'decoder-failed', value })
  }
}

/**
 * Keeps the lists and objects, also as JSON text, that stand under other names than the known ones. Single words and numbers are left to the raw body.
 * Answers whether there were any.
 */
export function keepRest(
  emit: Emit,
  { path, value }: { readonly path: string; readonly value: WireObject },
  isKnown: (key: string) => boolean,
): boolean {
  const rest = Object.entries(value).flatMap(([key, each]) =>
    isKnown(key) || typeof unwrapJsonText(each) !== 'object' ? [] : elementsOf(each, `${path}.${key}`),
  )
  for (const element of rest) emit(element.path, { kind: 'unknown', reason: 'unknown-list', value: element.value })
  return rest.length > 0
}
