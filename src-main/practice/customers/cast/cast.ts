import type { Character } from '../character.ts'
import { ENCRENCA } from './encrenca.ts'
import { MARINA, OSVALDO } from './locals.ts'

/** Everybody who may write, in the order in which the newcomers come in. */
export const CAST: readonly Character[] = [ENCRENCA, MARINA, OSVALDO]
