import { ANSWER_PIECES } from './answers.ts'
import { FILE_PIECES } from './files.ts'
import { LIFE_PIECES } from './life.ts'
import { WORD_PIECES } from './words.ts'

/** Everything a customer can send, each once; a gallery sends them in this order. */
export const PIECES = { ...WORD_PIECES, ...FILE_PIECES, ...ANSWER_PIECES, ...LIFE_PIECES }

export type PieceName = keyof typeof PIECES

// The keys are those of the object above, which nothing adds to.
export const PIECE_NAMES = Object.keys(PIECES) as readonly PieceName[]
