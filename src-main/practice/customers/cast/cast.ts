import type { Character } from '../character.ts'
import { ENCRENCA } from './encrenca.ts'
import { MARINA, OSVALDO } from './locals.ts'
import { BIA, EMILY, FERNANDA, KAIQUE, LUCIA, NOMVULA } from './newcomers.ts'
import { CIDA, LETICIA, LINA, PAULO, ROGERIO, TIAGO } from './regulars.ts'

/** Everybody who may write, in the order in which the newcomers come in. */
export const CAST: readonly Character[] = [
  MARINA,
  ROGERIO,
  ENCRENCA,
  PAULO,
  LETICIA,
  CIDA,
  EMILY,
  BIA,
  OSVALDO,
  LUCIA,
  FERNANDA,
  KAIQUE,
  NOMVULA,
  LINA,
  TIAGO,
]
