/** Scripts with letters that look like those of another. */
const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u]
/** Letters that turn, hide or join what is around them, and have no place in a name. Joiners stay: emoji and Indian scripts need them. */
const HIDDEN = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u

export function hasHiddenLetters(text: string): boolean {
  return HIDDEN.test(text)
}

/** Whether a name may pretend to be another: a word of it mixes alphabets with letters alike, or holds letters that nobody sees. */
export function isNameSuspicious(name: string): boolean {
  return hasHiddenLetters(name) || name.split(/[\s\p{P}]+/u).some((word) => LOOKALIKES.filter((script) => script.test(word)).length > 1)
}
