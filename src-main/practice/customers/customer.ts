import { assertNever } from '../assert-never.ts'
import type { PracticeClock } from '../time/clock.ts'
import type { Random } from '../time/random.ts'
import type { Outgoing } from '../world/message-log.ts'
import type { Person } from '../world/people.ts'
import type { Act, Beat, Character, Line, PhraseBook } from './character.ts'
import { decide, FRESH_MEMORY } from './decide.ts'
import type { Memory } from './decide.ts'
import type { Mouth } from './mouth.ts'
import { tapFor } from './taps.ts'
import { understand } from './understand.ts'

/** One customer, living: opens, answers, waits, asks again, closes. */
export type Customer = {
  readonly character: Character
  readonly person: Person
  /** Writes the opening; `ageMs` ago when it should look as if it had waited. */
  open(ageMs?: number): void
  hasOpened(): boolean
  /** Has something new to say without being asked: a second visit. */
  canComeBack(): boolean
  comeBack(): void
  /** The shop's message is in front of the customer's eyes. */
  see(message: Outgoing): void
}

export type CustomerDeps = {
  readonly character: Character
  readonly person: Person
  readonly phrases: PhraseBook
  readonly clock: PracticeClock
  readonly random: Random
  readonly mouth: Mouth
  readonly onSpoke: () => void
  /** Wrote in an earlier life of the simulator. */
  readonly hasOpened: boolean
}

// A shop often writes in several goes; a customer answers when it seems to have finished.
const LISTENS_FOR_MS = 2_500
const TYPING_MIN_MS = 1_200
const TYPING_MAX_MS = 14_000
const COMES_BACK_AFTER_MS = 6 * 60_000

export function createCustomer({ character, person, phrases, clock, random, mouth, onSpoke, ...deps }: CustomerDeps): Customer {
  const { pace } = character
  let memory: Memory = FRESH_MEMORY
  let { hasOpened } = deps
  let closedAt: number | null = null
  let unheard: Outgoing[] = []
  let cancelListening: (() => void) | null = null
  let cancelPatience: (() => void) | null = null
  let isTyping = false

  /** Says the beats of a line one after the other, each after the time it takes to type. */
  function speak(
    lines: readonly Line[],
    { target, afterwards, isByAd = false }: { target: string | null; afterwards: () => void; isByAd?: boolean },
  ): void {
    const beats = lines.flatMap((line): readonly Beat[] => (isBeats(line) ? line : [line]))
    isTyping = true

    function next(index: number): void {
      const beat = beats[index]
      if (beat === undefined) {
        isTyping = false
        afterwards()
        // What came in meanwhile was not answered yet.
        listen()
        return
      }
      const act = asAct(beat)
      clock.after(typingMs(act, pace.typingMsPerCharacter), () => {
        mouth.perform(person, act, { target, isByAd: isByAd && index === 0 })
        onSpoke()
        next(index + 1)
      })
    }

    next(0)
  }

  function waitForShop(): void {
    cancelPatience?.()
    const nudge = character.nudges[memory.nudges]
    if (nudge === undefined) return
    const patienceMs = pace.patienceMs * (0.8 + random.next() * 0.5) * (1 + memory.nudges)
    cancelPatience = clock.after(patienceMs, () => {
      memory = { ...memory, nudges: memory.nudges + 1 }
      speak([nudge], { target: null, afterwards: waitForShop })
    })
  }

  function answer(): void {
    const messages = unheard
    unheard = []
    const last = messages.at(-1)
    if (last === undefined) return
    cancelPatience?.()
    const tapped = messages
      .map((message) => ({ message, tap: tapFor(message, random.fork(message.wamid)) }))
      .find(({ tap }) => tap !== null)
    if (tapped !== undefined && tapped.tap !== null) {
      const { tap, message } = tapped
      isTyping = true
      clock.after(TYPING_MIN_MS, () => {
        isTyping = false
        mouth.sendRaw(person, { ...tap, quotes: message.wamid })
        onSpoke()
        waitForShop()
        listen()
      })
      return
    }
    const decision = decide({
      character,
      phrases,
      memory,
      random: random.fork('words'),
      heard: {
        understanding: understand(messages.map((message) => message.text).join('\n')),
        hasMedia: messages.some(({ type }) => ['image', 'video', 'document', 'audio', 'sticker', 'location', 'contacts'].includes(type)),
        hasReactionOnly: messages.every(({ type }) => type === 'reaction'),
      },
    })
    memory = decision.memory
    if (memory.isClosed && closedAt === null) closedAt = clock.now()
    const afterwards = () => {
      if (decision.isWaitingForShop) waitForShop()
    }
    if (decision.lines.length === 0) afterwards()
    else speak(decision.lines, { target: last.wamid, afterwards })
  }

  function listen(): void {
    cancelListening?.()
    if (unheard.length === 0 || isTyping) return
    cancelListening = clock.after(LISTENS_FOR_MS, answer)
  }

  return {
    character,
    person,
    open(ageMs = 0) {
      hasOpened = true
      if (ageMs === 0) {
        speak([character.opening], { target: null, afterwards: waitForShop, isByAd: character.cameByAd === true })
        return
      }
      const beats = isBeats(character.opening) ? character.opening : [character.opening]
      for (const [index, beat] of beats.entries()) {
        mouth.perform(person, asAct(beat), { at: clock.now() - ageMs + index * 7_000, isByAd: character.cameByAd === true && index === 0 })
        onSpoke()
      }
      waitForShop()
    },
    hasOpened: () => hasOpened,
    canComeBack: () =>
      memory.isClosed &&
      memory.visit === 1 &&
      character.comesBack !== undefined &&
      !isTyping &&
      unheard.length === 0 &&
      closedAt !== null &&
      clock.now() - closedAt > COMES_BACK_AFTER_MS / clock.speed(),
    comeBack() {
      const again = character.comesBack
      if (again === undefined) return
      memory = { ...FRESH_MEMORY, visit: 2, used: memory.used }
      speak([again.opening], { target: null, afterwards: waitForShop })
    },
    see(message) {
      // Nobody complains of silence over a message in front of their eyes.
      cancelPatience?.()
      unheard.push(message)
      listen()
    },
  }
}

function isBeats(line: Line): line is readonly Beat[] {
  return Array.isArray(line)
}

function asAct(beat: Beat): Act {
  return typeof beat === 'string' ? { do: 'say', text: beat } : beat
}

function typingMs(act: Act, perCharacter: number): number {
  switch (act.do) {
    case 'say':
    case 'ghost':
      return Math.min(TYPING_MAX_MS, Math.max(TYPING_MIN_MS, act.text.length * perCharacter))
    case 'voice':
      return act.seconds * 1000
    case 'react':
      return TYPING_MIN_MS
    case 'picture':
    case 'sticker':
    case 'place':
    case 'card':
    case 'order':
    case 'document':
    case 'poll':
    case 'send':
    case 'new-number':
      return 3_000
    default:
      return assertNever(act)
  }
}
