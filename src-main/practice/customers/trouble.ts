import type { Fault } from '../delivery/faults.ts'
import { findErrorCode } from '../errors/codes.ts'
import { folded } from './understand.ts'

/**
 * The trouble a shop asks for by writing of it. A code of four or more digits may stand anywhere; a shorter one must be the
 * whole message or follow `erro`, `código`, `error`, `code` or `#`, or else every price would be one.
 */
export function readTrouble(text: string): Fault | null {
  const plain = folded(text).trim()
  for (const [pattern, fault] of WORDS) if (pattern.test(plain)) return fault
  const found =
    /\b(\d{4,7})\b/.exec(plain)?.[1] ?? /^#?(\d{1,3})$/.exec(plain)?.[1] ?? /(?:erro|codigo|error|code|#)\s*(\d{1,3})\b/.exec(plain)?.[1]
  if (found === undefined) return null
  const code = Number(found)
  return findErrorCode(code) === null ? null : { kind: 'code', code }
}

/** Asked to show everything a customer can send. */
export function wantsOneOfEach(text: string): boolean {
  return /\bum de cada\b/.test(folded(text))
}

const WORDS: readonly (readonly [RegExp, Fault])[] = [
  [/\bsem resposta\b|\btimeout\b/, { kind: 'no-answer' }],
  [/\bcaiu depois\b/, { kind: 'dropped-after' }],
  [/\bcaiu\b/, { kind: 'dropped' }],
  [/\bpagina de erro\b|\berro 500\b/, { kind: 'page-500' }],
  [/\bsem id\b/, { kind: 'no-id' }],
  [/\bpela metade\b(?! do arquivo)/, { kind: 'half-json' }],
]
