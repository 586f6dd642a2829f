const MOST = 3
/** A whole emoji: with its skin, its joined others, a flag, a key. Digits and `#` are emoji only with their sign behind them. */
const EMOJI = /^(?:\p{RGI_Emoji})+$/v

/** How many emoji a text consists of, when it consists of one to three and nothing else; otherwise none. */
export function countBigEmoji(text: string): number {
  const trimmed = text.replace(/\s+/g, '')
  // The longest single emoji are families of some thirty code units.
  if (trimmed === '' || trimmed.length > 100 || !EMOJI.test(trimmed)) return 0
  const count = [...trimmed.matchAll(/\p{RGI_Emoji}/gv)].length
  return count <= MOST ? count : 0
}
