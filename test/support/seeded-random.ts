/** The same numbers for the same seed (mulberry32), so that a failing case can be run again by its seed. */
export function createSeededRandom(seed: number) {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  function below(limit: number): number {
    return Math.floor(next() * limit)
  }
  function pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[below(values.length)] ?? values[0]
  }
  function shuffled<Value>(values: readonly Value[]): Value[] {
    return values
      .map((value) => ({ value, key: next() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ value }) => value)
  }
  return { next, below, pick, shuffled }
}
