import { knownVariables } from '#contract'

export type KnownVariable = (typeof knownVariables)[number]
export type VariableValues = Readonly<Record<KnownVariable, string | null>>
export type Slot = { start: number; end: number; name: string }

/** Said together with the name: nobody is greeted as "Dr." or "Dona" alone. */
const TITLES = new Set([
  'dr',
  'dra',
  'sr',
  'sra',
  'srta',
  'dona',
  'seu',
  'prof',
  'profa',
  'don',
  'doña',
  'mr',
  'mrs',
  'ms',
  'miss',
  'mme',
  'mama',
  'baba',
  'mkhulu',
  'gogo',
])

const SLOT = /\{\{\s*([\p{L}\p{N}_ -]{1,40}?)\s*\}\}/gu

/** Puts in what is known; what is not known, or has no value, stays as `{{word}}` for the attendant to fill. */
export function fillVariables(text: string, values: VariableValues): string {
  return text.replace(SLOT, (whole, name: string) => (isKnown(name) ? (values[name] ?? whole) : whole))
}

/** The places still to be filled, in order. While there is one, the text must not be sent. */
export function findSlots(text: string): Slot[] {
  return Array.from(text.matchAll(SLOT), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: match[1] ?? '',
  }))
}

/** The slot that Tab selects next. Null past the last one, where Tab leaves the field as it always does. */
export function nextSlot({
  text,
  selection,
  backwards,
}: {
  text: string
  selection: { start: number; end: number }
  backwards: boolean
}): Slot | null {
  const slots = findSlots(text)
  if (backwards) return slots.findLast((slot) => slot.end <= selection.start) ?? null
  return slots.find((slot) => slot.start >= selection.end) ?? null
}

/** What to call somebody in a sentence; null when the name is only a number or a sign, so that it is left to the attendant. */
export function firstName(name: string | null): string | null {
  const words = (name ?? '').split(/\s+/).filter((word) => /\p{L}{2}/u.test(word))
  const [first, second] = words
  if (first === undefined || /^[@+]|\d{3}/.test(first)) return null
  return TITLES.has(first.toLowerCase().replace(/\.$/, '')) && second !== undefined ? `${first} ${second}` : first
}

function isKnown(name: string): name is KnownVariable {
  return knownVariables.some((known) => known === name)
}
