import type { WireError } from '../decoded.ts'
import { unwrapJsonText } from './json.ts'

/** Readers that take what comes (Meta writes the same field as text here and as a number there) and answer null for the rest. */
export type WireObject = { readonly [key: string]: unknown }

export function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object, whether it came as one or as JSON text; empty when it is neither. */
export function objectOf(value: unknown): WireObject {
  const plain = unwrapJsonText(value)
  return isObject(plain) ? plain : {}
}

export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return null
}

/** Text with something in it: for ids, names and the like, where empty means absent. */
export function filledOf(value: unknown): string | null {
  const text = textOf(value)?.trim() ?? ''
  return text === '' ? null : text
}

/** What a person wrote, as they wrote it; null when there is nothing to see. */
export function wordsOf(value: unknown): string | null {
  const text = textOf(value)
  return text === null || text.trim() === '' ? null : text
}

export function firstFilled(...values: readonly unknown[]): string | null {
  for (const value of values) {
    const text = filledOf(value)
    if (text !== null) return text
  }
  return null
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const parsed = Number(value.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2'))
  return Number.isFinite(parsed) ? parsed : null
}

export function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === '1' || value === 'true') return true
  if (value === 0 || value === '0' || value === 'false') return false
  return null
}

export type Element = { readonly path: string; readonly value: unknown }

/**
 * The elements of a list, however it came: an array, lists inside it, one object instead of a list, or JSON text of any of these.
 * An absent or null list has none.
 */
export function elementsOf(list: unknown, path: string): readonly Element[] {
  const plain = unwrapJsonText(list)
  if (plain === undefined || plain === null) return []
  if (!Array.isArray(plain)) return [{ path, value: plain }]
  return plain.flatMap((each: unknown, index) => {
    const inner = unwrapJsonText(each)
    const at = `${path}.${index}`
    return Array.isArray(inner) && inner.length > 0 ? elementsOf(inner, at) : [{ path: at, value: inner }]
  })
}

/** `{code, title, message?, error_data{details}?}`; older bodies have `details` beside `code`. */
export function errorsOf(list: unknown): readonly WireError[] {
  return elementsOf(list, '').map(({ value }) => errorOf(value))
}

export function errorOf(value: unknown): WireError {
  const error = objectOf(value)
  const code = numberOf(error['code'])
  return {
    code: code === null ? null : Math.trunc(code),
    title: firstFilled(error['title'], error['message'], isObject(value) ? null : value),
    details: firstFilled(objectOf(error['error_data'])['details'], error['details'], error['error_data'], error['message']),
  }
}
