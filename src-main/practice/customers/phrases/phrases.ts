import type { Language, PhraseBook } from '../character.ts'
import { ENGLISH } from './en.ts'
import { SPANISH } from './es.ts'
import { PORTUGUESE } from './pt.ts'
import { ZULU } from './zu.ts'

export const PHRASES: Readonly<Record<Language, PhraseBook>> = { pt: PORTUGUESE, en: ENGLISH, es: SPANISH, zu: ZULU }
