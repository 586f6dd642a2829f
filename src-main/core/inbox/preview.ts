/** As people count characters; what is cut ends in an ellipsis. */
const PREVIEW_MAX_CHARACTERS = 120

/** In UTF-16 units, for "characters" made of dozens of code points: what 120 long emoji take. */
const PREVIEW_MAX_LENGTH = 1320

// Where characters end does not depend on the language.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The text as one line of at most 120 characters; an emoji or an accented letter is never cut apart. */
export function toPreview(text: string): string {
  const line = text
    .slice(0, PREVIEW_MAX_LENGTH * 2)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (line.length <= PREVIEW_MAX_CHARACTERS) return line
  let count = 0
  let lastStart = 0
  for (const { segment, index } of graphemes.segment(line)) {
    count += 1
    if (count > PREVIEW_MAX_CHARACTERS || index + segment.length > PREVIEW_MAX_LENGTH) return `${line.slice(0, lastStart).trimEnd()}…`
    lastStart = index
  }
  return line
}
