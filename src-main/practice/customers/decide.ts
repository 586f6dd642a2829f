import type { Random } from '../time/random.ts'
import type { Character, Line, PhraseBook, Tell, Want } from './character.ts'
import type { Understanding } from './understand.ts'

/** What a customer remembers of the conversation. */
export type Memory = {
  readonly visit: 1 | 2
  /** Which want is being dealt with; past the end: all is settled. */
  readonly wantIndex: number
  readonly isClosed: boolean
  /** How often each line was used, so that nobody says the same thing twice in a row. */
  readonly used: Readonly<Record<string, number>>
  readonly courtesies: number
  readonly repeats: number
  readonly nudges: number
}

export const FRESH_MEMORY: Memory = { visit: 1, wantIndex: 0, isClosed: false, used: {}, courtesies: 0, repeats: 0, nudges: 0 }

/** What the shop sent, taken together when it wrote several times. */
export type Heard = { readonly understanding: Understanding; readonly hasMedia: boolean; readonly hasReactionOnly: boolean }

export type Decision = { readonly lines: readonly Line[]; readonly memory: Memory; readonly isWaitingForShop: boolean }

const COURTESIES_MAX = 2
const REPEATS_MAX = 2
// Told in passing, worth a word of the customer's own when nothing else was said.
const WORTH_A_WORD: readonly Tell[] = [
  'unavailable',
  'no-discount',
  'discount',
  'free',
  'on-the-way',
  'ready',
  'apology',
  'payment-key',
  'price',
  'link',
  'ingredients',
  'available',
  'time',
  'place',
  'greeting',
]

const DEFINITE: readonly Tell[] = [
  'price',
  'time',
  'free',
  'on-the-way',
  'ready',
  'ingredients',
  'discount',
  'no-discount',
  'payment-key',
  'place',
]

/** Decides what a customer says to what was heard. Pure: the same memory, words and chance give the same answer. */
export function decide({
  character,
  phrases,
  memory,
  heard,
  random,
}: {
  character: Character
  phrases: PhraseBook
  memory: Memory
  heard: Heard
  random: Random
}): Decision {
  const { understanding } = heard
  const used: Record<string, number> = { ...memory.used }
  const lines: Line[] = []
  let { wantIndex, isClosed, courtesies, repeats } = memory
  const wants = wantsOf(character, memory.visit)

  function say(pool: string, options: readonly Line[] | undefined): boolean {
    const line = nextLine(pool, options ?? [], used, random)
    if (line === null) return false
    lines.push(line)
    return true
  }

  function done(isWaitingForShop: boolean): Decision {
    return { lines, isWaitingForShop, memory: { ...memory, wantIndex, isClosed, used, courtesies, repeats, nudges: 0 } }
  }

  if (heard.hasReactionOnly) return done(!isClosed)
  const isForeign =
    character.language !== 'pt' &&
    understanding.language !== null &&
    understanding.language !== character.language &&
    understanding.language === 'pt'
  if (isForeign && (used['foreign'] ?? 0) < 1) say('foreign', phrases.foreign)

  for (const question of understanding.asks.slice(0, 2)) {
    say('answer/' + question, character.answers?.[question] ?? phrases.answers[question])
  }

  const want = wants[wantIndex]
  const settled = lastSettled(wants, wantIndex, heard, repeats > 0)
  if (settled !== null) {
    say('reply/' + memory.visit + '/' + settled, wants[settled]?.reply)
    wantIndex = settled + 1
    repeats = 0
    const next = wants[wantIndex]
    if (next?.ask !== undefined) lines.push(next.ask)
    if (next === undefined && understanding.asks.length === 0) {
      say('closing/' + memory.visit, closingOf(character, memory.visit))
      isClosed = true
    }
    return done(!isClosed)
  }
  if (lines.length > 0) return done(!isClosed)

  if (understanding.tells.includes('wait')) {
    say('wait', character.reactions?.wait ?? phrases.reactions.wait)
    return done(true)
  }
  if (want === undefined && !isClosed) {
    say('closing/' + memory.visit, closingOf(character, memory.visit))
    isClosed = true
    return done(false)
  }
  if (isClosed) {
    if (understanding.isQuestion) say('unsure', phrases.unsure)
    else if (courtesies < COURTESIES_MAX) {
      courtesies += 1
      say('courtesy', phrases.courtesy)
    }
    return done(false)
  }
  if (heard.hasMedia && say('media', phrases.media)) return done(true)
  const told = WORTH_A_WORD.find((tell) => understanding.tells.includes(tell))
  if (told !== undefined && say('reaction/' + told, character.reactions?.[told] ?? phrases.reactions[told])) return done(true)
  if (understanding.isQuestion) {
    say('unsure', phrases.unsure)
    return done(true)
  }
  if (repeats < REPEATS_MAX) {
    repeats += 1
    say('repeats', phrases.repeats)
  }
  return done(true)
}

function wantsOf(character: Character, visit: 1 | 2): readonly Want[] {
  return visit === 1 ? character.wants : (character.comesBack?.wants ?? [])
}

/** The lines of a pool are used in turn from a chance start; all are used before one comes again. */
function nextLine(pool: string, options: readonly Line[], used: Record<string, number>, random: Random): Line | null {
  if (options.length === 0) return null
  const count = used[pool] ?? 0
  used[pool] = count + 1
  const start = random.fork('pool/' + pool).between(0, options.length - 1)
  return options[(start + count) % options.length] ?? null
}

function closingOf(character: Character, visit: 1 | 2): readonly Line[] {
  return visit === 1 ? character.closing : (character.comesBack?.closing ?? character.closing)
}

/**
 * The last want that these words settle, or null. One message may settle several: whoever was told the price need not ask for
 * it. A want not asked yet is settled only by something as definite as that, and not by what already settled another.
 */
function lastSettled(wants: readonly Want[], from: number, heard: Heard, isPatient: boolean): number | null {
  const current = wants[from]
  if (current === undefined) return null
  const isCurrent = satisfies(current, heard, isPatient)
  const { tells } = heard.understanding
  const isByGeneralWords = tells.some((tell) => current.until.includes(tell) && !DEFINITE.includes(tell))
  let left = DEFINITE.filter((tell) => tells.includes(tell) && (isByGeneralWords || !current.until.includes(tell)))
  let settled = isCurrent ? from : null
  for (let index = from + 1; index < wants.length; index += 1) {
    const until = wants[index]?.until ?? []
    if (!left.some((tell) => until.includes(tell))) break
    left = left.filter((tell) => !until.includes(tell))
    settled = index
  }
  return settled
}

/** Whoever has asked twice takes any real answer for one. */
function satisfies(want: Want, { understanding, hasMedia }: Heard, isPatient: boolean): boolean {
  if (hasMedia && want.until.includes('picture')) return true
  if (understanding.tells.some((tell) => want.until.includes(tell))) return true
  const hasSubstance = understanding.wordCount >= 3 && !understanding.isQuestion && !understanding.tells.includes('wait')
  return (isPatient || want.until.includes('anything')) && hasSubstance && !isOnlyGreeting(understanding)
}

function isOnlyGreeting({ tells, wordCount }: Understanding): boolean {
  return tells.includes('greeting') && wordCount <= 5
}
