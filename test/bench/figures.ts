import { median, percentile } from './statistics.ts'

/** One line of the table. */
export type Figure = {
  /** What was measured, such as `inbox page, waiting`. */
  readonly name: string
  readonly messages: number
  readonly unit: 'ms' | 'per second' | 'MB' | 'times'
  readonly value: number
  /** The same of the least that could do it, from the same run; null where there is no such thing. */
  readonly floor: number | null
  /** Where more is better the share of the floor that is reached, else how many times the floor it takes. */
  readonly ratio: number | null
  readonly aim: Aim | null
  readonly isMet: boolean | null
  /** How many times as much it may cost in the largest shop as in the smallest; null where nobody says. */
  readonly mayGrow: number | null
  /** Whatever else there is to say: other percentiles, the spread over the rounds. */
  readonly more: Readonly<Record<string, number>>
}

export type Aim =
  | { readonly of: 'value'; readonly atMost: number }
  | { readonly of: 'ratio'; readonly atLeast: number }
  /** Over the floor, such as an empty shop. */
  | { readonly of: 'difference'; readonly atMost: number }

export function figure(made: {
  name: string
  messages: number
  unit: Figure['unit']
  value: number
  floor?: number | null
  aim?: Aim | null
  mayGrow?: number | null
  more?: Figure['more']
}): Figure {
  const { floor = null, aim = null, mayGrow = null, more = {}, ...rest } = made
  const ratio = floor === null || floor === 0 ? null : made.value / floor
  return { ...rest, floor, ratio, aim, isMet: aim === null ? null : isMet(aim, { value: made.value, floor, ratio }), mayGrow, more }
}

function isMet(aim: Aim, { value, floor, ratio }: { value: number; floor: number | null; ratio: number | null }): boolean {
  if (aim.of === 'value') return value <= aim.atMost
  if (aim.of === 'ratio') return ratio !== null && ratio >= aim.atLeast
  return floor !== null && value - floor <= aim.atMost
}

/** Times of single calls in ms, one list a round. */
export type Rounds = readonly (readonly number[])[]

/** The 99th percentile is the figure (or what `share` says), the median beside it: medians over the rounds, of the thing itself and of its floor. */
export function latencyFigure(made: {
  name: string
  messages: number
  own: Rounds
  cpu?: Rounds
  floor: Rounds | null
  aimMs?: number
  mayGrow?: number
  share?: number
}): Figure {
  const { name, messages, own, cpu, floor, aimMs, mayGrow, share = 0.99 } = made
  const of = (rounds: Rounds, at: number) => median(rounds.map((round) => percentile(round, at)))
  return figure({
    name,
    messages,
    unit: 'ms',
    value: of(own, share),
    floor: floor === null ? null : of(floor, share),
    aim: aimMs === undefined ? null : { of: 'value', atMost: aimMs },
    mayGrow: mayGrow ?? null,
    more: {
      p50: of(own, 0.5),
      ...(floor === null ? {} : { floorP50: of(floor, 0.5), ratioP50: of(own, 0.5) / of(floor, 0.5) }),
      // What the thread itself worked a call: what other programs on the machine take away is not in it. Counted in ticks, so only the mean says anything.
      ...(cpu === undefined ? {} : { cpuMean: median(cpu.map((round) => round.reduce((sum, ms) => sum + ms, 0) / round.length)) }),
      worst: Math.max(...own.map((round) => Math.max(...round))),
      calls: own.reduce((sum, round) => sum + round.length, 0),
    },
  })
}
