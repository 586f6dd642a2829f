import type { DecodedEvent } from '../decoded.ts'
import type { People } from './people.ts'

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
