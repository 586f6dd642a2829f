import { placeholdersOf } from '#practice/world/templates.ts'
import { isFields, length } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { badTemplate, templateError } from './refusals.ts'

export type ParameterFormat = 'POSITIONAL' | 'NAMED'

const PLACE = /\{\{.*?\}\}/gs
const FORMATTING = /[*_~`\n]|\p{Extended_Pictographic}/u

export function checkHeaderText(header: Fields, format: ParameterFormat): void {
  const text = textOf(header, 'HEADER')
  if (length(text) > 60) throw templateError(2388040, 'HEADER: the text must be at most 60 characters long')
  // A name in a placeholder may have underscores.
  if (FORMATTING.test(text.replace(/\{\{.*?\}\}/g, '')))
    throw templateError(2388047, 'HEADER: no line breaks, formatting, emojis or asterisks')
  const names = checkPlaceholders(text, format, 'HEADER')
  if (names.length > 1) throw badTemplate('Too many variables', 'HEADER: there can be at most one variable')
  checkSamples(header, names, format, { positional: 'header_text', named: 'header_text_named_params', where: 'HEADER' })
}

export function checkBody(body: Fields, format: ParameterFormat, { most, where }: { most: number; where: string }): void {
  const text = textOf(body, where)
  if (length(text) > most) throw templateError(2388040, `${where}: the text must be at most ${most} characters long`)
  if (/\n\n\n| {5,}/.test(text)) throw templateError(2388072, `${where}: at most two line breaks and four spaces in a row`)
  const names = checkPlaceholders(text, format, where)
  if (/^\s*\{\{|\}\}\s*$/.test(text)) throw templateError(2388299, `${where}: a variable cannot be at the start or the end`)
  if (names.length > 0 && wordsIn(text) < 2 * placesIn(text) + 1)
    throw templateError(2388293, `${where}: too many variables for the length of the text`)
  if (/\}\}\s*\{\{/.test(text)) throw badTemplate('Adjacent variables', `${where}: two variables cannot stand next to each other`)
  checkSamples(body, names, format, { positional: 'body_text', named: 'body_text_named_params', where })
}

/** Meta does not say what it counts; senders found out: twice as many other words as variables, and one more. */
function wordsIn(text: string): number {
  return text
    .replace(PLACE, ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

function placesIn(text: string): number {
  return text.match(PLACE)?.length ?? 0
}

export function checkFooter(footer: Fields): void {
  const text = textOf(footer, 'FOOTER')
  if (length(text) > 60) throw templateError(2388040, 'FOOTER: the text must be at most 60 characters long')
  if (FORMATTING.test(text) || text.includes('{{')) throw templateError(2388073, 'FOOTER: no variables, line breaks, emojis or formatting')
}

function textOf(component: Fields, where: string): string {
  const text = component['text']
  if (typeof text !== 'string' || text.trim() === '') throw badTemplate('Missing text', `${where}: the text is empty`)
  return text
}

/** Numbers run from 1 without gaps; names have small letters, digits and underscores; never both. */
function checkPlaceholders(text: string, format: ParameterFormat, where: string): readonly string[] {
  const written = [...text.matchAll(/\{\{(.*?)\}\}/gs)].map((match) => (match[1] ?? '').trim())
  const rest = text.replace(/\{\{(.*?)\}\}/gs, '')
  if (/\{\{|\}\}/.test(rest)) throw badTemplate('Malformed variable', `${where}: curly braces are not closed`)
  for (const name of written) {
    const isGood = format === 'POSITIONAL' ? /^\d+$/.test(name) : /^[a-z][a-z0-9_]*$/.test(name)
    if (!isGood) throw badTemplate('Malformed variable', `${where}: "{{${name}}}" is not a variable of a ${format} template`)
  }
  const names = placeholdersOf(text)
  if (format === 'POSITIONAL' && names.some((name, index) => name !== String(index + 1)))
    throw badTemplate('Variables out of order', `${where}: variables must be numbered from {{1}} on, without gaps`)
  return names
}

function checkSamples(
  component: Fields,
  names: readonly string[],
  format: ParameterFormat,
  { positional, named, where }: { positional: string; named: string; where: string },
): void {
  if (names.length === 0) return
  const example = isFields(component['example']) ? component['example'] : {}
  const missing = badTemplate('Samples required', `${where}: each variable needs a sample`)
  if (format === 'NAMED') {
    const list = Array.isArray(example[named]) ? example[named].filter(isFields) : []
    const hasAll = names.every((name) => list.some((sample) => sample['param_name'] === name && isWord(sample['example'])))
    if (!hasAll) throw missing
    return
  }
  const given: unknown = example[positional]
  const outer: readonly unknown[] = Array.isArray(given) ? given : []
  const samples: readonly unknown[] = Array.isArray(outer[0]) ? outer[0] : outer
  if (samples.length !== names.length || !samples.every(isWord)) throw missing
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
