import type { TemplateProblem } from './templates.ts'

// Placeholders in a template's texts, `{{name}}` or `{{1}}`, and what may be put into them.

export type TemplateProblemKey = TemplateProblem['key']
export type Examples = Readonly<Record<string, string>>

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]{1,60})\s*\}\}/g
const NAME = /^[a-z][a-z0-9_]*$/
/** For each placeholder so many other words, and one more. Meta does not say; senders found it out (error 2388293). */
const WORDS_PER_PLACEHOLDER = 2
const SPACES_MAX = 4
/** Each sign of a script without spaces, or what stands between spaces. Linear, however long and odd the text is. */
const PART = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]+/gu
const WORD = /[\p{L}\p{N}\p{sc=Thai}]/u

/** The placeholders of a text, each once, in the order in which they stand. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))]
}

/** The text with its values; what has none, or a blank one, stays as a placeholder. */
export function fillPlaceholders(text: string, values: Examples): string {
  return text.replace(PLACEHOLDER, (whole, key: string) => {
    const value = ownValue(values, key)
    return value.trim() === '' ? whole : value
  })
}

/** As Meta counts: an emoji of one code point is one character. */
export function charactersIn(text: string): number {
  return Array.from(text).length
}

export function problem(at: string, key: TemplateProblemKey, limit: number | null = null): TemplateProblem {
  return { at, key, limit }
}

/** `most`: of placeholders; `isProse`: where Meta wants words around them. */
export function checkPlaceholders(
  text: string,
  options: { at: string; format: 'named' | 'positional'; most?: number; isProse: boolean },
): TemplateProblem[] {
  const { at, format, most = Infinity, isProse } = options
  const keys = placeholdersOf(text)
  const problems: TemplateProblem[] = []
  const own = format === 'named' ? keys.filter((key) => !isNumber(key)) : keys.filter(isNumber)
  if (/\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''))) problems.push(problem(at, 'placeholder-malformed'))
  else if (own.length < keys.length) problems.push(problem(at, 'placeholder-mixed'))
  else if (format === 'named' && !keys.every((key) => NAME.test(key))) problems.push(problem(at, 'placeholder-malformed'))
  else if (format === 'positional' && keys.some((key, index) => key !== String(index + 1)))
    problems.push(problem(at, 'placeholder-numbering'))
  if (keys.length > most) problems.push(problem(at, 'too-many-placeholders', most))
  if (!isProse || keys.length === 0) return problems
  const trimmed = text.trim()
  if (trimmed.startsWith('{{') || trimmed.endsWith('}}')) problems.push(problem(at, 'placeholder-at-edge'))
  if (/\}\}\s*\{\{/.test(text)) problems.push(problem(at, 'placeholder-adjacent'))
  const wanted = WORDS_PER_PLACEHOLDER * [...text.matchAll(PLACEHOLDER)].length + 1
  if (wordsIn(text.replace(PLACEHOLDER, ' ')) < wanted) problems.push(problem(at, 'too-many-placeholders-for-text', wanted))
  return problems
}

function wordsIn(text: string): number {
  return (text.match(PART) ?? []).filter((part) => WORD.test(part)).length
}

/** `at` leads to the examples or values; each is reported under its key. */
export function checkGiven(
  keys: readonly string[],
  given: Examples,
  { at, missing }: { at: string; missing: 'example-missing' | 'value-missing' },
): TemplateProblem[] {
  return keys.flatMap((key) => checkValue(ownValue(given, key), { at: `${at}.${key}`, missing }))
}

/** What Meta refuses in a value (132018). */
export function checkValue(
  value: string,
  { at, missing }: { at: string; missing: 'example-missing' | 'value-missing' },
): TemplateProblem[] {
  if (value.trim() === '') return [problem(at, missing)]
  const problems: TemplateProblem[] = []
  if (/[\n\r\u2028\u2029]/.test(value)) problems.push(problem(at, 'value-line-break'))
  if (hasWideGap(value)) problems.push(problem(at, 'value-spaces', SPACES_MAX))
  return problems
}

/** A tab, or more than four spaces in a row. */
export function hasWideGap(text: string): boolean {
  return /\t| {5}/.test(text)
}

/** What WhatsApp draws as bold, italics, struck through or code, and emojis: headers, footers and labels have none of them. */
export function hasFormatting(text: string): boolean {
  // A name in a placeholder may have underscores.
  return /[*_~`]|\p{Extended_Pictographic}/u.test(text.replace(/\{\{[^{}]*\}\}/g, ''))
}

function isNumber(key: string): boolean {
  return /^\d+$/.test(key)
}

/** A key may be any word, `constructor` too. */
function ownValue(values: Examples, key: string): string {
  return Object.hasOwn(values, key) ? (values[key] ?? '') : ''
}
