import { invalidParameter, missingParameter } from '../errors/graph-error.ts'

/** Reading of posted JSON, with Meta's refusals. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function requireFields(owner: Fields, name: string, of = 'message'): Fields {
  const value = opened(owner[name])
  if (value === undefined || value === null) throw missingParameter(`Parameter '${name}' is mandatory for ${of}`)
  if (!isFields(value)) throw invalidParameter(`Param ${name} must be a JSON object.`)
  return value
}

export function requireList(owner: Fields, name: string, of: string): readonly unknown[] {
  const value = opened(owner[name])
  if (value === undefined || value === null) throw missingParameter(`Parameter '${name}' is mandatory for ${of}`)
  if (!Array.isArray(value)) throw invalidParameter(`Param ${name} must be an array.`)
  return value
}

/** Graph takes each parameter as form text, too: an object or a list may come as the text of its JSON. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

export function requireText(owner: Fields, name: string, of: string): string {
  const value = owner[name]
  if (value === undefined || value === null || value === '') throw missingParameter(`Parameter '${name}' is mandatory for ${of}`)
  if (typeof value !== 'string') throw invalidParameter(`Param ${name} must be a string.`)
  return value
}

export function optionalText(owner: Fields, name: string): string | null {
  const value = owner[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw invalidParameter(`Param ${name} must be a string.`)
  return value
}

/** A text, or none: what is no text counts as not given. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function checkLength(path: string, text: string, most: number): void {
  if (length(text) > most) throw invalidParameter(`Param ${path} must be at most ${most} characters long.`)
}

/** Meta counts code points, not UTF-16 units. */
export function length(text: string): number {
  return Array.from(text).length
}
