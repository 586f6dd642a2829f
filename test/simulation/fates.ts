import type { HttpFailure } from '#core/ports.ts'
import type { Chance } from './chance.ts'
import type { Fault } from './faults.ts'

/** How the network and WhatsApp are just now. */
export type Weather = 'clear' | 'fair' | 'bad' | 'flapping' | 'offline'

/** What becomes of one send, as WhatsApp and the wire know it. The shop learns only `answer`. */
export type Fate = {
  readonly fault: Fault | null
  /** WhatsApp has it: it will reach the customer, or be reported as failed. */
  readonly isTaken: boolean
  readonly answer: Answer
  /** Before the answer; `null` is never. */
  readonly delayMs: number | null
  /** Its statuses come within this time. */
  readonly statusesWithinMs: number
}

type Answer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: number; readonly httpStatus: number }
  | { readonly kind: 'raw'; readonly httpStatus: number; readonly body: 'html' | 'cut' | 'no-wamid' }
  | { readonly kind: 'nothing-sent'; readonly reason: HttpFailure }
  | { readonly kind: 'maybe-sent'; readonly reason: HttpFailure }

const MINUTE_MS = 60_000
/** The probably-not-sent class is tried again after a minute without a word: what arrived all the same is reported before. */
const TOLD_IN_TIME_MS = 35_000

export function pickFate(chance: Chance, weather: Weather): Fate {
  if (weather === 'clear') return accepted(chance)
  if (weather === 'offline') return nothingSent(chance)
  if (weather === 'flapping') return chance.is(0.5) ? { ...nothingSent(chance), fault: 'F48' } : accepted(chance)
  if (weather === 'fair') return chance.is(0.9) ? accepted(chance) : badFate(chance)
  return chance.is(0.25) ? accepted(chance) : badFate(chance)
}

function accepted(chance: Chance): Fate {
  return {
    fault: null,
    isTaken: true,
    answer: { kind: 'accepted' },
    delayMs: chance.is(0.7) ? chance.below(400) : chance.below(5000),
    statusesWithinMs: chance.is(0.8) ? 20_000 : 10 * MINUTE_MS,
  }
}

function badFate(chance: Chance): Fate {
  const fate = chance.oneOf<() => Fate>(
    () => nothingSent(chance),
    () => unknown(chance, 'F45 reset', { kind: 'maybe-sent', reason: 'reset' }),
    () => unknown(chance, 'F43 wait', { kind: 'maybe-sent', reason: 'response-timeout' }, 60_000),
    () => unknown(chance, 'F42', { kind: 'raw', httpStatus: chance.oneOf(500, 502, 503), body: 'html' }),
    () => unknown(chance, 'F45', { kind: 'raw', httpStatus: 200, body: 'cut' }),
    () => unknown(chance, 'F45 empty', { kind: 'raw', httpStatus: 200, body: 'no-wamid' }),
    () => ({ ...accepted(chance), fault: 'F44 late', delayMs: chance.between(5000, 5 * MINUTE_MS) }),
    () => ({ ...unknown(chance, 'F44 never', { kind: 'accepted' }), delayMs: null }),
    () => ({ ...accepted(chance), fault: 'F32 wamid', delayMs: chance.between(2000, 40_000), statusesWithinMs: 1500 }),
    () => ({ ...refused('P not', chance.oneOf(131000, 131016), 500), delayMs: chance.below(2000) }),
    () => ({
      ...refused('P taken', chance.oneOf(131000, 131016), 503),
      isTaken: true,
      statusesWithinMs: TOLD_IN_TIME_MS,
    }),
    () => refused('F41', 131056, 400),
    () => refused('F40', chance.oneOf(130429, 4, 80007), 429),
    () => refused('N customer', chance.oneOf(131026, 131047), 400),
    () => refused('F50', chance.oneOf(131042, 368, 131031), 403),
  )
  return fate()
}

function nothingSent(chance: Chance): Fate {
  const [fault, reason] = chance.oneOf<readonly [Fault, HttpFailure]>(
    ['F47', 'dns'],
    ['F47', 'refused'],
    ['F46', 'tls'],
    ['F43 connect', 'connect-timeout'],
  )
  const delayMs = reason === 'connect-timeout' ? 10_000 : chance.below(50)
  return { fault, isTaken: false, answer: { kind: 'nothing-sent', reason }, delayMs, statusesWithinMs: 0 }
}

/** WhatsApp may have it or not; what it says about it may come soon or late. */
function unknown(chance: Chance, fault: Fault, answer: Answer, delayMs = chance.below(3000)): Fate {
  return { fault, isTaken: chance.is(0.5), answer, delayMs, statusesWithinMs: chance.is(0.5) ? 20_000 : 25 * MINUTE_MS }
}

function refused(fault: Fault, code: number, httpStatus: number): Fate {
  return { fault, isTaken: false, answer: { kind: 'refused', code, httpStatus }, delayMs: 200, statusesWithinMs: 0 }
}
