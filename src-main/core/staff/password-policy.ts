import { PASSWORD_MIN_LENGTH } from '#contract'
import { AppError } from '../lib/app-error.ts'
import { readCommonPasswords } from './common-passwords.ts'

export type PasswordPolicy = {
  /**
   * Throws `password-too-short` or `password-too-common`. `names`: what the shop and its people are called, the first thing somebody guesses.
   * Length and commonness decide; there are no rules of composition.
   */
  check(password: string, options: { names: readonly string[] }): void
}

/** The program's own words, and what Brazilians like best. */
const ALWAYS_GUESSED = [
  'balcao',
  'whatsapp',
  'zapzap',
  'atendimento',
  'vendas',
  'cliente',
  'password',
  'senha',
  'mudar',
  'admin',
  'brasil',
  'loja',
  'flamengo',
  'corinthians',
  'palmeiras',
  'saopaulo',
  'vasco',
  'gremio',
  'cruzeiro',
  'deusefiel',
  'jesus',
  'familia',
  'teamo',
  'iloveyou',
]
/** As keys lie and as letters follow; read both ways. */
const ROWS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '01234567890', '1qaz2wsx3edc4rfv5tgb', 'q1w2e3r4t5y6u7i8']
const MIN_DISTINCT_CHARACTERS = 5
/** What is left of one's own, once the words that are tried first are taken out of it: digits and signs behind a name do not count. */
const MIN_OWN_CHARACTERS = 4
const MIN_WORD = 3
const MIN_ROW = 4
/** Signs and digits that stand for letters. */
const STAND_INS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Unicode's own normal form, so that the same keys typed on two systems give the same password. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC')
}

/** The list is read when it is first needed, and kept. */
export function createPasswordPolicy(): PasswordPolicy {
  let common: ReadonlySet<string> | null = null

  function isCommon(word: string): boolean {
    common ??= readCommonPasswords()
    return common.has(word)
  }

  /** On the list, with or without what stands before and behind it, or two of the list together. */
  function isListed(password: string): boolean {
    const core = password.replace(/^[^a-z]+|[^a-z]+$/g, '')
    const cuts = Array.from({ length: Math.max(0, core.length - 2 * MIN_ROW + 1) }, (_, index) => index + MIN_ROW)
    return isCommon(password) || isCommon(core) || cuts.some((cut) => isCommon(core.slice(0, cut)) && isCommon(core.slice(cut)))
  }

  return {
    check(password, { names }) {
      // Code points, as NIST counts them.
      const characters = Array.from(normalisePassword(password))
      if (characters.length < PASSWORD_MIN_LENGTH) {
        throw new AppError('password-too-short', 'Below the shortest length', { facts: { limit: PASSWORD_MIN_LENGTH } })
      }
      const plain = fold(characters.join(''))
      const words = [...ALWAYS_GUESSED, ...names.flatMap(wordsOf)]
      const isWeak = [plain, withoutStandIns(plain)].some((form) => isListed(form) || isOfWords(form, words))
      if (isWeak || isRepeated(plain) || new Set(characters).size < MIN_DISTINCT_CHARACTERS) {
        throw new AppError('password-too-common', 'Mostly repetition or words that are tried first')
      }
    },
  }
}

/** Whether hardly anything is left once words, rows of keys and years are taken out. */
function isOfWords(password: string, words: readonly string[]): boolean {
  const isIn = (word: string) => word.length >= MIN_WORD && password.includes(word)
  let rest = password
  for (const word of words.filter(isIn).toSorted((one, other) => other.length - one.length)) rest = rest.replaceAll(word, ' ')
  rest = withoutRows(rest)
  const hasWords = rest !== password
  return (
    hasWords &&
    new Set(rest.replace(/[^\p{L}]/gu, '')).size < MIN_OWN_CHARACTERS &&
    Array.from(rest.replace(/\s/g, '')).length < PASSWORD_MIN_LENGTH
  )
}

function withoutRows(password: string): string {
  const rows = ROWS.flatMap((row) => [row, Array.from(row).toReversed().join('')])
  let rest = ''
  for (let at = 0; at < password.length;) {
    const length = Math.max(...rows.map((row) => sharedLength(password.slice(at), row)))
    if (length < MIN_ROW) rest += password.charAt(at)
    at += length < MIN_ROW ? 1 : length
  }
  return rest
}

/** How much of the text's beginning stands in the row somewhere. */
function sharedLength(text: string, row: string): number {
  const start = row.indexOf(text.slice(0, MIN_ROW))
  if (start === -1 || text.length < MIN_ROW) return 0
  let length = MIN_ROW
  while (length < text.length && text.charAt(length) === row.charAt(start + length)) length += 1
  return length
}

/** The same few characters again and again: abcabcabc. */
function isRepeated(password: string): boolean {
  return /^(.{1,7}?)\1+$/su.test(password)
}

function wordsOf(name: string): string[] {
  const folded = fold(name)
  return [...folded.split(/[^\p{L}\p{N}]+/u), folded.replace(/[^\p{L}\p{N}]+/gu, '')]
}

function withoutStandIns(password: string): string {
  return Array.from(password, (character) => STAND_INS[character] ?? character).join('')
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
