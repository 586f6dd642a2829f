import { PASSWORD_MIN_LENGTH } from '#contract'
import { AppError } from '../lib/app-error.ts'

/** What people are called is the first thing somebody guesses. */
type Surroundings = { readonly names: readonly string[] }

const ALWAYS_GUESSED = [
  'balcao',
  'whatsapp',
  'password',
  'senha',
  'qwerty',
  'asdfgh',
  'abcdef',
  '123456',
  '654321',
  'iloveyou',
  'teamo',
  'brasil',
  'loja',
]
const MIN_DISTINCT_CHARACTERS = 6
/** Below this many characters of one's own, a name with some digits behind it is still that name. */
const MIN_OWN_CHARACTERS = 8

/** Unicode's own normal form, so that the same keys typed on two systems give the same password. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC')
}

/** Throws `password-too-short` or `password-too-common`. Length decides; there are no rules of composition. */
export function checkPassword(password: string, { names }: Surroundings): void {
  // Code points, as NIST counts them.
  const characters = Array.from(normalisePassword(password))
  if (characters.length < PASSWORD_MIN_LENGTH) {
    throw new AppError('password-too-short', 'Below the shortest length', { facts: { limit: PASSWORD_MIN_LENGTH } })
  }
  if (new Set(characters).size < MIN_DISTINCT_CHARACTERS || ownCharacters(characters.join(''), names) < MIN_OWN_CHARACTERS) {
    throw new AppError('password-too-common', 'Mostly repetition or words that are tried first')
  }
}

/** How much is left once the words that are tried first are taken out. */
function ownCharacters(password: string, names: readonly string[]): number {
  let rest = fold(password)
  const words = names.flatMap((name) => fold(name).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3)
  for (const word of [...ALWAYS_GUESSED, ...words]) rest = rest.replaceAll(word, '')
  return new Set(rest.replace(/(?:19|20)\d\d/g, '')).size
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
